// The strip in which one value is looked at: corrected with a live reading, confirmed, undone.

import * as api from "./api.js";
import { h, Latest } from "./dom.js";
import { into, pointerOf } from "./places.js";
import { at, before, label, parse, rowOf, SPLIT, typed, understood } from "./values.js";
import { say } from "./words.js";

const PAUSE = 180;
const CHOSEN = ["lead", "coordinating", "who", "deadline", "unit"];
const READ = ["lead", "coordinating", "who", "deadline", "metrics", "issued_on", "period", "signer"];
const HINTED = ["issued_on", "signer", "legal_bases"];

export class Editor {
  constructor(view) {
    this.view = view;
    this.offers = new Latest();
    const id = (name) => view.named(name);
    this.words = h("textarea", { id: id("words"), rows: "2", spellcheck: "false", oninput: () => this.soon() });
    this.label = h("label", { for: id("words") });
    this.machine = h("p", { class: "dim" });
    this.reads = h("p", { class: "good", id: id("reads"), "aria-live": "polite" });
    this.finding = h("p", { class: "bad" });
    this.hint = h("p", { class: "dim" });
    this.choices = h("div", { class: "choices", id: id("choices"), role: "group", "aria-label": say("choices"), hidden: true });
    this.undoButton = h("button", { type: "button", onclick: () => view.undo(this.pointer) }, say("undo"));
    this.saveButton = h("button", { type: "button", class: "main", id: id("save"), onclick: () => this.save() }, say("save"));
    this.confirmButton = h("button", { type: "button", id: id("confirm"), onclick: () => view.confirm(this.pointer) }, say("confirm"));
    this.splitButton = h("button", { type: "button", id: id("split"), onclick: () => this.split() }, say("split_here"));
    this.mergeButton = h("button", { type: "button", id: id("merge"), onclick: () => view.merge(this.pointer) }, say("merge_above"));
    this.element = h("section", { class: "editor", "aria-label": say("edit"), hidden: true },
      h("strong", {}, this.label), this.words, this.hint, this.choices, this.reads, this.finding, this.machine,
      h("div", { class: "actions" },
        this.saveButton, this.confirmButton, this.undoButton, this.splitButton, this.mergeButton,
        h("button", { type: "button", id: id("next"), onclick: () => view.next() }, say("next")),
        h("button", { type: "button", onclick: () => view.close() }, say("close"))),
      h("p", { class: "dim keys" }, say("keys")));
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); if (event.shiftKey) this.split(); else this.save(); }
      if (event.key === "Escape") { event.preventDefault(); view.close(); }
    });
  }

  get pointer() {
    const { place, view } = this;
    return place && place.paper === view.number ? pointerOf(view.whole, place) : null;
  }

  open(place, { focus = true } = {}) {
    this.place = place;
    this.element.hidden = false;
    this.tellReading(this.told(place.field, at(this.view.plan, this.pointer)));
    this.refresh();
    this.offer();
    if (focus) this.words.focus();
  }

  // What may be taken instead of typing: bodies and times that the paper itself names; while somebody
  // types, how the words may end.
  async offer(begun = "") {
    const { place, pointer, view } = this;
    if (!begun) this.choices.hidden = true;
    if (!pointer || !CHOSEN.includes(place.field)) return;
    const asked = api.suggestions(view.id, `${into(place.paper)}${pointer}`, begun).catch((problem) => problem);
    const told = await this.offers.of(asked);
    if (!told || this.place !== place || (begun && this.words.value !== begun)) return;
    if (this.choices.contains(document.activeElement)) return; // somebody is choosing
    const shown = told instanceof Error ? [h("small", { class: "dim" }, told.message)] : told.items.map((one) => this.choice(one, begun));
    this.choices.replaceChildren(...shown);
    this.choices.hidden = !shown.length;
  }

  choice({ typed: words, source }, begun) {
    const whole = begun ? begun.replace(/[^;\n\s][^;\n]*$/, () => words) : words; // of several bodies the last
    return h("button", { type: "button", title: say(`from_${source}`), class: source, onclick: () => this.choose(whole) }, words);
  }

  choose(words) {
    this.words.value = words;
    this.soon();
    this.words.focus();
  }

  // What is told beside the words, as the plan stands by now. What somebody types stays.
  refresh() {
    if (this.element.hidden) return;
    const { plan, marks, saving } = this.view;
    const { pointer, place } = this;
    const words = saving.wordsOf(place);
    if (this.words.value !== words) {
      this.words.value = words;
      this.tellReading(pointer ? this.told(place.field, at(plan, pointer)) : "");
    }
    const done = pointer && marks.done.get(pointer);
    const row = place.part === "document" || !pointer ? "" : ` · ${typed(at(plan, `${rowOf(pointer)}/number`))}`;
    this.label.textContent = `${label(place.part, place.field)}${row}`;
    this.hint.textContent = HINTED.includes(place.field) ? say(`hint_${place.field}`) : "";
    this.finding.textContent = pointer ? this.findingOf(marks.found.get(pointer)) : say("gone");
    this.machine.textContent = done ? say("machine", { value: before(done, place.field) || say("empty") }) : "";
    this.undoButton.hidden = !done;
    this.saveButton.disabled = this.confirmButton.disabled = !pointer;
    this.splitButton.hidden = !pointer || SPLIT[place.part] !== place.field;
    this.mergeButton.hidden = !pointer || !parse(pointer).index;
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
    this.view.saving.note(this.place, this.words.value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.readNow(), PAUSE);
  }

  async readNow() {
    const { place } = this;
    const asked = this.words.value;
    if (asked.trim()) this.offer(asked);
    if (!READ.includes(place.field)) return;
    const { told, isBad } = await this.readingOf(place, asked);
    if (this.place === place && this.words.value === asked) this.tellReading(told, isBad);
  }

  async readingOf({ part, field }, asked) {
    try {
      const { value } = await api.reading(this.view.id, part, field, asked);
      return { told: this.told(field, value) || say("reads", { value: say("nothing") }), isBad: false };
    } catch (problem) {
      return { told: problem.message, isBad: true };
    }
  }

  tellReading(told, isBad = false) {
    this.reads.className = isBad ? "bad" : "good";
    this.reads.textContent = told;
  }

  // The words before the caret stay, those behind it become a row of their own.
  split() {
    const { value, selectionStart: caret } = this.words;
    if (this.splitButton.hidden) return;
    this.view.split(this.pointer, value.slice(0, caret).trim(), value.slice(caret).trim());
  }

  // Where a row probably ends: behind a line, a semicolon, a sentence; else in the middle.
  suggest() {
    const { value } = this.words;
    const mark = value.match(/\n|; |\. /);
    const caret = mark ? mark.index + mark[0].length : value.indexOf(" ", value.length / 2) + 1;
    this.words.focus();
    this.words.setSelectionRange(caret, caret);
  }

  save() {
    if (!this.pointer) return;
    if (this.words.value === this.view.saving.base(this.place)) this.view.confirm(this.pointer);
    else this.view.change(this.words.value);
  }
}
