// One tooltip for figures, chart marks, flows and statements; on hover and on keyboard focus.
// Escape closes it, the pointer may move into it, and it describes what has the focus.

const tip = document.getElementById("tip");
let tipOwner = null;
let tipTimer = 0;

function part(name, text) {
  const node = tip.querySelector(".tip-" + name);
  node.textContent = text || "";
  node.hidden = !text;
  return node;
}

function showTip(owner, facts) {
  clearTimeout(tipTimer);
  if (tipOwner && tipOwner !== owner) tipOwner.removeAttribute("aria-describedby");
  tip.replaceChildren(document.getElementById("tip-parts").content.cloneNode(true));
  part("title", facts.title);
  part("value", facts.text ? [facts.text, facts.unit].filter(Boolean).join(" ") +
    (facts.interval ? `  (${facts.level || "90 %"}: ${facts.interval})` : facts.plain ? "" : "  (no interval)") : "");
  part("view", facts.text && !facts.plain
    ? [accountTitle(facts.account), facts.horizon].filter(Boolean).join(" · ") : "");
  part("note", facts.note);
  describeBasis(facts, tip.querySelector(".tip-basis"));
  part("more", facts.trace ? "Enter or click: the whole trace" : "");
  tip.hidden = false;
  tipOwner = owner;
  owner.setAttribute("aria-describedby", "tip");
  placeTip(owner.getBoundingClientRect());
}

function placeTip(box) {
  const wide = tip.offsetWidth, high = tip.offsetHeight, gap = 8;
  const room = document.documentElement.clientWidth - wide - gap;
  const x = Math.max(gap, Math.min(room, box.left + box.width / 2 - wide / 2));
  const above = box.top - high - gap;
  const y = above > gap ? above : Math.min(box.bottom + gap, innerHeight - high - gap);
  tip.style.left = `${x}px`;
  tip.style.top = `${Math.max(gap, y)}px`;
}

function hideTip() {
  clearTimeout(tipTimer);
  tip.hidden = true;
  if (tipOwner) tipOwner.removeAttribute("aria-describedby");
  tipOwner = null;
}

function hideTipSoon() {
  clearTimeout(tipTimer);
  tipTimer = setTimeout(hideTip, 160);
}

// What a figure rests on: its own statements, else those of its trace, else of what that needs.
function basisOf(facts) {
  const listed = (text) => (text || "").split(" ").filter(Boolean);
  if (listed(facts.statements).length || facts.assumed) {
    return { ids: listed(facts.statements), assumed: facts.assumed };
  }
  const entry = facts.trace && entryRow(facts.trace);
  if (!entry) return { ids: [], assumed: "" };
  const own = entryStatements(entry), reason = entryAssumed(entry);
  if (own.length || reason) return { ids: own, assumed: reason };
  const near = entryNeeds(entry).map(entryRow).filter(Boolean);
  const ids = [...new Set(near.flatMap(entryStatements))];
  return { ids, assumed: ids.length ? "" : near.map(entryAssumed).find(Boolean) || "" };
}

function entryStatements(entry) {
  return [...entry.querySelectorAll("a.st")].map((link) => hrefAnchor(link, "s."));
}

function entryNeeds(entry) {
  return [...entry.querySelectorAll("a.dep")].map((link) => hrefAnchor(link, "trace."));
}

function entryAssumed(entry) {
  return entry.querySelector(".assumed")?.textContent.replace(/^Assumed: /, "") ?? "";
}

function entryRow(address) { return document.getElementById("trace." + address); }

function hrefAnchor(link, prefix) {
  const name = decoded((link.getAttribute("href") || "").slice(1));
  return name.startsWith(prefix) ? name.slice(prefix.length) : "";
}

function statementFacts(id) {
  const row = document.getElementById("s." + id);
  if (!row) return null;
  const read = (name) => row.querySelector("." + name)?.textContent.trim() ?? "";
  return { id, says: read("says"), speaker: read("speaker"), outlet: read("outlet"),
    date: read("date"), how: read("how") };
}

function describeBasis(facts, target) {
  const { ids, assumed } = basisOf(facts);
  for (const id of ids.slice(0, 2)) {
    const found = statementFacts(id);
    if (found) target.append(statementCard(found));
  }
  if (ids.length > 2) target.append(paragraph(`and ${ids.length - 2} more statements`));
  if (assumed) target.append(paragraph(`Assumed: ${assumed}`));
  target.hidden = !target.childElementCount;
}

function paragraph(text) {
  const node = document.createElement("p");
  node.textContent = text;
  return node;
}

function statementCard({ id, says, speaker, outlet, date, how }) {
  const quote = document.createElement("blockquote");
  const source = document.createElement("footer");
  source.textContent = [`${id} · ${speaker}`, outlet, date, how].filter(Boolean).join(", ");
  quote.append(paragraph(says), source);
  return quote;
}

function factsOf(element) {
  if (element.matches("a.st")) {
    const found = statementFacts(hrefAnchor(element, "s."));
    return found && { title: `${found.id} · ${found.speaker}, ${found.outlet}, ${found.date}`,
      note: found.says, plain: true };
  }
  if (element.matches(".flow-link")) return flowFacts(element);
  if (element.matches(".node")) return { title: element.dataset.title, plain: true };
  return { ...element.dataset };
}

// What a line of the map says is written once for all its panels.
const flows = new Map();
function flowFacts(link) {
  const figure = link.closest("figure");
  if (!flows.has(figure)) {
    const rows = JSON.parse(figure.querySelector(".flow-facts").textContent);
    flows.set(figure, new Map(rows.map((row) => [row.arc, row])));
  }
  return flows.get(figure).get(link.dataset.arc);
}

const TIPPED = ".fig, .flow-link, a.st, circle.node";

function tipFrom(event) {
  const element = event.target.closest?.(TIPPED);
  const facts = element && factsOf(element);
  if (facts) showTip(element, facts);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "touch") tipFrom(event);
});
document.addEventListener("pointerout", (event) => {
  if (event.target.closest?.(TIPPED)) hideTipSoon();
});
document.addEventListener("focusin", tipFrom);
document.addEventListener("focusout", hideTipSoon);
tip.addEventListener("pointerenter", () => clearTimeout(tipTimer));
tip.addEventListener("pointerleave", hideTipSoon);
addEventListener("scroll", () => { if (!tip.hidden) hideTip(); }, { passive: true });
