// The page: which view is shown, and when it is drawn anew.

const VIEWS = [
  ["overview", Overview], ["tasks", Tasks], ...(data.totals.targets ? [["targets", Targets]] : []),
  ["findings", Findings], ["wards", Wards], ["files", Files],
];
const viewOf = (route) => VIEWS.find(([name]) => route === name || route.startsWith(`${name}/`)
  || (name === "wards" && route.startsWith("ward/"))) || VIEWS[0];

function App() {
  const [current, View] = viewOf(ui.route);
  const counts = { tasks: data.totals.tasks, targets: data.totals.targets, findings: data.totals.findings, wards: data.wards.length };
  return html`<a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); document.getElementById("main").focus(); }}>${say("skip")}</a>
    <header><div><h1>${say("title")}</h1><p class="soft">${say(data.totals.pages ? "subtitle" : "subtitle_without_pages", { read: number(data.totals.read), pages: number(data.totals.pages) })}</p></div>
      <p class="toolbar no-print"><button type="button" lang=${ui.lang === "vi" ? "en" : "vi"} onClick=${switchLanguage}>${say("other_language")}</button>
        <button type="button" onClick=${() => window.print()}>${say("print")}</button></p></header>
    <nav class="views no-print" aria-label=${say("views")}>${VIEWS.map(([name]) => html`<a key=${name} href=${`#${name}`}
      aria-current=${name === current ? "page" : undefined}>${say(name)}${counts[name] ? html` <span class="count">${number(counts[name])}</span>` : ""}</a>`)}</nav>
    <main id="main" tabindex="-1"><${View} route=${ui.route} /></main>
    <footer class="soft">${say("footer")}</footer>`;
}

function draw() {
  if (!isWhole() && viewOf(ui.route)[0] !== "overview") return;
  document.documentElement.lang = ui.lang;
  document.title = say("title");
  libraries.render(html`<${App} />`, document.getElementById("app"));
}

function switchLanguage() {
  ui.lang = ui.lang === "vi" ? "en" : "vi";
  draw();
}

function go() {
  const before = viewOf(ui.route)[0];
  const route = decodeURIComponent(location.hash.slice(1)) || "overview";
  const isOther = route !== ui.route;
  ui.route = route;
  draw();
  if (isOther && (before !== viewOf(route)[0] || route.startsWith("ward"))) {
    window.scrollTo(0, 0);
    document.getElementById("main").focus({ preventScroll: true });
  }
}

window.addEventListener("hashchange", go);
window.addEventListener("beforeprint", () => { ui.printing = true; draw(); });
window.addEventListener("afterprint", () => { ui.printing = false; draw(); });
ui.route = decodeURIComponent(location.hash.slice(1)) || "overview";
// The first screen is drawn before the tasks have come; its charts, when they have, which is before
// targets, findings and pictures. Then the table makes the rows its own, so that the first filter
// need not wait for that.
document.addEventListener("tasks-have-come", () => {
  gatherTasks();
  draw();
  setTimeout(() => taskTable.getCoreRowModel(), 50);
});
document.addEventListener("all-has-come", () => {
  gatherRest();
  draw();
});
document.addEventListener("DOMContentLoaded", () => { if (viewOf(ui.route)[0] !== "overview") draw(); });
draw();
