/** The package's version, inserted by scripts/build.ts. */
declare const VERSION: string;
