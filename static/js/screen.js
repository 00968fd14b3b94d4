// 数据大屏: reads itself again, keeps the clock, and draws its chart as large as the screen is.
// Without an answer the last figures stay and say that they stand still; a link that was revoked shows its refusal.

import { load, look, read } from "./chart.js";

const page = document.documentElement;
let chart;

async function draw() {
  const place = document.querySelector("[data-screen-chart]");
  const echarts = await load(place.dataset.echarts);
  chart?.dispose();
  chart = echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(option(read(document.getElementById(place.dataset.screenChart))));
}

/** One rem of the page is a hundred-and-twentieth of its width: figures of the chart grow with it. */
function rem(n) {
  return (n * parseFloat(getComputedStyle(page).fontSize)) / 16;
}

function option(table) {
  const { ink, muted, line, font, colours } = look();
  const text = { color: muted, fontSize: rem(18), fontFamily: font };
  const label = { show: true, position: "top", distance: rem(3), color: ink, fontSize: rem(18), fontFamily: font };
  return {
    animation: false, color: colours, textStyle: { fontFamily: font },
    legend: { left: 0, top: rem(8), itemWidth: rem(20), itemHeight: rem(12), itemGap: rem(20), textStyle: text },
    grid: { left: rem(4), right: rem(4), top: rem(72), bottom: rem(34) },
    xAxis: {
      type: "category", data: table.words, axisTick: { show: false }, axisLine: { lineStyle: { color: line } },
      axisLabel: { ...text, interval: 0 },
    },
    yAxis: { type: "value", show: false },
    series: table.series.map((series, at) => {
      if (series.look === "line") {
        return { name: series.name, type: "line", data: series.values, symbol: "circle", symbolSize: rem(7), lineStyle: { type: "dashed", width: rem(2) } };
      }
      const data = series.values.map((n, row) => (table.part[row] ? { value: n, itemStyle: { color: `${colours[at]}99` } } : n));
      return { name: series.name, type: "bar", data, barMaxWidth: rem(20), label: at ? { show: false } : label, labelLayout: { hideOverlap: true } };
    }),
  };
}

async function again() {
  const stale = document.querySelector("[data-stale]");
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (answer.status === 404) return location.reload();
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("main").replaceWith(fresh.querySelector("main"));
    await draw();
  } catch (refused) {
    stale.hidden = false;
    console.warn(refused);
  }
}

function tick() {
  const now = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
  document.querySelector("[data-clock]").textContent = now.format(new Date());
}

draw();
addEventListener("resize", draw);
setInterval(tick, 10_000);
setInterval(again, Number(page.dataset.refresh) * 1000);
