/** The package's version, put in by scripts/build.ts. */
declare const VERSION: string;
