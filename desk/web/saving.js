// What is on its way to the service, and what a person typed that is not there yet. An answer changes
// neither what somebody is typing nor where somebody is.

import { h, tell } from "./dom.js";
import { at, label, shown } from "./values.js";
import { anchored, Changed, Gone, keyOf, pointerOf, seenAt, sendable } from "./places.js";
import { say } from "./words.js";

const WORDED = new Set(["change", "split", "add"]);

export class Saving {
  constructor(view) {
    this.view = view;
    this.key = `kehoach.unsaved.${view.id}`;
    this.queue = Promise.resolve();
    this.jobs = new Set();
    this.turn = 0; // how often somebody else's changes came in
    this.line = h("span", { class: "dim", id: view.named("saving") });
    this.list = h("section", { class: "unsaved", id: view.named("unsaved"), "aria-label": say("unsaved"), hidden: true });
    this.unsaved = new Map(JSON.parse(sessionStorage.getItem(this.key) || "[]"));
    this.tellLine();
  }

  // One change at a time, each on the plan that the one before has left. `work` gives what the
  // service tells, null where there was nothing to do. True: it is on the disk.
  run(work, words, edits = []) {
    const job = { edits, turn: this.turn };
    this.jobs.add(job);
    this.tellLine();
    tell("");
    const done = this.queue.then(() => this.carryOut(job, work, words));
    this.queue = done;
    return done;
  }

  async carryOut(job, work, words) {
    let problem = null;
    try {
      const told = await work(job.turn !== this.turn);
      if (told) this.view.take(told);
    } catch (met) {
      problem = met;
    }
    this.jobs.delete(job);
    if (problem) this.keep(job.edits, this.why(problem));
    try {
      if (problem?.status === 412) { this.turn += 1; await this.view.reload(); }
      await this.view.loadHistory();
    } catch (met) {
      problem ??= met;
    }
    this.prune();
    this.view.draw();
    this.tellLine();
    if (problem) tell(this.why(problem), true);
    else if (!this.jobs.size) tell(words);
    return !problem;
  }

  why(problem) {
    if (problem instanceof Gone) return say("gone");
    if (problem instanceof Changed || problem.status === 412) return say("stale");
    return problem.message;
  }

  tellLine() {
    const count = this.jobs.size;
    this.line.dataset.pending = String(count);
    this.line.textContent = count ? say("saving", { count }) : "";
  }

  // --- edits ---------------------------------------------------------------------------------------

  // What a person does now, to the rows that are seen now, whenever it can be sent.
  act(edits, words) {
    const { view } = this;
    const told = edits.map((one) => anchored(view.whole, view.number, one));
    return this.send(told, words);
  }

  send(edits, words) {
    for (const one of edits) if (one.action === "change") this.drop(keyOf(one.where));
    const work = (isForeign) => {
      const ready = edits.map((one) => sendable(this.view.whole, one, isForeign)).filter(Boolean);
      return ready.length ? this.view.send(ready) : null;
    };
    return this.run(work, words, edits);
  }

  // --- words ---------------------------------------------------------------------------------------

  // What stands in a field for the person: typed and not saved, or being saved, or as the plan has it.
  wordsOf(place) {
    return this.unsaved.get(keyOf(place))?.words ?? this.base(place);
  }

  base(place) {
    return this.waiting().get(keyOf(place))?.typed ?? this.valueOf(place);
  }

  // The fields that are on their way, each with the last edit of it.
  waiting() {
    const edits = [...this.jobs].flatMap((job) => job.edits);
    return new Map(edits.filter((one) => one.where.field).map((one) => [keyOf(one.where), one]));
  }

  valueOf(place) {
    const pointer = pointerOf(this.view.whole, place);
    return pointer === null ? "" : shown(place.field, at(this.view.paperOf(place.paper), pointer));
  }

  // Words that are being typed.
  note(place, words) {
    const isGone = pointerOf(this.view.whole, place) === null;
    if (!isGone && words === this.base(place)) { this.drop(keyOf(place)); return; }
    const why = this.unsaved.get(keyOf(place))?.why || "";
    this.put(keyOf(place), { words, why, edits: [{ action: "change", where: place, typed: words }] });
  }

  // Words that could not be saved, unless the person has typed others there since.
  keep(edits, why) {
    for (const one of edits.filter((edit) => WORDED.has(edit.action))) {
      const key = one.action === "change" ? keyOf(one.where) : `${one.action} ${JSON.stringify(one)}`;
      if (this.unsaved.has(key)) continue;
      const words = one.action === "add" ? Object.values(one.fields)[0] : [one.typed, one.rest].filter(Boolean).join("\n");
      this.put(key, { words, why, edits: [one] });
    }
  }

  put(key, held) {
    this.unsaved.set(key, held);
    this.store();
  }

  drop(key) {
    if (this.unsaved.delete(key)) this.store();
  }

  // What the plan says by now is saved, whoever did it.
  prune() {
    for (const [key, { edits: [one], words }] of this.unsaved) {
      if (one.action === "change" && pointerOf(this.view.whole, one.where) !== null && this.base(one.where) === words) this.drop(key);
    }
  }

  store() {
    if (this.unsaved.size) sessionStorage.setItem(this.key, JSON.stringify([...this.unsaved]));
    else sessionStorage.removeItem(this.key);
  }

  get isOpen() {
    return this.jobs.size > 0 || this.unsaved.size > 0;
  }

  // The words that are not saved, but for those that stand in the editor.
  draw(open) {
    const shown = [...this.unsaved].filter(([key]) => key !== open);
    this.list.hidden = !shown.length;
    this.list.replaceChildren(h("h3", {}, say("unsaved")), h("ul", {}, shown.map(([key, held]) => this.entry(key, held))));
  }

  // The person has looked, and wants it as it was typed.
  again(key, one) {
    this.drop(key);
    this.send([{ ...one, seen: seenAt(this.view.whole, one.where) }], say("saved"));
    this.view.drawUnsaved();
  }

  entry(key, { edits: [one], words, why }) {
    const pointer = one.action === "change" ? pointerOf(this.view.whole, one.where) : null;
    const canSend = pointer !== null || one.action === "add";
    const button = (name, act) => h("button", { type: "button", "data-key": `${name} ${key}`, onclick: act }, say(name));
    return h("li", {}, h("strong", {}, one.where.field ? label(one.where.part, one.where.field) : say(one.action)), ` · ${(one.where.words || "").slice(0, 60)}`,
      h("blockquote", {}, words), h("span", { class: "bad" }, canSend || why ? why : say("gone")), " ",
      h("span", { class: "actions" },
        canSend ? button("save", () => this.again(key, one)) : null,
        pointer !== null ? button("where", () => this.view.go(one.where)) : null,
        button("discard", () => { this.drop(key); this.view.drawUnsaved(); })));
  }
}
