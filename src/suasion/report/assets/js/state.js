// The page's view lives in the URL fragment: #anchor?horizon=day&account=A1. A link reproduces
// the view, and the back button returns to the one before.

const settings = JSON.parse(document.getElementById("settings").textContent);
const DEFAULTS = {
  anchor: "", horizon: settings.horizon, account: "", only: "",
  q: "", source: "", modality: "", topic: "", all: "", unpinned: "",
  deal: "", kind: "", held: "", deals: "", game: settings.games[0] ?? "",
  verdict: "", part: "",
  speaker: "", fate: "", chance: "", hindcast: settings.hindcasts[0] ?? "",
  one: "", other: "", result: "",
};
const watchers = [];
let view = readFragment();

function readFragment() {
  const raw = location.hash.replace(/^#/, "");
  const cut = raw.indexOf("?");
  const found = { ...DEFAULTS, anchor: decoded(cut < 0 ? raw : raw.slice(0, cut)) };
  for (const [name, value] of new URLSearchParams(cut < 0 ? "" : raw.slice(cut + 1))) {
    if (name in DEFAULTS && name !== "anchor") found[name] = value;
  }
  if (!settings.horizons.includes(found.horizon)) found.horizon = DEFAULTS.horizon;
  if (!settings.games.includes(found.game)) found.game = DEFAULTS.game;
  if (!settings.hindcasts.includes(found.hindcast)) found.hindcast = DEFAULTS.hindcast;
  if (!(found.account in settings.accounts)) found.account = DEFAULTS.account;
  return found;
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

function fragmentOf(state) {
  const query = new URLSearchParams();
  for (const name of Object.keys(DEFAULTS)) {
    if (name !== "anchor" && state[name] !== DEFAULTS[name]) query.set(name, state[name]);
  }
  const text = query.toString();
  return "#" + encodeURIComponent(state.anchor) + (text ? "?" + text : "");
}

function setView(change, { replace = false } = {}) {
  const before = view;
  view = { ...view, ...change };
  const fragment = fragmentOf(view);
  if (fragment !== location.hash) {
    history[replace ? "replaceState" : "pushState"](null, "", fragment);
  }
  announce(before, false);
}

function announce(before, isReturn) {
  for (const watch of watchers) watch(view, before, isReturn);
}

function onView(watch) { watchers.push(watch); }

addEventListener("popstate", () => {
  const before = view;
  view = readFragment();
  announce(before, true);
});
