import { readFileSync } from "node:fs";
import ts from "typescript";

/** A file with one change. `before` and `after` are the changed lines, with white space collapsed. */
export interface Mutant {
  file: string;
  line: number;
  /** The whole file, changed. */
  source: string;
  before: string;
  after: string;
}

const SWAPS: Record<string, readonly string[]> = {
  ...{ "===": ["!=="], "!==": ["==="], "<": [">=", "<="], "<=": [">", "<"], ">": ["<=", ">="], ">=": ["<", ">"] },
  ...{ "&&": ["||"], "||": ["&&"], "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["*"], "**": ["*"] },
  ...{ "+=": ["-="], "-=": ["+="], "??=": ["="], "++": ["--"], "--": ["++"] },
};

/** The ways to change a node: what to replace, and its replacement. */
function* changesOf(node: ts.Node): Generator<[start: number, end: number, text: string]> {
  const replace = (part: ts.Node, text: string): [number, number, string] => [part.getStart(), part.end, text];
  const operator = ts.isBinaryExpression(node) ? node.operatorToken.getText() : "";
  if (ts.isExpressionStatement(node) || ts.isIfStatement(node) || ts.isThrowStatement(node)) yield replace(node, ";");
  if (ts.isReturnStatement(node)) yield node.expression ? replace(node.expression, "undefined") : replace(node, ";");
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) yield replace(node.body, "undefined");
  // Comparisons and negations are changed as such.
  if (isCondition(node) && !/^[!=<>]/.test(operator) && !ts.isPrefixUnaryExpression(node) && node.getText() !== "true") {
    yield replace(node, `!(${node.getText()})`);
  }
  if (ts.isBinaryExpression(node)) {
    for (const swap of SWAPS[operator] ?? []) yield replace(node.operatorToken, swap);
    if (operator === "??") yield replace(node, node.left.getText());
  }
  if (ts.isPrefixUnaryExpression(node)) yield replace(node, node.operand.getText());
  if (ts.isPostfixUnaryExpression(node)) yield [node.end - 2, node.end, SWAPS[node.getText().slice(-2)]?.[0] ?? ""];
  if (ts.isNumericLiteral(node)) yield replace(node, String(Number(node.text) + 1));
  if (ts.isStringLiteralLike(node)) yield replace(node, node.text === "" ? '"mutated"' : '""');
  if (ts.isTemplateExpression(node)) yield replace(node, '""');
  if (node.kind === ts.SyntaxKind.TrueKeyword) yield replace(node, "false");
  if (node.kind === ts.SyntaxKind.FalseKeyword) yield replace(node, "true");
  if (ts.isRegularExpressionLiteral(node) || (ts.isTemplateExpression(node) && ts.isNewExpression(node.parent))) {
    // In an escape or a class, ^ and $ are not anchors.
    for (const { 0: found, index } of node.getText().matchAll(/\\.|\[(?:\\.|[^\]])*\]|[\^$](?!\{)/g)) {
      if (found.length === 1) yield [node.getStart() + index, node.getStart() + index + 1, ""];
    }
  }
}

function isCondition(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  return (ts.isConditionalExpression(parent) || ts.isForStatement(parent)) && parent.condition === node;
}

/** All mutants of a file. Types are not changed: the compiler checks them. */
export function mutantsOf(file: string): Mutant[] {
  const text = readFileSync(file, "utf8");
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const collapse = (code: string) => code.replace(/\s+/g, " ").trim();
  const mutants: Mutant[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node))
      return;
    for (const [start, end, replacement] of changesOf(node)) {
      const source = text.slice(0, start) + replacement + text.slice(end);
      const [from, to] = [text.lastIndexOf("\n", start) + 1, text.indexOf("\n", end)];
      const before = collapse(text.slice(from, to));
      const after = collapse(source.slice(from, to - text.length));
      const line = tree.getLineAndCharacterOfPosition(start).line + 1;
      if (before !== after) mutants.push({ file, line, source, before, after });
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(tree, visit);
  return mutants;
}
