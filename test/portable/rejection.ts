/** Returns the error with which a promise rejects, which must be an instance of the expected class. */
export async function rejection<T>(promise: Promise<unknown>, expected: abstract new (...parameters: never) => T): Promise<T> {
  const error = await reasonOf(promise);
  if (error instanceof expected) return error;
  throw new Error(`rejected with ${String(error)} instead of a ${expected.name}`, { cause: error });
}

/** Returns the reason with which a promise rejects, whatever it is. */
export function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("not rejected");
    },
    (reason: unknown) => reason,
  );
}
