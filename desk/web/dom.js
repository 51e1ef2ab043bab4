// Elements made of text, never of markup: what a paper says is shown, not run.

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "style") Object.assign(element.style, value);
    else if (["value", "checked", "disabled", "multiple", "hidden"].includes(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

export const byId = (id) => document.getElementById(id);

let hush;
export function tell(words, bad = false) {
  const line = byId("status");
  line.className = bad ? "bad" : "";
  line.textContent = words;
  clearTimeout(hush);
  hush = setTimeout(() => { line.textContent = ""; }, bad ? 9000 : 3500);
}
