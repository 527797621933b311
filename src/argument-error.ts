/** A wrong argument. Names the argument, so that a caller with other names for its inputs can translate it. */
export class ArgumentError extends TypeError {
  readonly argument: string;
  readonly problem: string;
  /** @param problem - What is wrong and what to do, such as `must be a number of milliseconds above 0, but is 0`. */
  constructor(argument: string, problem: string) {
    super(`"${argument}" ${problem}`);
    this.argument = argument;
    this.problem = problem;
  }
}
