"use strict";
(() => {
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  for (const box of document.querySelectorAll("input[data-table]")) {
    const table = document.getElementById(box.dataset.table);
    const count = document.getElementById(box.dataset.table + "-count");
    const rows = Array.from(table.tBodies[0].rows);
    let texts = null;
    const search = () => {
      texts = texts || rows.map((row) => plain(row.textContent));
      const words = plain(box.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        const fits = words.every((word) => texts[at].includes(word));
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      count.textContent = shown + " / " + rows.length;
    };
    let waiting = 0;
    box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 120); });
    box.parentElement.hidden = false;
    search();
  }
})();
