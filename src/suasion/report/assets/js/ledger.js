// The ledger's filters: text, source, modality, topic; they live in the fragment like the view.

const FILTERS = ["q", "source", "modality", "topic"];
const AT_FIRST = 40;

function filterLedger() {
  const needle = view.q.trim().toLowerCase();
  const shown = new Set();
  const isFiltered = Boolean(needle || view.source || view.modality || view.topic);
  let total = 0;
  for (const row of document.querySelectorAll("tr.statement")) {
    total += 1;
    const fits = ["source", "modality", "topic"].every((n) => !view[n] || row.dataset[n] === view[n]) &&
      (!needle || row.textContent.toLowerCase().includes(needle));
    row.hidden = !fits || (!isFiltered && !view.all && total > AT_FIRST);
    if (fits) shown.add(row.id.slice(2));
  }
  for (const pair of document.querySelectorAll("li[data-ids]")) {
    pair.hidden = !pair.dataset.ids.split(" ").some((id) => shown.has(id));
  }
  const count = document.getElementById("filter-count");
  if (!count) return;
  count.textContent = shown.size === total ? `${total} statements`
    : `${shown.size} of ${total} statements`;
  document.getElementById("filter-none").hidden = shown.size > 0;
  const more = document.getElementById("filter-all");
  more.hidden = isFiltered || Boolean(view.all) || total <= AT_FIRST;
  more.textContent = `Show all ${total} statements`;
}

function clearFilters() { return { q: "", source: "", modality: "", topic: "", all: "1", verdict: "", part: "", speaker: "", fate: "", chance: "" }; }

for (const name of FILTERS) {
  const input = document.getElementById("filter-" + name);
  input?.addEventListener("input", () =>
    setView({ [name]: input.value }, { replace: name === "q" }));
}
document.getElementById("filter-all")?.addEventListener("click", () => setView({ all: "1" }));
document.getElementById("filters")?.addEventListener("submit", (event) => event.preventDefault());
