import type { BuildOptions } from "esbuild";

/** How esbuild makes what a page downloads: the same wherever sizes are told, so that they can be compared. */
export const PAGE_BUNDLE = {
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  platform: "browser",
  write: false,
} satisfies BuildOptions;
