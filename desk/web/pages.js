// The paper on the left: its pages with the places of values, or its words where it has no pages.

import * as api from "./api.js";
import { h } from "./dom.js";
import { fields, sourcesOf, spansOf } from "./values.js";
import { say } from "./words.js";

export const hasPictures = (plan) =>
  !plan.source.parcel && (plan.source.media_type === "application/pdf" || plan.source.media_type.startsWith("image/"));

export class Pages {
  constructor(id, plan, choose) {
    this.id = id;
    this.choose = choose;
    this.element = h("section", { class: "pages", "aria-label": say("pages"), tabindex: "0" });
    this.sheets = new Map();
    this.source = plan.source;
    if (hasPictures(plan)) this.drawSheets(plan);
    else this.drawText(plan);
  }

  drawSheets(plan) {
    for (const page of plan.source.pages) {
      const picture = h("img", {
        src: api.pagePicture(this.id, page.number), alt: say("page", { number: page.number }), loading: "lazy",
      });
      const sheet = h("div", { class: "sheet", style: { aspectRatio: `${page.width} / ${page.height}` } }, picture);
      this.sheets.set(page.number, { page, sheet });
      this.element.append(sheet);
    }
  }

  drawText(plan) {
    const text = h("div", { class: "text" }, h("p", { class: "dim" }, say("no_pictures")));
    const put = (words, spans) => {
      const line = h("p", {}, words);
      line.spans = spans || [];
      line.addEventListener("click", () => this.chooseAt(line));
      text.append(line);
    };
    const blocks = (list) => list.forEach((one) => put([one.number, one.text].filter(Boolean).join(". "), one.spans));
    const section = (one) => {
      put([one.number, one.title].filter(Boolean).join(". "), one.spans);
      blocks(one.blocks);
      one.sections.forEach(section);
    };
    blocks(plan.preamble);
    plan.sections.forEach(section);
    blocks(plan.loose);
    for (const task of plan.tasks) if (task.origin === "table") put(task.task, task.spans);
    this.text = text;
    this.element.append(text);
  }

  // Words of a paper without pictures lead to the value that stands there.
  chooseAt(line) {
    const found = [...fields(this.plan)].find((pointer) => this.lineOf(sourcesOf(this.plan, pointer).flatMap((source) => source.spans)) === line);
    if (found) this.choose(found);
  }

  // Another paper of the file is looked at: its words, where there are no pictures.
  rewrite(plan) {
    if (!this.text) return;
    this.text.remove();
    this.drawText(plan);
  }

  // The places of all values, anew after each change.
  mark(plan, marks) {
    this.plan = plan;
    const taken = new Set(); // a heading that covers several rows is drawn once
    for (const { sheet } of this.sheets.values()) sheet.querySelectorAll(".box").forEach((box) => box.remove());
    for (const pointer of fields(plan)) {
      for (const span of sourcesOf(plan, pointer).flatMap((source) => source.spans)) {
        const place = `${span.page} ${span.bbox} ${pointer.split("/").pop()}`;
        if (taken.has(place)) continue;
        taken.add(place);
        this.place(span, pointer, marks.doubtful.has(pointer) ? "box doubt" : "box");
      }
    }
  }

  place(span, pointer, kind) {
    const held = this.sheets.get(span.page);
    if (!held || !span.bbox) return null;
    const [x0, y0, x1, y1] = span.bbox;
    const { width, height } = held.page;
    const box = h("button", {
      type: "button", class: kind, tabindex: "-1", "aria-hidden": "true",
      style: {
        left: `${(100 * x0) / width}%`, top: `${(100 * y0) / height}%`,
        width: `${(100 * (x1 - x0)) / width}%`, height: `${(100 * (y1 - y0)) / height}%`,
      },
      onclick: () => this.choose(pointer),
    });
    box.dataset.pointer = pointer;
    held.sheet.append(box);
    return box;
  }

  // Show where a value stands.
  show(plan, pointer, { scroll = true } = {}) {
    this.element.querySelectorAll(".on").forEach((one) => (one.dataset.only ? one.remove() : one.classList.remove("on")));
    let boxes = [...this.element.querySelectorAll(".box")].filter((box) => box.dataset.pointer === pointer);
    if (!boxes.length) {
      boxes = spansOf(plan, pointer).map((span) => this.place(span, pointer, "box")).filter(Boolean);
      boxes.forEach((box) => { box.dataset.only = "1"; });
    }
    boxes.forEach((box) => box.classList.add("on"));
    const first = boxes[0] || this.lineOf(spansOf(plan, pointer));
    if (!first) return;
    first.classList.add("on");
    if (!scroll) return;
    const top = first.getBoundingClientRect().top - this.element.getBoundingClientRect().top;
    this.element.scrollTop += top - this.element.clientHeight / 3;
  }

  lineOf(spans) {
    if (!this.text || !spans.length) return null;
    const start = (span) => span.paragraph_start ?? span.line_start;
    const end = (span) => span.paragraph_end ?? span.line_end;
    return [...this.text.children].find((line) =>
      (line.spans || []).some((one) => start(one) <= start(spans[0]) && end(one) >= start(spans[0])));
  }
}

// A crop of a page around the first place of a value.
export function crop(id, plan, pointer) {
  const span = spansOf(plan, pointer).find((one) => one.bbox);
  const page = span && plan.source.pages.find((one) => one.number === span.page);
  if (!page || !hasPictures(plan)) return null;
  const [x0, y0, x1, y1] = span.bbox;
  const scale = Math.min(1.8, 290 / (x1 - x0 + 16), 66 / (y1 - y0 + 8));
  const picture = h("img", {
    src: api.pagePicture(id, page.number), loading: "lazy", alt: say("page", { number: page.number }),
    style: {
      width: `${page.width * scale}px`, height: `${page.height * scale}px`,
      left: `${-(x0 - 8) * scale}px`, top: `${-(y0 - 4) * scale}px`,
    },
  });
  return h("div", { class: "crop", style: { height: `${Math.max(28, (y1 - y0 + 8) * scale)}px` } }, picture);
}
