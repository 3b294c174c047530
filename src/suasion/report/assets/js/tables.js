// Tables follow the view: each cell with a key shows the row of its dataset that is in view.
// Columns sort on demand; scenario tables leave out what is not pinned.

const CARRIED = ["title", "text", "unit", "interval", "account", "horizon", "trace", "statements",
  "assumed", "note", "level"];

function fillCell(cell, row) {
  if (!row || row.value === null || row.value === undefined) {
    cell.replaceChildren(document.createTextNode("–"));
    cell.dataset.sort = "";
    return;
  }
  const link = document.createElement(row.trace ? "a" : "span");
  link.className = "fig";
  if (row.trace) link.href = "#" + encodeURIComponent("trace." + row.trace);
  else link.tabIndex = 0;
  for (const name of CARRIED) if (row[name]) link.dataset[name] = row[name];
  link.textContent = row.text;
  const unit = span("u", row.unit), interval = span("iv", row.interval);
  cell.replaceChildren(link, document.createTextNode(" "), unit, interval);
  if (row.name && cell.closest("#leverage-pairs")) cell.append(span("sub", row.name));
  cell.dataset.sort = row.value;
}

function span(name, text) {
  const node = document.createElement("span");
  node.className = name;
  node.textContent = text || "";
  return node;
}

function fillTables() {
  for (const table of document.querySelectorAll("table[data-dataset]")) {
    const found = new Map(rowsInView(table.dataset.dataset).map((row) => [row.key, row]));
    for (const line of table.tBodies[0].rows) {
      const cells = [...line.querySelectorAll("[data-cell]")];
      const rows = cells.map((cell) => found.get(cell.dataset.cell.split("@")[0]));
      cells.forEach((cell, i) => {
        const column = cell.dataset.cell.split("@")[1];
        if (column) cell.textContent = rows[i]?.[column] || "–";
        else fillCell(cell, rows[i]);
      });
      line.hidden = cells.length > 0 && !rows.some(Boolean);
    }
  }
  for (const lines of document.querySelectorAll("[data-game]")) {
    lines.hidden = lines.dataset.game !== view.game;
  }
  for (const lines of document.querySelectorAll("[data-account-lines]")) {
    lines.hidden = lines.dataset.accountLines !== view.account;
  }
  const unpinned = view.unpinned.split(" ");
  for (const line of document.querySelectorAll("tr[data-group]")) {
    line.hidden = unpinned.includes(line.dataset.group);
  }
  for (const note of document.querySelectorAll("[data-following]")) {
    const empty = [...note.closest("section").querySelectorAll("script.dataset")]
      .every((island) => !rowsInView(island.dataset.id).length);
    note.textContent = `Horizon: ${view.horizon} · account: ${accountTitle(view.account)}` +
      (empty ? `. Nothing was computed for this account at this horizon${elsewhere(note)}.` : "");
    note.classList.toggle("notice", empty);
  }
}

// The horizons at which there is something for the chosen account.
function elsewhere(note) {
  const ids = [...note.closest("section").querySelectorAll("script.dataset")].map((s) => s.dataset.id);
  const there = settings.horizons.filter((horizon) =>
    ids.some((id) => rowsOf(id).rows.some((row) =>
      row.horizon === horizon && (row.account || "") === view.account)));
  return there.length ? `; there is something at: ${there.join(", ")}` : "";
}

function makeSortable(table) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sortTable(table, head, column));
    head.replaceChildren(button);
  });
}

function sortTable(table, head, column) {
  const isDown = head.getAttribute("aria-sort") !== "descending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
  const keyed = [...table.tBodies[0].rows].map((line) => [sortKey(line.cells[column]), line]);
  keyed.sort(([a], [b]) => (isDown ? -1 : 1) * compareKeys(a, b));
  table.tBodies[0].append(...keyed.map(([, line]) => line));
  filterDeals();
}

function sortKey(cell) {
  if (cell.dataset.sort === undefined) return cell.textContent.trim();
  return cell.dataset.sort === "" ? -Infinity : Number(cell.dataset.sort);
}

function compareKeys(a, b) {
  return typeof a === "number" && typeof b === "number" ? a - b
    : String(a).localeCompare(String(b));
}

for (const table of document.querySelectorAll("table.sortable")) makeSortable(table);
