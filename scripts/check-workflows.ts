/** Checks that workflows pin their actions and limit their permissions, and that Dependabot updates every lock file. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  permissions?: Record<string, string>;
  environment?: string;
  steps: Step[];
}

interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
}

const FOLDER = ".github/workflows";
/** The permissions of a job that publishes to npm, and of one that publishes the site, by environment. */
const MAY_PUBLISH: Readonly<Record<string, readonly string[]>> = { release: ["id-token"], "github-pages": ["id-token", "pages"] };
const problems: string[] = [];
/** The version of each pinned action: one in all workflows. */
const pins = new Map<string, string>();

for (const file of readdirSync(FOLDER)) {
  const text = readFileSync(`${FOLDER}/${file}`, "utf8");
  // Safe: GitHub rejects a workflow of any other shape.
  const workflow = parse(text) as Workflow;
  const report = (problem: string) => problems.push(`${FOLDER}/${file}: ${problem}`);

  for (const [, action = "", ref = ""] of text.matchAll(/uses: ([^@\s]+)@(.*)/g)) {
    if (!/^[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(ref))
      report(`${action}@${ref} is not pinned to a commit, with its version in a comment`);
    const name = action.split("/").slice(0, 2).join("/");
    if ((pins.get(name) ?? ref) !== ref) report(`${name} is also pinned to ${pins.get(name)}`);
    pins.set(name, ref);
  }
  if (text.includes("write-all")) report("must name the permissions of each job");
  if (workflow.permissions === undefined || Object.values(workflow.permissions).includes("write")) {
    report("must limit the permissions of all jobs to reading or to none");
  }
  for (const [name, { permissions = workflow.permissions, environment, steps }] of Object.entries(workflow.jobs)) {
    for (const { uses, with: options } of steps) {
      if (uses?.startsWith("actions/checkout@") && options?.["persist-credentials"] !== false) {
        report(`${name} leaves its token in the checkout`);
      }
    }
    if (permissions?.["id-token"] === undefined) continue;
    // Whatever this job runs may publish.
    const allowed = MAY_PUBLISH[environment ?? ""];
    const runsCode = steps.some(({ run = "" }) => /\bnpm (?!publish )|\b(npx|node|tsx|git|gh|curl)\b/.test(run));
    if (allowed === undefined) report(`${name} may publish, but is not limited to the environment "release" or "github-pages"`);
    else if (Object.keys(permissions).some((permission) => !allowed.includes(permission))) {
      report(`${name} may publish, and has other permissions as well`);
    }
    if (steps.some(({ uses }) => uses?.startsWith("actions/checkout@"))) report(`${name} may publish, and checks out code`);
    if (runsCode) report(`${name} may publish, and runs more than npm publish`);
  }
}

const { updates }: { updates: { "package-ecosystem": string; directories?: string[] }[] } = parse(
  readFileSync(".github/dependabot.yml", "utf8"),
);
const updated = updates.flatMap((update) => (update["package-ecosystem"] === "npm" ? (update.directories ?? []) : []));
const parents = ["conformance/clients", "conformance/tools"];
const folders = ["", "bench", ...parents.flatMap((parent) => readdirSync(parent).map((folder) => `${parent}/${folder}`))];
for (const folder of folders) {
  const isLocked = existsSync(`./${folder}/package-lock.json`);
  if (isLocked !== updated.includes(`/${folder}`)) {
    problems.push(`.github/dependabot.yml: must ${isLocked ? "" : "not "}list /${folder}`);
  }
}

console.log(problems.join("\n") || "The workflows and Dependabot are configured safely.");
process.exitCode = problems.length === 0 ? 0 : 1;
