// What the page knows: its data, what is filtered, and in which language it speaks.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const pictures = document.getElementsByClassName("picture");
/** A picture of the place of a finding; none while it has not come: pictures stand behind the rest. */
const pictureOf = (finding) => (finding.picture === null ? null
  : pictures[finding.picture]?.textContent ?? null);

const PAGE_SIZE = 50;
const EMPTY_CELLS = ["missing_owner", "missing_deadline", "missing_deliverable"];
const NO_OFFICE = "\u2205";
const collator = new Intl.Collator("vi", { numeric: true });

const ui = {
  lang: "vi", route: "", search: "", targetSearch: "", findingSearch: "", facetSearch: {}, longLists: new Set(),
  open: new Set(), printing: false, rankBy: "empty", rankUp: false,
};

/** Words of the page in its language; {names} in braces are filled in. */
function say(key, facts = {}) {
  const [vi, en] = data.words[key];
  return (ui.lang === "vi" ? vi : en).replace(/\{(\w+)\}/g, (_, name) => facts[name]);
}

const nameOf = (code) => (data.names[code] || [code, code])[ui.lang === "vi" ? 0 : 1];
// To make one costs more than to draw a chart: each once.
const FORMATS = { vi: new Intl.NumberFormat("vi-VN"), en: new Intl.NumberFormat("en-GB") };
const number = (value) => FORMATS[ui.lang].format(value);
const percent = (part, whole) => (whole ? `${Math.round((100 * part) / whole)}%` : "");
const day = (text) => (text ? text.split("-").reverse().join("/") : "");
/** For searching: small letters without marks. */
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
  .replace(/đ/g, "d");

const namesakes = new Map();
for (const ward of data.wards) namesakes.set(ward.name, (namesakes.get(ward.name) || 0) + 1);
/** A ward by its number; with its province where another has the same name. */
function wardName(index) {
  const { name, province } = data.wards[index];
  const label = name || say("no_ward");
  return namesakes.get(name) > 1 && province ? `${label} (${province})` : label;
}

const TASK = Object.fromEntries(data.task_fields.map((name, index) => [name, index]));
/** Where a task has the number of a value that stands once for all that have it. */
const SHARED = data.shared_fields.map((name) => TASK[name]);

/** Whom a task or target is told under: the bodies that lead it, else the words of the paper. */
const officesOf = (units, lead) => (units.length ? units : [lead || NO_OFFICE]);

/** A task as the page uses it; its lacks are cells that it owes and leaves empty, and what findings say of it. */
function taskOf(row, id) {
  const lead = row[TASK.lead];
  const leadUnits = row[TASK.lead_units];
  const deadline = row[TASK.deadline];
  const end = row[TASK.deadline_end] || "";
  const kind = row[TASK.deadline_kind];
  const deliverables = row[TASK.deliverables];
  const empty = row[TASK.lacking];
  const timeless = deadline ? kind || "other" : "none";
  return {
    id, paper: row[TASK.paper], number: row[TASK.number], group: row[TASK.group],
    task: row[TASK.task], activities: row[TASK.activities], deliverables, lead, leadUnits,
    helpers: row[TASK.coordinating], helperUnits: row[TASK.coordinating_units], deadline, end,
    page: row[TASK.page], ward: data.papers[row[TASK.paper]].ward, empty,
    lacks: [...new Set([...empty, ...row[TASK.codes]])],
    offices: officesOf(leadUnits, lead),
    month: end.length >= 7 ? end.slice(0, 7) : timeless, quarter: quarterOf(end) || timeless,
    findings: [], plain: null,
  };
}

/** "2026-05-31" -> "2026-Q2"; a year alone is its own. */
const quarterOf = (end) => (end.length >= 7
  ? `${end.slice(0, 4)}-Q${Math.ceil(Number(end.slice(5, 7)) / 3)}` : end);

const FINDING = Object.fromEntries(data.finding_fields.map((name, index) => [name, index]));
function findingOf(row, id) {
  const finding = { id };
  for (const [name, index] of Object.entries(FINDING)) finding[name] = row[index];
  finding.ward = data.papers[finding.paper] ? data.papers[finding.paper].ward : 0;
  return finding;
}

const TARGET = Object.fromEntries(data.target_fields.map((name, index) => [name, index]));
function targetOf(row, id) {
  const target = { id, plain: null };
  for (const [name, index] of Object.entries(TARGET)) target[name] = row[index];
  target.ward = data.papers[target.paper].ward;
  target.offices = officesOf(target.lead_units, target.lead);
  return target;
}

// They stand behind the scripts: the first screen does without, and is drawn before they have come.
let tasks = [];
let targets = [];
let findings = [];
let taskTable = null;
let targetTable = null;
let findingTable = null;
const haveTasksCome = () => taskTable !== null;
const isWhole = () => findingTable !== null;

/** The tasks, when they have come. */
function gatherTasks() {
  const rows = JSON.parse(document.getElementById("tasks-data").textContent);
  for (const row of rows.tasks) {
    for (const field of SHARED) if (row[field] !== null) row[field] = rows.shared[row[field]];
  }
  tasks = rows.tasks.map(taskOf);
  taskTable = tableOf(tasks, TASK_COLUMNS);
}

/** The targets and the findings, which come behind them. */
function gatherRest() {
  const rows = JSON.parse(document.getElementById("rest-data").textContent);
  targets = rows.targets.map(targetOf);
  findings = rows.findings.map(findingOf);
  for (const finding of findings) {
    const task = finding.task === null ? null : tasks[finding.task];
    if (task) task.findings.push(finding);
  }
  targetTable = tableOf(targets, TARGET_COLUMNS);
  findingTable = tableOf(findings, FINDING_COLUMNS);
}

/** What a search looks at; made at the first search. */
function taskText(task) {
  task.plain ??= plain([wardName(task.ward), data.papers[task.paper].paper, task.number, task.group,
    task.task, ...task.activities, task.lead, ...task.leadUnits, task.helpers,
    ...task.helperUnits, task.deadline, ...task.deliverables].filter(Boolean).join(" "));
  return task.plain;
}
function targetText(target) {
  target.plain ??= plain([wardName(target.ward), data.papers[target.paper].paper, target.number,
    target.group, target.target, ...target.metrics, target.lead, ...target.lead_units,
    target.coordinating, ...target.coordinating_units, target.deadline].filter(Boolean).join(" "));
  return target.plain;
}
function findingText(finding) {
  finding.plain ??= plain([wardName(finding.ward), finding.message, finding.message_en,
    finding.evidence, finding.suggestion, nameOf(finding.code)].filter(Boolean).join(" "));
  return finding.plain;
}

const isOneOf = (row, id, wanted) => {
  const value = row.getValue(id);
  return Array.isArray(value) ? value.some((one) => wanted.includes(one)) : wanted.includes(value);
};
isOneOf.autoRemove = (wanted) => !wanted || !wanted.length;

const holdsAll = (row, id, words) => words.every((word) => row.getValue(id).includes(word));
holdsAll.autoRemove = (words) => !words || !words.length;

/** A column that is only filtered by; of a list each member counts. */
const facet = (id, get) => ({
  id, accessorFn: get, filterFn: isOneOf, enableSorting: false,
  getUniqueValues: (row) => { const value = get(row); return Array.isArray(value) ? value : [value]; },
});
const sortable = (id, get) => ({
  id, accessorFn: get, enableColumnFilter: false,
  sortFn: (one, other, column) => collator.compare(one.getValue(column), other.getValue(column)),
});
const text = (get) => ({ id: "text", accessorFn: get, filterFn: holdsAll, enableSorting: false });

const FEATURES = libraries.tableFeatures({
  coreReactivityFeature: libraries.storeReactivityBindings(),
  columnFilteringFeature: libraries.columnFilteringFeature,
  filteredRowModel: libraries.createFilteredRowModel(),
  columnFacetingFeature: libraries.columnFacetingFeature,
  facetedRowModel: libraries.createFacetedRowModel(),
  facetedUniqueValues: libraries.createFacetedUniqueValues(),
  rowSortingFeature: libraries.rowSortingFeature,
  sortedRowModel: libraries.createSortedRowModel(),
  rowPaginationFeature: libraries.rowPaginationFeature,
  paginatedRowModel: libraries.createPaginatedRowModel(),
});

/** A table of rows: sorted, filtered and cut into pages by the library; drawn by us. */
const tableOf = (rows, columns) => libraries.constructTable({
  features: FEATURES, data: rows, columns, autoResetPageIndex: false, sortDescFirst: false,
  initialState: { pagination: { pageIndex: 0, pageSize: PAGE_SIZE } },
});
const columnFilters = (table) => table.atoms.columnFilters.get();

const TASK_COLUMNS = [
  facet("ward", (task) => task.ward), facet("office", (task) => task.offices),
  facet("quarter", (task) => task.quarter), facet("month", (task) => task.month),
  facet("lack", (task) => task.lacks), text(taskText),
  sortable("by_ward", (task) => wardName(task.ward)),
  sortable("by_task", (task) => task.task),
  sortable("by_lead", (task) => task.offices[0]),
  sortable("by_deadline", (task) => task.end || "9999"),
  sortable("by_deliverable", (task) => task.deliverables[0] || ""),
];
const TARGET_COLUMNS = [
  facet("ward", (target) => target.ward), facet("office", (target) => target.offices),
  text(targetText),
  sortable("by_ward", (target) => wardName(target.ward)),
  sortable("by_target", (target) => target.target),
  sortable("by_lead", (target) => target.offices[0]),
  sortable("by_deadline", (target) => target.deadline_end || "9999"),
];
const FINDING_COLUMNS = [
  facet("ward", (finding) => finding.ward), facet("severity", (finding) => finding.severity),
  facet("code", (finding) => finding.code), text(findingText),
];

const filtersOf = (table, id) => table.getColumn(id).getFilterValue() || [];
const isFiltered = (table) => table !== null && columnFilters(table).length > 0;

/** A value joins a filter, or leaves it. */
function toggle(table, id, value) {
  const chosen = filtersOf(table, id);
  const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
  choose(table, id, next);
}
function choose(table, id, values) {
  table.getColumn(id).setFilterValue(values);
  table.setPageIndex(0);
  draw();
}
function clearFilters(table) {
  table.resetColumnFilters(true);
  table.setPageIndex(0);
  if (table === taskTable) ui.search = "";
  else if (table === targetTable) ui.targetSearch = "";
  else ui.findingSearch = "";
  draw();
}
const searchFor = (table, words) => choose(table, "text", plain(words).split(/\s+/).filter(Boolean));

/** The values of a facet, each with how many rows of the other filters have it. */
function counted(table, id, compare) {
  const counts = isFiltered(table) ? table.getColumn(id).getFacetedUniqueValues() : countsOf(table, id);
  const values = [...new Set([...counts.keys(), ...filtersOf(table, id)])];
  return values.map((value) => ({ value, count: counts.get(value) || 0 })).sort(compare);
}
/** Of all rows: so the first view need not wait until the table has made them its own. */
function countsOf(table, id) {
  const counts = new Map();
  const { accessorFn } = table.getColumn(id).columnDef;
  for (const row of table.options.data) {
    const value = accessorFn(row);
    for (const one of Array.isArray(value) ? value : [value]) counts.set(one, (counts.get(one) || 0) + 1);
  }
  return counts;
}
const countFound = (table) => (isFiltered(table) ? table.getFilteredRowModel().rows.length
  : table.options.data.length);
const mostFirst = (one, other) => other.count - one.count
  || collator.compare(String(one.value), String(other.value));
const inOrder = (one, other) => (String(one.value) < String(other.value) ? -1 : 1);

/** Wards with what their tasks leave empty: of the tasks that are filtered, else of all. */
function ranking() {
  if (!isFiltered(taskTable)) {
    return data.wards.map((ward, index) => ranked({ ward: index, ...ward }));
  }
  const byWard = new Map();
  for (const { original: task } of taskTable.getFilteredRowModel().rows) {
    const one = byWard.get(task.ward) || { ward: task.ward, papers: new Set(), tasks: 0,
      missing_owner: 0, missing_deadline: 0, missing_deliverable: 0 };
    one.tasks += 1;
    one.papers.add(task.paper);
    for (const code of task.empty) one[code] += 1;
    byWard.set(task.ward, one);
  }
  return [...byWard.values()].map((one) => ranked({ ...one, papers: one.papers.size }));
}
function ranked(one) {
  const empty = EMPTY_CELLS.reduce((sum, code) => sum + (one[code] || 0), 0);
  const cells = EMPTY_CELLS.length * (one.tasks || 0);
  return { ...one, tasks: one.tasks || 0, empty, share: cells ? empty / cells : 0,
    name: wardName(one.ward) };
}
function sortedRanking() {
  const way = ui.rankUp ? 1 : -1;
  const value = (one) => one[ui.rankBy] || 0;
  return ranking().sort((one, other) => (ui.rankBy === "name"
    ? way * collator.compare(one.name, other.name)
    : way * (value(one) - value(other)) || other.share - one.share
      || collator.compare(one.name, other.name)));
}
