// All dates, all bodies or all numbers of a plan on one screen: each as the paper shows it, with its
// reading. Enter confirms.

import { h } from "./dom.js";
import { crop } from "./pages.js";
import { placeOf, seenAt } from "./places.js";
import * as values from "./values.js";
import { say } from "./words.js";

const KINDS = {
  dates: ["deadline", "issued_on", "period"],
  bodies: ["lead", "coordinating", "who", "issuer"],
  numbers: ["metrics", "budget"],
};

export class Group {
  constructor(view, leave) {
    Object.assign(this, { view, leave, kind: "dates" });
    this.cards = h("div", { class: "group" });
    this.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": say("group_check") });
    this.rest = h("button", { type: "button", class: "main", id: view.named("confirm-rest"), onclick: () => this.confirmRest() });
    this.element = h("section", { class: "plan", "aria-label": say("group_check"), id: view.named("group") },
      h("div", { class: "actions" },
        h("button", { type: "button", onclick: () => leave(null) }, say("close")), this.rest),
      h("p", { class: "dim" }, say("group_help")), this.tabs, this.cards);
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.draw();
  }

  focus() {
    (this.open()[0] || this.tabs.firstChild).focus();
  }

  pointers() {
    const named = new Set(KINDS[this.kind]);
    return [...values.fields(this.view.plan)].filter((pointer) => {
      const value = values.at(this.view.plan, pointer);
      return named.has(values.parse(pointer).field) && value !== null && value !== undefined && value.length !== 0;
    });
  }

  draw() {
    this.tabs.replaceChildren(...Object.keys(KINDS).map((kind) => h("button", {
      type: "button", role: "tab", "aria-selected": String(kind === this.kind),
      onclick: () => { this.kind = kind; this.draw(); this.focus(); },
    }, say(kind))));
    this.cards.replaceChildren(...this.pointers().map((pointer) => this.card(pointer)));
    this.tellRest();
  }

  card(pointer) {
    const { plan, marks } = this.view;
    const { part, field } = values.parse(pointer);
    const value = values.at(plan, pointer);
    const row = part === "document" ? "" : values.typed(plan[part][values.parse(pointer).index][values.MAIN[part]]);
    const words = field === "metrics" ? row : values.shown(field, value);
    const done = marks.done.has(pointer);
    const card = h("article", {
      class: done ? "card done" : "card", tabindex: "0",
      "aria-label": [values.label(part, field), words, values.understood(field, value), done ? say("confirmed") : ""].filter(Boolean).join(", "),
    },
    h("small", { class: "dim" }, `${values.label(part, field)} · ${row.slice(0, 90)}`),
    crop(this.view.id, plan, pointer),
    h("div", {}, words),
    h("strong", {}, values.understood(field, value)),
    h("div", { class: "actions" },
      h("button", { type: "button", tabindex: "-1", onclick: () => this.confirm(card) }, say("confirm")),
      h("button", { type: "button", tabindex: "-1", onclick: () => this.leave(card.place) }, say("edit"))));
    card.place = placeOf(this.view.whole, this.view.number, pointer);
    return card;
  }

  open() {
    return [...this.cards.children].filter((card) => !card.classList.contains("done"));
  }

  tellRest() {
    const count = this.open().length;
    this.rest.textContent = say("confirm_all", { count });
    this.rest.disabled = count === 0;
  }

  key(event) {
    if (event.key === "Escape") { event.preventDefault(); this.leave(null); }
    const card = event.target;
    if (!card.classList.contains("card")) return;
    if (event.key === "Enter") { event.preventDefault(); event.stopPropagation(); this.confirm(card); }
    if (event.key.toLowerCase() === "e") { event.preventDefault(); this.leave(card.place); }
    if (event.key.length === 1) event.stopPropagation();
  }

  // The next card has the focus at once; what is confirmed is written one after the other.
  async confirm(card) {
    card.classList.add("done");
    (this.open().find((one) => card.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) || this.rest).focus();
    await this.confirmAll([card]);
  }

  confirmRest() {
    const cards = this.open();
    cards.forEach((card) => card.classList.add("done"));
    return this.confirmAll(cards);
  }

  async confirmAll(cards) {
    this.tellRest();
    const seen = (place) => seenAt(this.view.whole, place);
    const edits = cards.map(({ place }) => ({ action: "confirm", where: place, seen: seen(place) }));
    if (!(await this.view.saving.send(edits, say("was_confirmed")))) {
      cards.forEach((card) => card.classList.remove("done"));
      this.tellRest();
    }
  }
}
