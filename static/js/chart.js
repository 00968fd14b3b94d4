// Charts drawn by ECharts from the table beside them: picture and table cannot differ.
//   <div class="ua-chart" data-chart="bars" data-table="ID" data-echarts="/static/vendor/echarts.js" role="img" aria-label="…">
//   <details class="ua-data"><summary>…</summary><table id="ID"> thead: first cell the axis, then one series a column; cells carry data-value
//   where the text is written otherwise; a click on a mark opens the link of its cell, else of its row; a column's data-look is
//   "line" or "bar". data-columns on the table: only so many columns are drawn. data-labels="no": marks bear no figures.
// Kinds: bars (columns, grouped), stack (columns on each other), lines, across (horizontal bars).
// Canvas, no animation, tooltip as rich text: no style attribute, no eval, nothing the CSP refuses.

let library;

export function start(root) {
  const places = root.matches?.("[data-chart]") ? [root] : root.querySelectorAll("[data-chart]");
  for (const place of places) {
    if (place.dataset.ready) continue;
    place.dataset.ready = "yes";
    load(place.dataset.echarts).then((echarts) => draw(place, echarts));
  }
}

/** The library of charts, read when the first chart wants it. */
export function load(address) {
  library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(window.echarts);
    script.onerror = () => failed(new Error(`${address} could not be loaded`));
    document.head.append(script);
  });
  return library;
}

/** The colours and type of the page, for options written by a page of its own. */
export function look() {
  const css = getComputedStyle(document.documentElement);
  const token = (name) => css.getPropertyValue(`--ua-${name}`).trim();
  const [ink, muted, line] = [token("ink"), token("muted"), token("line-soft")];
  return {
    ink, muted, line, token, font: token("font"), colours: ["d1", "d2", "d3", "d4", "d5", "d6"].map(token),
    axis: {
      axisLine: { lineStyle: { color: token("line") } }, axisTick: { show: false },
      axisLabel: { color: muted, fontSize: 12, fontFamily: token("font") }, splitLine: { lineStyle: { color: line } },
    },
    tooltip: {
      renderMode: "richText", confine: true, backgroundColor: token("inv"), borderWidth: 0, padding: [6, 10],
      textStyle: { color: token("inv-ink"), fontSize: 13, fontFamily: token("font") },
    },
  };
}

/** What a table says: { words, part, series: [{ name, look, values, links }] }. */
export function read(table) {
  const rows = [...table.tBodies[0].rows];
  const drawn = Number(table.dataset.columns ?? Infinity);
  const heads = [...table.tHead.rows[0].cells].slice(1, 1 + drawn);
  return {
    words: rows.map((row) => row.cells[0].textContent.trim()),
    part: rows.map((row) => row.hasAttribute("data-part")),
    series: heads.map((head, at) => ({
      name: head.textContent.trim(), look: head.dataset.look,
      values: rows.map((row) => value(row.cells[at + 1])),
      links: rows.map((row) => (row.cells[at + 1].querySelector("a") ?? row.cells[0].querySelector("a"))?.href ?? ""),
    })),
  };
}

function value(cell) {
  const text = cell.dataset.value ?? cell.textContent.replace(/[,¥%\s]/g, "");
  return text === "" || text === "—" ? null : Number(text);
}

/** Draw one chart; `kind` from data-chart. Answers the ECharts instance. */
export function draw(place, echarts) {
  const table = read(document.getElementById(place.dataset.table));
  const chart = echarts.init(place, null, { renderer: "canvas" });
  const roomy = () => table.series.length === 1 || place.clientWidth > 480;
  const paint = () => chart.setOption(option(place.dataset.chart, table, place.dataset.labels !== "no" && roomy()), true);
  paint();
  chart.on("click", (mark) => {
    const link = table.series[mark.seriesIndex].links[mark.dataIndex];
    if (link) window.location.assign(link);
  });
  place.classList.toggle("is-still", !table.series.some((one) => one.links.some(Boolean)));
  new ResizeObserver(() => chart.resize()).observe(place);
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  return chart;
}

function option(kind, table, labelled) {
  const here = look();
  const across = kind === "across";
  const crowded = !across && table.words.length > 12;
  const axisLabel = { ...here.axis.axisLabel, interval: crowded ? 0 : "auto", rotate: crowded ? 40 : 0 };
  const words = { type: "category", data: table.words, ...here.axis, axisLabel, inverse: across, splitLine: { show: false } };
  const figures = { type: "value", ...here.axis };
  const bare = !labelled || table.words.length > 12;
  return {
    animation: false,
    color: here.colours,
    textStyle: { fontFamily: here.font },
    tooltip: { ...here.tooltip, trigger: "axis", axisPointer: { type: "shadow", shadowStyle: { color: here.line, opacity: 0.5 } } },
    legend: table.series.length > 1 ? { left: 0, top: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: here.muted, fontSize: 12 } } : undefined,
    grid: { left: 4, right: 12, top: table.series.length > 1 ? 48 : 24, bottom: 4, containLabel: true },
    xAxis: across ? figures : words,
    yAxis: across ? words : figures,
    series: table.series.map((series, at) => one(kind, series, at, table, here, bare)),
  };
}

function one(kind, series, at, table, here, bare) {
  if (kind === "lines" || series.look === "line") {
    return {
      name: series.name, type: "line", data: series.values, symbolSize: 6,
      lineStyle: { width: 1.5, type: kind === "lines" ? "solid" : "dashed", color: here.colours[at] }, itemStyle: { color: here.colours[at] },
    };
  }
  const label = { show: !bare && kind !== "stack", position: kind === "across" ? "right" : "top", color: here.ink, fontSize: 12 };
  return {
    name: series.name, type: "bar", barMaxWidth: 22, stack: kind === "stack" ? "one" : undefined, label, labelLayout: { hideOverlap: true },
    data: series.values.map((figure, row) => (table.part[row] ? { value: figure, itemStyle: { color: `${here.colours[at]}88` } } : figure)),
    itemStyle: { borderRadius: kind === "stack" ? 0 : 2 },
  };
}
