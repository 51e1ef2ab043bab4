// The values of a plan: which fields there are, how they are shown and typed, where they stand, and
// which of them are doubtful.

import { say } from "./words.js";

export const LISTS = ["tasks", "targets", "assignments", "obligations"];
export const COLUMNS = {
  tasks: ["number", "task", "deliverables", "lead", "coordinating", "deadline"],
  targets: ["number", "text", "metrics", "lead", "coordinating", "deadline", "section"],
  assignments: ["number", "unit", "duties"],
  obligations: ["text", "who", "deadline", "section"],
};
export const MORE = {
  tasks: ["group", "subgroup", "objective", "activities", "budget", "note"], targets: ["group", "note"],
};
export const MAIN = { tasks: "task", targets: "text", assignments: "unit", obligations: "text" };
// The field at whose words a row can be split.
export const SPLIT = { tasks: "task", targets: "text", assignments: "duties", obligations: "text" };
export const DOCUMENT = [
  "type", "number", "symbol", "issuer", "province", "place", "issued_on", "title", "about",
  "period", "signer", "recipients", "addressees", "legal_bases",
];
export const DOCUMENT_SHOWN = ["unit"];
const BODIES = new Set(["lead", "coordinating", "who"]);
// As desk/doubts.py has them. Letters of a picture may be wrong, too.
const SURE = 0.7;
const SURE_OF_PICTURES = 0.9;
const DOUBTED = new Set(["restored", "inferred", "unlocated"]);

export function at(plan, pointer) {
  let value = plan;
  for (const name of pointer.split("/").slice(1)) value = value?.[name];
  return value;
}

export function parse(pointer) {
  const [, part, second, third] = pointer.split("/");
  return part === "document"
    ? { part, index: null, field: second }
    : { part, index: Number(second), field: third };
}

// A further paper of a file (-1: the plan itself) as a plan of its own: its pointers start at itself.
export function paperOf(plan, number) {
  const into = number < 0 ? "" : `/more_documents/${number}`;
  const mine = (one) => (into ? one.where.startsWith(`${into}/`) : !one.where.startsWith("/more_documents"));
  const corrections = (plan.corrections || []).filter(mine).map((one) => ({ ...one, where: one.where.slice(into.length) }));
  return { ...(number < 0 ? plan : plan.more_documents[number]), source: plan.source, corrections };
}

export const rowOf = (pointer) => pointer.split("/").slice(0, 3).join("/");

// What a person sees and types.
export function typed(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(typed).filter(Boolean).join("\n");
  if (typeof value === "object") {
    if (value.title !== undefined) return value.number ? `${value.number}. ${value.title}` : value.title;
    if (value.raw !== undefined && value.raw !== null) return value.raw;
    if (value.role !== undefined) return [value.role, value.name].filter(Boolean).join("\n");
    return Object.values(value).filter((one) => typeof one === "string").join(" ");
  }
  return String(value);
}

// The value of a field as a person sees and types it: days as they are written here.
export function shown(field, value) {
  if (field === "issued_on" && value) return day(value);
  if (field === "period" && value && !value.raw) return period(value);
  return typed(value);
}

// What a field is called. The number of a paper is none of a row.
export const label = (part, field) => say(part === "document" && field === "number" ? "document_number" : field);

// Where something is, in words.
export function placeWords(pointer, plan) {
  const inside = pointer.replace(/^\/more_documents\/\d+/, "");
  const { part, index, field } = parse(inside);
  if (part === "document") return `${say("document")}: ${label(part, field)}`;
  if (!LISTS.includes(part)) return say("plan");
  if (!Number.isInteger(index)) return say(part);
  const words = typed(plan[part]?.[index]?.[MAIN[part]]);
  const row = `${say(part)}, ${say("row_number", { number: index + 1 })}`;
  return [field ? `${row}, ${label(part, field)}` : row, words && `“${words.length > 60 ? `${words.slice(0, 60)}…` : words}”`].filter(Boolean).join(" ");
}

export function day(iso) {
  const parts = String(iso).split("-");
  return parts.reverse().map((part) => part.replace(/^0/, "")).join("/");
}

// A moment by the clock of whoever looks.
export function moment(iso) {
  const at = new Date(iso);
  const two = (number) => String(number).padStart(2, "0");
  return `${at.getDate()}/${at.getMonth() + 1}/${at.getFullYear()} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

// What the words are understood as, where that says more than the words.
export function understood(field, value) {
  if (value === null || value === undefined) return "";
  if (BODIES.has(field)) {
    const unknown = new Set(value.unknown || []);
    return (value.units || []).map((one) => (unknown.has(one) ? `${one} (${say("unknown_body")})` : one)).join("; ");
  }
  if (field === "deadline") return deadline(value);
  if (field === "metrics") return value.map(metric).join("; ");
  if (field === "issued_on") return `${value}`.match(/^\d{4}(-\d\d){0,2}$/) ? day(value) : "";
  if (field === "period") return period(value);
  if (field === "signer") return ["role", "name"].filter((name) => value[name]).map((name) => `${say(`signer_${name}`)}: ${value[name]}`).join("; ");
  return "";
}

function period({ start, end }) {
  if (start && end) return `${day(start)} – ${day(end)}`;
  if (start) return `${say("from")} ${day(start)}`;
  return end ? `${say("by")} ${day(end)}` : say("no_day");
}

const DATED = new Set(["by", "within"]);

function deadline(value) {
  const days = [value.start, value.end].filter(Boolean).map(day);
  const told = [];
  if (DATED.has(value.kind) && !days.length) told.push(say("no_day"));
  else if (value.kind && !days.length) told.push(say(value.kind === "done" ? "done_kind" : value.kind));
  if (days.length) told.push(value.start && value.end ? days.join(" – ") : `${say("by")} ${days[0]}`);
  if (value.recurrence && value.kind !== "recurring") told.push(say("recurring"));
  if (value.parts?.length) told.push(value.parts.map(deadline).join("; "));
  return told.join(" · ");
}

function metric(one) {
  const number = one.comparator === "range" ? `${one.min}–${one.max}` : `${one.comparator} ${one.value}`;
  return [number, one.unit, one.measure].filter(Boolean).join(" ");
}

// --- where they stand --------------------------------------------------------------------------

const flat = (source) => (Array.isArray(source) ? source.flatMap(flat) : source?.spans ? [source] : source ? Object.values(source).flatMap(flat) : []);

export function sourcesOf(plan, pointer) {
  const { part, index, field } = parse(pointer);
  const owner = part === "document" ? plan.document : plan[part][index];
  return flat(owner?.sources?.[field]);
}

export function spansOf(plan, pointer) {
  const found = sourcesOf(plan, pointer).flatMap((source) => source.spans);
  if (found.length) return found;
  const { part, index } = parse(pointer);
  return part === "document" ? [] : plan[part][index]?.spans || [];
}

// What the machine had where a person did something: the words of a field, or of the rows that were.
export function before(done, field) {
  if (done.action !== "split" && done.action !== "merge") return shown(field, done.machine);
  return [done.machine].flat().map((row) => typed(row[field])).join(" | ");
}

// --- doubt ---------------------------------------------------------------------------------------

// Every field of a plan that has a value or should have one, in the order of the plan.
export function* fields(plan) {
  for (const field of DOCUMENT) if (typed(plan.document[field])) yield `/document/${field}`;
  for (const part of LISTS) {
    for (let index = 0; index < plan[part].length; index += 1) {
      for (const field of [...COLUMNS[part], ...(MORE[part] || [])]) yield `/${part}/${index}/${field}`;
    }
  }
}

// What people did, and what is doubtful, by pointers.
export function marks(plan) {
  const done = new Map();
  for (const one of plan.corrections || []) {
    if (one.state === "lost" || one.state === "invalid") continue;
    if (one.action === "change" || one.action === "confirm") done.set(one.where, one);
    const { part, index, field } = parse(one.where);
    if (["split", "merge"].includes(one.action) && Number.isInteger(index) && !field) done.set(`${one.where}/${MAIN[part]}`, one);
  }
  const found = new Map();
  for (const one of plan.findings) {
    if (one.severity !== "info") found.set(one.where, one);
  }
  const doubtful = new Set();
  for (const pointer of fields(plan)) {
    if (done.has(pointer)) continue;
    if (found.has(pointer) || sourcesOf(plan, pointer).some(isDoubtful)) doubtful.add(pointer);
  }
  return { done, doubtful, found };
}

function isDoubtful({ confidence, how = [] }) {
  const sure = how.includes("ocr") ? SURE_OF_PICTURES : SURE;
  return (confidence ?? 1) < sure || how.some((one) => DOUBTED.has(one));
}
