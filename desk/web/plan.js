// A plan beside its pages: its values as tables, looked at one by one.

import * as api from "./api.js";
import { author } from "./author.js";
import { fitted, h, roomFor, tell } from "./dom.js";
import { Editor } from "./editor.js";
import { Group } from "./group.js";
import { Keys } from "./keys.js";
import { hasPictures, Pages } from "./pages.js";
import { Changed, findRow, keyOf, placeOf, pointerOf, seenAt, splitPointer } from "./places.js";
import { Saving } from "./saving.js";
import { agreed } from "./signing.js";
import * as values from "./values.js";
import { language, say } from "./words.js";

const FORMATS = ["xlsx", "csv", "ics", "html", "json"];
const PLAIN = new Set(["metrics", "signer"]); // what is understood of them is what is shown
const TABS = [...values.LISTS, "document", "findings", "history"];

const fieldOf = ({ where }) => where.split("/").pop();

export class PlanView {
  // `beside`: a second plan in the same window.
  static async open(id, { beside = false } = {}) {
    const [paper, told] = await Promise.all([api.paper(id), api.plan(id)]);
    const read = hasPictures(told.plan) ? told : await api.plan(id, "machine"); // its words, as the paper has them
    const view = new PlanView(id, paper, told, { read: read.plan, beside });
    await view.loadHistory();
    return view;
  }

  constructor(id, paper, { plan, etag }, { read, beside }) {
    Object.assign(this, { id, paper, read, beside, number: -1, tab: "tasks", chosen: null, steps: 0 });
    this.take({ plan, etag });
    this.saving = new Saving(this);
    this.pages = new Pages(id, read, (pointer) => this.select(pointer));
    this.editor = new Editor(this);
    this.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": say("plan") });
    this.body = h("div", { role: "tabpanel", id: this.named("panel") });
    this.doubts = h("span", { class: "dim", id: this.named("doubts") });
    this.signature = h("span", { class: "actions" });
    const tools = h("div", { class: "actions" },
      plan.more_documents.length ? this.paperChoice() : null,
      h("button", { type: "button", class: "main", id: this.named("next-doubtful"), onclick: () => this.next() }, say("next")), this.doubts, this.saving.line,
      h("button", { type: "button", id: this.named("undo-last"), onclick: () => this.undoLast() }, say("undo_last")),
      h("button", { type: "button", id: this.named("group-check"), onclick: () => this.openGroup() }, say("group_check")),
      this.signature,
      h("span", { class: "actions" }, `${say("export")}:`, FORMATS.map((one) =>
        h("a", { class: "button", href: api.exportAddress(id, one), download: "", onclick: (event) => this.export(event) }, one.toUpperCase()))));
    this.column = h("section", { class: "plan", "aria-label": say("plan") }, tools, this.saving.list, this.tabs, this.body);
    this.element = h("div", { class: "work" }, this.pages.element, this.column, this.editor.element);
    this.keys = this.letters();
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("pointerdown", () => this.keys.flush(), true);
    this.element.addEventListener("focusin", () => this.step());
    this.element.addEventListener("input", () => this.step());
    fitted(this.element);
    roomFor(this.editor.element, this.element);
    this.held = { corrections: [] };
    this.draw();
  }

  // What the service told last; of several papers in the file, the one that is looked at.
  take({ plan, etag }) {
    this.whole = plan;
    this.etag = etag;
    if (this.number >= plan.more_documents.length) this.number = -1;
    this.plan = values.paperOf(plan, this.number);
  }

  paperChoice() {
    const titles = [this.whole, ...this.whole.more_documents].map(({ document: one }) => one.title || one.about || one.number || one.type || "—");
    this.papers = h("select", {
      id: this.named("paper"), "aria-label": say("papers_in_file"), onchange: () => this.choosePaper(Number(this.papers.value)),
    }, titles.map((title, index) => h("option", { value: String(index - 1) }, `${index + 1}. ${title.slice(0, 60)}`)));
    return this.papers;
  }

  choosePaper(number) {
    this.number = number;
    this.papers.value = String(number);
    this.take({ plan: this.whole, etag: this.etag });
    this.chosen = null;
    this.editor.element.hidden = true;
    this.pages.rewrite(values.paperOf(this.read, number));
    this.draw();
  }

  // Edits as `places.sendable` makes them, for the plan as it stands.
  send(edits) {
    return api.edit(this.id, this.etag, edits, author());
  }

  paperOf(number) {
    return number === this.number ? this.plan : values.paperOf(this.whole, number);
  }

  async reload() {
    this.take(await api.plan(this.id));
  }

  // What is chosen, wherever its row stands by now; null where nothing is, or its row is gone.
  get selected() {
    return this.chosen && this.chosen.paper === this.number ? pointerOf(this.whole, this.chosen) : null;
  }

  // The person went somewhere: what is answered from now on leads nowhere else.
  step() {
    if (!this.isDrawing) this.steps += 1;
  }

  // The id of an element, which no other view in the window has.
  named(name) {
    return this.beside ? `beside-${name}` : name;
  }

  close() {
    const pointer = this.selected;
    this.step();
    this.editor.element.hidden = true;
    this.drawUnsaved();
    if (pointer) this.button(pointer)?.focus();
  }

  // --- drawing -----------------------------------------------------------------------------------

  draw() {
    this.marks = values.marks(this.plan);
    this.pages.mark(this.plan, this.marks);
    const focused = this.column.contains(document.activeElement) && (document.activeElement.dataset.key || document.activeElement.id);
    this.tabs.replaceChildren(...TABS.map((name) => this.tabButton(name)));
    this.drawBody();
    this.doubts.textContent = say("doubts", { count: this.marks.doubtful.size });
    this.drawSignature();
    this.drawUnsaved();
    if (this.selected) this.pages.show(this.plan, this.selected, { scroll: false });
    this.editor.refresh();
    if (focused) this.focusAgain(focused);
  }

  // What had the focus is drawn anew; that is no step of the person's.
  focusAgain(key) {
    const elements = [...this.column.querySelectorAll("[data-key], [id]")];
    const isIt = (one) => (one.dataset.key || one.id) === key && !one.disabled;
    this.isDrawing = true;
    const row = () => [...this.body.querySelectorAll("tr[data-row]")].find((one) => key.endsWith(one.dataset.row));
    (elements.find(isIt) || row()?.querySelector(".value"))?.focus({ preventScroll: true });
    this.isDrawing = false;
  }

  drawUnsaved() {
    this.saving.draw(this.editor.element.hidden || !this.chosen ? null : keyOf(this.chosen));
  }

  button(pointer) {
    return this.body.querySelector(`[data-pointer="${pointer}"]`);
  }

  tabButton(name) {
    const counts = { document: "", history: this.plan.corrections?.length || 0 };
    const count = counts[name] ?? this.plan[name].length;
    return h("button", {
      type: "button", role: "tab", id: this.named(`tab-${name}`), "aria-selected": String(this.tab === name), "aria-controls": this.named("panel"),
      onclick: () => { this.step(); tell(""); this.tab = name; this.draw(); },
    }, say(name), count === "" ? "" : ` (${count})`);
  }

  drawBody() {
    this.body.setAttribute("aria-labelledby", this.named(`tab-${this.tab}`));
    if (this.tab === "document") this.body.replaceChildren(this.documentTable());
    else if (this.tab === "findings") this.body.replaceChildren(this.findingList());
    else if (this.tab === "history") this.body.replaceChildren(this.historyList());
    else this.body.replaceChildren(this.table(this.tab));
  }

  table(part) {
    const names = values.COLUMNS[part];
    const head = h("tr", {}, names.map((name) => h("th", { scope: "col" }, say(name))));
    const rows = this.plan[part].map((_, index) => this.row(part, index, names));
    const add = h("button", { type: "button", onclick: () => this.addRow(part, null) }, `+ ${say("add_first")}`);
    return h("div", {}, h("table", { class: "rows" }, h("thead", {}, head), h("tbody", {}, rows)), h("p", {}, add));
  }

  row(part, index, names) {
    const cells = names.map((name) => {
      const cell = this.cell({ "data-label": say(name) }, this.value(`/${part}/${index}/${name}`));
      if (name === names[0]) cell.append(this.rowTools(part, index));
      if (name === values.MAIN[part]) {
        for (const more of values.MORE[part] || []) {
          if (values.typed(this.plan[part][index][more])) cell.append(this.value(`/${part}/${index}/${more}`, true));
        }
      }
      return cell;
    });
    return h("tr", { "data-row": keyOf(placeOf(this.whole, this.number, `/${part}/${index}`)) }, cells);
  }

  // All of a cell leads to its value; where it has several, to the nearest.
  cell(properties, ...inside) {
    const choose = (event) => {
      if (event.target.closest("button")) return;
      const away = (one) => { const { top, bottom } = one.getBoundingClientRect(); return Math.max(top - event.clientY, event.clientY - bottom); };
      const [nearest] = [...event.currentTarget.querySelectorAll(".value")].sort((one, other) => away(one) - away(other));
      if (nearest) this.select(nearest.dataset.pointer);
    };
    return h("td", { class: "cell", onclick: choose, ...properties }, ...inside);
  }

  rowTools(part, index) {
    const where = `/${part}/${index}`;
    const words = values.typed(this.plan[part][index][values.MAIN[part]]).slice(0, 60);
    const row = keyOf(placeOf(this.whole, this.number, where));
    const tool = (sign, key, act, disabled = false) =>
      h("button", { type: "button", "data-key": `${key} ${row}`, title: say(key), "aria-label": `${say(key)}: ${words}`, disabled, onclick: act }, sign);
    return h("div", { class: part === "obligations" ? "row-tools inside" : "row-tools" },
      tool("↑", "up", () => this.act({ action: "move", where, step: -1 }), index === 0),
      tool("↓", "down", () => this.act({ action: "move", where, step: 1 }), index + 1 >= this.plan[part].length),
      tool("+", "add_below", () => this.addRow(part, where)),
      tool("⌅", "merge_above", () => this.merge(where), index === 0),
      tool("⊟", "split_row", () => this.openSplit(where)),
      tool("✕", "delete_row", () => this.act({ action: "remove", where })));
  }

  // A value that can be chosen; how it stands is told in words too, not by colour alone.
  value(pointer, named = false) {
    const { part, field } = values.parse(pointer);
    const value = values.at(this.plan, pointer);
    const words = values.shown(field, value) || (field === "metrics" ? values.understood(field, value) : "");
    const done = this.marks.done.get(pointer);
    const states = [];
    if (this.marks.doubtful.has(pointer)) states.push("doubt");
    if (done) states.push(done.action === "confirm" ? "confirmed" : "changed");
    const told = { doubt: say("doubtful"), confirmed: say("confirmed"), changed: say("changed") };
    const reading = PLAIN.has(field) ? "" : values.understood(field, value);
    const button = h("button", {
      type: "button", class: ["value", ...states].join(" "),
      "aria-label": [values.label(part, field), words || say("empty"), reading, ...states.map((one) => told[one])].filter(Boolean).join(", "),
      onclick: () => this.select(pointer),
    }, named ? h("small", {}, values.label(part, field)) : null, words || h("span", { class: "empty" }, "—"), reading && reading !== words ? h("small", {}, reading) : null);
    button.dataset.pointer = pointer;
    button.dataset.key = keyOf(placeOf(this.whole, this.number, pointer));
    if (pointer === this.selected) button.classList.add("on");
    return button;
  }

  documentTable() {
    const rows = values.DOCUMENT.map((name) => h("tr", {}, h("th", { scope: "row" }, values.label("document", name)), this.cell({}, this.value(`/document/${name}`))));
    const shown = values.DOCUMENT_SHOWN.map((name) =>
      h("tr", {}, h("th", { scope: "row" }, say(name)), h("td", {}, values.typed(this.plan.document[name]) || "—")));
    return h("table", {}, h("tbody", {}, rows, shown));
  }

  findingList() {
    const vi = language() === "vi";
    return h("ol", { class: "findings" }, this.plan.findings.map((one) => h("li", {},
      h("strong", { class: one.severity === "error" ? "bad" : "" }, vi ? one.message : one.message_en),
      one.evidence ? h("blockquote", {}, one.evidence) : null,
      one.suggestion ? h("div", { class: "dim" }, say("suggestion", { words: vi ? one.suggestion : one.suggestion_en || one.suggestion })) : null,
      this.isField(one.where) ? h("button", { type: "button", onclick: () => this.select(one.where) }, say("where")) : null)));
  }

  isField(pointer) {
    return this.fieldButtonsFor(pointer) !== null;
  }

  fieldButtonsFor(pointer) {
    const { part, index, field } = values.parse(pointer);
    if (part === "document") return values.DOCUMENT.includes(field) ? pointer : null;
    if (!values.LISTS.includes(part) || !this.plan[part][index] || !field) return null;
    return [...values.COLUMNS[part], ...(values.MORE[part] || [])].includes(field) ? pointer : null;
  }

  historyList() {
    const active = new Map(this.held.corrections.filter((one) => !one.undone_at).map((one) => [one.id, one]));
    const lines = (this.plan.corrections || []).slice().reverse().map((one) => h("li", {},
      `${one.at ? values.moment(one.at) : ""} ${one.author || ""} `,
      h("strong", {}, say(one.action)), ` · ${values.placeWords(one.where, this.plan)}: `,
      one.action === "change" ? `${values.shown(fieldOf(one), one.machine) || "—"} → ${values.shown(fieldOf(one), one.value) || "—"} ` : active.get(one.id)?.anchor.text?.slice(0, 80) || "",
      h("span", { class: "bad" }, say(one.state)), " ",
      h("button", { type: "button", onclick: () => this.undoOne(one.id) }, say("undo"))));
    return lines.length ? h("ol", { class: "findings" }, lines) : h("p", { class: "dim" }, "—");
  }

  drawSignature() {
    const { signed_off_at: when, signed_off_by: who } = this.held;
    this.signature.replaceChildren(
      when ? h("span", { class: "good", id: this.named("signed") }, say("signed", { who: who || "—", when: values.moment(when) })) : "",
      h("button", { type: "button", id: this.named("sign"), onclick: () => this.sign(!when) }, say(when ? "unsign" : "sign")));
  }

  // --- choosing ----------------------------------------------------------------------------------

  select(pointer, { focus = true } = {}) {
    const { part } = values.parse(pointer);
    this.step();
    this.chosen = placeOf(this.whole, this.number, pointer);
    if (this.tab !== part) { this.tab = part; this.draw(); }
    this.body.querySelectorAll(".value.on").forEach((one) => one.classList.remove("on"));
    const button = this.button(pointer);
    button?.classList.add("on");
    button?.scrollIntoView({ block: "center" });
    this.pages.show(this.plan, pointer);
    this.editor.open(this.chosen, { focus });
    this.drawUnsaved();
  }

  // To a place in any paper of the file.
  go(place) {
    if (place.paper !== this.number) this.choosePaper(place.paper);
    this.select(pointerOf(this.whole, place));
  }

  // To what an address names: a pointer into the file, or the id of a row.
  find(named) {
    const found = named.startsWith("/") ? splitPointer(named) : findRow(this.whole, named);
    if (!found || found.paper >= this.whole.more_documents.length) { tell(say("not_there"), true); return; }
    if (found.paper !== this.number) this.choosePaper(found.paper);
    const { part, index, field } = values.parse(found.pointer);
    const pointer = part === "document" || field ? found.pointer : `/${part}/${index}/${values.MAIN[part]}`;
    if (this.fieldButtonsFor(pointer)) this.select(pointer);
    else tell(say("not_there"), true);
  }

  next() {
    const all = [...values.fields(this.plan)];
    const start = all.indexOf(this.selected) + 1;
    const waits = this.saving.waiting();
    const isOpen = (one) => this.marks.doubtful.has(one) && !waits.has(keyOf(placeOf(this.whole, this.number, one)));
    const found = [...all.slice(start), ...all.slice(0, start)].find(isOpen);
    if (found) this.select(found);
    else tell(say("none_left"));
  }

  letters() {
    return new Keys({
      n: () => this.next(), u: () => this.undoLast(), g: () => this.openGroup(),
      m: (target) => this.onRow(target, (where) => this.merge(where)), s: (target) => this.onRow(target, (where) => this.openSplit(where)),
      c: (target) => { const pointer = this.meant(target); if (pointer) this.confirm(pointer); },
    }, () => tell(say("typed_nowhere")));
  }

  key(event) {
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!isLetter) this.keys.flush(); // what was pressed before comes first
    if (["TEXTAREA", "INPUT", "SELECT"].includes(event.target.tagName)) return;
    if (event.key === "Escape") { event.preventDefault(); this.close(); }
    if (isLetter && !this.pages.element.contains(event.target)) { tell(""); this.keys.press(event); }
  }

  // The value that has the focus, else the one that is looked at.
  meant(target) {
    return this.column.contains(target) && target.dataset.pointer ? target.dataset.pointer : this.selected;
  }

  onRow(target, act) {
    const pointer = this.meant(target);
    if (pointer && values.parse(pointer).index !== null) act(values.rowOf(pointer));
  }

  openGroup() {
    tell("");
    this.step();
    this.editor.element.hidden = true;
    this.column.hidden = true;
    const group = new Group(this, (place) => {
      group.element.remove();
      this.column.hidden = false;
      this.draw();
      const pointer = place && pointerOf(this.whole, place);
      if (pointer) this.select(pointer);
    });
    this.element.append(group.element);
    group.focus();
  }

  // --- doing ---------------------------------------------------------------------------------------

  run(work, words) {
    return this.saving.run(work, words);
  }

  async loadHistory() {
    this.held = (await api.corrections(this.id)).corrections;
    this.drawSignature();
    if (this.tab === "history") this.drawBody();
  }

  act(...edits) {
    return this.saving.act(edits, say("saved"));
  }

  change(words) {
    const work = this.saving.send([{ action: "change", where: this.chosen, typed: words, seen: seenAt(this.whole, this.chosen) }], say("saved"));
    this.drawUnsaved();
    return work;
  }

  // The next doubtful value comes at once; what was confirmed is written meanwhile.
  confirm(pointer) {
    this.saving.act([{ action: "confirm", where: pointer }], say("was_confirmed"));
    if (!this.editor.element.hidden) this.next();
  }

  undo(pointer) {
    const done = this.marks.done.get(pointer);
    return done && this.undoOne(done.id);
  }

  undoOne(id) {
    return this.run(() => api.undo(this.id, this.etag, id), say("undone"));
  }

  // The last correction, those that are on their way among them.
  undoLast() {
    const work = (isForeign) => {
      if (isForeign) throw new Changed();
      const last = this.held.corrections.filter((one) => !one.undone_at).at(-1);
      if (!last) throw new Error(say("nothing_to_undo"));
      return api.undo(this.id, this.etag, last.id);
    };
    return this.run(work, say("undone"));
  }

  // What was done leads somewhere, if the person is still where it was done.
  async lead(work, pointerNow) {
    const { steps } = this;
    if ((await work) && this.steps === steps) this.select(pointerNow(), { focus: false });
  }

  // A row and the one above it are one.
  merge(pointer) {
    const { part, index } = values.parse(pointer);
    if (!index) return;
    const where = `/${part}/${index - 1}`;
    const place = placeOf(this.whole, this.number, `${where}/${values.MAIN[part]}`);
    this.lead(this.act({ action: "merge", where, other: values.rowOf(pointer) }), () => pointerOf(this.whole, place));
  }

  // The words of a row, with the caret where it could be split.
  openSplit(where) {
    const { part } = values.parse(where);
    this.select(`${where}/${values.SPLIT[part]}`);
    this.editor.suggest();
    tell(say("split_help"));
  }

  split(pointer, words, rest) {
    if (!words || !rest) { tell(say("split_help"), true); return; }
    const place = placeOf(this.whole, this.number, pointer);
    this.saving.drop(keyOf(place));
    const behind = () => {
      const { part, index, field } = values.parse(pointerOf(this.whole, place));
      return `/${part}/${index + 1}/${field}`;
    };
    this.lead(this.act({ action: "split", where: pointer, typed: words, rest }), behind);
  }

  addRow(part, after) {
    const words = window.prompt(say("new_row"));
    if (!words?.trim()) return;
    const name = values.MAIN[part];
    this.act({ action: "add", where: `/${part}`, after: after ?? this.last(part), fields: this.fieldsOf(part, name, words) });
  }

  last(part) {
    return this.plan[part].length ? `/${part}/${this.plan[part].length - 1}` : null;
  }

  fieldsOf(part, name, words) {
    return part === "obligations" ? { text: words, deadline: words } : { [name]: words };
  }

  // How many values are doubtful, in all papers of the file.
  countDoubts() {
    const numbers = [-1, ...this.whole.more_documents.keys()];
    return numbers.reduce((sum, number) => sum + values.marks(this.paperOf(number)).doubtful.size, 0);
  }

  // Nobody signs what is not saved, nor what somebody else has changed since; nor without a name, nor
  // by oversight where values are doubtful.
  async sign(signed) {
    if (signed && this.saving.unsaved.size) { tell(say("unsaved_first"), true); return; }
    await this.saving.queue;
    if (signed && !(await agreed(this.countDoubts(), (name) => this.named(name)))) return;
    const work = (isForeign) => {
      if (isForeign) throw new Changed();
      if (signed && this.saving.unsaved.size) throw new Error(say("unsaved_first"));
      return api.sign(this.id, this.etag, author(), signed);
    };
    await this.run(work, say(signed ? "signed_now" : "saved"));
  }

  // What is on its way belongs into the file.
  async export(event) {
    if (!this.saving.jobs.size) return;
    event.preventDefault();
    const link = event.currentTarget;
    await this.saving.queue;
    link.click();
  }
}
