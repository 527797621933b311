/** The element of index.html with this id. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`index.html has no ${type.name} with the id "${id}"`);
  return found;
}

/** Creates an element. Text is only ever added as text: the page enforces trusted types. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...children);
  return created;
}

export function button(text: string, onclick: () => void): HTMLButtonElement {
  return element("button", { type: "button", onclick }, text);
}

/** Names and their values. */
export function facts(entries: readonly (readonly [name: string, value: string])[]): HTMLDListElement {
  const pairs = entries.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)));
  return element("dl", {}, ...pairs);
}

/** Leaves what shows the same text in place, so that a selection in it stays, and nothing is announced twice. */
export function replaceIfDifferent(parent: Element, children: readonly (Node | string)[]): boolean {
  const replacement = element("div", {}, ...children);
  if (replacement.textContent === parent.textContent) return false;
  parent.replaceChildren(...replacement.childNodes);
  return true;
}
