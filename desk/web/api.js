// The REST interface, as the browser uses it.

import { language, say } from "./words.js";

export class Problem extends Error {
  constructor(status, told) {
    super(told.title || say("failed"));
    this.status = status;
    this.kind = String(told.type || "").split(":").pop();
  }
}

async function ask(path, { method = "GET", body, headers = {} } = {}) {
  const sent = { "Accept-Language": language(), "X-Kehoach": "1", ...headers };
  let content = body;
  if (body !== undefined && !(body instanceof FormData)) {
    sent["Content-Type"] = "application/json";
    content = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(path, { method, headers: sent, body: content, credentials: "same-origin" });
  } catch {
    throw new Problem(0, { title: say("unreachable") });
  }
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    throw new Problem(answer.status, told);
  }
  return answer;
}

const json = async (path, options) => (await ask(path, options)).json();

export const needsToken = () => json("/v1/session");
export const handIn = (token) => ask("/v1/session", { method: "POST", body: { token } });
export const papers = (before) => json(`/v1/papers?limit=50${before ? `&before=${before}` : ""}`);
export const paper = (id) => json(`/v1/papers/${id}`);
export const remove = (id) => ask(`/v1/papers/${id}`, { method: "DELETE" });
export const readAgain = (id) => json(`/v1/papers/${id}/jobs`, { method: "POST" });
export const pagePicture = (id, number) => `/v1/papers/${id}/pages/${number}.png`;
export const exportAddress = (id, format) => `/v1/papers/${id}/exports/${format}`;

// Every paper that has a plan.
export async function allPapers() {
  const found = [];
  for (let next = ""; next !== null;) {
    const told = await json(`/v1/papers?limit=200${next === "" ? "" : `&before=${next}`}`);
    found.push(...told.items.filter((one) => one.summary));
    next = told.next;
  }
  return found;
}

const asked = (query, more) => new URLSearchParams([...query, ...Object.entries(more)]);
export const due = (query, offset) => json(`/v1/due?${asked(query, { offset })}`);
export const dueFile = (query, format) => `/v1/due/exports/${format}?${asked(query, { lang: language() })}`;
export const difference = (before, after) => json(`/v1/differences/${before}/${after}`);
export const differenceFile = (before, after, format) => `/v1/differences/${before}/${after}/exports/${format}?lang=${language()}`;
export const matrix = (query) => json(`/v1/matrix?${query}`);
export const matrixFile = (query, format) => `/v1/matrix/exports/${format}?${asked(query, { lang: language() })}`;

export function send(files, asOne) {
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name);
  form.append("as_one", asOne ? "true" : "false");
  return json("/v1/papers", { method: "POST", body: form });
}

export async function plan(id, view = "corrected") {
  const answer = await ask(`/v1/papers/${id}/plan?view=${view}`);
  return { plan: await answer.json(), etag: answer.headers.get("ETag") };
}

export const corrections = (id) => json(`/v1/papers/${id}/corrections`);
export const reading = (paperId, part, field, typed) =>
  json("/v1/readings", { method: "POST", body: { paper: paperId, part, field, typed } });

export const suggestions = (id, where, typed = "") => json(`/v1/papers/${id}/suggestions?${new URLSearchParams({ where, typed })}`);

const changed = (told) => ({ plan: told.plan, etag: `"${told.revision}"`, made: told.made });
const by = (author) => (author ? `?author=${encodeURIComponent(author)}` : "");

export async function edit(id, etag, edits, author) {
  const path = `/v1/papers/${id}/corrections${by(author)}`;
  return changed(await json(path, { method: "POST", body: { edits }, headers: { "If-Match": etag } }));
}

export async function undo(id, etag, correction) {
  const path = `/v1/papers/${id}/corrections/${correction}`;
  return changed(await json(path, { method: "DELETE", headers: { "If-Match": etag } }));
}

export async function sign(id, etag, author, signed) {
  const path = `/v1/papers/${id}/signature${signed ? by(author) : ""}`;
  const method = signed ? "PUT" : "DELETE";
  return changed(await json(path, { method, headers: { "If-Match": etag } }));
}
