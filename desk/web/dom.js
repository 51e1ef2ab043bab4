// Elements made of text, never of markup: what a paper says is shown, not run.

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "style") Object.assign(element.style, value);
    else if (["value", "checked", "selected", "open", "disabled", "multiple", "hidden"].includes(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

export const byId = (id) => document.getElementById(id);

// An element that knows when it has little room.
const NARROW = 820;
export function fitted(element) {
  new ResizeObserver(([one]) => element.classList.toggle("narrow", one.contentRect.width < NARROW)).observe(element);
  return element;
}

// Keeps so much room below what an element has as a strip over its end takes ("--strip").
export function roomFor(strip, element) {
  const measure = () => element.style.setProperty("--strip", `${strip.hidden ? 0 : strip.offsetHeight}px`);
  new ResizeObserver(measure).observe(strip);
}

// Of several questions the answer to the last; null for one that came too late.
export class Latest {
  async of(promise) {
    this.asked = promise;
    const told = await promise;
    return this.asked === promise ? told : null;
  }
}

let hush;
byId("status").addEventListener("click", () => tell(""));
export function tell(words, bad = false) {
  const line = byId("status");
  line.className = bad ? "bad" : "";
  line.textContent = words;
  clearTimeout(hush);
  hush = setTimeout(() => { line.textContent = ""; }, bad ? 9000 : 3500);
}
