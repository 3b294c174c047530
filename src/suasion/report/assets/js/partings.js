// What parts two accounts: the pair and the outcome that are chosen live in the fragment. Which of
// the two is named first does not matter; without a choice the clearest difference is shown.

const PARTING_CHOICES = ["one", "other", "result"];
let partingFor = null;
let partingShown = {};

function pairLists() { return [...document.querySelectorAll("[data-pair-told]")]; }

// The list of the chosen pair; the one that the page opens with where the choice is no pair.
function chosenList() {
  const lists = pairLists(), [first, second] = chosenAccounts();
  const names = [`${first} ${second}`, `${second} ${first}`];
  return lists.find((list) => names.includes(list.dataset.pairTold)) ??
    lists.find((list) => list.dataset.pairTold === openingPair());
}

function openingPair() { return document.getElementById("parting-filters")?.dataset.first ?? ""; }

function chosenAccounts() {
  const [first, second] = openingPair().split(" ");
  return [view.one || first, view.other || second];
}

// The pair and the outcome in view, worked out once for each state of the page.
function chosenParting() {
  const key = PARTING_CHOICES.map((name) => view[name]).join("|");
  if (partingFor?.key !== key) {
    const list = chosenList();
    const known = [...document.querySelectorAll("#filter-result option")].map((o) => o.value);
    const result = known.includes(view.result) ? view.result : list?.dataset.clearest;
    partingFor = { key, pair: list?.dataset.pairTold, result, names: list?.dataset.names };
  }
  return partingFor;
}

function showParting() {
  const form = document.getElementById("parting-filters");
  if (!form) return;
  const { pair, result, names } = chosenParting();
  const asked = chosenAccounts(), found = pair.split(" ");
  const [one, other] = asked.every((name) => found.includes(name)) ? asked : found;
  partingShown = { one, other };
  document.getElementById("filter-one").value = one;
  document.getElementById("filter-other").value = other;
  document.getElementById("filter-result").value = result;
  for (const list of pairLists()) list.hidden = list.dataset.pairTold !== pair;
  for (const link of document.querySelectorAll("a[data-pair]")) {
    const isShown = link.dataset.pair === pair && (link.dataset.result ?? result) === result;
    if (isShown) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  document.getElementById("parting-shown").textContent = `${names}: ${result}`;
}

// Choosing the account that the other list shows exchanges the two.
function chooseAccount(name, value) {
  const next = { ...partingShown, [name]: value, result: "" };
  if (next.one === next.other) next[name === "one" ? "other" : "one"] = partingShown[name];
  setView(next);
}

for (const name of ["one", "other"]) {
  document.getElementById("filter-" + name)?.addEventListener("change", (event) =>
    chooseAccount(name, event.target.value));
}
document.getElementById("filter-result")?.addEventListener("change", (event) => {
  setView({ ...partingShown, result: event.target.value });
});
document.getElementById("parting-filters")?.addEventListener("submit", (event) =>
  event.preventDefault());

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-pair]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const [one, other] = link.dataset.pair.split(" ");
  const isThere = view.anchor === "partings-pair";
  setView({ one, other, result: link.dataset.result ?? "", anchor: "partings-pair" });
  if (isThere) showAnchor(false);
});

// Charts in a closed part of the page have no width; they are drawn when it is opened.
for (const part of document.querySelectorAll("details.redrawn")) {
  part.addEventListener("toggle", redraw);
}
