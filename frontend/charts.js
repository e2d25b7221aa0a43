// Pictures of numbers: drawn by ECharts as SVG from the data beside them, saved as SVG or PNG. Without this script the
// tables stand alone. Nothing moves. The policy of content holds: nothing is evaluated, and styles are set as properties only.
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TitleComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { optionsOf } from "./charts/options.js";
import { savePicture } from "./charts/saving.js";

echarts.use([
  BarChart,
  LineChart,
  ScatterChart,
  GridComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  SVGRenderer,
]);

const PAPER = 640; // what lies between the margins of an upright A4 page

function draw(place) {
  const drawing = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  place.hidden = false;
  const chart = echarts.init(place, null, { renderer: "svg" });
  const redraw = () => chart.setOption({ ...optionsOf(drawing, chart.getWidth()), animation: false }, true);
  redraw();
  // On paper a picture is as wide as the page, whatever the window was.
  window.addEventListener("beforeprint", () => {
    chart.resize({ width: Math.min(PAPER, place.clientWidth) });
    redraw();
  });
  window.addEventListener("afterprint", () => {
    chart.resize({ width: "auto" });
    redraw();
  });
  new ResizeObserver(() => {
    if (chart.getWidth() === place.clientWidth) return;
    chart.resize();
    redraw();
  }).observe(place);
  const acts = place.parentElement.querySelector("[data-acts]");
  acts.hidden = false;
  acts.addEventListener("click", (event) => {
    const how = event.target.closest("[data-save]")?.dataset.save;
    if (how) savePicture(chart, how, place.dataset.name);
  });
}

document.querySelectorAll("[data-chart]").forEach(draw);
