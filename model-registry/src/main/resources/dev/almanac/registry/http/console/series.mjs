import { all, get, knows, path } from "./api.mjs";
import { card, choice, empty, h, table } from "./dom.mjs";
import { chart } from "./chart.mjs";
import { duration, many, number, seconds, when } from "./text.mjs";

export const title = "Series";

const RANGES = ["6h", "1d", "7d", "30d"];
const AHEAD = ["0", "6h", "1d", "7d"];
const LISTED = 50;
const ANOMALIES = 200;
const NAMES = { "6h": "6 hours", "1d": "1 day", "7d": "7 days", "30d": "30 days", 0: "none" };

/** #/series?match=node_load1&series=node_load1{…}&range=7d&ahead=1d, or from=…&to=… in seconds. */
export async function show({ query }, signal) {
  const backups = (await all("backups", "backups")).filter((backup) => backup.until);
  if (backups.length === 0) {
    return empty("The archive has no series yet", h("p", {}, "They come with the first backup:"), h("pre", {}, "almanac archive --from http://localhost:9090 --archive ARCHIVE"));
  }
  const asked = ask(query, Date.parse(backups.at(-1).until) / 1000);
  let found;
  try {
    found = await get(path("history/series", { match: asked.match, from: asked.from, to: asked.to, limit: LISTED }));
  } catch (refused) {
    if (refused.status !== 400 && refused.status !== 422) throw refused;
    return [search(asked, refused.message), helpful(asked)];
  }
  const chosen = asked.series ?? (asked.match && found.series.length === 1 ? found.series[0].series : undefined);
  return [search(asked), chosen ? await picture(chosen, asked, signal) : null, results(found, asked, chosen)].filter(Boolean);
}

function ask(query, end) {
  const time = (name) => (/^\d{1,11}$/.test(query.get(name) ?? "") ? Number(query.get(name)) : undefined);
  const range = RANGES.includes(query.get("range")) ? query.get("range") : "1d";
  const zoomed = time("from") !== undefined && time("to") > time("from");
  const ahead = AHEAD.includes(query.get("ahead")) ? query.get("ahead") : "1d";
  return {
    match: query.get("match")?.trim() || undefined,
    series: query.get("series") || undefined,
    range,
    ahead,
    zoomed,
    from: zoomed ? time("from") : Math.floor(end) - seconds(range),
    to: zoomed ? time("to") : Math.floor(end),
  };
}

/** This view's address with some of it changed. */
function address(asked, change) {
  const { match, series, range, ahead, zoomed, from, to } = { ...asked, ...change };
  const query = new URLSearchParams();
  const parts = { match, series, range: range === "1d" ? undefined : range, ahead: ahead === "1d" ? undefined : ahead, from: zoomed ? from : undefined, to: zoomed ? to : undefined };
  for (const [name, value] of Object.entries(parts)) if (value !== undefined) query.set(name, value);
  return `#/series?${query}`;
}

function search(asked, refused) {
  const field = h("input", { id: "match", type: "search", value: asked.match ?? "", placeholder: 'node_load1{instance=~"a.*"}', autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": "match-said", "aria-invalid": refused ? "true" : null });
  return h(
    "form",
    {
      class: "search",
      role: "search",
      onsubmit: (event) => {
        event.preventDefault();
        location.hash = address(asked, { match: field.value.trim() || undefined, series: undefined });
      },
    },
    h("label", { for: "match" }, "Search by matcher"),
    h("div", { class: "row" }, field, h("button", { class: "strong", type: "submit" }, "Search")),
    h("p", { id: "match-said", class: refused ? "refused" : "quiet", role: refused ? "alert" : null }, refused ?? "As PromQL writes it. Press / to come here."),
  );
}

/** Something that is no selector may be a part of a name. */
function helpful(asked) {
  const word = (asked.match ?? "").replace(/[^A-Za-z0-9_:]+/g, ".*");
  const wider = `{__name__=~".*${word}.*"}`;
  return word ? h("p", {}, "Perhaps every metric whose name is like it: ", h("a", { href: address(asked, { match: wider, series: undefined }) }, h("code", {}, wider))) : null;
}

function results(found, asked, chosen) {
  if (found.series.length === 0) {
    return [empty(asked.match ? "No series matches" : "There is no series in this time", h("p", {}, `between ${when(asked.from * 1000)} and ${when(asked.to * 1000)}.`)), helpful(asked)];
  }
  const said = found.next ? `The first ${LISTED}; search for fewer.` : many(found.series.length, "series");
  return card(
    "Series",
    h("p", { class: "quiet" }, said),
    table(
      "Series that match",
      [
        ["Series", (one) => h("a", { class: "code", href: address(asked, { series: one.series }) }, one.series)],
        ["Samples", (one) => (one.samples || one.histograms).toLocaleString("en-GB"), "number"],
        ["First", (one) => when(one.first)],
        ["Last", (one) => when(one.last)],
      ],
      found.series,
      (one) => one.series === chosen,
    ),
  );
}

async function picture(series, asked, signal) {
  const forecast = await expected(series, asked);
  const history = await get(path("history", { match: series, from: asked.from, to: asked.to, kind: forecast.kind }));
  const one = history.series.find((candidate) => candidate.series === series);
  const controls = h(
    "div",
    { class: "row" },
    choice("Time shown", RANGES.map((range) => [NAMES[range], address(asked, { range, zoomed: false }), range === asked.range && !asked.zoomed])),
    asked.zoomed ? h("a", { class: "chip", href: address(asked, { zoomed: false }) }, "← Whole time") : null,
    h("span", { class: "quiet push" }, "Forecast"),
    choice("Forecast", AHEAD.map((ahead) => [NAMES[ahead], address(asked, { ahead }), ahead === asked.ahead])),
  );
  const heading = h("h2", { id: "detail", tabindex: "-1", "data-focus": series }, one?.labels.__name__ ?? series);
  if (!one || one.times.length === 0) {
    return h("section", { class: "card" }, heading, controls, empty("No float samples in this time", h("p", {}, "It may have native histograms, or have been scraped at other times.")));
  }
  const anomalies = await fired(one, asked);
  return h(
    "section",
    { class: "card", "aria-labelledby": "detail" },
    heading,
    h("ul", { class: "labels", "aria-label": "Labels" }, Object.entries(one.labels).filter(([name]) => name !== "__name__").map(([name, value]) => h("li", {}, h("span", { class: "quiet" }, name), ` ${value}`))),
    controls,
    drawing(one, history, forecast, anomalies, asked, signal),
    h("p", { class: "quiet" }, `${summary(one, history)} Drag over the chart to look closer.`),
    [forecast.said, anomalies.said].filter(Boolean).map((said) => h("p", { class: "quiet" }, said)),
    listed(anomalies),
    h("details", {}, h("summary", {}, "Values"), values(one)),
  );
}

/** The champion's forecast, or why there is none. */
async function expected(series, asked) {
  try {
    const models = await all("models", "models");
    const model = (models.find((one) => one.model === "metrics" && one.aliases.champion) ?? models.find((one) => one.aliases.champion))?.model;
    if (!model) return { said: "There is no forecast: no model is champion yet." };
    const known = await get(path("series", { series, model, limit: 100 }));
    const mine = known.series.find((one) => one.series === series);
    if (!mine) return { said: "There is no forecast: the champion has not learned this series." };
    if (asked.ahead === "0" || asked.zoomed) return { kind: mine.kind };
    const { version, series: forecasts } = await get(path("forecast", { series, model, horizon: asked.ahead }));
    const one = forecasts.find((candidate) => candidate.series === series);
    return { kind: mine.kind, version, model, one };
  } catch (refused) {
    return { said: `There is no forecast: ${refused.message}` };
  }
}

/** What scoring found, where the server keeps that. */
async function fired(one, asked) {
  if (!(await knows("anomalies"))) return { list: [], said: "This server does not tell of anomalies." };
  try {
    const { anomalies } = await get(path("anomalies", { match: one.series, from: asked.from, to: asked.to, limit: ANOMALIES }));
    const list = anomalies.filter((anomaly) => Object.entries(one.labels).every(([name, value]) => anomaly.labels[name] === value || name === "__name__"));
    return { list, said: list.length ? "" : "No anomaly was found in this time." };
  } catch (refused) {
    return { list: [], said: `Anomalies are not shown: ${refused.message}` };
  }
}

function at(time) {
  return typeof time === "number" ? time : Date.parse(time) / 1000;
}

function drawing(one, history, forecast, anomalies, asked, signal) {
  const times = [];
  const lists = { min: [], max: [], mean: [] };
  // Steps of which nothing is known are gaps.
  const step = history.step_seconds;
  one.times.forEach((time, i) => {
    if (i > 0 && time - one.times[i - 1] > 1.5 * step) {
      times.push(one.times[i - 1] + step);
      for (const list of Object.values(lists)) list.push(null);
    }
    times.push(time);
    for (const [name, list] of Object.entries(lists)) list.push(one[name][i]);
  });
  const gauge = one.kind === "gauge";
  const peaks = anomalies.list.filter((anomaly) => anomaly.peak).sort((a, b) => at(a.peak.at) - at(b.peak.at));
  const ahead = forecast.one;
  const nothing = [[times[0]], [null]];
  const levels = ahead ? Object.values(ahead.quantiles) : [];
  return chart(
    `${one.series} from ${when(history.from * 1000)} to ${when(history.until * 1000)}. ${summary(one, history)}`,
    {
      tables: [
        [times, lists.min, lists.max, lists.mean],
        ahead ? [ahead.times, levels[0], levels.at(-1), ahead.median] : [[times[0]], [null], [null], [null]],
        peaks.length ? [peaks.map((anomaly) => at(anomaly.peak.at)), peaks.map((anomaly) => anomaly.peak.value)] : nothing,
      ],
      lines: [
        { said: gauge ? "least" : "", ink: "accent", hidden: true },
        { label: gauge ? "Least to greatest" : "", said: gauge ? "greatest" : "", ink: "accent", hidden: true, kind: "area" },
        { label: gauge ? "Mean" : "Per second", ink: "accent" },
        { said: "lower", ink: "forecast", hidden: true },
        { label: ahead ? "95 % of what is expected" : "", said: "upper", ink: "forecast", hidden: true, kind: "area" },
        { label: ahead ? "Expected" : "", ink: "forecast", dash: [6, 4], kind: "dashed" },
        { label: peaks.length ? "Anomaly" : "", ink: "bad", points: "only", kind: "dot" },
      ],
      bands: [
        [2, 1, "accent"],
        [5, 4, "forecast"],
      ],
      marks: anomalies.list.map((anomaly) => [at(anomaly.start), at(anomaly.end)]),
      now: ahead ? history.until : undefined,
      chosen: (from, to) => {
        location.hash = address(asked, { zoomed: true, from: Math.max(0, Math.floor(from)), to: Math.ceil(to) });
      },
    },
    signal,
  );
}

function summary(one, history) {
  const mean = one.mean.filter((value) => value !== null);
  const low = Math.min(...one.min.filter((value) => value !== null));
  const high = Math.max(...one.max.filter((value) => value !== null));
  return `${one.kind === "counter" ? "A counter, shown as its rate per second" : "A gauge"}: between ${number(low)} and ${number(high)}, lately ${number(mean.at(-1))}. A point is ${duration(history.step_seconds)}.`;
}

function listed(anomalies) {
  if (anomalies.list.length === 0) return null;
  return [
    h("h3", {}, many(anomalies.list.length, "anomaly").replace("anomalys", "anomalies")),
    table(
      "Anomalies",
      [
        ["Began", (a) => when(at(a.start) * 1000)],
        ["Lasted", (a) => duration(Math.max(1, at(a.end) - at(a.start))), "number"],
        ["Score at its peak", (a) => number(a.peak?.score), "number"],
        ["Value", (a) => number(a.peak?.value), "number"],
        ["Expected", (a) => number(a.peak?.expected), "number"],
        ["Band", (a) => (a.peak ? `${number(a.peak.lower)} to ${number(a.peak.upper)}` : "–"), "number"],
      ],
      anomalies.list,
    ),
  ];
}

function values(one) {
  const rows = one.times.map((time, i) => ({ time, mean: one.mean[i], min: one.min[i], max: one.max[i] }));
  return table("Values", [["Time", (row) => when(row.time * 1000)], ["Mean", (row) => number(row.mean), "number"], ["Least", (row) => number(row.min), "number"], ["Greatest", (row) => number(row.max), "number"]], rows);
}
