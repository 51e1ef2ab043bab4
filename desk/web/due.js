// What is due in all papers of the desk: what was missed first.

import * as api from "./api.js";
import { fitted, h, Latest, tell } from "./dom.js";
import { day } from "./values.js";
import { language, say } from "./words.js";

const FORMATS = ["html", "csv", "ics", "json"];
const FIELDS = ["after", "before", "unit", "office"];
const MANY = ["unit", "office"]; // several names, parted by semicolons

export class DueView {
  constructor(query) {
    this.answers = new Latest();
    this.inputs = Object.fromEntries(FIELDS.map((name) => [name, this.input(name, query)]));
    this.lists = Object.fromEntries(MANY.map((name) => [name, h("datalist", { id: `names-${name}` })]));
    this.summary = h("p", { id: "due-summary", role: "status", "aria-live": "polite" });
    this.notes = h("div", { class: "dim" });
    this.files = h("span", { class: "actions" });
    this.body = h("div");
    this.more = h("button", { type: "button", hidden: true, onclick: () => this.load(this.next) }, say("more"));
    this.element = fitted(h("div", { class: "pad" },
      h("form", { class: "filters", onsubmit: (event) => { event.preventDefault(); this.load(); } },
        FIELDS.map((name) => h("label", {}, say(`due_${name}`), this.inputs[name])), Object.values(this.lists),
        h("button", { class: "main" }, say("show")),
        h("button", { type: "button", onclick: () => this.clear() }, say("all_of_it"))),
      h("div", { class: "actions" }, this.summary, this.files), this.notes, this.body, this.more));
    this.load();
  }

  input(name, query) {
    const isMany = MANY.includes(name);
    return h("input", {
      id: `due-${name}`, type: isMany ? "text" : "date", list: isMany ? `names-${name}` : undefined, autocomplete: "off",
      value: query.getAll(name).join("; "), onchange: () => this.load(),
    });
  }

  clear() {
    for (const input of Object.values(this.inputs)) input.value = "";
    this.load();
  }

  // What is asked for, as the address of the page and of the service have it.
  asked() {
    const query = new URLSearchParams();
    for (const name of FIELDS) {
      const typed = this.inputs[name].value;
      const values = MANY.includes(name) ? typed.split(";") : [typed];
      for (const value of values) if (value.trim()) query.append(name, value.trim());
    }
    return query;
  }

  async load(offset = 0) {
    const query = this.asked();
    const waiting = `${query} ${offset}`;
    if (this.waiting === waiting) return; // Enter changes a field and sends the form
    this.waiting = waiting;
    history.replaceState(null, "", `#/due${query.size ? `?${query}` : ""}`);
    this.files.replaceChildren(`${say("export")}: `, ...FORMATS.map((one) =>
      h("a", { class: "button", href: api.dueFile(query, one), download: "" }, one.toUpperCase())));
    try {
      const told = await this.answers.of(api.due(query, offset));
      if (!told) return;
      this.items = offset ? [...this.items, ...told.items] : told.items;
      this.draw(told);
    } catch (problem) {
      tell(problem.message, true);
    } finally {
      if (this.waiting === waiting) this.waiting = null;
    }
  }

  draw(told) {
    this.next = told.next;
    this.more.hidden = told.next === null;
    this.summary.textContent = say("due_summary", { ...told, soon: told.total - told.overdue, day: day(told.before) });
    for (const name of MANY) this.lists[name].replaceChildren(...told[`${name}s`].map((value) => h("option", { value })));
    const notes = told.unread.map((one) => `${one.name}: ${language() === "vi" ? one.vi : one.en}`);
    const twins = Object.keys(told.same_plans).length;
    if (twins) notes.push(say("same_plans", { count: twins }));
    this.notes.replaceChildren(...notes.map((note) => h("p", {}, note)));
    const missed = this.items.filter((one) => one.overdue);
    const soon = this.items.filter((one) => !one.overdue);
    this.body.replaceChildren(this.table(say("overdue"), missed), this.table(say("due_until", { day: day(told.before) }), soon));
  }

  table(heading, items) {
    if (!items.length) return h("section", {}, h("h2", {}, `${heading} (0)`), h("p", { class: "dim" }, say("nothing_due")));
    const columns = ["date", "days", "ward", "lead", "task", "deliverables", "deadline", "paper"];
    if (items.some((one) => one.status || one.person)) columns.push("status");
    return h("section", {}, h("h2", {}, `${heading} (${items.length})`),
      h("table", { class: "rows due" },
        h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, say(name))))),
        h("tbody", {}, items.map((one) => this.row(one, columns)))));
  }

  row(one, columns) {
    const cells = {
      date: day(one.day), days: h("strong", { class: one.overdue ? "bad" : "" }, left(one.days)), ward: one.unit, lead: one.lead_units.join("; "),
      task: link(one, one.number ? `${one.number}. ${one.task}` : one.task), deliverables: (one.deliverables || []).join("; "),
      deadline: one.deadline, paper: one.document_number || one.paper, status: [one.status, one.person].filter(Boolean).join(" · "),
    };
    return h("tr", {}, columns.map((name) => h("td", { "data-label": say(name) }, cells[name] || "—")));
  }
}

const link = (one, words) => h("a", { href: `#/${one.paper_id}?at=${encodeURIComponent(one.task_id || "")}` }, words);

function left(days) {
  if (days === 0) return say("today");
  return say(days < 0 ? "days_over" : "days_left", { count: Math.abs(days) });
}
