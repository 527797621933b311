// The changelog's lines, each with a link to its commit. Where the project lives is known to GitHub's workflows alone.
const { GITHUB_SERVER_URL = "https://github.com", GITHUB_REPOSITORY } = process.env;

function link(commit) {
  const short = commit.slice(0, 7);
  return GITHUB_REPOSITORY ? `[\`${short}\`](${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/commit/${commit})` : `\`${short}\``;
}

export default {
  async getReleaseLine({ commit, summary }) {
    const [first, ...rest] = summary.trim().split("\n");
    return [`- ${commit ? `${link(commit)} ` : ""}${first}`, ...rest.map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
  },
  async getDependencyReleaseLine() {
    return ""; // One package, which depends on none of its own.
  },
};
