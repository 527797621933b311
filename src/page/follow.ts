/** In milliseconds. */
const INTERVAL = 1000;

/**
 * Looks at something again and again, as long as the page is visible.
 *
 * @returns A function that looks at it now.
 */
export function follow(look: () => Promise<void>): () => Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // One at a time, so that what is seen last is also the latest.
  let looks = Promise.resolve();
  const now = () => {
    looks = looks.then(look).then(() => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") timer = setTimeout(now, INTERVAL);
    });
    return looks;
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") now();
  });
  return now;
}
