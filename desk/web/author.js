// Who corrects and signs: a name that the browser keeps.

import { byId } from "./dom.js";

const KEY = "kehoach.author";
export const author = () => localStorage.getItem(KEY) || "";

export function setAuthor(name) {
  localStorage.setItem(KEY, name.trim());
  const input = byId("author");
  if (input && input.value !== name.trim()) input.value = name.trim();
}
