// The explorer of deals: bundles by what they change, by kind, and by whether they would be kept.

const DEAL_FILTERS = ["deal", "kind", "held"];
const DEALS_AT_FIRST = 20;

function filterDeals() {
  const table = document.getElementById("deals-table");
  if (!table) return;
  const found = new Map(rowsInView(table.dataset.dataset, { measure: ["joint"] })
    .map((row) => [row.key.split("|")[0], row]));
  const isFiltered = DEAL_FILTERS.some((name) => view[name]);
  let fitting = 0;
  for (const line of table.tBodies[0].rows) {
    const row = found.get(line.cells[0].dataset.cell.split("|")[0]);
    const fits = Boolean(row) && fitsDeal(row);
    fitting += fits;
    line.hidden = !fits || (!isFiltered && !view.deals && fitting > DEALS_AT_FIRST);
  }
  document.getElementById("deal-count").textContent =
    fitting === found.size ? `${fitting} bundles` : `${fitting} of ${found.size} bundles`;
  const more = document.getElementById("deal-all");
  more.hidden = isFiltered || Boolean(view.deals) || fitting <= DEALS_AT_FIRST;
  more.textContent = `Show all ${fitting} bundles`;
}

function fitsDeal(row) {
  if (view.kind && !row.kinds.split(" ").includes(view.kind)) return false;
  if (view.held && row.holds !== view.held) return false;
  if (!view.deal) return true;
  const choice = document.querySelector(`#filter-deal option[value="${CSS.escape(view.deal)}"]`);
  const changed = row.changes.split(" ");
  const touches = (choice?.dataset.changes ?? "").split(" ").some((name) => changed.includes(name));
  return view.deal.startsWith("keeps:") ? !touches : touches;
}

for (const name of DEAL_FILTERS) {
  document.getElementById("filter-" + name)?.addEventListener("change", (event) =>
    setView({ [name]: event.target.value }));
}
document.getElementById("deal-all")?.addEventListener("click", () => setView({ deals: "1" }));
document.getElementById("deal-filters")?.addEventListener("submit", (event) => event.preventDefault());
