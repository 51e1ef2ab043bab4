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
  "recipients", "addressees",
];
export const DOCUMENT_SHOWN = ["unit", "period", "signer", "legal_bases"];
const BODIES = new Set(["lead", "coordinating", "who"]);
const SURE = 0.9;
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
    return Object.values(value).filter((one) => typeof one === "string").join(" ");
  }
  return String(value);
}

export function day(iso) {
  const parts = String(iso).split("-");
  return parts.reverse().map((part) => part.replace(/^0/, "")).join("/");
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
  return "";
}

function deadline(value) {
  const days = [value.start, value.end].filter(Boolean).map(day);
  const told = [];
  if (value.kind && !days.length) told.push(say(value.kind === "done" ? "done_kind" : value.kind));
  if (days.length) told.push(value.start && value.end ? days.join(" – ") : `${say("by")} ${days[0]}`);
  if (value.recurrence) told.push(say("recurring"));
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
  if (done.action !== "split" && done.action !== "merge") return typed(done.machine);
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

const isDoubtful = (source) =>
  (source.confidence ?? 1) < SURE || (source.how || []).some((one) => DOUBTED.has(one));
