/**
 * The `TypeError` for a wrong argument: calling again with the same arguments is useless. The exception is the argument `token`,
 * if a token source returned something other than a token.
 */
export class ArgumentError extends TypeError {
  /** The argument or option, such as `upload` or `interval.min`. */
  readonly argument: string;
  /** What is wrong and what to do, such as `must be a number of milliseconds above 0, but is 0`. */
  readonly problem: string;

  /** @internal */
  constructor(argument: string, problem: string) {
    super(`"${argument}" ${problem}`);
    this.argument = argument;
    this.problem = problem;
  }
}
