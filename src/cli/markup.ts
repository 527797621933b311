import { printable } from "./printable.ts";

/** HTML that is inserted as it is. {@link html} creates it; nothing else may put text from outside into it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template inserts. `false` and `undefined` insert nothing. */
export type Content = Markup | string | number | false | undefined | readonly Content[];

/** A template of HTML. Text in it is made printable and escaped, so that it is only ever text or a quoted attribute's value. */
export function html(template: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(template.reduce((text, part, index) => text + textOf(contents[index - 1]) + part));
}

function textOf(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === "string") return printable(content).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
  if (typeof content === "number") return String(content);
  return content ? content.map(textOf).join("") : "";
}

const ESCAPES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
