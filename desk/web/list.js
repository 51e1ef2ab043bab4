// Papers: dropped, read, listed.

import * as api from "./api.js";
import { byId, h, tell } from "./dom.js";
import { language, say } from "./words.js";

const LOOK_AGAIN = 1000;
const isPicture = (file) => file.type.startsWith("image/");

export class List {
  constructor() {
    this.items = h("ul", { class: "papers" });
    this.heading = h("h2");
    this.more = h("button", { type: "button", hidden: true, onclick: () => this.load(this.next) }, say("more"));
    this.asOne = h("input", { type: "checkbox", id: "as-one" });
    const chosen = h("input", {
      type: "file", multiple: true, id: "files", "aria-label": say("choose"),
      onchange: () => this.send([...chosen.files]),
    });
    const drop = h("section", {
      class: "drop", "aria-label": say("choose"),
      ondragover: (event) => { event.preventDefault(); drop.classList.add("over"); },
      ondragleave: () => drop.classList.remove("over"),
      ondrop: (event) => { event.preventDefault(); drop.classList.remove("over"); this.send([...event.dataTransfer.files]); },
    }, h("p", {}, say("drop"), " ", chosen), h("label", {}, this.asOne, " ", say("as_one")));
    this.beside = h("button", { type: "button", id: "beside", disabled: true, onclick: () => { location.hash = `#/${[...this.chosen].join("/")}`; } }, say("beside"));
    const lead = (id, key, address) => h("button", { type: "button", id, disabled: true, onclick: () => { location.hash = address([...this.chosen]); } }, say(key));
    this.versions = lead("versions", "nav_diff", ([old, fresh]) => `#/diff?old=${old}&new=${fresh}`);
    this.taking = lead("taking", "nav_matrix", ([assigned, ...below]) => `#/matrix?assigned=${assigned}${below.map((id) => `&below=${id}`).join("")}`);
    this.element = h("div", { class: "pad" }, drop, h("div", { class: "actions" }, this.heading, this.beside, this.versions, this.taking), this.items, this.more);
    this.known = [];
    this.chosen = new Set();
    this.load();
  }

  close() {
    clearTimeout(this.timer);
    this.isClosed = true;
  }

  async send(files) {
    if (!files.length) return;
    tell(say("sending"));
    try {
      const told = await api.send(files, this.asOne.checked && files.length > 1 && files.every(isPicture));
      const words = told.new.length ? say("sent", { count: told.new.length }) : say("known");
      const refused = told.refused.map((one) => `${one.name}: ${language() === "vi" ? one.vi : one.en}`);
      tell([words, ...refused].join("\n"), refused.length > 0);
    } catch (problem) {
      tell(problem.message, true);
    }
    byId("files").value = "";
    this.load();
  }

  async load(before) {
    if (this.isClosed) return;
    clearTimeout(this.timer);
    try {
      const told = await api.papers(before);
      this.known = before ? [...this.known, ...told.items] : told.items;
      this.next = told.next;
      this.draw(told.total);
    } catch (problem) {
      tell(problem.message, true);
    }
    const isActive = this.known.some((one) => ["waiting", "running"].includes(one.job?.state));
    if (isActive && !this.isClosed) this.timer = setTimeout(() => this.load(), LOOK_AGAIN);
  }

  draw(total) {
    this.heading.textContent = total ? say("papers", { count: total }) : say("none");
    this.more.hidden = !this.next;
    const focused = document.activeElement?.dataset?.key;
    this.items.replaceChildren(...this.known.map((one) => this.line(one)));
    if (focused) this.items.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  line(one) {
    const state = one.job?.state || "done";
    const name = one.summary
      ? h("a", { href: `#/${one.id}`, "data-key": `a${one.id}` }, one.name)
      : h("span", {}, one.name);
    const pages = one.summary?.pages ? say("count_pages", one.summary) : ""; // Word and text have none
    const about = one.summary ? pages + say("counts", one.summary) : "";
    const doubts = one.summary?.doubts; // null: read before they were counted
    const title = one.summary?.title;
    return h("li", { "data-state": state },
      one.summary ? this.choice(one) : null,
      h("div", { class: "name" }, name, title ? h("div", { class: "dim" }, title) : null,
        one.job?.error ? h("div", { class: "bad" }, language() === "vi" ? one.job.error.vi : one.job.error.en) : null),
      h("span", { class: "dim" }, about),
      doubts > 0 ? h("span", { class: "doubtful" }, say("count_doubts", { count: doubts })) : null,
      doubts === 0 ? h("span", { class: "good" }, say("no_doubts")) : null,
      this.progress(one.job),
      h("div", { class: "actions" },
        h("button", { type: "button", "data-key": `r${one.id}`, disabled: ["waiting", "running"].includes(state), onclick: () => this.again(one) }, say("read_again")),
        h("button", { type: "button", "data-key": `d${one.id}`, onclick: () => this.remove(one) }, say("remove"))));
  }

  // Two papers that are chosen can be looked at side by side.
  choice(one) {
    const box = h("input", {
      type: "checkbox", checked: this.chosen.has(one.id), "data-key": `c${one.id}`, "aria-label": say("choose_paper", { name: one.name }),
      onchange: () => {
        if (box.checked) this.chosen.add(one.id); else this.chosen.delete(one.id);
        this.beside.disabled = this.versions.disabled = this.chosen.size !== 2;
        this.taking.disabled = this.chosen.size < 2;
      },
    });
    return box;
  }

  progress(job) {
    if (!job) return null;
    const words = say(job.state === "failed" ? "failed_job" : job.state);
    if (job.state !== "running") return h("span", { class: job.state === "failed" ? "bad" : "dim" }, words);
    const [, done, total] = job.stage.match(/ (\d+)\/(\d+)/) || [];
    const bar = h("progress", { "aria-label": words, max: total || 1 });
    if (total) bar.value = Number(done);
    return h("span", {}, bar, " ", words, total ? ` ${done}/${total}` : "");
  }

  async again(one) {
    await api.readAgain(one.id).catch((problem) => tell(problem.message, true));
    this.load();
  }

  async remove(one) {
    if (!window.confirm(say("remove_sure", { name: one.name }))) return;
    await api.remove(one.id).catch((problem) => tell(problem.message, true));
    this.load();
  }
}
