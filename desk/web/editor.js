// The strip in which one value is looked at: corrected with a live reading, confirmed, undone.

import * as api from "./api.js";
import { h } from "./dom.js";
import { at, before, parse, rowOf, SPLIT, typed, understood } from "./values.js";
import { say } from "./words.js";

const PAUSE = 180;

export class Editor {
  constructor(view) {
    this.view = view;
    const id = (name) => view.named(name);
    this.words = h("textarea", { id: id("words"), rows: "2", spellcheck: "false", oninput: () => this.soon() });
    this.label = h("label", { for: id("words") });
    this.machine = h("p", { class: "dim" });
    this.reads = h("p", { class: "good", id: id("reads"), "aria-live": "polite" });
    this.finding = h("p", { class: "bad" });
    this.undoButton = h("button", { type: "button", onclick: () => view.undo(this.pointer) }, say("undo"));
    this.splitButton = h("button", { type: "button", id: id("split"), onclick: () => this.split() }, say("split_here"));
    this.mergeButton = h("button", { type: "button", id: id("merge"), onclick: () => view.merge(this.pointer) }, say("merge_above"));
    this.element = h("section", { class: "editor", "aria-label": say("edit"), hidden: true },
      h("strong", {}, this.label), this.words, this.reads, this.finding, this.machine,
      h("div", { class: "actions" },
        h("button", { type: "button", class: "main", id: id("save"), onclick: () => this.save() }, say("save")),
        h("button", { type: "button", id: id("confirm"), onclick: () => view.confirm(this.pointer) }, say("confirm")),
        this.undoButton, this.splitButton, this.mergeButton,
        h("button", { type: "button", id: id("next"), onclick: () => view.next() }, say("next")),
        h("button", { type: "button", onclick: () => view.close() }, say("close"))),
      h("p", { class: "dim keys" }, say("keys")));
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); if (event.shiftKey) this.split(); else this.save(); }
      if (event.key === "Escape") { event.preventDefault(); view.close(); }
    });
  }

  open(pointer, { focus = true, keep = false } = {}) {
    const { plan, marks } = this.view;
    const { part, field } = parse(pointer);
    this.pointer = pointer;
    const value = at(plan, pointer);
    const done = marks.done.get(pointer);
    const row = part === "document" ? "" : ` · ${typed(at(plan, `${rowOf(pointer)}/number`))}`;
    this.label.textContent = `${say(field)}${row}`;
    if (!keep) this.words.value = typed(value);
    this.reads.textContent = this.told(field, value);
    this.finding.textContent = this.findingOf(marks.found.get(pointer));
    this.machine.textContent = done ? say("machine", { value: before(done, field) || say("empty") }) : "";
    this.undoButton.hidden = !done;
    this.splitButton.hidden = SPLIT[part] !== field;
    this.mergeButton.hidden = !parse(pointer).index;
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

  // The words before the caret stay, those behind it become a row of their own.
  async split() {
    const { value, selectionStart: caret } = this.words;
    if (this.splitButton.hidden) return;
    await this.view.split(this.pointer, value.slice(0, caret).trim(), value.slice(caret).trim());
  }

  // Where a row probably ends: behind a line, a semicolon, a sentence; else in the middle.
  suggest() {
    const { value } = this.words;
    const mark = value.match(/\n|; |\. /);
    const caret = mark ? mark.index + mark[0].length : value.indexOf(" ", value.length / 2) + 1;
    this.words.focus();
    this.words.setSelectionRange(caret, caret);
  }

  async save() {
    const was = typed(at(this.view.plan, this.pointer));
    if (this.words.value === was) await this.view.confirm(this.pointer);
    else await this.view.change(this.pointer, this.words.value);
  }
}
