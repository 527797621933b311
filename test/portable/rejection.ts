/** What a promise is rejected with, which has to be of the expected class. */
export async function rejection<T>(promise: Promise<unknown>, expected: abstract new (...parameters: never) => T): Promise<T> {
  const error = await reasonOf(promise);
  if (error instanceof expected) return error;
  throw new Error(`rejected with ${String(error)} instead of a ${expected.name}`, { cause: error });
}

/** What a promise is rejected with, whatever it is. */
export function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("not rejected");
    },
    (reason: unknown) => reason,
  );
}
