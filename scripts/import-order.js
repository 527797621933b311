/** Rules for the imports in src, imports of types included. dependency-cruiser checks them in `npm run lint`. */

/** The layers of the core, from top to bottom. All other files beside them are the foundation, and src/generated is below it. */
const LAYERS = [["index"], ["client"], ["watch"], ["poll"], ["attempt"], ["transport", "response", "token"]];

/** Entry points beside the core, which build on its foundation. */
const ENTRIES = ["auth", "validators"];

/** What the command may import beside the entry points and the emulator. */
const COMMAND_INTERNALS = ["address", "argument-error", "check", "location", "redact"];

const file = (...names) => `^src/(${names.join("|")})\\.ts$`;
const GENERATED = "^src/generated/";
const EMULATOR = "^src/emulator/";
const COMMAND = "^src/cli/";
const PAGE = "^src/page/";
const TOP_LEVEL = "^src/[^/]+\\.ts$";
const NEEDS_NODE = [COMMAND, "^src/emulator/(server|page)\\.ts$"];

const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    forbid("circle", "Move what these files share to a file below them.", {}, { circular: true }),
    ...LAYERS.slice(1).map((layer, index) =>
      forbid(
        `upward-from-${layer.join("-")}`,
        "Imports point downwards (CONTRIBUTING.md): move what both files need to the lower one.",
        { path: file(...layer) },
        { path: file(...LAYERS.slice(0, index + 1).flat()) },
      ),
    ),
    forbid(
      "upward-from-foundation",
      "Imports point downwards (CONTRIBUTING.md): the foundation, other entry points and the emulator import only the foundation.",
      { path: [TOP_LEVEL, EMULATOR], pathNot: file(...LAYERS.flat()) },
      { path: file(...LAYERS.flat()) },
    ),
    forbid(
      "upward-from-generated",
      "Generated files import only each other.",
      { path: GENERATED },
      { path: "^src/", pathNot: GENERATED },
    ),
    forbid(
      "into-entry",
      "The library imports neither its other entry points nor the emulator nor the command nor the page.",
      { path: [TOP_LEVEL, EMULATOR] },
      { path: [COMMAND, PAGE, file(...ENTRIES)] },
    ),
    forbid("into-emulator", "The library does not import the emulator.", { path: TOP_LEVEL }, { path: EMULATOR }),
    forbid(
      "command-internals",
      "The command imports the entry points, the emulator, and the few internals listed in scripts/import-order.js.",
      { path: COMMAND },
      { path: "^src/", pathNot: [COMMAND, EMULATOR, file("index", ...ENTRIES, ...COMMAND_INTERNALS)] },
    ),
    forbid(
      "page-internals",
      "The page imports the package, the emulator, and the generated types.",
      { path: PAGE },
      { path: "^src/", pathNot: [PAGE, EMULATOR, GENERATED, file("index")] },
    ),
    forbid(
      "needs-node",
      "Only the command and the emulator's server, with its page's files, may need Node. Everything else runs on every runtime.",
      { path: "^src/", pathNot: NEEDS_NODE },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "into-server",
      "Only the command imports the emulator's server, which needs Node.",
      { path: "^src/", pathNot: NEEDS_NODE },
      { path: NEEDS_NODE.slice(1) },
    ),
    forbid(
      "packages",
      "The published code depends on openapi-fetch in transport.ts and on oauth4webapi in auth.ts and token-endpoint.ts only.",
      { path: "^src/", pathNot: [...NEEDS_NODE, file("transport", "auth", "token-endpoint")] },
      { path: "node_modules" },
    ),
    forbid("unresolved", "The imported file or package does not exist.", {}, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
