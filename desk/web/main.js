// Which page is shown: the list of papers, or the plan that the address names.

import * as api from "./api.js";
import { author, setAuthor } from "./author.js";
import { DifferenceView, MatrixView } from "./compare.js";
import { byId, h, tell } from "./dom.js";
import { DueView } from "./due.js";
import { List } from "./list.js";
import { PlanView } from "./plan.js";
import { language, say, switchLanguage } from "./words.js";

const ID = /[0-9a-f]{64}/g;
let shown = null;
let views = [];

const PAGES = { papers: "#/", due: "#/due", diff: "#/diff", matrix: "#/matrix" };

function bar(title, page) {
  const name = h("input", {
    id: "author", value: author(), maxlength: "200", autocomplete: "name",
    onchange: () => setAuthor(name.value),
  });
  const links = Object.entries(PAGES).map(([key, address]) =>
    h("a", { class: "button", href: address, "aria-current": key === page ? "page" : null }, say(`nav_${key}`)));
  byId("bar").replaceChildren(
    h("nav", { "aria-label": say("sections") }, links), h("h1", {}, title), h("label", {}, say("author"), name),
    h("button", { type: "button", id: "language", onclick: () => { switchLanguage(); show(); } }, say("other_language")));
  document.title = title;
}

function speak() {
  document.documentElement.lang = language();
  byId("skip").textContent = say("skip");
}

const OPENED = {
  due: (query) => new DueView(query),
  diff: (query) => DifferenceView.open(query),
  matrix: (query) => MatrixView.open(query),
};

async function show() {
  speak();
  tell(""); // what was told belongs to the page that was left
  shown?.close?.();
  shown = null;
  await Promise.all(views.map((view) => view.saving.queue)); // what is on its way is in what is loaded
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const asked = new URLSearchParams(query);
  try {
    if (OPENED[path]) await showPage(path, asked);
    else if (path.match(ID)) await showPlans(path.match(ID).slice(0, 2), asked);
    else await showPage("papers");
  } catch (problem) {
    if (problem.status === 401) door();
    else { bar(say("desk"), ""); byId("main").replaceChildren(h("p", { class: "pad bad" }, problem.message)); }
  }
}

async function showPage(page, asked) {
  views = [];
  shown = page === "papers" ? new List() : await OPENED[page](asked);
  bar(page === "papers" ? say("desk") : say(`nav_${page}`), page);
  byId("main").replaceChildren(shown.element);
}

async function showPlans(ids, asked) {
  views = await Promise.all(ids.map((id, number) => PlanView.open(id, { beside: number > 0 })));
  const titles = views.map((view) => view.plan.document.title || view.paper.name);
  bar(titles.join(" | "), "");
  byId("main").replaceChildren(views.length > 1 ? sideBySide(views, titles) : views[0].element);
  if (asked.get("at")) views[0].find(asked.get("at"));
}

// Two plans in one window, each with all that one has.
function sideBySide(views, titles) {
  return h("div", { class: "side" }, views.map((view, number) =>
    h("section", { class: "half", "aria-label": titles[number], tabindex: "0" }, h("h2", {}, titles[number]), view.element)));
}

// Where the service wants a token.
function door() {
  bar(say("desk"), "");
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

new ResizeObserver(([one]) => document.documentElement.style.setProperty("--bar", `${Math.ceil(one.borderBoxSize[0].blockSize)}px`)).observe(byId("bar"));
// The address names what is shown: to skip the bar must not change it.
byId("skip").addEventListener("click", (event) => { event.preventDefault(); byId("main").focus(); });
window.addEventListener("hashchange", show);
window.addEventListener("beforeunload", (event) => { if (views.some((view) => view.saving.isOpen)) event.preventDefault(); });
start();
