// The rows of mechanisms: by verdict and by section; the choice lives in the fragment.

const MECHANISM_FILTERS = ["verdict", "part"];

function filterMechanisms() {
  const rows = [...document.querySelectorAll("details.mechanism")];
  let fitting = 0;
  for (const row of rows) {
    row.hidden = !MECHANISM_FILTERS.every((name) => !view[name] || row.dataset[name] === view[name]);
    fitting += !row.hidden;
  }
  const count = document.getElementById("mechanism-count");
  if (count) {
    count.textContent = fitting === rows.length ? `${fitting} mechanisms`
      : `${fitting} of ${rows.length} mechanisms`;
  }
}

for (const name of MECHANISM_FILTERS) {
  document.getElementById("filter-" + name)?.addEventListener("change", (event) =>
    setView({ [name]: event.target.value }));
}
document.getElementById("mechanism-filters")?.addEventListener("submit", (event) =>
  event.preventDefault());
