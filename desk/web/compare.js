// Plans beside each other: two versions of one, and a superior's plan with those below it.

import * as api from "./api.js";
import { fitted, h, Latest, tell } from "./dom.js";
import { day } from "./values.js";
import { say } from "./words.js";

const DIFFERENCE_FORMATS = ["html", "text", "json"];
const MATRIX_FORMATS = ["xlsx", "html", "text", "json"];
const PAUSE = 250;

const titleOf = (paper) => [paper.name, paper.summary.number, paper.summary.title].filter(Boolean).join(" · ");

// Papers that have plans, to choose one.
function chooser(papers, { id, label, chosen, change }) {
  const options = papers.map((one) => h("option", { value: one.id, selected: one.id === chosen }, titleOf(one).slice(0, 110)));
  const select = h("select", { id, onchange: () => change(select.value) }, h("option", { value: "" }, say("choose_one")), options);
  return h("label", { for: id }, label, select);
}

function files(addressOf, formats) {
  return h("span", { class: "actions" }, `${say("export")}: `, formats.map((one) =>
    h("a", { class: "button", href: addressOf(one), download: "" }, (one === "text" ? "txt" : one).toUpperCase())));
}

const at = (id, pointer, ...words) => (pointer ? h("a", { href: `#/${id}?at=${encodeURIComponent(pointer)}` }, ...words) : h("span", {}, ...words));

function about(paper) {
  return [paper.number, day(paper.issued_on || ""), paper.unit, paper.title, paper.name].filter(Boolean).join(" · ");
}

export class DifferenceView {
  static async open(query) {
    return new DifferenceView(query, await api.allPapers());
  }

  constructor(query, papers) {
    Object.assign(this, { papers, old: query.get("old"), new: query.get("new"), answers: new Latest() });
    this.form = h("form", { class: "filters", onsubmit: (event) => event.preventDefault() });
    this.body = h("div", { id: "difference" });
    this.element = fitted(h("div", { class: "pad" }, this.form, this.body));
    this.drawForm();
    this.load();
  }

  drawForm() {
    const choice = (side) => chooser(this.papers, {
      id: `choose-${side}`, label: say(`${side}_version`), chosen: this[side], change: (id) => { this[side] = id; this.load(); },
    });
    const swap = () => {
      [this.old, this.new] = [this.new, this.old];
      this.drawForm();
      this.form.querySelector("#swap").focus();
      this.load();
    };
    this.form.replaceChildren(choice("old"), choice("new"), h("button", { type: "button", id: "swap", onclick: swap }, say("swap")));
  }

  async load() {
    const query = new URLSearchParams(["old", "new"].filter((side) => this[side]).map((side) => [side, this[side]]));
    history.replaceState(null, "", `#/diff${query.size ? `?${query}` : ""}`);
    if (query.size < 2) { this.body.replaceChildren(h("p", { class: "dim" }, say("choose_two"))); return; }
    try {
      const told = await this.answers.of(api.difference(this.old, this.new));
      if (told) this.draw(told);
    } catch (problem) {
      this.body.replaceChildren(h("p", { class: "bad" }, problem.message));
    }
  }

  draw(told) {
    const fileOf = (format) => api.differenceFile(this.old, this.new, format);
    this.body.replaceChildren(
      h("dl", { class: "papers-compared" }, ["old", "new"].flatMap((side) => [h("dt", {}, say(`${side}_version`)), h("dd", {}, about(told[side]))])),
      files(fileOf, DIFFERENCE_FORMATS), ...told.notes.map((note) => h("p", { class: "dim" }, note)), ...told.parts.map((part) => this.part(part)));
  }

  part({ name, counts, changes }) {
    const heads = ["state", "number", "text"].map((one) => h("th", { scope: "col" }, say(one)));
    return h("section", {}, h("h2", {}, `${name}: `, h("small", { class: "dim" }, counts)),
      h("table", { class: "rows changes" }, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, changes.map((one) => this.change(one)))));
  }

  change(one) {
    const tag = { added: "ins", removed: "del" }[one.state] || "span";
    const words = at(one.new ? this.new : this.old, one.new || one.old, h(tag, {}, one.text));
    return h("tr", {},
      h("td", { "data-label": say("state") }, h("strong", { class: `state ${one.state}` }, one.state_name)),
      h("td", { "data-label": say("number") }, one.number || "—"),
      h("td", { "data-label": say("text") }, words, one.doubt ? h("p", { class: "doubtful" }, one.doubt) : null,
        one.moved ? h("p", { class: "dim" }, one.moved) : null,
        one.fields.length ? h("dl", {}, one.fields.flatMap((field) => this.field(field))) : null));
  }

  field(one) {
    const name = h("dt", {}, one.name, one.promise_name ? h("span", { class: "doubtful" }, ` (${one.promise_name})`) : null);
    if (one.before && one.after) return [name, h("dd", {}, one.pieces.flatMap((piece) => [pieceOf(piece), " "]))];
    return [name, h("dd", {}, one.before ? h("del", {}, one.before) : say("none_there"), " → ", one.after ? h("ins", {}, one.after) : say("none_there"))];
  }
}

const pieceOf = ({ state, text }) => (state === "same" ? text : h(state === "new" ? "ins" : "del", {}, text));

export class MatrixView {
  static async open(query) {
    return new MatrixView(query, await api.allPapers());
  }

  constructor(query, papers) {
    Object.assign(this, { papers, assigned: query.get("assigned"), below: new Set(query.getAll("below")), answers: new Latest() });
    this.count = h("summary");
    this.boxes = h("div", { class: "boxes" });
    this.body = h("div", { id: "matrix" });
    const form = h("form", { class: "filters", onsubmit: (event) => event.preventDefault() },
      chooser(papers, { id: "choose-assigned", label: say("assigned"), chosen: this.assigned, change: (id) => { this.assigned = id; this.drawBoxes(); this.load(); } }),
      h("details", {}, this.count, this.boxes));
    this.element = fitted(h("div", { class: "pad wide" }, form, this.body));
    this.drawBoxes();
    this.load();
  }

  drawBoxes() {
    this.below.delete(this.assigned);
    this.tellCount();
    this.boxes.replaceChildren(...this.papers.filter((one) => one.id !== this.assigned).map((one) => {
      const box = h("input", {
        type: "checkbox", checked: this.below.has(one.id),
        onchange: () => { if (box.checked) this.below.add(one.id); else this.below.delete(one.id); this.tellCount(); this.soon(); },
      });
      return h("label", {}, box, " ", titleOf(one));
    }));
  }

  tellCount() {
    this.count.textContent = this.below.size ? say("below_some", { count: this.below.size }) : say("below_all");
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), PAUSE);
  }

  async load() {
    const query = new URLSearchParams(this.assigned ? [["assigned", this.assigned], ...[...this.below].map((id) => ["below", id])] : []);
    history.replaceState(null, "", `#/matrix${query.size ? `?${query}` : ""}`);
    if (!this.assigned) { this.body.replaceChildren(h("p", { class: "dim" }, say("choose_assigned"))); return; }
    try {
      const told = await this.answers.of(api.matrix(query));
      if (told) this.draw(told, query);
    } catch (problem) {
      tell(problem.message, true);
    }
  }

  draw(told, query) {
    this.body.replaceChildren(
      h("p", {}, about(told.assigned)), files((format) => api.matrixFile(query, format), MATRIX_FORMATS),
      ...told.notes.map((note) => h("p", { class: "doubtful" }, note)), h("p", { class: "dim" }, told.legend),
      h("h2", {}, say("matrix")), this.table(told), ...told.tables.map((one) => this.list(one)));
  }

  table(told) {
    const heads = told.takers.map((one) => h("th", { scope: "col", class: "unit" }, h("a", { href: `#/${one.paper_id}` }, one.name),
      h("small", {}, say("taken_of", { taken: one.taken, count: told.items.length }))));
    const rows = told.items.map(({ item, asked, cells }) => h("tr", {},
      h("th", { scope: "row", class: "item" }, at(told.assigned_id, item.where, item.number ? `${item.number}. ${item.text}` : item.text), h("small", {}, asked)),
      h("td", {}, `${item.taken}/${told.takers.length}`), cells.map((cell, index) => this.cell(cell, told.takers[index]))));
    return h("div", { class: "frame", tabindex: "0", role: "region", "aria-label": say("matrix") }, h("table", { class: "matrix" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "item" }, say("assigned_thing")), h("th", { scope: "col" }, say("takers")), heads)),
      h("tbody", {}, rows)));
  }

  cell(cell, taker) {
    const told = [taker.name, cell.state_name, cell.text].filter(Boolean).join(": ");
    const inside = cell.where
      ? h("a", { href: `#/${taker.paper_id}?at=${encodeURIComponent(cell.where)}`, title: told, "aria-label": `${told} ${cell.mark}` }, cell.mark)
      : h("span", { title: told }, cell.mark, h("span", { class: "unseen" }, ` ${told}`));
    return h("td", { class: cell.style }, inside);
  }

  list({ name, title, headings, rows }) {
    const shown = (value) => (typeof value === "number" && !Number.isInteger(value) ? `${Math.round(100 * value)} %` : value ?? "");
    return h("details", { open: rows.length > 0 && rows.length <= 30, "data-list": name }, h("summary", {}, `${title} (${rows.length})`),
      rows.length ? h("table", { class: "rows" }, h("thead", {}, h("tr", {}, headings.map((one) => h("th", { scope: "col" }, one)))),
        h("tbody", {}, rows.map((row) => h("tr", {}, row.map((value, index) => h("td", { "data-label": headings[index] }, shown(value))))))) : null);
  }
}
