// The trace panel: from a number up to statements, and down to what rests on it.

const panel = document.getElementById("panel");
let panelOpener = null;

function openAnchor(anchor) {
  hideTip();
  setView({ anchor });
}

function showPanel(address) {
  const entry = entryRow(address);
  if (!entry) { hidePanel(); return; }
  const body = document.getElementById("panel-body");
  body.replaceChildren(...panelParts(entry, address));
  if (panel.hidden) panelOpener = document.activeElement;
  panel.hidden = false;
  panel.scrollTop = 0;
  panel.focus({ preventScroll: true });
}

function hidePanel() {
  if (panel.hidden) return;
  panel.hidden = true;
  if (panelOpener?.isConnected) panelOpener.focus({ preventScroll: true });
  panelOpener = null;
}

function panelParts(entry, address) {
  const parts = [heading(entry.querySelector(".entry-title").textContent), codeLine(address)];
  const opener = panelOpenerFacts(address);
  if (opener) parts.push(valueLine(opener));
  const value = valueOf(entry);
  if (value) parts.push(paragraph(value));
  const note = entry.querySelector(".entry-note")?.textContent;
  if (note) parts.push(paragraph(note));
  if (entryAssumed(entry)) parts.push(paragraph("Assumed: " + entryAssumed(entry)));
  parts.push(...statementParts(entryStatements(entry)));
  parts.push(...linkParts("Rests on", entryNeeds(entry)));
  parts.push(...linkParts("What rests on it", usersOf(address)));
  return parts;
}

function valueOf(entry) {
  const shown = entry.querySelector(".shown-value")?.textContent.trim().replace(/\s+/g, " ") ?? "";
  const written = entry.querySelector(".as-written")?.textContent ?? "";
  return written ? `${shown}; as written: ${written}` : shown;
}

// The figure from which the panel was opened, with the horizon and account it was shown for.
function panelOpenerFacts(address) {
  const active = document.activeElement;
  const facts = active?.__data__?.datum ??
    (active?.matches?.(".fig, .flow-link") ? factsOf(active) : null);
  return facts && facts.trace === address && facts.text ? facts : null;
}

function valueLine(facts) {
  const line = paragraph(`${facts.text} ${facts.unit || ""}` +
    (facts.interval ? ` (90 %: ${facts.interval})` : ""));
  line.className = "panel-value";
  const where = document.createElement("small");
  where.textContent = [facts.title, facts.horizon, accountTitle(facts.account)].filter(Boolean).join(" · ");
  line.append(where);
  return line;
}

function heading(text) {
  const node = document.createElement("h3");
  node.textContent = text;
  return node;
}

function codeLine(text) {
  const line = document.createElement("p"), code = document.createElement("code");
  code.textContent = text;
  line.append(code);
  return line;
}

function statementParts(ids) {
  return ids.map(statementFacts).filter(Boolean).map((facts) => {
    const card = statementCard(facts);
    const link = document.createElement("a");
    link.href = "#" + encodeURIComponent("s." + facts.id);
    link.textContent = "in the ledger";
    card.lastChild.append(" · ", link);
    return card;
  });
}

function linkParts(title, addresses) {
  if (!addresses.length) return [];
  const list = document.createElement("ul");
  for (const address of addresses) {
    const item = document.createElement("li"), link = document.createElement("a");
    const entry = entryRow(address);
    link.href = "#" + encodeURIComponent("trace." + address);
    link.textContent = entry ? entry.querySelector(".entry-title").textContent : address;
    item.append(link);
    const value = entry && valueOf(entry);
    if (value) item.append(" ", span("u", value));
    list.append(item);
  }
  return [heading(`${title} (${addresses.length})`), list];
}

let users = null;
function usersOf(address) {
  if (!users) {
    users = new Map();
    for (const link of document.querySelectorAll("tr.entry a.dep")) {
      const used = hrefAnchor(link, "trace.");
      const user = link.closest("tr.entry").id.slice("trace.".length);
      users.set(used, [...(users.get(used) ?? []), user]);
    }
  }
  return users.get(address) ?? [];
}

document.getElementById("panel-close").addEventListener("click", () => setView({ anchor: "" }));
