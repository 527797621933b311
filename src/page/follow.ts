/** In milliseconds. */
const INTERVAL = 1000;

/**
 * Looks at something again and again, as long as the page is visible.
 *
 * @returns A function that looks at it now.
 */
export function follow(look: () => Promise<void>): () => Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = async () => {
    clearTimeout(timer);
    await look();
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(now, INTERVAL);
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") now();
  });
  return now;
}
