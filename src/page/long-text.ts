import { button, element } from "./elements.ts";

/** In characters. The browser lays this much out at once; thousands of devices are more. */
const SHOWN_AT_FIRST = 20_000;

/** Text in a box that scrolls. If it is long, its beginning, and a button that shows the rest. */
export function longText(label: string, text: string, ...before: readonly Node[]): HTMLElement {
  const box = element("pre", { tabIndex: 0, role: "region", ariaLabel: label }, ...before, text.slice(0, SHOWN_AT_FIRST));
  if (text.length <= SHOWN_AT_FIRST) return box;
  const more = button(`Show all ${text.length.toLocaleString("en")} characters`, () => {
    box.append(text.slice(SHOWN_AT_FIRST));
    more.remove();
    box.focus();
  });
  return element("div", { className: "stack" }, box, more);
}
