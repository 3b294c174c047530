// Datasets are written once, column by column; here they become rows, and only those in view.

const datasets = new Map();

function rowsOf(id) {
  if (!datasets.has(id)) {
    const island = [...document.querySelectorAll("script.dataset")].find((s) => s.dataset.id === id);
    datasets.set(id, island ? unpack(JSON.parse(island.textContent)) : { rows: [], facets: [] });
  }
  return datasets.get(id);
}

function unpack({ count, columns, facets }) {
  const names = Object.keys(columns);
  const rows = Array.from({ length: count }, (_, i) => {
    const row = {};
    for (const name of names) {
      const column = columns[name];
      row[name] = Array.isArray(column) ? column[i] : column.values[column.codes[i]];
    }
    return row;
  });
  return { rows, facets };
}

function isInView(row, facets, state) {
  for (const facet of facets) {
    if (facet === "horizon" && row.horizon && row.horizon !== state.horizon) return false;
    if (facet === "account" && (row.account || "") !== state.account) return false;
    if (facet === "game" && row.game !== state.game) return false;
    if (facet === "pair" && row.pair !== chosenParting().pair) return false;
    if (facet === "result" && row.result !== chosenParting().result) return false;
    if (facet === "hindcast" && row.hindcast !== state.hindcast) return false;
    if (facet === "scenario" && state.unpinned.split(" ").includes(row.scenario)) return false;
  }
  return true;
}

function rowsInView(id, where = {}) {
  const { rows, facets } = rowsOf(id);
  const tests = Object.entries(where);
  return rows.filter((row) => isInView(row, facets, view) &&
    tests.every(([name, values]) => values.includes(row[name])));
}

// "shared base" for results of no account in particular, else the account's title.
function accountTitle(id) { return settings.accounts[id || ""] ?? id; }
