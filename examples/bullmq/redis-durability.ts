/** Tells from Redis' `INFO` why uploads could be lost. Empty if they are safe. */
export function durabilityProblems(info: string): string[] {
  const read = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1];
  const problems: string[] = [];
  if (read("role") === "slave") problems.push("Redis is a read-only replica. Connect to the primary.");
  if (read("aof_enabled") === "0") {
    problems.push("Redis keeps nothing when it crashes: uploads would be lost. Set appendonly yes.");
  }
  const policy = read("maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction") {
    problems.push(
      `Redis deletes jobs when its memory is full (maxmemory-policy ${policy}): uploads would be lost. Set noeviction.`,
    );
  }
  return problems;
}
