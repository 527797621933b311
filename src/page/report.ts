/** Shows the result of an action, or why it failed. */
export async function report(message: HTMLElement, action: () => Promise<string>): Promise<void> {
  let text: string;
  let isProblem = false;
  try {
    text = await action();
  } catch (error) {
    text = error instanceof Error ? error.message : String(error);
    isProblem = true;
  }
  message.textContent = text;
  message.classList.toggle("problem", isProblem);
}
