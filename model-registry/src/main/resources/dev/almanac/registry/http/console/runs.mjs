import { all } from "./api.mjs";
import { badge, card, choice, empty, h, table, tile } from "./dom.mjs";
import { ago, day, duration, many, when } from "./text.mjs";

export const title = "Training";

/** Longer reasons are folded. */
const SHORT = 180;

const OUTCOMES = {
  promoted: ["✓ Champion", "good"],
  kept_back: ["Kept back", "info"],
  published: ["Published", ""],
  failed: ["✕ Failed", "bad"],
};

/** #/training?model=NAME&outcome=failed */
export async function show({ query }) {
  const models = await all("models", "models");
  const model = query.get("model") ?? models.find((one) => one.aliases.champion)?.model ?? models[0]?.model;
  const runs = await all("training-runs", "runs", { model });
  if (runs.length === 0) {
    return empty("Nothing was trained yet", h("p", {}, "After some days of backups, this learns a model:"), h("pre", {}, "almanac train --archive ARCHIVE"));
  }
  const name = model ?? "metrics";
  const outcome = query.get("outcome") in OUTCOMES ? query.get("outcome") : "";
  const shown = runs.filter((run) => !outcome || run.outcome === outcome);
  return [
    models.length > 1 ? choice("Model", models.map((one) => [one.model, link(one.model, ""), one.model === name])) : null,
    summary(runs),
    card(
      "Every training",
      choice("Outcome", [["All", link(name, ""), !outcome], ...Object.keys(OUTCOMES).map((key) => [OUTCOMES[key][0].replace(/^\W /, ""), link(name, key), key === outcome])]),
      shown.length === 0
        ? h("p", { class: "quiet" }, "None ended so.")
        : table(
            `Trainings of ${name}, newest first`,
            [
              ["Ended", (run) => when(run.ended_at)],
              ["Outcome", (run) => badge(...OUTCOMES[run.outcome])],
              ["Version", (run) => (run.version ? h("a", { href: `#/models/${name}?version=${run.version}` }, `v${run.version}`) : "none")],
              ["Took", (run) => duration(run.seconds), "number"],
              ["Series", (run) => run.series, "number"],
              ["Backup", (run) => h("a", { href: `#/backups/${run.backup}`, title: run.backup }, dateOf(run.backup))],
              ["Why", (run) => reasons(run)],
            ],
            shown,
          ),
    ),
  ].filter(Boolean);
}

function link(model, outcome) {
  const query = new URLSearchParams({ model });
  if (outcome) query.set("outcome", outcome);
  return `#/training?${query}`;
}

function summary(runs) {
  const [newest] = runs;
  const good = runs.find((run) => run.outcome !== "failed");
  const failures = runs.filter((run) => run.outcome === "failed").length;
  const [said, kind] = OUTCOMES[newest.outcome];
  return h(
    "section",
    { class: "tiles", "aria-label": "In short" },
    tile("Last training", said.replace(/^\W /, ""), ago(newest.ended_at), kind),
    tile("Last that succeeded", good ? ago(good.ended_at) : "None", good ? `v${good.version}, in ${duration(good.seconds)}` : "every one failed"),
    tile("Trainings", String(runs.length), failures ? `${many(failures, "failure")}` : "none failed", failures ? "bad" : ""),
  );
}

/** A backup's id begins with its time: 20261125T230000Z-…. */
function dateOf(backup) {
  const [, year, month, date] = /^(\d{4})(\d\d)(\d\d)T/.exec(backup) ?? [];
  return year ? day(`${year}-${month}-${date}`) : backup;
}

function reasons(run) {
  if (run.reasons.length === 0) return run.champion ? `no worse than v${run.champion}` : run.outcome === "promoted" ? "there was no champion" : "–";
  const [first] = run.reasons;
  if (run.reasons.length === 1 && first.length <= SHORT) return h("span", { class: "why" }, first);
  const said = run.reasons.length === 1 ? `${first.slice(0, SHORT / 2)} …` : many(run.reasons.length, "reason");
  return h("details", { class: "why" }, h("summary", {}, said), h("ul", {}, run.reasons.map((reason) => h("li", {}, reason))));
}
