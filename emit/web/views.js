// The views of the report: overview, tasks, targets, findings, a ward, files.

const TIME_FIRST = (one, other) => {
  const isTime = (value) => /^\d{4}/.test(value);
  if (isTime(one.value) !== isTime(other.value)) return isTime(one.value) ? -1 : 1;
  return isTime(one.value) ? inOrder(one, other) : mostFirst(one, other);
};

const LEVELS = ["error", "warning", "info"];
const WORST_FIRST = (one, other) => LEVELS.indexOf(one.value) - LEVELS.indexOf(other.value);

function Tiles() {
  const { totals } = data;
  const tile = (count, words, kind = "") => html`<div class="tile ${kind}"><b>${number(count)}</b><span>${words}</span></div>`;
  const empty = data.wards.reduce((sum, _, index) => sum + ranked({ ward: index, ...data.wards[index] }).empty, 0);
  return html`<div class="tiles">
    ${tile(totals.read, say("tile_read") + (totals.partial ? say("tile_partial", { count: number(totals.partial) }) : ""), "good")}
    ${totals.failed ? tile(totals.failed, say("tile_failed"), "bad") : ""}
    ${tile(data.wards.length, say("tile_wards"))}
    ${tile(totals.tasks, say("tile_tasks"))}
    ${tile(totals.targets, say("tile_targets"))}
    ${tile(empty, say("tile_empty", { share: percent(empty, EMPTY_CELLS.length * totals.tasks) || "0%" }), empty ? "bad" : "good")}
    ${tile(totals.errors, say("tile_errors"), totals.errors ? "bad" : "")}
    ${tile(totals.warnings, say("tile_warnings"), totals.warnings ? "warn" : "")}
    ${totals.duplicates ? tile(totals.duplicates, say("tile_duplicates")) : ""}
    ${totals.skipped ? tile(totals.skipped, say("tile_skipped")) : ""}
  </div>`;
}

function Overview() {
  if (!haveTasksCome()) {
    return html`<${Tiles} />
      <div class="bar-of-filters"><p role="status" class="found no-print">${say("click_a_bar")}</p></div>
      <${Ranking} /><h2>${say("charts")}</h2><div class="charts" aria-busy="true"></div>`;
  }
  const found = countFound(taskTable);
  return html`<${Tiles} />
    <div class="bar-of-filters"><p role="status" class=${isFiltered(taskTable) ? "found" : "found no-print"}>${isFiltered(taskTable)
      ? say("tasks_found", { count: number(found), total: number(tasks.length) }) : say("click_a_bar")}</p>
      <${Chips} table=${taskTable}><a class="go" href="#tasks">${say("see_tasks", { count: number(found) })}</a></${Chips}></div>
    <${LeftOut} />
    <${Ranking} />
    <h2>${say("charts")}</h2>
    <div class="charts">
      <${Months} table=${taskTable} />
      <${Bars} table=${taskTable} id="office" title=${say("chart_offices")} />
      <${Bars} table=${taskTable} id="lack" title=${say("chart_lacks")} />
    </div>`;
}

function LeftOut() {
  const { totals } = data;
  const lines = [];
  if (totals.tasks > tasks.length) lines.push(say("more_tasks", { shown: number(tasks.length), total: number(totals.tasks) }));
  if (isWhole() && totals.targets > targets.length) lines.push(say("more_targets", { shown: number(targets.length), total: number(totals.targets) }));
  if (isWhole() && totals.findings > findings.length) lines.push(say("more_findings", { shown: number(findings.length), total: number(totals.findings) }));
  if (totals.more_papers) lines.push(say("more_papers", { count: number(totals.more_papers) }));
  return lines.map((line) => html`<p class="note" key=${line}>${line}</p>`);
}

function Ranking() {
  const all = sortedRanking();
  const isLong = ui.longLists.has("ranking") || ui.printing;
  const visible = isLong ? all : all.slice(0, 15);
  const head = (by, words, kind = "n") => {
    const state = ui.rankBy === by ? (ui.rankUp ? "ascending" : "descending") : "none";
    return html`<th scope="col" class=${kind} aria-sort=${state}><button type="button" class="sort" onClick=${() => {
      ui.rankUp = ui.rankBy === by ? !ui.rankUp : by === "name";
      ui.rankBy = by;
      draw();
    }}>${words} <span aria-hidden="true">${state === "ascending" ? "▲" : state === "descending" ? "▼" : "↕"}</span></button></th>`;
  };
  const cell = (one, code) => html`<td class="n" data-label=${nameOf(code)}>${one[code] ? number(one[code]) : html`<span class="soft">0</span>`}</td>`;
  return html`<h2>${say("ranking")}</h2>
    <p class="soft">${say("ranking_help")}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("ranking")}><table class="ranking cards">
    <caption class="hidden">${say("ranking")}</caption>
    <thead><tr><th scope="col" class="n">#</th>${head("name", say("ward"), "name")}${head("papers", say("papers"))}${head("tasks", say("tasks_short"))}
      ${EMPTY_CELLS.map((code) => head(code, nameOf(code)))}${head("empty", say("empty_cells"))}${head("share", say("share"), "share")}</tr></thead>
    <tbody>${visible.map((one, place) => html`<tr key=${one.ward}>
      <td class="n soft" data-label="#">${place + 1}</td>
      <th scope="row" class="name"><a href=${`#ward/${one.ward}`}>${one.name}</a></th>
      <td class="n" data-label=${say("papers")}>${number(one.papers)}</td>
      <td class="n" data-label=${say("tasks_short")}>${number(one.tasks)}</td>
      ${EMPTY_CELLS.map((code) => cell(one, code))}
      <td class="n strong" data-label=${say("empty_cells")}>${number(one.empty)}</td>
      <td class="share" data-label=${say("share")}><span class="bar-track"><span class="bar ${one.share >= 0.25 ? "bad" : ""}" style=${`width:${Math.round(100 * one.share)}%`}></span></span> ${percent(one.empty, EMPTY_CELLS.length * one.tasks) || "–"}</td>
    </tr>`)}</tbody></table></div>
    ${all.length > 15 ? html`<button type="button" class="link no-print" aria-expanded=${isLong} onClick=${() => switchIn(ui.longLists, "ranking")}>${isLong ? say("fewer") : say("all_wards", { count: number(all.length) })}</button>` : ""}`;
}

/** The rows to show: a page of them, all of them on paper. */
const visibleRows = (table) => (ui.printing ? table.getSortedRowModel() : table.getPaginatedRowModel()).rows;

function Filters({ table, search, onSearch, children }) {
  const count = columnFilters(table).filter(({ id }) => id !== "text").length;
  return html`<aside class="filters no-print" aria-label=${say("filters")}>
    <label class="search"><span>${say("search")}</span>
      <input type="search" value=${search} placeholder=${say("search_help")} onInput=${(event) => onSearch(event.target.value)} /></label>
    <details open=${window.innerWidth > 900}><summary>${say("filters")}${count ? ` (${count})` : ""}</summary>${children}</details>
  </aside>`;
}

let waiting = 0;
/** Search a little after the last key. */
function later(table, words) {
  clearTimeout(waiting);
  waiting = setTimeout(() => searchFor(table, words), 80);
}

function Tasks() {
  const total = countFound(taskTable);
  return html`<h2 class="hidden">${say("tasks")}</h2><div class="with-filters">
    <${Filters} table=${taskTable} search=${ui.search} onSearch=${(words) => { ui.search = words; later(taskTable, words); }}>
      <${Facet} table=${taskTable} id="lack" title=${say("lack")} />
      <${Facet} table=${taskTable} id="ward" title=${say("ward")} />
      <${Facet} table=${taskTable} id="office" title=${say("office")} />
      <${Facet} table=${taskTable} id="quarter" title=${say("quarter")} compare=${TIME_FIRST} />
    </${Filters}>
    <div class="found-rows">
      <p role="status" class="found">${say("tasks_found", { count: number(total), total: number(tasks.length) })}</p>
      <${Chips} table=${taskTable} /><${LeftOut} />
      <${TaskTable} rows=${visibleRows(taskTable).map((row) => row.original)} table=${taskTable} withWard=${true} />
      <${Pager} table=${taskTable} total=${total} />
      ${data.obligations.length ? html`<${Obligations} rows=${data.obligations} withWard=${true} />` : ""}
    </div></div>`;
}

function TaskTable({ rows, table, withWard, caption = say("tasks") }) {
  const head = (id, words, kind) => (table
    ? html`<${SortHead} table=${table} id=${id} class=${kind}>${words}</${SortHead}>`
    : html`<th scope="col" class=${kind}>${words}</th>`);
  return html`<table class="tasks cards"><caption class="hidden">${caption}</caption>
    <thead><tr>${withWard ? head("by_ward", say("ward"), "w-ward") : ""}<th scope="col" class="w-number">${say("number")}</th>
      ${head("by_task", say("task"), "w-task")}${head("by_lead", say("lead"), "w-lead")}${head("by_deadline", say("deadline"), "w-time")}${head("by_deliverable", say("deliverables"), "w-product")}</tr></thead>
    <tbody>${rows.map((task) => html`<${TaskRow} key=${task.id} task=${task} withWard=${withWard} />`)}</tbody></table>
    ${rows.length ? "" : html`<p class="soft">${say("nothing_here")}</p>`}`;
}

const cellClass = (task, code) => (task.empty.includes(code) ? "empty" : "");
const missing = (task, code) => (task.empty.includes(code) ? html`<${Missing} code=${code} />` : "");

const MOST_ACTIVITIES = 3;
function TaskRow({ task, withWard }) {
  const isOpen = ui.open.has(task.id);
  const activities = isOpen || ui.printing ? task.activities : task.activities.slice(0, MOST_ACTIVITIES);
  const hidden = task.activities.length - activities.length;
  const more = hidden || task.findings.length;
  const lead = task.leadUnits.length ? task.leadUnits.join("; ") : task.lead;
  const helpers = task.helperUnits.length ? task.helperUnits.join("; ") : task.helpers;
  const button = [hidden && say("activities_count", { count: task.activities.length }),
    task.findings.length && say("findings_count", { count: task.findings.length })].filter(Boolean).join(" · ");
  return html`<tr class=${task.empty.length ? "lacking" : ""}>
      ${withWard ? html`<td data-label=${say("ward")}><a href=${`#ward/${task.ward}`}>${wardName(task.ward)}</a><br /><span class="soft small"><${Paper} index=${task.paper} page=${task.page} /></span></td>` : ""}
      <td data-label=${say("number")}>${task.number || ""}</td>
      <td data-label=${say("task")} lang="vi">${task.group ? html`<span class="group">${task.group}</span>` : ""}${task.task}
        ${activities.length ? html`<ul class="activities">${activities.map((one, index) => html`<li key=${index}>${one}</li>`)}</ul>` : ""}
        ${more ? html` <button type="button" class="link no-print" aria-expanded=${isOpen} onClick=${() => switchIn(ui.open, task.id)}>${isOpen ? say("fewer") : button}</button>` : ""}</td>
      <td data-label=${say("lead")} class=${cellClass(task, "missing_owner")}>${lead || missing(task, "missing_owner")}${helpers ? html`<br /><span class="soft small">${say("helped_by")} ${helpers}</span>` : ""}</td>
      <td data-label=${say("deadline")} class=${cellClass(task, "missing_deadline")}>${task.deadline || missing(task, "missing_deadline")}${task.end ? html`<br /><span class="soft small">${say("until", { day: day(task.end) })}</span>` : ""}</td>
      <td data-label=${say("deliverables")} class=${cellClass(task, "missing_deliverable")}>${task.deliverables.join("; ") || missing(task, "missing_deliverable")}</td>
    </tr>
    ${isOpen && task.findings.length ? html`<tr class="details"><td colspan=${withWard ? 6 : 5}>${task.findings.map((finding) => html`<${Finding} key=${finding.id} finding=${finding} />`)}</td></tr>` : ""}`;
}

function Targets() {
  const total = countFound(targetTable);
  return html`<h2 class="hidden">${say("targets")}</h2><div class="with-filters">
    <${Filters} table=${targetTable} search=${ui.targetSearch} onSearch=${(words) => { ui.targetSearch = words; later(targetTable, words); }}>
      <${Facet} table=${targetTable} id="ward" title=${say("ward")} />
      <${Facet} table=${targetTable} id="office" title=${say("office")} />
    </${Filters}>
    <div class="found-rows">
      <p role="status" class="found">${say("targets_found", { count: number(total), total: number(targets.length) })}</p>
      <${Chips} table=${targetTable} /><${LeftOut} />
      <${TargetTable} rows=${visibleRows(targetTable).map((row) => row.original)} table=${targetTable} />
      <${Pager} table=${targetTable} total=${total} />
    </div></div>`;
}

/** Targets; without `table` those of one ward, by which nothing is sorted. */
function TargetTable({ rows, table }) {
  const head = (id, words, kind) => (table
    ? html`<${SortHead} table=${table} id=${id} class=${kind}>${words}</${SortHead}>`
    : html`<th scope="col" class=${kind}>${words}</th>`);
  return html`<table class="targets cards"><caption class="hidden">${say("targets")}</caption>
    <thead><tr>${table ? head("by_ward", say("ward"), "w-ward") : ""}<th scope="col" class="w-number">${say("number")}</th>${head("by_target", say("target"), "w-task")}
      <th scope="col">${say("metrics")}</th>${head("by_lead", say("lead"), "w-lead")}${head("by_deadline", say("deadline"), "w-time")}</tr></thead>
    <tbody>${rows.map((target) => html`<${TargetRow} key=${target.id} target=${target} withWard=${Boolean(table)} />`)}</tbody></table>
    ${rows.length ? "" : html`<p class="soft">${say("nothing_here")}</p>`}`;
}

function TargetRow({ target, withWard }) {
  const lead = target.lead_units.length ? target.lead_units.join("; ") : target.lead;
  const helpers = target.coordinating_units.length ? target.coordinating_units.join("; ") : target.coordinating;
  return html`<tr>
    ${withWard ? html`<td data-label=${say("ward")}><a href=${`#ward/${target.ward}`}>${wardName(target.ward)}</a><br /><span class="soft small"><${Paper} index=${target.paper} page=${target.page} /></span></td>` : ""}
    <td data-label=${say("number")}>${target.number || ""}</td>
    <td data-label=${say("target")} lang="vi">${target.group ? html`<span class="group">${target.group}</span>` : ""}${target.target}</td>
    <td data-label=${say("metrics")} lang="vi">${target.metrics.join("; ")}</td>
    <td data-label=${say("lead")}>${lead || ""}${helpers ? html`<br /><span class="soft small">${say("helped_by")} ${helpers}</span>` : ""}</td>
    <td data-label=${say("deadline")}>${target.deadline || ""}${target.deadline_end ? html`<br /><span class="soft small">${say("until", { day: day(target.deadline_end) })}</span>` : ""}</td></tr>`;
}

function Obligations({ rows, withWard = false }) {
  return html`<h2>${say("obligations")}</h2><table class="cards"><caption class="hidden">${say("obligations")}</caption>
    <thead><tr>${withWard ? html`<th scope="col">${say("ward")}</th>` : ""}<th scope="col">${say("duty")}</th><th scope="col">${say("who")}</th><th scope="col">${say("deadline")}</th></tr></thead>
    <tbody>${rows.map((row, index) => html`<tr key=${index}>
      ${withWard ? html`<td data-label=${say("ward")}>${data.papers[row.paper] ? wardName(data.papers[row.paper].ward) : ""}<br /><span class="soft small"><${Paper} index=${row.paper} page=${row.page} /></span></td>` : ""}
      <td data-label=${say("duty")} lang="vi">${row.task}</td><td data-label=${say("who")}>${row.lead || ""}</td>
      <td data-label=${say("deadline")}>${row.deadline}${row.deadline_end ? html`<br /><span class="soft small">${say("until", { day: day(row.deadline_end) })}</span>` : ""}</td></tr>`)}</tbody></table>
    ${data.totals.more_obligations && withWard ? html`<p class="soft">${say("more_obligations", { count: number(data.totals.more_obligations) })}</p>` : ""}`;
}

function Findings() {
  const total = countFound(findingTable);
  return html`<h2 class="hidden">${say("findings")}</h2><div class="with-filters">
    <${Filters} table=${findingTable} search=${ui.findingSearch} onSearch=${(words) => { ui.findingSearch = words; later(findingTable, words); }}>
      <${Facet} table=${findingTable} id="severity" title=${say("severity")} compare=${WORST_FIRST} />
      <${Facet} table=${findingTable} id="code" title=${say("lack")} shown=${10} />
      <${Facet} table=${findingTable} id="ward" title=${say("ward")} />
    </${Filters}>
    <div class="found-rows">
      <p role="status" class="found">${say("findings_found", { count: number(total), total: number(findings.length) })}</p>
      <${Chips} table=${findingTable} /><${LeftOut} />
      <table class="cards findings"><caption class="hidden">${say("findings")}</caption>
      <thead><tr><th scope="col" class="w-ward">${say("ward")}</th><th scope="col">${say("finding")}</th></tr></thead>
      <tbody>${visibleRows(findingTable).map(({ original: one }) => html`<tr key=${one.id}>
        <td data-label=${say("ward")}><a href=${`#ward/${one.ward}`}>${wardName(one.ward)}</a><br /><span class="soft small"><${Paper} index=${one.paper} page=${one.page} /></span></td>
        <td><${Finding} finding=${one} /></td></tr>`)}</tbody></table>
      ${total ? "" : html`<p class="soft">${say("no_findings")}</p>`}
      <${Pager} table=${findingTable} total=${total} />
    </div></div>`;
}

const ofWard = (rows, index) => rows.filter((one) => one.ward === index);

/** What a ward is told, to print on sheets of its own. */
function Ward({ index }) {
  const ward = data.wards[index];
  const mine = ofWard(tasks, index);
  const lacking = mine.filter((task) => task.empty.length);
  const goals = ofWard(targets, index);
  const told = ofWard(findings, index);
  // On paper the table above says what a task leaves empty; its findings would say it again.
  const isInTable = (finding) => finding.task !== null && EMPTY_CELLS.includes(finding.code);
  const others = ui.printing ? told.filter((finding) => !isInTable(finding)) : told;
  const papers = data.papers.filter((paper) => paper.ward === index);
  const counts = ranked({ ward: index, ...ward });
  return html`<article class="ward"><h2>${wardName(index)}${ward.province && !wardName(index).includes("(") ? html` <span class="soft">${ward.province}</span>` : ""}</h2>
    <p>${say("ward_counts", { papers: number(ward.papers), tasks: number(counts.tasks), empty: number(counts.empty), share: percent(counts.empty, 3 * counts.tasks) || "0%" })}</p>
    <table class="cards"><caption>${say("papers_of_ward")}</caption>
      <thead><tr><th scope="col">${say("paper")}</th><th scope="col">${say("document_number")}</th><th scope="col">${say("issued_on")}</th><th scope="col">${say("title_of_paper")}</th></tr></thead>
      <tbody>${papers.map((paper) => html`<tr key=${paper.index}><td data-label=${say("paper")}><${Paper} index=${paper.index} />${paper.status === "partial" ? html` <span class="mark warning">${say("partial")}</span>` : ""}</td>
        <td data-label=${say("document_number")} class=${paper.document_number ? "" : "empty"}>${paper.document_number || html`<${Missing} code="missing_document_number" />`}</td>
        <td data-label=${say("issued_on")} class=${paper.missing_issue_date ? "empty" : ""}>${day(paper.issued_on)} ${paper.missing_issue_date ? html`<${Missing} code="missing_issue_date" />` : ""}</td>
        <td data-label=${say("title_of_paper")} lang="vi">${paper.title || ""}</td></tr>`)}</tbody></table>
    ${lacking.length ? html`<h3>${say("to_fill_in", { count: number(counts.empty) })}</h3><${TaskTable} rows=${lacking} caption=${say("to_fill_in", { count: number(counts.empty) })} />` : html`<p class="good-news">${say("nothing_missing")}</p>`}
    ${others.length ? html`<h3>${say("findings")} (${number(others.length)})</h3>${others.map((finding) => html`<${Finding} key=${finding.id} finding=${finding} withPaper=${papers.length > 1} />`)}` : ""}
    ${mine.length > lacking.length ? html`<div class="no-print"><h3>${say("whole_tasks", { count: number(mine.length - lacking.length) })}</h3><${TaskTable} rows=${mine.filter((task) => !task.empty.length)} caption=${say("tasks")} /></div>` : ""}
    ${goals.length ? html`<div class="no-print"><h3>${say("targets")} (${number(goals.length)})</h3><${TargetTable} rows=${goals} /></div>` : ""}
  </article>`;
}

function Wards({ route }) {
  const index = Number(route.split("/")[1]);
  const isOne = route.startsWith("ward/") && data.wards[index];
  if (route === "wards/all") {
    return html`<p class="no-print"><a href="#wards">${say("back_to_wards")}</a> · ${say("print_all_help")}</p>${sortedRanking().map((one) => html`<${Ward} key=${one.ward} index=${one.ward} />`)}`;
  }
  if (isOne) {
    return html`<p class="no-print toolbar"><a href="#wards">${say("back_to_wards")}</a>
      <button type="button" onClick=${() => window.print()}>${say("print_ward")}</button>
      <a href="#tasks" onClick=${() => choose(taskTable, "ward", [index])}>${say("filter_ward")}</a></p><${Ward} index=${index} />`;
  }
  return html`<h2>${say("wards")}</h2><p class="no-print"><a class="go" href="#wards/all">${say("all_ward_pages", { count: number(data.wards.length) })}</a></p>
    <ul class="ward-list">${data.wards.map((_, each) => ranked({ ward: each, ...data.wards[each] })).sort((one, other) => collator.compare(one.name, other.name))
      .map((one) => html`<li key=${one.ward}><a href=${`#ward/${one.ward}`}>${one.name}</a> <span class="soft">${say("ward_short", { tasks: number(one.tasks), empty: number(one.empty) })}</span></li>`)}</ul>`;
}

function Files() {
  const { forms, unread, papers } = data;
  const withLink = (row) => (row.paper_link ? html`<a href=${row.paper_link}>${row.paper}</a>` : row.paper);
  const json = (row) => (row.plan_link ? html` <a class="soft" href=${row.plan_link}>JSON</a>` : "");
  return html`${unread.length ? html`<h2>${say("unread")}</h2><table class="cards"><caption class="hidden">${say("unread")}</caption>
      <thead><tr><th scope="col">${say("file")}</th><th scope="col">${say("result")}</th><th scope="col">${say("reason")}</th></tr></thead>
      <tbody>${unread.map((row, index) => html`<tr key=${index}><td data-label=${say("file")}>${withLink(row)}</td><td data-label=${say("result")}>${say(`status_${row.status}`)}</td><td data-label=${say("reason")} lang="vi">${row.reason || ""}</td></tr>`)}</tbody></table>
      ${data.totals.more_unread ? html`<p class="soft">${say("more_unread", { count: number(data.totals.more_unread) })}</p>` : ""}` : ""}
    ${forms.length ? html`<h2>${say("forms")}</h2><p class="soft">${say("forms_help")}</p><table class="cards"><caption class="hidden">${say("forms")}</caption>
      <thead><tr><th scope="col">${say("form_counted")}</th><th scope="col" class="n">${say("tasks_short")}</th><th scope="col">${say("form_other")}</th><th scope="col" class="n">${say("tasks_short")}</th><th scope="col">${say("likeness")}</th></tr></thead>
      <tbody>${forms.map(([row, of], index) => html`<tr key=${index}><td data-label=${say("form_counted")}>${withLink(of)}${json(of)}</td><td class="n" data-label=${say("tasks_short")}>${of.tasks ?? ""}</td>
        <td data-label=${say("form_other")}>${withLink(row)}${json(row)} ${row.document_number ? "" : html`<span class="mark info">${nameOf("missing_document_number")}</span>`}</td><td class="n" data-label=${say("tasks_short")}>${row.tasks}</td><td data-label=${say("likeness")}>${of.likeness || say("same_file")}</td></tr>`)}</tbody></table>
      ${data.totals.more_forms ? html`<p class="soft">${say("more_forms", { count: number(data.totals.more_forms) })}</p>` : ""}` : ""}
    <h2>${say("papers_read")}</h2><table class="cards"><caption class="hidden">${say("papers_read")}</caption>
      <thead><tr><th scope="col">${say("paper")}</th><th scope="col">${say("ward")}</th><th scope="col">${say("document_number")}</th><th scope="col">${say("issued_on")}</th><th scope="col" class="n">${say("pages_short")}</th><th scope="col" class="n">${say("tasks_short")}</th><th scope="col" class="n">${say("tile_errors")}</th></tr></thead>
      <tbody>${papers.map((paper) => html`<tr key=${paper.index}><td data-label=${say("paper")}><${Paper} index=${paper.index} />${json(paper)}${paper.status === "partial" ? html` <span class="mark warning">${say("partial")}</span>` : ""}</td>
        <td data-label=${say("ward")}><a href=${`#ward/${paper.ward}`}>${wardName(paper.ward)}</a></td><td data-label=${say("document_number")}>${paper.document_number || ""}</td><td data-label=${say("issued_on")}>${day(paper.issued_on)}</td>
        <td class="n" data-label=${say("pages_short")}>${paper.pages || ""}</td><td class="n" data-label=${say("tasks_short")}>${number(paper.tasks)}</td><td class="n" data-label=${say("tile_errors")}>${paper.errors || ""}</td></tr>`)}</tbody></table>`;
}
