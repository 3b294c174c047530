// Charts: each is drawn by Vega from the rows in view, without eval (the policy forbids it), and
// again only where those rows change. Marks can be reached with the arrow keys.

const charts = new Map();
const EMBEDDING = { mode: "vega-lite", actions: false, renderer: "svg", ast: true,
  tooltip: false, defaultStyle: false };
const REACH = 26;
const MARGIN = 4;

for (const figure of document.querySelectorAll("figure.chart")) {
  const island = JSON.parse(figure.querySelector(".chart-island").textContent);
  charts.set(figure, { ...island, figure, plot: figure.querySelector(".plot"), drawn: null });
}

function chartRows(chart) { return rowsInView(chart.dataset, chart.where); }

async function drawChart(chart) {
  const rows = chartRows(chart);
  const width = Math.round(chart.plot.clientWidth);
  const key = JSON.stringify([rows.map((row) => [row.title, row.value, row.low, row.high]), width]);
  if (!width || key === chart.drawn) return;
  chart.drawn = key;
  chart.result?.finalize();
  if (!rows.length) {
    chart.plot.replaceChildren(paragraph("Nothing to draw under this horizon and account."));
    return;
  }
  const spec = { ...chart.spec, datasets: { rows }, ...widthOf(chart.spec, width) };
  chart.result = await vegaEmbed(chart.plot, spec, EMBEDDING);
  chart.plot.querySelector("svg").removeAttribute("style");
  for (const mark of marksOf(chart.plot)) mark.setAttribute("tabindex", "-1");
}

// A chart whose height follows its lines is as wide as its place; Vega-Lite can fit only charts
// of a fixed height into a width.
function widthOf(spec, width) {
  if (spec.width !== "container" || typeof spec.height !== "object") return {};
  return { width: width - 2 * MARGIN, autosize: "pad", padding: MARGIN };
}

function marksOf(plot) {
  const marks = [...plot.querySelectorAll('[class*="shown"] > path, [class*="shown"] > rect')]
    .filter((mark) => mark.__data__?.datum?.title !== undefined);
  const places = new Map(marks.map((mark) => [mark, mark.getBoundingClientRect()]));
  return marks.sort((a, b) => places.get(a).top - places.get(b).top ||
    places.get(a).left - places.get(b).left);
}

function markFacts(mark) { return mark.__data__.datum; }

function nearestMark(plot, x, y) {
  let best = null, least = REACH;
  for (const mark of marksOf(plot)) {
    const box = mark.getBoundingClientRect();
    const distance = Math.hypot(x - box.left - box.width / 2, y - box.top - box.height / 2);
    if (distance < least) { least = distance; best = mark; }
  }
  return best;
}

function wirePlot({ plot }) {
  plot.addEventListener("pointermove", (event) => {
    const mark = nearestMark(plot, event.clientX, event.clientY);
    plot.classList.toggle("pointing", Boolean(mark));
    if (mark && mark !== tipOwner) showTip(mark, markFacts(mark));
    if (!mark && tipOwner && plot.contains(tipOwner)) hideTipSoon();
  });
  plot.addEventListener("pointerleave", hideTipSoon);
  plot.addEventListener("click", (event) => {
    const mark = nearestMark(plot, event.clientX, event.clientY);
    if (mark && markFacts(mark).trace) openAnchor("trace." + markFacts(mark).trace);
    else if (mark) showTip(mark, markFacts(mark));
  });
  plot.addEventListener("focusin", (event) => {
    if (event.target.__data__?.datum) showTip(event.target, markFacts(event.target));
  });
  plot.addEventListener("keydown", (event) => stepMarks(plot, event));
}

function stepMarks(plot, event) {
  const marks = marksOf(plot);
  const at = marks.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step && marks.length) {
    event.preventDefault();
    const next = at < 0 ? (step > 0 ? 0 : marks.length - 1)
      : (at + step + marks.length) % marks.length;
    marks[next].focus();
  } else if (event.key === "Home" && marks.length) {
    event.preventDefault();
    marks[0].focus();
  } else if (event.key === "End" && marks.length) {
    event.preventDefault();
    marks[marks.length - 1].focus();
  } else if (event.key === "Enter" && at >= 0 && markFacts(marks[at]).trace) {
    openAnchor("trace." + markFacts(marks[at]).trace);
  }
}

// Charts in sight first, the others as soon as the browser is idle, so that a print has all.
async function drawCharts() {
  const waiting = [...charts.values()].filter((chart) => chart.plot.clientWidth);
  const inSight = ({ plot }) => {
    const box = plot.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  const ordered = [...waiting.filter(inSight), ...waiting.filter((chart) => !inSight(chart))];
  for (const chart of ordered) {
    await drawChart(chart);
    await new Promise((resolve) => setTimeout(resolve));
  }
  document.documentElement.dataset.drawn = "yes";
}

let drawing = Promise.resolve();
function redraw() {
  delete document.documentElement.dataset.drawn;
  drawing = drawing.then(drawCharts);
  return drawing;
}

for (const chart of charts.values()) wirePlot(chart);
let resizing = 0;
addEventListener("resize", () => {
  clearTimeout(resizing);
  resizing = setTimeout(redraw, 150);
});
