// Parts that several views are made of. All text goes through Preact, which escapes it.

const html = libraries.htm.bind(libraries.h);

const Missing = ({ code }) => html`<span class="missing">${nameOf(code)}</span>`;
const Mark = ({ severity }) => html`<span class="mark ${severity}">${say(`severity_${severity}`)}</span>`;

const valueNames = {
  ward: (value) => wardName(value),
  office: (value) => (value === NO_OFFICE ? say("no_office") : value),
  quarter: (value) => timeName(value),
  month: (value) => timeName(value),
  lack: (value) => nameOf(value),
  code: (value) => nameOf(value),
  severity: (value) => say(`severity_${value}`),
};
function timeName(value) {
  const quarter = /^(\d{4})-Q(\d)$/.exec(value);
  if (quarter) return say("quarter_name", { year: quarter[1], quarter: ["I", "II", "III", "IV"][quarter[2] - 1] });
  const month = /^(\d{4})-(\d{2})$/.exec(value);
  if (month) return say("month_name", { year: month[1], month: Number(month[2]) });
  return data.words[`kind_${value}`] ? say(`kind_${value}`) : value;
}

/** Bars that lie, each a button that filters. */
function Bars({ table, id, title, shown = 8, compare = mostFirst }) {
  const all = counted(table, id, compare).filter((one) => one.count || filtersOf(table, id).includes(one.value));
  const key = `bars-${id}`;
  const visible = ui.longLists.has(key) ? all : all.slice(0, shown);
  const most = Math.max(1, ...all.map((one) => one.count));
  const chosen = filtersOf(table, id);
  return html`<section class="panel" aria-label=${title}>
    <h3>${title}</h3>
    ${all.length ? "" : html`<p class="soft">${say("nothing_here")}</p>`}
    <ul class="bars">${visible.map(({ value, count }) => html`<li key=${value}>
      <button type="button" aria-pressed=${chosen.includes(value)} onClick=${() => toggle(table, id, value)}>
        <span class="bar-name">${valueNames[id](value)}</span>
        <span class="bar-track"><span class="bar" style=${`width:${Math.max(1, (100 * count) / most)}%`}></span></span>
        <span class="bar-count">${number(count)}</span>
      </button></li>`)}</ul>
    ${all.length > shown ? html`<button type="button" class="link no-print" aria-expanded=${ui.longLists.has(key)}
      onClick=${() => switchIn(ui.longLists, key)}>${ui.longLists.has(key) ? say("fewer") : say("all_values", { count: number(all.length) })}</button>` : ""}
  </section>`;
}

/** Bars that stand: the months, under their quarters. Months and quarters are buttons. */
function Months({ table }) {
  const counts = new Map(counted(table, "month", inOrder).map((one) => [one.value, one.count]));
  const months = monthsBetween([...counts.keys()].filter((month) => /^\d{4}-\d{2}$/.test(month)), counts);
  const quarters = [];
  for (const month of months) {
    const quarter = `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
    if (!quarters.length || quarters.at(-1).quarter !== quarter) quarters.push({ quarter, months: [] });
    quarters.at(-1).months.push(month);
  }
  const most = Math.max(1, ...months.map((month) => counts.get(month) || 0));
  const others = counted(table, "quarter", mostFirst).filter(({ value }) => !/^\d{4}-Q\d$/.test(value));
  return html`<section class="panel wide" aria-label=${say("chart_time")}>
    <h3>${say("chart_time")}</h3>
    <ul class="quarters">${quarters.map(({ quarter, months: inside }) => html`<li key=${quarter} style=${`flex-grow:${inside.length}`}>
      <ul class="months">${inside.map((month) => html`<li key=${month}>
        <button type="button" aria-pressed=${filtersOf(table, "month").includes(month)} onClick=${() => toggle(table, "month", month)}
          aria-label=${`${timeName(month)}: ${number(counts.get(month) || 0)}`}>
          <span class="bar-count">${counts.get(month) ? number(counts.get(month)) : ""}</span>
          <span class="column" style=${`height:${Math.round((96 * (counts.get(month) || 0)) / most)}px`}></span>
          <span>${Number(month.slice(5))}</span>
        </button></li>`)}</ul>
      <button type="button" class="quarter" aria-pressed=${filtersOf(table, "quarter").includes(quarter)}
        onClick=${() => toggle(table, "quarter", quarter)}>${timeName(quarter)}</button></li>`)}</ul>
    <p class="chips">${others.map(({ value, count }) => html`<button type="button" class="chip" key=${value}
      aria-pressed=${filtersOf(table, "quarter").includes(value)} onClick=${() => toggle(table, "quarter", value)}>
      ${timeName(value)} <b>${number(count)}</b></button> `)}</p>
  </section>`;
}
const MOST_MONTHS = 24;
/** The months from the first to the last; the busiest stretch where there are too many (one mistyped
    year must not flatten all others). */
function monthsBetween(known, counts) {
  if (!known.length) return [];
  const index = (month) => 12 * Number(month.slice(0, 4)) + Number(month.slice(5)) - 1;
  const name = (at) => `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
  const numbers = known.map(index).sort((one, other) => one - other);
  let [first, last] = [numbers[0], numbers.at(-1)];
  if (last - first >= MOST_MONTHS) {
    const within = (start) => numbers.filter((at) => at >= start && at < start + MOST_MONTHS);
    const sum = (start) => within(start).reduce((total, at) => total + (counts.get(name(at)) || 0), 0);
    first = numbers.reduce((best, start) => (sum(start) > sum(best) ? start : best), first);
    last = within(first).at(-1);
  }
  return Array.from({ length: last - first + 1 }, (_, step) => name(first + step));
}

/** The boxes of one facet, with a search where there are many. */
function Facet({ table, id, title, compare = mostFirst, shown = 6 }) {
  const all = counted(table, id, compare);
  const chosen = filtersOf(table, id);
  const wanted = plain(ui.facetSearch[id] || "");
  const fitting = all.filter(({ value, count }) => (count || chosen.includes(value))
    && plain(valueNames[id](value)).includes(wanted));
  const isLong = ui.longLists.has(`facet-${id}`) || wanted;
  const first = isLong ? fitting : fitting.slice(0, shown);
  const visible = [...first, ...fitting.filter((one) => chosen.includes(one.value) && !first.includes(one))];
  return html`<fieldset>
    <legend>${title}</legend>
    ${all.length > 12 ? html`<input type="search" aria-label=${say("find_value", { title })} placeholder=${say("find_short")}
      value=${ui.facetSearch[id] || ""} onInput=${(event) => { ui.facetSearch[id] = event.target.value; draw(); }} />` : ""}
    <ul class=${visible.length > 12 ? "long" : ""} ...${visible.length > 12 ? { tabIndex: 0, "aria-label": title } : {}}>
      ${visible.map(({ value, count }) => html`<li key=${value}><label><input type="checkbox"
      checked=${chosen.includes(value)} onChange=${() => toggle(table, id, value)} />
      <span>${valueNames[id](value)}</span> <span class="soft">${number(count)}</span></label></li>`)}</ul>
    ${fitting.length > shown && !wanted ? html`<button type="button" class="link" aria-expanded=${Boolean(isLong)}
      onClick=${() => switchIn(ui.longLists, `facet-${id}`)}>${isLong ? say("fewer") : say("all_values", { count: number(fitting.length) })}</button>` : ""}
  </fieldset>`;
}

/** What is filtered by, each with a button that ends it. */
function Chips({ table, children }) {
  const filters = columnFilters(table).filter(({ id }) => id !== "text");
  if (!isFiltered(table)) return null;
  return html`<p class="chips active"><span class="soft">${say("filtered_by")}</span>
    ${filters.flatMap(({ id, value }) => value.map((one) => html`<button type="button" class="chip" key=${`${id}-${one}`}
      aria-label=${say("without", { name: valueNames[id](one) })}
      onClick=${() => toggle(table, id, one)}>${valueNames[id](one)} <span aria-hidden="true">×</span></button>`))}
    <button type="button" class="link" onClick=${() => clearFilters(table)}>${say("clear")}</button> ${children}</p>`;
}

function Pager({ table, total }) {
  const { pageIndex, pageSize } = table.atoms.pagination.get();
  if (total <= pageSize) return null;
  const go = (page) => { table.setPageIndex(page); draw(); document.querySelector("table caption").scrollIntoView(); };
  return html`<nav class="pager no-print" aria-label=${say("pages_of_table")}>
    <button type="button" disabled=${pageIndex === 0} onClick=${() => go(pageIndex - 1)}>${say("previous")}</button>
    <span>${say("rows_of", { first: number(pageIndex * pageSize + 1), last: number(Math.min(total, (pageIndex + 1) * pageSize)), total: number(total) })}</span>
    <button type="button" disabled=${(pageIndex + 1) * pageSize >= total} onClick=${() => go(pageIndex + 1)}>${say("next")}</button>
  </nav>`;
}

/** A heading by which the table is sorted. */
function SortHead({ table, id, children, ...rest }) {
  const way = table.getColumn(id).getIsSorted();
  const state = way === "asc" ? "ascending" : way === "desc" ? "descending" : "none";
  return html`<th scope="col" aria-sort=${state} ...${rest}><button type="button" class="sort"
    onClick=${() => { table.getColumn(id).toggleSorting(); table.setPageIndex(0); draw(); }}>${children}
    <span aria-hidden="true">${way === "asc" ? "▲" : way === "desc" ? "▼" : "↕"}</span></button></th>`;
}

/** A paper: a link where the report lies beside the papers. */
function Paper({ index, page }) {
  const paper = data.papers[index];
  if (!paper) return null;
  const link = paper.paper_link ? `${paper.paper_link.split("#")[0]}${page ? `#page=${page}` : ""}` : null;
  return html`${link ? html`<a href=${link}>${paper.paper}</a>` : paper.paper}${page ? html` <span class="soft">${say("page", { page })}</span>` : ""}`;
}

/** A finding with its words, its picture, and what to do about it. */
function Finding({ finding, withPaper = false }) {
  const vi = ui.lang === "vi";
  const advice = vi ? finding.suggestion : finding.suggestion_en || finding.suggestion;
  const picture = pictureOf(finding);
  const label = finding.evidence || nameOf(finding.code);
  return html`<div class="finding ${finding.severity}">
    <p><${Mark} severity=${finding.severity} /> <b>${nameOf(finding.code)}</b>${finding.place ? html` <span class="soft">${finding.place}</span>` : ""}
      ${withPaper ? html`<span class="soft"> · <${Paper} index=${finding.paper} page=${finding.page} /></span>` : ""}</p>
    <p>${vi ? finding.message : finding.message_en}</p>
    ${finding.evidence ? html`<blockquote lang="vi">${finding.evidence}</blockquote>` : ""}
    ${advice ? html`<p class="advice"><b>${say("suggestion")}</b> ${advice}</p>` : ""}
    ${picture ? html`<img src=${picture} loading=${ui.printing ? "eager" : "lazy"} alt=${say("picture_of", { label: label.slice(0, 80) })} />` : ""}
  </div>`;
}

function switchIn(set, key) {
  if (!set.delete(key)) set.add(key);
  draw();
}
