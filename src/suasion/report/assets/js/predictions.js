// The rows of predictions: by speaker, by what became of them, with or without a probability; and
// the day of the hindcasts in view. The choice lives in the fragment.

const PREDICTION_FILTERS = ["speaker", "fate", "chance"];

function filterPredictions() {
  const rows = [...document.querySelectorAll("details.prediction")];
  let fitting = 0;
  for (const row of rows) {
    row.hidden = !PREDICTION_FILTERS.every((name) => !view[name] || row.dataset[name] === view[name]);
    fitting += !row.hidden;
  }
  const count = document.getElementById("prediction-count");
  if (count) {
    count.textContent = fitting === rows.length ? `${fitting} predictions`
      : `${fitting} of ${rows.length} predictions`;
  }
}

for (const name of [...PREDICTION_FILTERS, "hindcast"]) {
  document.getElementById("filter-" + name)?.addEventListener("change", (event) =>
    setView({ [name]: event.target.value }));
}
for (const id of ["prediction-filters", "hindcast-filters"]) {
  document.getElementById(id)?.addEventListener("submit", (event) => event.preventDefault());
}
