// What a drawing becomes for ECharts: bars with their numbers beside them, or one small picture for each part.
// Colours are told apart by colour-blind eyes, and never say anything alone: words and places say it too.
const INK = "#1b2124";
const SOFT = "#5f6b72";
const LINE = "#e0e1db";
const ACCENT = "#0f5c63";
const PALE = "#a9c6c8";
const MARK = "#7a5200";
// Names in single quotes: they stand in an attribute of the saved SVG.
const FONT = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', sans-serif";
const NARROW = 560;

const TEXT = { fontFamily: FONT, color: INK, fontSize: 13 };
const NO_LINE = { axisLine: { show: false }, axisTick: { show: false } };

export function optionsOf(drawing, width) {
  const own = drawing.kind === "bars" ? bars(drawing, width) : multiples(drawing, width);
  return { textStyle: TEXT, tooltip: { renderMode: "richText", confine: true, textStyle: TEXT }, ...own };
}

function bars({ rows, unit, most, median, medianText, mark }, width) {
  const names = Math.min(width < NARROW ? 120 : 260, width / 3);
  const series = {
    type: "bar",
    barMaxWidth: 18,
    data: rows.map((row) => ({
      value: row.value ?? 0,
      itemStyle: { color: row.own === false ? PALE : ACCENT },
      label: { formatter: row.text },
    })),
    label: { show: true, position: "right", ...TEXT },
    markLine: median == null ? undefined : line(median, medianText),
  };
  const marks = {
    type: "scatter",
    symbol: "rect",
    symbolSize: [5, 20],
    itemStyle: { color: MARK, borderColor: "#ffffff", borderWidth: 1 },
    data: rows.map((row, place) => [row.mark, place]).filter(([value]) => value != null),
    tooltip: { formatter: ({ value }) => `${mark} ${value[0]}${unit}` },
    z: 5,
  };
  return {
    grid: { left: names, right: 72, top: 28, bottom: 24 },
    tooltip: { trigger: "item", renderMode: "richText", confine: true, formatter: ({ name, value }) => `${name} ${value}${unit}` },
    xAxis: { type: "value", max: most, interval: most ? most / 4 : undefined, axisLabel: { ...TEXT, color: SOFT, formatter: `{value}${unit}` }, splitNumber: 4, splitLine: { lineStyle: { color: LINE } } },
    yAxis: { type: "category", inverse: true, data: rows.map((row) => row.name), ...NO_LINE, axisLabel: { ...TEXT, width: names - 12, overflow: "truncate" } },
    series: mark ? [series, marks] : [series],
  };
}

function line(value, words) {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: MARK, type: "dashed", width: 2 },
    label: { formatter: words, position: "start", distance: 4, ...TEXT, color: MARK },
    data: [{ xAxis: value }],
  };
}

function multiples({ rounds, panels, unit }, width) {
  const columns = width < NARROW ? 2 : panels.length;
  const lines = Math.ceil(panels.length / columns);
  const top = (n) => 8 + (92 / lines) * Math.floor(n / columns);
  const left = (n) => 4 + (96 / columns) * (n % columns);
  const most = Math.ceil(Math.max(10, ...panels.flatMap((panel) => panel.values)) / 10) * 10;
  const ends = (_name, place) => (place === 0 || place === rounds.length - 1 ? rounds[place] : "");
  const named = { ...TEXT, fontSize: 11, color: SOFT, interval: 0, formatter: ends, width: width / columns / 2 - 24, overflow: "truncate" };
  return {
    title: panels.map((panel, n) => ({ text: panel.title, left: `${left(n)}%`, top: `${top(n) - 6}%`, textStyle: { ...TEXT, fontWeight: "bold", width: width / columns - 24, overflow: "truncate" } })),
    grid: panels.map((_panel, n) => ({ left: `${left(n) + 1}%`, top: `${top(n) + (lines > 1 ? 10 : 15)}%`, width: `${96 / columns - 5}%`, height: `${92 / lines - (lines > 1 ? 24 : 36)}%` })),
    xAxis: panels.map((_panel, n) => ({ type: "category", gridIndex: n, data: rounds, boundaryGap: rounds.length < 2, axisLine: { lineStyle: { color: SOFT } }, axisTick: { show: false }, axisLabel: { ...named, alignMinLabel: "left", alignMaxLabel: "right" } })),
    yAxis: panels.map((_panel, n) => ({ type: "value", gridIndex: n, min: 0, max: most, interval: most / 2, axisLabel: { ...TEXT, fontSize: 11, color: SOFT, formatter: `{value}${unit}`, show: n % columns === 0, inside: false }, splitLine: { lineStyle: { color: LINE } } })),
    series: panels.map((panel, n) => ({
      type: "line",
      xAxisIndex: n,
      yAxisIndex: n,
      symbolSize: 7,
      lineStyle: { color: ACCENT, width: 2 },
      itemStyle: { color: ACCENT },
      data: panel.values.map((value, place) => ({
        value,
        label: { show: place === panel.values.length - 1 || place === 0, position: "top", formatter: `{c}${unit}`, ...TEXT },
      })),
      tooltip: { formatter: ({ name, value }) => `${name} ${value}${unit}` },
    })),
  };
}
