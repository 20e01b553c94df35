"use strict";
// Draws a dashboard of Grafana from its file and from what its queries were answered. It knows what the files in
// monitoring/grafana make use of, and throws at a type of panel, a unit or a setting that it does not know.

const COLOURS = {
  green: "#73bf69", orange: "#ff9830", red: "#f2495c", blue: "#5794f2", text: "#ccccdc",
};
const PALETTE = [
  "#73bf69", "#f2cc0c", "#5794f2", "#ff9830", "#f2495c", "#b877d9", "#4fc1c9", "#d683ce", "#c0d8ff", "#a38a5b",
];
const GREY = "#8e8e9a";
const LINES = "#2c2f36";
const FONT = "11px DejaVu Sans, sans-serif";
const CALCULATIONS = {
  lastNotNull: ["Last *", values => values.findLast(value => value !== null)],
  max: ["Max", values => Math.max(...values.filter(value => value !== null))],
};

/** How far lines may be apart, where decimal steps would be odd. */
const APART = {
  bytes: Array.from({ length: 42 }, (none, power) => 2 ** (power - 1)),
  s: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600],
  whole: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
};

function colourAt(value, config) {
  const reached = config.thresholds.steps.findLast(step => step.value === null || value >= step.value);
  return known(COLOURS, reached.color, "the colour");
}

function element(name, parent, content = "", kind = "") {
  const made = document.createElement(name);
  made.className = kind;
  made.textContent = content;
  parent.append(made);
  return made;
}

function filled(format, labels) {
  return format.replace(/{{\s*(\w+)\s*}}/g, (all, label) => labels[label] ?? "");
}

function matches(matcher, name) {
  const how = { byName: () => matcher.options === name, byRegexp: () => regexp(matcher.options).test(name) };
  return known(how, matcher.id, "the matcher")();
}

function regexp(slashed) {
  return new RegExp(slashed.replace(/^\/|\/$/g, ""));
}

/** What the panel says of a field, and what it says of this one alone. */
function configOf(panel, name) {
  const config = structuredClone(panel.fieldConfig.defaults);
  config.custom ??= {};
  for (const override of panel.fieldConfig.overrides.filter(one => matches(one.matcher, name))) {
    for (const { id, value } of override.properties) {
      const [first, second] = id.split(".");
      if (second) config[first][second] = value;
      else config[first] = value;
    }
  }
  return config;
}

/** The series of all queries, each with a value or null at each of the times. */
function seriesOf(panel, answers, times) {
  const found = [];
  answers.forEach((answer, query) => {
    for (const one of answer.result) {
      const name = filled(panel.targets[query].legendFormat, one.metric) || panel.title;
      const at = new Map((one.values ?? [one.value]).map(([time, value]) => [time, Number(value)]));
      const values = answer.times.map(time => (Number.isFinite(at.get(time)) ? at.get(time) : null));
      const config = configOf(panel, name);
      const colour = config.color?.fixedColor
        ? known(COLOURS, config.color.fixedColor, "the colour")
        : PALETTE[found.length % PALETTE.length];
      found.push({ name, labels: one.metric, values, config, colour });
    }
  });
  return found.filter(one => one.values.some(value => value !== null));
}

function transparent(colour, percent) {
  return colour + Math.round(percent * 2.55).toString(16).padStart(2, "0");
}

/** Lines of thresholds: below a transparent step, what is under it counts, and lends its colour. */
function drawThresholds(plot, config) {
  const { steps } = config.thresholds;
  const clear = steps.findIndex(step => step.color === "transparent");
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.setLineDash([8 * devicePixelRatio, 6 * devicePixelRatio]);
  ctx.lineWidth = devicePixelRatio;
  steps.forEach((step, i) => {
    if (i === 0 || step.value < plot.scales.y.min || step.value > plot.scales.y.max) return;
    const y = plot.valToPos(step.value, "y", true);
    ctx.strokeStyle = known(COLOURS, clear >= i ? steps[i - 1].color : step.color, "the colour");
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  });
  ctx.restore();
}

function apart({ unit, decimals }) {
  return APART[unit === "none" || unit === "short" ? decimals === 0 && "whole" : unit];
}

function axes(labels, incrs) {
  const look = { font: FONT, stroke: GREY, ticks: { show: false }, grid: { stroke: LINES, width: 1 } };
  const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" };
  const day = { month: "short", day: "numeric", timeZone: "UTC" };
  return [
    {
      ...look,
      size: 26,
      space: 60,
      values: (plot, splits, axis, space, step) =>
        splits.map(time => new Date(time * 1000).toLocaleString("en-US", step < 86400 ? hour : day)),
    },
    {
      ...look,
      incrs,
      space: 28,
      values: (plot, splits) => splits.map(labels),
      size: (plot, shown) => (shown ? 14 + 6.5 * Math.max(...shown.map(label => label.length)) : 40),
    },
  ];
}

function range(config) {
  return (plot, least, most) => {
    const [low, high] = uPlot.rangeNum(
      Math.min(least, config.min ?? least), Math.max(most, config.custom.axisSoftMax ?? most), 0.1, true);
    return [config.min ?? low, config.max ?? high];
  };
}

function legend(section, panel, series) {
  const shown = series.filter(one => !one.config.custom.hideFrom?.legend);
  const calculations = panel.options.legend.calcs.map(name => known(CALCULATIONS, name, "the calculation"));
  const table = element("table", section, "", "legend");
  const head = element("tr", table);
  ["Name", ...calculations.map(([title]) => title)].forEach(title => element("th", head, title));
  for (const one of shown) {
    const row = element("tr", table);
    const name = element("td", row);
    element("i", name).style.background = one.colour;
    name.append(one.name);
    calculations.forEach(([, value]) => element("td", row, text(value(one.values), one.config)));
  }
}

/** What is drawn of each series: those that are stacked stand on each other. */
function drawn(series, stacked) {
  let below = null;
  return series.map(({ values, config }) => {
    const turned = config.custom.transform === "negative-Y" ? values.map(value => value && -value) : values;
    below = stacked && below ? turned.map((value, i) => (value ?? 0) + (below[i] ?? 0)) : turned;
    return below;
  });
}

function bandsOf(series, stacked) {
  if (stacked) {
    return series.slice(1).map((one, i) => ({ series: [i + 2, i + 1] }));
  }
  return series.flatMap((one, i) => {
    const to = one.config.custom.fillBelowTo;
    const lower = series.findIndex(other => other.name === to);
    if (to && lower < 0) throw new Error(`${one.name} is to be filled down to ${to}, which is not there`);
    return to ? [{ series: [i + 1, lower + 1] }] : [];
  });
}

function timeseries(section, body, panel, series, times) {
  const config = panel.fieldConfig.defaults;
  const stacked = config.custom.stacking.mode === "normal";
  legend(section, panel, series);
  const lines = series.map(({ colour, config: { custom } }) => ({
    stroke: custom.lineWidth ? colour : transparent(colour, 0),
    width: custom.lineWidth,
    dash: custom.lineStyle?.dash,
    fill: custom.fillOpacity ? transparent(colour, custom.fillOpacity) : undefined,
    points: { show: false },
  }));
  const plot = new uPlot(
    {
      width: body.clientWidth - 8,
      height: body.clientHeight,
      padding: [8, 20, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { y: { range: range(config) } },
      axes: axes(value => text(value, config), apart(config)),
      series: [{}, ...lines],
      bands: bandsOf(series, stacked),
      hooks: { draw: config.custom.thresholdsStyle.mode === "off" ? [] : [u => drawThresholds(u, config)] },
    },
    [times, ...drawn(series, stacked)],
    body,
  );
  return plot;
}

function stat(section, body, panel, series, times) {
  const { config, values } = series[0];
  const value = CALCULATIONS.lastNotNull[1](values);
  const colour = colourAt(value, config);
  element("div", body, text(value, config), "value").style.color = colour;
  if (panel.options.graphMode !== "area") return;
  const spark = { stroke: colour, width: 1, fill: transparent(colour, 18), points: { show: false } };
  new uPlot(
    {
      class: "spark",
      width: body.clientWidth,
      height: body.clientHeight * 0.45,
      padding: [2, 0, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      axes: [{ show: false }, { show: false }],
      series: [{}, spark],
    },
    [times, values],
    body,
  );
}

function bargauge(section, body, panel, series) {
  const most = Math.max(...series.map(one => one.values[0]));
  known({ top: true }, panel.options.namePlacement, "the place of names");
  const bars = element("div", body, "", "bars");
  for (const { name, values, config } of series.sort((a, b) => b.values[0] - a.values[0])) {
    const colour = colourAt(values[0], config);
    element("span", bars, name);
    const row = element("div", bars);
    const bar = element("i", element("p", row));
    bar.style.width = `${(100 * values[0]) / most}%`;
    bar.style.background = `linear-gradient(90deg, ${transparent(colour, 35)}, ${colour})`;
    element("b", row, text(values[0], config)).style.color = colour;
  }
}

function table(section, body, panel, series) {
  const { excludeByName, indexByName, renameByName } = panel.transformations[0].options;
  const place = name => indexByName[name] ?? Infinity;
  const columns = [...new Set(series.flatMap(one => Object.keys(one.labels))), "Value"]
    .filter(name => !excludeByName[name])
    .sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  const shown = element("table", body, "", "rows");
  const head = element("tr", shown);
  columns.forEach(name => element("th", head, renameByName[name] ?? name));
  const config = configOf(panel, renameByName.Value);
  for (const { labels, values } of series.sort((a, b) => b.values[0] - a.values[0])) {
    const row = element("tr", shown);
    columns.forEach(name => element("td", row, labels[name] ?? ""));
    const value = row.children[columns.indexOf("Value")];
    value.textContent = text(values[0], config);
    value.style.color = colourAt(values[0], config);
  }
}

/** Buckets from the least upward, each without what is in those below it. */
function heatmap(section, body, panel, series, times) {
  const edge = one => Number(one.labels.le.replace("+Inf", "Infinity"));
  const buckets = series.sort((a, b) => edge(a) - edge(b));
  const counts = buckets.map(({ values }, i) =>
    values.map((value, at) => Math.max(0, value - (i ? buckets[i - 1].values[at] : 0))));
  const most = Math.max(...counts.flat());
  const scale = element("div", section, "0", "scale");
  element("i", scale).style.background = `linear-gradient(90deg, ${transparent(COLOURS.orange, 0)}, ${COLOURS.orange})`;
  scale.append(text(most, { unit: "short" }));
  const config = panel.fieldConfig.defaults;
  const label = bucket => (bucket.labels.le === "+Inf" ? "more" : text(edge(bucket), config));
  const cells = plot => {
    const width = plot.valToPos(times[1], "x", true) - plot.valToPos(times[0], "x", true);
    counts.forEach((row, bucket) => row.forEach((count, at) => {
      if (count <= panel.options.filterValues.le) return;
      const top = plot.valToPos(bucket + 1, "y", true);
      plot.ctx.fillStyle = shade(count);
      plot.ctx.fillRect(
        plot.valToPos(times[at], "x", true), top + 1, width - 0.5, plot.valToPos(bucket, "y", true) - top - 1);
    }));
  };
  const shade = count => transparent(COLOURS.orange, 100 * (count / most) ** panel.options.color.exponent);
  // A line is the upper edge of the bucket below it.
  const [time, value] = axes(at => (at > 0 && at <= buckets.length ? label(buckets[at - 1]) : ""), [1, 2, 4]);
  new uPlot(
    {
      width: body.clientWidth - 8,
      height: body.clientHeight,
      padding: [8, 20, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { y: { range: [0, buckets.length] } },
      axes: [time, { ...value, space: 18 }],
      series: [{}, { show: false }],
      hooks: { draw: [cells] },
    },
    [times, counts[0]],
    body,
  );
}

const PANELS = { timeseries, stat, bargauge, table, heatmap };

function place(node, { x, y, w, h }) {
  node.style.gridArea = `${y + 1} / ${x + 1} / span ${h} / span ${w}`;
}

/** The page's own function: what there is to draw comes from the test. */
function draw({ dashboard, answers, chosen, from, to }) {
  const named = words => words.replace(/\$(\w+)/g, (all, name) => chosen[name] ?? all);
  const header = document.querySelector("header");
  document.querySelector("h1").textContent = dashboard.title;
  for (const variable of dashboard.templating.list.filter(one => one.name in chosen)) {
    const shown = element("span", header);
    element("b", shown, variable.label ?? variable.name);
    shown.append(chosen[variable.name]);
  }
  element("span", header, `${from} to ${to} UTC`);
  for (const panel of dashboard.panels) {
    const main = document.querySelector("main");
    if (panel.type === "row") {
      place(element("h2", main, panel.title), panel.gridPos);
      continue;
    }
    const section = element("section", main);
    place(section, panel.gridPos);
    section.dataset.title = named(panel.title);
    element("h3", section, named(panel.title));
    const body = element("div", section, "", "body");
    const times = answers[panel.id][0].times;
    const series = seriesOf(panel, answers[panel.id], times);
    if (series.length) {
      known(PANELS, panel.type, "the panel")(section, body, panel, series, times);
    } else {
      section.className = "empty";
      body.textContent = "No data";
    }
  }
}

/** What does not fit where it stands, by the title of its panel. */
function cutOff() {
  return [...document.querySelectorAll("section")]
    .flatMap(section => [section, ...section.querySelectorAll("*")])
    .filter(one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
    .filter(one => getComputedStyle(one).display !== "inline" && one.closest(".uplot") === null)
    .map(one => `${one.closest("section").dataset.title}: ${one.textContent}`);
}
