// SVG, PNG and the CSV of exactly what is drawn. Styles are written into the exported picture,
// so that it looks the same outside of this page.

const STYLED = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray",
  "stroke-opacity", "stroke-linecap", "opacity", "font-family", "font-size", "font-weight",
  "text-anchor", "letter-spacing", "paint-order", "vector-effect", "pointer-events", "display"];
const SVG = "http://www.w3.org/2000/svg";

function pictureOf(figure) {
  const shown = [...figure.querySelectorAll(".plot svg, svg.panel-map")]
    .filter((svg) => svg.getBoundingClientRect().width > 0);
  const title = figure.querySelector("h3").textContent;
  const sizes = shown.map((svg) => [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height]);
  const width = sizes.reduce((sum, [w]) => sum + w, 0) + 24 + 12 * (shown.length - 1);
  const height = Math.max(...sizes.map(([, h]) => h)) + 66;
  const style = getComputedStyle(document.documentElement);
  const picture = shape("svg", { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  picture.append(shape("rect", { width, height, fill: style.getPropertyValue("--paper").trim() }));
  picture.append(words(title, 12, 24, 16, style.getPropertyValue("--ink").trim()));
  picture.append(words(viewInWords(figure), 12, 42, 11, style.getPropertyValue("--muted").trim()));
  let x = 12;
  shown.forEach((svg, i) => {
    const copy = styledCopy(svg);
    for (const [name, value] of Object.entries({ x, y: 54, width: sizes[i][0], height: sizes[i][1] })) {
      copy.setAttribute(name, value);
    }
    picture.append(copy);
    x += sizes[i][0] + 12;
  });
  inlineUses(picture);
  return picture;
}

function shape(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== "xmlns") node.setAttribute(key, value);
  }
  return node;
}

function words(text, x, y, size, fill) {
  const node = shape("text", { x, y, fill, "font-size": size, "font-family": "sans-serif" });
  node.textContent = text;
  return node;
}

// Charts that do not follow horizon or account say what they stand for.
function viewInWords(figure) {
  const rows = charts.has(figure) ? chartRows(charts.get(figure)) : [];
  const horizon = rows[0]?.horizon || view.horizon;
  const accounts = [...new Set(rows.map((row) => row.account || ""))];
  const account = accounts.length > 1 ? "all accounts" : accountTitle(accounts[0] ?? view.account);
  const game = rows[0]?.game ?? rows[0]?.subject ?? "";
  const level = `intervals are ${rows.find((row) => row.level)?.level ?? "90 %"}`;
  return [settings.case, game, horizon, account, level].filter(Boolean).join(" · ");
}

function styledCopy(svg) {
  const copy = svg.cloneNode(true);
  const from = [svg, ...svg.querySelectorAll("*")];
  const to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((node, i) => {
    const style = getComputedStyle(node);
    to[i].removeAttribute("style");
    for (const name of STYLED) {
      const value = style.getPropertyValue(name);
      if (value) to[i].setAttribute(name, value);
    }
    for (const { name } of [...to[i].attributes]) {
      if (name.startsWith("data-") || name.startsWith("aria-") || name === "tabindex") {
        to[i].removeAttribute(name);
      }
    }
  });
  return copy;
}

// A picture on its own has no page to take the land from: put the outlines in.
function inlineUses(picture) {
  for (const use of picture.querySelectorAll("use")) {
    const target = document.getElementById(use.getAttribute("href").slice(1));
    const copy = target.cloneNode(true);
    copy.removeAttribute("id");
    for (const { name, value } of use.attributes) if (name !== "href") copy.setAttribute(name, value);
    use.replaceWith(copy);
  }
  for (const link of picture.querySelectorAll("a")) {
    const group = document.createElementNS(SVG, "g");
    group.append(...link.childNodes);
    link.replaceWith(group);
  }
}

function svgText(figure) { return new XMLSerializer().serializeToString(pictureOf(figure)); }

async function pngBlob(figure) {
  const address = URL.createObjectURL(new Blob([svgText(figure)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * image.width;
    canvas.height = 2 * image.height;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

function csvText(figure) {
  const chart = charts.get(figure);
  if (chart) return toCsv(chartRows(chart), chart.exports);
  const rows = JSON.parse(figure.querySelector(".map-rows").textContent);
  return toCsv(rows, Object.keys(rows[0] ?? {}));
}

function toCsv(rows, columns) {
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name]))];
  return lines.map((cells) => cells.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

// Text that a spreadsheet would take for a formula gets an apostrophe.
function csvCell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? "'" + value : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function exportFigure(figure, kind) {
  const name = [settings.case, figure.id.replace(/^chart-/, ""), view.horizon, view.account]
    .filter(Boolean).join("-").replace(/[^\w.-]+/g, "-") + "." + kind;
  if (kind === "csv") save(new Blob(["\ufeff" + csvText(figure)], { type: "text/csv" }), name);
  if (kind === "svg") save(new Blob([svgText(figure)], { type: "image/svg+xml" }), name);
  if (kind === "png") save(await pngBlob(figure), name);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-export]");
  if (button) exportFigure(button.closest("figure"), button.dataset.export);
});
