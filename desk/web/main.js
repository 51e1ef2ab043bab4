// Which page is shown: the list of papers, or the plan that the address names.

import * as api from "./api.js";
import { byId, h, tell } from "./dom.js";
import { List } from "./list.js";
import { PlanView } from "./plan.js";
import { language, say, switchLanguage } from "./words.js";

const AUTHOR = "kehoach.author";
const author = () => localStorage.getItem(AUTHOR) || "";
let shown = null;
let views = [];

function bar(title, isPlan) {
  const name = h("input", {
    id: "author", value: author(), maxlength: "200", autocomplete: "name",
    onchange: () => localStorage.setItem(AUTHOR, name.value.trim()),
  });
  byId("bar").replaceChildren(
    isPlan ? h("a", { class: "button", href: "#/" }, say("back")) : "",
    h("h1", {}, title),
    h("label", {}, say("author"), name),
    h("button", { type: "button", id: "language", onclick: () => { switchLanguage(); show(); } }, say("other_language")));
  document.title = title;
}

function speak() {
  document.documentElement.lang = language();
  byId("skip").textContent = say("skip");
}

async function show() {
  speak();
  shown?.close?.();
  await Promise.all(views.map((view) => view.saving.queue)); // what is on its way is in what is loaded
  const ids = location.hash.match(/[0-9a-f]{64}/g) || [];
  try {
    if (ids.length) {
      views = await Promise.all(ids.slice(0, 2).map((id, number) => PlanView.open(id, author, { beside: number > 0 })));
      shown = null;
      const titles = views.map((view) => view.plan.document.title || view.paper.name);
      bar(titles.join(" | "), true);
      byId("main").replaceChildren(views.length > 1 ? sideBySide(views, titles) : views[0].element);
    } else {
      views = [];
      bar(say("desk"), false);
      const list = new List();
      shown = list;
      byId("main").replaceChildren(list.element);
    }
  } catch (problem) {
    if (problem.status === 401) door();
    else { bar(say("desk"), true); byId("main").replaceChildren(h("p", { class: "pad bad" }, problem.message)); }
  }
}

// Two plans in one window, each with all that one has.
function sideBySide(views, titles) {
  return h("div", { class: "side" }, views.map((view, number) =>
    h("section", { class: "half", "aria-label": titles[number], tabindex: "0" }, h("h2", {}, titles[number]), view.element)));
}

// Where the service wants a token.
function door() {
  bar(say("desk"), false);
  const token = h("input", { type: "password", id: "token", autocomplete: "current-password" });
  const enter = async (event) => {
    event.preventDefault();
    try {
      await api.handIn(token.value);
      show();
    } catch (problem) {
      tell(problem.message, true);
    }
  };
  byId("main").replaceChildren(h("form", { class: "pad", onsubmit: enter },
    h("label", { for: "token" }, `${say("token")} `), token, " ", h("button", { class: "main" }, say("open"))));
  token.focus();
}

async function start() {
  const { needed } = await api.needsToken().catch(() => ({ needed: false }));
  if (needed) {
    try {
      await api.papers();
    } catch (problem) {
      if (problem.status === 401) { speak(); door(); return; }
    }
  }
  show();
}

window.addEventListener("hashchange", show);
window.addEventListener("beforeunload", (event) => { if (views.some((view) => view.saving.isOpen)) event.preventDefault(); });
start();
