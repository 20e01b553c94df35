// Charts over time, drawn by uPlot in the colours of the page.
/* global uPlot */

import { h } from "./dom.mjs";
import { number, when } from "./text.mjs";

const HEIGHT = 320;
const NARROW = 600;

/** A colour of the style sheet as the canvas wants it. */
function colour(name) {
  const probe = h("span", { class: `ink-${name}` });
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function faint(color, part) {
  return color.replace(/^rgba?\(([^,]+),([^,]+),([^,)]+).*$/, `rgba($1,$2,$3,${part})`);
}

/**
 * A chart that fits where it is put, and goes when the signal says so.
 *
 * tables: lists of columns, the first of each its times in seconds, as uPlot joins them.
 * lines: [{label, ink, width, dash, points, hidden, stepped}] for the columns that are not times.
 * bands: [[upper, lower, ink]] by the numbers of the lines, from 1.
 * marks: [[from, until]] times to be told apart.
 * chosen: is called with the time that was dragged over.
 */
export function chart(label, { tables, lines, bands = [], marks = [], chosen, now }, signal) {
  const readout = h("p", { class: "readout" }, "\u00a0");
  const box = h("div", { class: "plot", role: "img", "aria-label": label });
  const shell = h("figure", { class: "chart" }, box, h("figcaption", {}, legend(lines), readout));
  // Drawn as soon as there is room to draw in.
  const watch = new ResizeObserver(() => fit());
  let plot;

  function fit() {
    const width = Math.floor(box.clientWidth);
    if (width === 0) return;
    if (plot) plot.setSize({ width, height: height(width) });
    else plot = draw(box, width, { tables, lines, bands, marks, chosen, now }, readout);
  }
  watch.observe(box);
  signal.addEventListener("abort", () => {
    watch.disconnect();
    plot?.destroy();
  });
  return shell;
}

function height(width) {
  return width < NARROW ? Math.round(HEIGHT * 0.8) : HEIGHT;
}

function legend(lines) {
  return h(
    "ul",
    { class: "legend" },
    lines.filter((line) => line.label).map((line) => h("li", {}, h("span", { class: `key ink-${line.ink} ${line.kind ?? "line"}` }), line.label)),
  );
}

function draw(box, width, { tables, lines, bands, marks, chosen, now }, readout) {
  const ink = { text: colour("quiet"), grid: colour("line"), bad: colour("bad") };
  const options = {
    width,
    height: height(width),
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    legend: { show: false },
    padding: [12, 12, 0, 0],
    cursor: { points: { size: 7 }, drag: { x: Boolean(chosen), y: false, setScale: false } },
    scales: { x: { time: true } },
    axes: [
      { stroke: ink.text, font: "12px system-ui", grid: { stroke: ink.grid, width: 1 }, ticks: { stroke: ink.grid, width: 1 }, values: stamps, space: 70 },
      { stroke: ink.text, font: "12px system-ui", grid: { stroke: ink.grid, width: 1 }, ticks: { show: false }, size: width < NARROW ? 46 : 60, values: (_, ticks) => ticks.map(short) },
    ],
    series: [{}, ...lines.map((line) => style(line))],
    bands: bands.map(([upper, lower, name]) => ({ series: [upper, lower], fill: faint(colour(name), 0.18) })),
    hooks: {
      drawClear: [(u) => mark(u, marks, ink.bad, now, ink.text)],
      setCursor: [(u) => tell(u, lines, readout)],
      setSelect: [(u) => select(u, chosen)],
    },
  };
  return new uPlot(options, tables.length > 1 ? uPlot.join(tables) : tables[0], box);
}

function style(line) {
  const stroke = colour(line.ink);
  return {
    label: line.label ?? "",
    stroke: line.hidden ? undefined : stroke,
    width: line.hidden ? 0 : (line.width ?? 1.75),
    dash: line.dash,
    paths: line.points === "only" ? () => null : line.stepped ? uPlot.paths.stepped({ align: 1 }) : undefined,
    points: line.points ? { show: true, size: line.points === "only" ? 9 : 7, fill: stroke, stroke, filter: undefined } : { show: false },
  };
}

/** 14:05 within a day, 3 Nov from one day to the next: short, and never in the browser's own zone. */
function stamps(_, ticks, axis, space, step) {
  return ticks.map((seconds) => {
    const time = new Date(seconds * 1000);
    const midnight = seconds % 86400 === 0;
    const clock = step < 60 ? { hour: "2-digit", minute: "2-digit", second: "2-digit" } : { hour: "2-digit", minute: "2-digit" };
    const options = midnight || step >= 86400 ? { day: "numeric", month: "short" } : clock;
    return time.toLocaleString("en-GB", { timeZone: "UTC", ...options });
  });
}

function short(value) {
  const size = Math.abs(value);
  for (const [unit, name] of [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]]) {
    if (size >= unit) return `${Number((value / unit).toPrecision(3))}${name}`;
  }
  return `${Number(value.toPrecision(3))}`;
}

function mark(u, marks, bad, now, text) {
  const { ctx } = u;
  const { top, height: tall } = u.bbox;
  ctx.save();
  ctx.fillStyle = faint(bad, 0.16);
  for (const [from, until] of marks) {
    const left = u.valToPos(from, "x", true);
    ctx.fillRect(left - 1, top, Math.max(3, u.valToPos(until, "x", true) - left + 1), tall);
  }
  if (now !== undefined) {
    const left = Math.round(u.valToPos(now, "x", true));
    ctx.strokeStyle = text;
    ctx.setLineDash([3, 4]);
    ctx.beginPath();
    ctx.moveTo(left, top);
    ctx.lineTo(left, top + tall);
    ctx.stroke();
  }
  ctx.restore();
}

function tell(u, lines, readout) {
  const { idx } = u.cursor;
  if (idx === null || idx === undefined) {
    readout.textContent = "\u00a0";
    return;
  }
  const known = lines
    .map((line, i) => [line.said ?? line.label, u.data[i + 1][idx]])
    .filter(([name, value]) => name && value !== null && value !== undefined)
    .map(([name, value]) => `${name} ${number(value)}`);
  readout.textContent = known.length ? `${when(u.data[0][idx] * 1000)} · ${known.join(" · ")}` : "\u00a0";
}

function select(u, chosen) {
  const { left, width } = u.select;
  if (chosen && width > 4) chosen(u.posToVal(left, "x"), u.posToVal(left + width, "x"));
}
