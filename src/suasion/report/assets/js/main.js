// Wiring: controls change the view, the view changes controls, tables and charts.

function isSameView(a, b, names) { return names.every((name) => a[name] === b[name]); }

function showControls() {
  for (const radio of document.querySelectorAll("input[name=horizon]")) {
    radio.checked = radio.value === view.horizon;
  }
  document.getElementById("account").value = view.account;
  document.getElementById("only").value = view.only;
  for (const name of [...FILTERS, ...DEAL_FILTERS, ...MECHANISM_FILTERS, ...PREDICTION_FILTERS, "game", "hindcast"]) {
    const input = document.getElementById("filter-" + name);
    if (input && input.value !== view[name]) input.value = view[name];
  }
  const unpinned = view.unpinned.split(" ");
  for (const pin of document.querySelectorAll("input[name=pin]")) {
    pin.checked = !unpinned.includes(pin.value);
  }
}

function showSections() {
  for (const section of document.querySelectorAll("main > section")) {
    section.hidden = Boolean(view.only) && section.id !== view.only;
  }
}

function showAnchor(isReturn) {
  if (view.anchor.startsWith("trace.") && entryRow(view.anchor.slice(6))) {
    showPanel(view.anchor.slice(6));
    return;
  }
  hidePanel();
  const target = view.anchor && document.getElementById(view.anchor);
  if (!target || isReturn) return;
  const section = target.closest("main > section");
  if (section?.hidden || target.hidden) {
    setView({ only: section?.hidden ? "" : view.only, ...(target.hidden ? clearFilters() : {}) },
      { replace: true });
  }
  for (let up = target; up; up = up.parentElement) {
    if (up.tagName === "DETAILS") up.open = true;
  }
  for (const old of document.querySelectorAll(".reached")) old.classList.remove("reached");
  target.classList.add("reached");
  target.scrollIntoView({ block: target.tagName === "SECTION" ? "start" : "center" });
}

onView((now, before, isReturn) => {
  showControls();
  if (now.only !== before.only) showSections();
  if (!isSameView(now, before, [...FILTERS, "all"])) filterLedger();
  if (!isSameView(now, before, PARTING_CHOICES)) showParting();
  if (!isSameView(now, before, ["horizon", "account", "unpinned", "game", ...PARTING_CHOICES])) fillTables();
  if (!isSameView(now, before, ["account", "deals", ...DEAL_FILTERS])) filterDeals();
  if (!isSameView(now, before, MECHANISM_FILTERS)) filterMechanisms();
  if (!isSameView(now, before, PREDICTION_FILTERS)) filterPredictions();
  if (now.anchor !== before.anchor) showAnchor(isReturn);
  if (!isSameView(now, before, ["horizon", "account", "unpinned", "only", "game", "hindcast", ...PARTING_CHOICES])) redraw();
});

document.addEventListener("change", (event) => {
  const { name, id, value } = event.target;
  if (name === "horizon") setView({ horizon: value });
  if (id === "account") setView({ account: value });
  if (id === "filter-game") setView({ game: value });
  if (id === "only") setView({ only: value, anchor: "" });
  if (name === "pin") {
    const off = [...document.querySelectorAll("input[name=pin]:not(:checked)")];
    setView({ unpinned: off.map((pin) => pin.value).join(" ") });
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const anchor = hrefAnchor(link, "");
  if (anchor === view.anchor) showAnchor(false);
  else openAnchor(anchor);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (!tip.hidden) hideTip();
  else if (!panel.hidden) setView({ anchor: "" });
});

document.addEventListener("click", (event) => {
  const kind = event.target.closest?.("button[data-pins]")?.dataset.pins;
  const names = [...document.querySelectorAll("input[name=pin]")].map((pin) => pin.value);
  if (kind) setView({ unpinned: kind === "none" ? names.join(" ") : "" });
});

addEventListener("beforeprint", hideTip);

// For tests and for those who script the page: what is drawn, as text.
globalThis.suasion = {
  view: () => ({ ...view }), setView, redraw,
  toCsv,
  csv: (id) => csvText(document.getElementById(id)),
  svg: (id) => svgText(document.getElementById(id)),
  png: (id) => pngBlob(document.getElementById(id)),
};

showControls();
showSections();
filterLedger();
showParting();
fillTables();
filterDeals();
filterMechanisms();
filterPredictions();
showAnchor(false);
redraw();
