import { all, get, path } from "./api.mjs";
import { badge, card, choice, empty, facts, h, table } from "./dom.mjs";
import { chart } from "./chart.mjs";
import { ago, bytes, duration, many, number, percent, when } from "./text.mjs";

export const title = "Models";

const MEASURES = {
  owa: ["OWA", "error relative to the seasonal naive, which has 1; lower is better"],
  mase: ["MASE", "mean absolute scaled error; lower is better"],
  smape: ["sMAPE", "mean percentage error; lower is better"],
  msis: ["MSIS", "mean scaled interval score of the 95 % bands; lower is better"],
  coverage: ["Coverage", "part of the values within the bands; the nearer to 0.95 the better"],
};

/** #/models/NAME?version=3&measure=owa */
export async function show({ rest: [wanted], query }, signal) {
  const models = await all("models", "models");
  if (models.length === 0) {
    return empty("No model was trained yet", h("p", {}, "After some days of backups, this learns one:"), h("pre", {}, "almanac train --archive ARCHIVE"));
  }
  const model = models.find((one) => one.model === wanted) ?? models.find((one) => one.aliases.champion) ?? models[0];
  const name = model.model;
  const at = (more) => link(name, { measure: query.get("measure"), ...more });
  const [versions, moves] = await Promise.all([
    all(`models/${name}/versions`, "versions"),
    "champion" in model.aliases ? all(`models/${name}/aliases/champion`, "moves") : [],
  ]);
  const known = versions.filter((version) => version.version);
  const chosen = known.find((version) => String(version.version) === query.get("version"));
  const measure = query.get("measure") in MEASURES ? query.get("measure") : "owa";
  return [
    wanted && wanted !== name ? h("p", { class: "note" }, `There is no model ${wanted}; this is ${name}.`) : null,
    models.length > 1 ? choice("Model", models.map((one) => [one.model, link(one.model), one.model === name])) : null,
    standing(known, model, at),
    accuracy(known, moves, measure, name, query, signal),
    chosen ? await detail(chosen, name, at) : null,
    card(
      "Versions",
      table(
        `Versions of ${name}, newest first`,
        [
          ["Version", (v) => h("a", { href: at({ version: v.version }) }, `v${v.version}`)],
          ["", (v) => v.aliases.map(label)],
          ["Published", (v) => when(v.published_at)],
          ["OWA", (v) => number(v.evaluation?.owa), "number"],
          ["MASE", (v) => number(v.evaluation?.mase), "number"],
          ["Coverage", (v) => percent(v.evaluation?.coverage), "number"],
          ["Series", (v) => v.evaluation?.series, "number"],
          ["Size", (v) => bytes(v.bytes), "number"],
        ],
        [...known].reverse(),
        (v) => v === chosen,
      ),
    ),
  ].filter(Boolean);
}

function link(model, parameters = {}) {
  return path(`models/${model}`, parameters).replace("api/v1/", "#/");
}

function label(alias) {
  return badge(alias, alias === "champion" ? "good" : alias === "challenger" ? "info" : "");
}

function standing(versions, model, at) {
  const of = (alias) => versions.find((version) => version.version === model.aliases[alias]);
  const champion = of("champion");
  const challenger = of("challenger");
  return h(
    "section",
    { class: "pair", "aria-label": "Champion and challenger" },
    champion ? portrait("Champion", "forecasts now", champion, at) : empty("No champion", h("p", {}, "No version has passed the gate yet.")),
    challenger && challenger !== champion
      ? portrait("Challenger", "was judged last, and kept back", challenger, at)
      : h("div", { class: "card calm" }, h("h2", {}, "Challenger"), h("p", { class: "quiet" }, champion ? `None: v${champion.version} was judged last, and won.` : "None.")),
  );
}

function portrait(role, said, version, at) {
  const found = version.evaluation;
  return h(
    "div",
    { class: `card ${role.toLowerCase()}` },
    h("div", { class: "row" }, h("h2", {}, role), h("a", { class: "big", href: at({ version: version.version }) }, `v${version.version}`)),
    h("p", { class: "quiet" }, `${said}; trained ${ago(version.published_at)}`),
    found
      ? facts([["OWA", number(found.owa)], ["MASE", number(found.mase)], ["sMAPE", number(found.smape)], ["Coverage", percent(found.coverage)], ["Series", found.series]], "wide")
      : h("p", {}, "It was not evaluated."),
  );
}

function accuracy(versions, moves, measure, name, query, signal) {
  const judged = versions.filter((version) => version.evaluation && version.evaluation[measure] !== null);
  const [, meaning] = MEASURES[measure];
  const pick = choice("Measure", Object.entries(MEASURES).map(([key, [short]]) => [short, link(name, { version: query.get("version"), measure: key }), key === measure]));
  if (judged.length === 0) return card("Accuracy over time", pick, h("p", { class: "quiet" }, "No version has been measured by it."));
  const value = new Map(judged.map((version) => [version.version, version.evaluation[measure]]));
  const points = [judged.map((v) => Date.parse(v.published_at) / 1000), judged.map((v) => v.evaluation[measure])];
  const steps = moves.filter((move) => move.move !== "remove" && value.has(move.version)).map((move) => [Date.parse(move.at) / 1000, value.get(move.version)]);
  if (steps.length) steps.push([Math.max(points[0].at(-1), steps.at(-1)[0] + 1), steps.at(-1)[1]]);
  return card(
    "Accuracy over time",
    h("div", { class: "row" }, pick),
    h("p", { class: "quiet" }, `${MEASURES[measure][0]}: ${meaning}. Measured on a hold-out that the version had not seen.`),
    chart(
      `${MEASURES[measure][0]} of ${many(judged.length, "version")}, from ${number(points[1][0])} to ${number(points[1].at(-1))}`,
      {
        tables: [points, steps.length ? [steps.map((s) => s[0]), steps.map((s) => s[1])] : [[points[0][0]], [null]]],
        lines: [
          { label: "Each version", said: MEASURES[measure][0], ink: "forecast", points: true, width: 1.25 },
          { label: "The champion", ink: "good", stepped: true, width: 2.5 },
        ],
      },
      signal,
    ),
  );
}

async function detail(version, name, at) {
  const { reports } = await get(path(`models/${name}/versions/${version.version}/gate`));
  const { lineage } = version;
  return h(
    "section",
    { class: "card", "aria-labelledby": "detail" },
    h("div", { class: "row" }, h("h2", { id: "detail", tabindex: "-1", "data-focus": `${name} v${version.version}` }, `${name} v${version.version}`), version.aliases.map(label), h("a", { class: "close", href: at({}) }, "Close")),
    h("h3", {}, "Gate"),
    reports.length ? reports.map(gate) : h("p", { class: "quiet" }, "The gate has not judged it."),
    groups(version.evaluation),
    h("h3", {}, "Lineage"),
    facts([
      ["Trained", `${when(version.published_at)}, in ${duration(lineage.seconds)}, on ${lineage.host}`],
      ["By", lineage.code],
      ["From", lineage.backups.map((id) => h("a", { href: `#/backups/${id}` }, id))],
      ["Learned", `${when(lineage.from)} to ${when(lineage.until)}`],
      ["Hold-out", version.evaluation && `${when(version.evaluation.from)} to ${when(version.evaluation.until)}`],
    ]),
    h("details", {}, h("summary", {}, "Settings"), facts(Object.entries(lineage.configuration), "code"), h("p", { class: "quiet" }, "SHA-256 ", h("code", {}, lineage.configuration_sha256))),
    h("details", {}, h("summary", {}, many(version.files.length, "file")), table("Files", [["File", (f) => h("code", {}, f.name)], ["Size", (f) => bytes(f.bytes), "number"], ["SHA-256", (f) => h("code", {}, f.sha256.slice(0, 16), "…")]], version.files)),
  );
}

function gate(report) {
  return h(
    "div",
    { class: "stack" },
    h("p", {}, report.passes ? badge("✓ passed", "good") : badge("✕ kept back", "bad"), " ", report.champion ? `compared with v${report.champion}, ` : "with no champion to compare with, ", `on ${when(report.from)} to ${when(report.until)}.`),
    report.reasons.length ? h("ul", {}, report.reasons.map((reason) => h("li", {}, reason))) : null,
    report.checks.length
      ? table(
          "What the gate compared",
          [
            ["Group", (c) => (c.group === "*" ? "all series" : c.group)],
            ["Measure", (c) => c.measure],
            ["Champion", (c) => number(c.champion), "number"],
            ["This one", (c) => number(c.challenger), "number"],
            ["Limit", (c) => number(c.limit), "number"],
            ["", (c) => (c.passes ? badge("✓", "good") : badge("✕", "bad"))],
          ],
          report.checks,
        )
      : null,
  );
}

function groups(evaluation) {
  if (!evaluation) return null;
  return [
    h("h3", {}, "By groups"),
    table(
      "Accuracy by groups",
      [["Group", (g) => g.group], ["Series", (g) => g.series, "number"], ...Object.entries(MEASURES).map(([key, [short]]) => [short, (g) => (key === "coverage" ? percent(g[key]) : number(g[key])), "number"])],
      evaluation.groups,
    ),
  ];
}
