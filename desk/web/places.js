// Where something is meant, by what does not shift when rows come, go and move: the id of the row.

import { LISTS, MAIN, parse, typed } from "./values.js";

const paperOf = (whole, paper) => (paper < 0 ? whole : whole.more_documents[paper]);

// A pointer in a paper of the file, as it stands now -> a place that can be kept.
export function placeOf(whole, paper, pointer) {
  const { part, index, field } = parse(pointer);
  if (part === "document") return { paper, part, field };
  if (!Number.isInteger(index)) return { paper, part };
  const row = paperOf(whole, paper)[part][index];
  return { paper, part, index, field, id: row.id ?? null, words: typed(row[MAIN[part]]) };
}

const isRow = (place) => place.part !== "document" && place.index !== undefined;
export const into = (paper) => (paper < 0 ? "" : `/more_documents/${paper}`);

// The pointer of a place inside its paper as it stands now; null where its row is gone.
export function pointerOf(whole, place) {
  if (place.paper >= whole.more_documents.length) return null;
  if (place.part === "document") return `/document/${place.field}`;
  if (!isRow(place)) return `/${place.part}`;
  const index = indexOf(paperOf(whole, place.paper)[place.part], place);
  if (index === null) return null;
  return `/${place.part}/${index}${place.field ? `/${place.field}` : ""}`;
}

// A pointer into the file -> the number of its paper, and the pointer from there.
export function splitPointer(pointer) {
  const [, paper, inside] = pointer.match(/^\/more_documents\/(\d+)(\/.*)$/) || [];
  return paper === undefined ? { paper: -1, pointer } : { paper: Number(paper), pointer: inside };
}

// Where the row of an id stands by now, in whichever paper of the file; null where there is none.
export function findRow(whole, id) {
  for (let paper = -1; paper < whole.more_documents.length; paper += 1) {
    for (const part of LISTS) {
      const index = paperOf(whole, paper)[part].findIndex((row) => row.id === id);
      if (index >= 0) return { paper, pointer: `/${part}/${index}` };
    }
  }
  return null;
}

function indexOf(rows, place) {
  const isIt = (row) => (place.id === null ? typed(row[MAIN[place.part]]) === place.words : row.id === place.id);
  const found = [...rows.keys()].filter((index) => isIt(rows[index]));
  if (found.length < 2) return found[0] ?? null;
  return found.includes(place.index) ? place.index : null; // two of one kind: rather none than the wrong one
}

// What tells places apart.
export const keyOf = (place) =>
  [place.paper, place.part, isRow(place) ? place.id ?? `${place.index} ${place.words}` : "", place.field ?? ""].join("|");

export class Gone extends Error {}
export class Changed extends Error {}

// An edit with pointers -> one with places, and with what the person saw there.
export function anchored(whole, paper, edit) {
  const told = { ...edit };
  for (const name of ["where", "after", "other"]) if (told[name]) told[name] = placeOf(whole, paper, told[name]);
  told.seen = seenAt(whole, told.where);
  return told;
}

export function seenAt(whole, place) {
  const pointer = pointerOf(whole, place);
  if (pointer === null) return null;
  let value = paperOf(whole, place.paper);
  for (const name of pointer.split("/").slice(1)) value = value?.[name];
  return JSON.stringify(value ?? null);
}

// An edit with places -> as the service takes it for the plan as it stands. `isForeign`: somebody
// else has changed the plan since the person saw it. Throws Gone, Changed; null: nothing to do.
export function sendable(whole, edit, isForeign) {
  const { seen, step, ...told } = edit;
  if (isForeign && !["add", "move"].includes(edit.action) && seenAt(whole, edit.where) !== seen) throw new Changed();
  if (step && !stepped(whole, edit, told)) return null;
  for (const name of ["where", "after", "other"]) {
    if (!edit[name]) continue;
    let pointer = pointerOf(whole, edit[name]);
    if (pointer === null && name === "after" && edit.action === "add") pointer = lastOf(whole, edit.where);
    else if (pointer === null) throw new Gone();
    told[name] = pointer === null ? null : `${into(edit[name].paper)}${pointer}`;
  }
  return told;
}

function lastOf(whole, { paper, part }) {
  const count = paperOf(whole, paper)[part].length;
  return count ? `/${part}/${count - 1}` : null;
}

// One row up or down from where it stands by now; false: it can go no further.
function stepped(whole, edit, told) {
  const { part, index } = parse(pointerOf(whole, edit.where) ?? "/gone");
  if (!Number.isInteger(index)) throw new Gone();
  const behind = edit.step < 0 ? index - 2 : index + 1;
  const count = paperOf(whole, edit.where.paper)[part].length;
  if (behind < -1 || behind >= count) return false;
  told.after = behind < 0 ? null : `${into(edit.where.paper)}/${part}/${behind}`;
  return true;
}
