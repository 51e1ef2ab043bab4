// The strip in which one value is looked at: corrected with a live reading, confirmed, undone.

import * as api from "./api.js";
import { h } from "./dom.js";
import { at, parse, typed, understood } from "./values.js";
import { say } from "./words.js";

const PAUSE = 180;

export class Editor {
  constructor(view) {
    this.view = view;
    this.words = h("textarea", { id: "words", rows: "2", spellcheck: "false", oninput: () => this.soon() });
    this.label = h("label", { for: "words" });
    this.machine = h("p", { class: "dim" });
    this.reads = h("p", { class: "good", id: "reads", "aria-live": "polite" });
    this.finding = h("p", { class: "bad" });
    this.undoButton = h("button", { type: "button", onclick: () => view.undo(this.pointer) }, say("undo"));
    this.element = h("section", { class: "editor", "aria-label": say("edit"), hidden: true },
      h("strong", {}, this.label), this.words, this.reads, this.finding, this.machine,
      h("div", { class: "actions" },
        h("button", { type: "button", class: "main", id: "save", onclick: () => this.save() }, say("save")),
        h("button", { type: "button", id: "confirm", onclick: () => view.confirm(this.pointer) }, say("confirm")),
        this.undoButton,
        h("button", { type: "button", id: "next", onclick: () => view.next() }, say("next")),
        h("button", { type: "button", onclick: () => view.close() }, say("close"))),
      h("p", { class: "dim" }, say("keys")));
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); this.save(); }
      if (event.key === "Escape") { event.preventDefault(); view.close(); }
    });
  }

  open(pointer, { focus = true, keep = false } = {}) {
    const { plan, marks } = this.view;
    const { part, field } = parse(pointer);
    this.pointer = pointer;
    const value = at(plan, pointer);
    const done = marks.done.get(pointer);
    const row = part === "document" ? "" : ` · ${typed(at(plan, `${pointer.split("/").slice(0, 3).join("/")}/number`))}`;
    this.label.textContent = `${say(field)}${row}`;
    if (!keep) this.words.value = typed(value);
    this.reads.textContent = this.told(field, value);
    this.finding.textContent = this.findingOf(marks.found.get(pointer));
    this.machine.textContent = done ? say("machine", { value: typed(done.machine) || say("empty") }) : "";
    this.undoButton.hidden = !done;
    this.element.hidden = false;
    if (focus) this.words.focus();
  }

  findingOf(finding) {
    if (!finding) return "";
    return document.documentElement.lang === "vi" ? finding.message : finding.message_en;
  }

  told(field, value) {
    const words = understood(field, value);
    return words ? say("reads", { value: words }) : "";
  }

  // While a person types: what the words would become.
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.readNow(), PAUSE);
  }

  async readNow() {
    const { part, field } = parse(this.pointer);
    const asked = this.words.value;
    if (!["lead", "coordinating", "who", "deadline", "metrics"].includes(field)) return;
    try {
      const { value } = await api.reading(this.view.id, part, field, asked);
      if (this.words.value === asked) this.reads.textContent = this.told(field, value) || say("reads", { value: say("nothing") });
    } catch (problem) {
      this.reads.textContent = problem.message;
    }
  }

  async save() {
    const before = typed(at(this.view.plan, this.pointer));
    if (this.words.value === before) await this.view.confirm(this.pointer);
    else await this.view.change(this.pointer, this.words.value);
  }
}
