import { createHash } from "node:crypto";
import { Markup } from "./markup.ts";

/** It is part of every report, so it is short. */
const STYLE = `
:root{color-scheme:light dark;--back:#fff;--soft:#f4f6f8;--line:#d3d9df;--text:#1c2128;--muted:#57616c;--link:#0a5aa8;
--succeeded:#23855a;--failed:#c22f49;--unknown:#a36c00;--pending:#7c8793}
@media screen and (prefers-color-scheme:dark){:root{--back:#14171b;--soft:#1d2127;--line:#373f49;--text:#e5e9ee;--muted:#a0abb7;
--link:#80bbff;--succeeded:#3fb37f;--failed:#f0647c;--unknown:#dba437;--pending:#8894a1}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1rem 3rem;max-width:62rem;background:var(--back);color:var(--text);
font:16px/1.5 system-ui,"Segoe UI",sans-serif;overflow-wrap:anywhere}
header{border-left:.4rem solid var(--pending);padding-left:1rem}
header.succeeded{border-color:var(--succeeded)}header.failed{border-color:var(--failed)}header.unknown{border-color:var(--unknown)}
p{margin:.35rem 0}
h1{margin:0;font-size:1.75rem;line-height:1.25;overflow-wrap:break-word}
h2{margin:2.5rem 0 .75rem;font-size:1.25rem}
h3{margin:1.75rem 0 .25rem;font-size:1rem}
h3 small{color:var(--muted);font-size:inherit;font-weight:400;white-space:nowrap}
a{color:var(--link);text-underline-offset:.15em}
:target{scroll-margin-top:1rem;outline:2px solid var(--link);outline-offset:4px}
.note,footer{color:var(--muted)}
.problem{border-left:.25rem solid var(--failed);padding:.5rem .75rem;background:var(--soft)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.5rem;margin:.75rem 0}
dt{color:var(--muted)}dd{margin:0}
.id,.ids{font-family:ui-monospace,Consolas,Menlo,monospace;font-size:.8125rem}
.bar{display:block;margin:1rem 0 .5rem;border-radius:3px}
td .bar{margin:.4rem 0 .1rem;max-width:14rem}
.succeeded{fill:var(--succeeded)}.failed{fill:var(--failed)}.unknown{fill:var(--unknown)}.pending{fill:var(--pending)}
time{white-space:nowrap}
ul{margin:.5rem 0;padding:0;list-style:none}
li{padding:.1rem 0}
.legend{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem}
.legend svg{margin-right:.4rem;border-radius:2px}
table{width:100%;margin:.75rem 0;border-collapse:collapse;table-layout:fixed;text-align:left}
th,td{padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:top}
thead th{color:var(--muted);font-size:.8125rem;font-weight:400}
.position{width:5.5rem}.key{width:15.5rem}.device{width:19rem}
.overview th:first-child{width:45%}.overview th:last-child{width:35%}
tbody th{padding-top:1rem;font:400 .875rem system-ui,"Segoe UI",sans-serif}
details{margin-top:1.5rem}
summary{cursor:pointer;font-size:1.25rem;font-weight:700}
summary h2{display:inline;margin:0}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.75rem;font-size:.8125rem}
@media screen and (max-width:40rem){body{padding-top:1rem}h1{font-size:1.375rem}dl{display:block}dd{margin-bottom:.5rem}
.id,.ids{font-size:.75rem}tr{display:grid;border-bottom:1px solid var(--line);padding:.4rem 0}th,td{width:auto!important;padding:0;border:0}
.overview thead{display:none}.devices tr{grid-template-columns:3.75rem 1fr}.devices :is(th,td):not(:first-child){grid-column:2}.devices tbody th{grid-column:1/3}}
@media print{:root{color-scheme:light}body{padding:0;max-width:none;font-size:10pt}h1{font-size:1.375rem}h2{margin-top:1.5rem}.position{width:4rem}
th,td{padding:.15rem .75rem .15rem 0}.id,.ids{font-size:.6875rem}.key{width:13rem}.device{width:16rem}
tr,li,dl,.bar,.legend,header{break-inside:avoid}h2,h3,thead,tbody th{break-after:avoid}
a[href^=http]::after{content:" <" attr(href) ">"}a[href^="#"]{color:inherit;text-decoration:none}
details:not([open]) summary::after{content:" (folded when this page was printed)";font-weight:400}}
`;

export const STYLE_ELEMENT = new Markup(`<style>${STYLE}</style>`);

/** Allows nothing but this style: should text of the server ever become an element, it could neither run nor load anything. */
export const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
