import { all, get, path } from "./api.mjs";
import { badge, card, empty, facts, h, table, tile } from "./dom.mjs";
import { ago, bytes, day, large, many, when } from "./text.mjs";

export const title = "Backups";

const DAY = 86400000;
const SHOWN = 30;

/** #/backups/ID?end=2026-11-26: the thirty days that end there, and one backup in full. */
export async function show({ rest: [chosen], query }) {
  const backups = await all("backups", "backups");
  const known = backups.filter((backup) => backup.taken_at);
  if (known.length === 0) {
    return empty("There is no backup yet", h("p", {}, "The first is made by"), h("pre", {}, "almanac archive --from http://localhost:9090 --archive ARCHIVE"));
  }
  const end = endOf(query.get("end"));
  const detail = chosen ? inspect(await get(path(`backups/${encodeURIComponent(chosen)}`)), known, query.get("end")) : [];
  return [summary(known), calendar(known, end, chosen), detail, list(known, chosen, query.get("end"))].flat();
}

function endOf(text) {
  const today = Math.floor(Date.now() / DAY) * DAY;
  return /^\d{4}-\d\d-\d\d$/.test(text ?? "") && !Number.isNaN(Date.parse(text)) ? Date.parse(text) : today;
}

function dateOf(time) {
  return new Date(time).toISOString().slice(0, 10);
}

function link(id, end) {
  return `#/backups/${id}${end ? `?end=${end}` : ""}`;
}

function drill(backup) {
  if (!backup.drill) return null;
  return backup.drill.status === "passed" ? badge("✓ drill passed", "good") : badge("✕ drill failed", "bad");
}

function summary(backups) {
  const newest = backups.at(-1);
  const drilled = backups.filter((backup) => backup.drill);
  const last = drilled.sort((a, b) => Date.parse(a.drill.at) - Date.parse(b.drill.at)).at(-1);
  return h(
    "section",
    { class: "tiles", "aria-label": "In short" },
    tile("Newest backup", ago(newest.taken_at), when(newest.taken_at)),
    tile("Samples", large(newest.samples), many(newest.series, "series")),
    tile("Size in the archive", bytes(newest.archive_bytes), newest.bytes_per_sample ? `${newest.bytes_per_sample.toFixed(2)} bytes a sample` : "no sample yet"),
    last
      ? tile("Last restore drill", last.drill.status === "passed" ? "Passed" : "Failed", when(last.drill.at), last.drill.status === "passed" ? "good" : "bad")
      : tile("Last restore drill", "None yet", "almanac drill proves that backups restore"),
  );
}

function calendar(backups, end, chosen) {
  const first = end - (SHOWN - 1) * DAY;
  const byDay = Map.groupBy ? Map.groupBy(backups, (backup) => backup.taken_at.slice(0, 10)) : grouped(backups);
  const within = backups.filter((backup) => Date.parse(backup.taken_at) >= first && Date.parse(backup.taken_at) < end + DAY);
  const largest = Math.max(1, ...within.map((backup) => backup.new_bytes));
  const monday = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY;
  const weeks = [];
  for (let week = monday; week <= end; week += 7 * DAY) {
    weeks.push(h("tr", {}, [0, 1, 2, 3, 4, 5, 6].map((i) => cell(week + i * DAY, first, end, byDay, largest, chosen))));
  }
  const covered = new Set(within.map((backup) => backup.taken_at.slice(0, 10))).size;
  const grid = h(
    "table",
    { class: "calendar", onkeydown: arrows },
    h("caption", { class: "unseen" }, `Backups from ${day(first)} to ${day(end)}`),
    h("thead", {}, h("tr", {}, ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, weeks),
  );
  return card(
    `${day(first)} – ${day(end)}`,
    h(
      "div",
      { class: "row" },
      h("p", { class: "quiet" }, `Backups on ${covered} of ${SHOWN} days. A bar is what a day added.`),
      h(
        "div",
        { class: "choice" },
        h("a", { href: `#/backups?end=${dateOf(end - SHOWN * DAY)}` }, "← Earlier"),
        h("a", { href: `#/backups?end=${dateOf(end + SHOWN * DAY)}` }, "Later →"),
        h("a", { href: "#/backups" }, "Today"),
      ),
    ),
    grid,
    covered === 0 ? h("p", {}, "The newest backup is of ", h("a", { href: `#/backups?end=${backups.at(-1).taken_at.slice(0, 10)}` }, day(backups.at(-1).taken_at)), ".") : null,
  );
}

function grouped(backups) {
  const byDay = new Map();
  for (const backup of backups) {
    const key = backup.taken_at.slice(0, 10);
    byDay.set(key, [...(byDay.get(key) ?? []), backup]);
  }
  return byDay;
}

function cell(time, first, end, byDay, largest, chosen) {
  const number = h("span", { class: "date" }, String(new Date(time).getUTCDate()));
  if (time < first || time > end) return h("td", { class: "outside" });
  const found = byDay.get(dateOf(time));
  if (!found) return h("td", { class: "none", title: `${day(time)}: no backup` }, number, h("span", { class: "unseen" }, "no backup"));
  const newest = found.at(-1);
  const added = found.reduce((sum, backup) => sum + backup.new_bytes, 0);
  const verdict = found.map((backup) => backup.drill?.status).filter(Boolean).at(-1);
  const said = `${day(time)}: ${many(found.length, "backup")}, ${bytes(added)} added${verdict ? `, drill ${verdict}` : ""}`;
  const bar = h("span", { class: "bar-of", "aria-hidden": "true" }, h("span", {}));
  bar.firstChild.style.height = `${Math.max(8, (100 * added) / largest)}%`;
  return h(
    "td",
    { class: `there ${verdict ?? ""} ${found.some((backup) => backup.id === chosen) ? "chosen" : ""}` },
    h(
      "a",
      { href: link(newest.id, dateOf(end)), "aria-label": said, title: said },
      number,
      bar,
      h("span", { class: "size" }, bytes(added)),
      verdict ? h("span", { class: "verdict" }, verdict === "passed" ? "✓" : "✕") : null,
    ),
  );
}

/** From day to day and from week to week. */
function arrows(event) {
  const far = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
  if (!far) return;
  const cells = [...event.currentTarget.querySelectorAll("td")];
  let place = cells.indexOf(document.activeElement.closest("td")) + far;
  while (cells[place] && !cells[place].querySelector("a")) place += Math.sign(far) * (Math.abs(far) === 7 ? 7 : 1);
  if (cells[place]) {
    event.preventDefault();
    cells[place].querySelector("a").focus();
  }
}

function inspect(backup, known, end) {
  const listed = known.find((one) => one.id === backup.id) ?? backup;
  const days = new Map();
  for (const file of backup.file_list) {
    const sum = days.get(file.day) ?? { day: file.day, files: 0, bytes: 0, rows: 0 };
    sum.files++;
    sum.bytes += file.bytes;
    sum.rows += file.kind === "samples" || file.kind === "histograms" ? file.rows : 0;
    days.set(file.day, sum);
  }
  return h(
    "section",
    { class: "card", "aria-labelledby": "detail" },
    h("div", { class: "row" }, h("h2", { id: "detail", tabindex: "-1", "data-focus": backup.id }, backup.id), drill(listed), h("a", { class: "close", href: `#/backups${end ? `?end=${end}` : ""}` }, "Close")),
    facts([
      ["Taken", when(backup.taken_at)],
      ["Written", `${when(backup.written_at)} by ${backup.writer}`],
      ["From", backup.source.location],
      backup.source.prometheus_version ? ["Prometheus", backup.source.prometheus_version] : null,
      ["Holds", `${when(backup.from)} to ${when(backup.until)}`],
      ["Samples", `${large(backup.samples)} of ${many(backup.series, "series")}`],
      backup.histograms ? ["Native histograms", large(backup.histograms)] : null,
      ["Added", `${large(backup.new_samples)} samples, ${bytes(backup.new_bytes)}`],
      ["Size", `${bytes(backup.archive_bytes)}, as blocks ${bytes(backup.block_bytes)}`],
      listed.drill ? ["Restore drill", `${listed.drill.status}, ${when(listed.drill.at)}`] : ["Restore drill", "none of this backup"],
    ]),
    backup.source.losses?.length ? h("div", { class: "note" }, h("strong", {}, "Not in this backup: "), backup.source.losses.join("; ")) : null,
    h("h3", {}, many(backup.block_list.length, "block")),
    table("Blocks", [["Block", (b) => h("code", {}, b.ulid)], ["From", (b) => when(b.from)], ["Until", (b) => when(b.until)], ["Size", (b) => bytes(b.bytes), "number"]], backup.block_list),
    h("h3", {}, many(days.size, "day")),
    table("Files by day", [["Day", (d) => day(d.day)], ["Files", (d) => d.files, "number"], ["Rows", (d) => large(d.rows), "number"], ["Size", (d) => bytes(d.bytes), "number"]], [...days.values()].sort((a, b) => (a.day < b.day ? 1 : -1))),
    backup.components.length
      ? [h("h3", {}, many(backup.components.length, "component")), table("Components", [["Component", (c) => c.component], ["Files", (c) => c.files, "number"], ["Size", (c) => bytes(c.bytes), "number"], ["Encrypted", (c) => (c.encrypted ? "yes" : "no")]], backup.components)]
      : null,
  );
}

function list(backups, chosen, end) {
  return card(
    "All backups",
    table(
      "All backups, newest first",
      [
        ["Taken", (b) => h("a", { href: link(b.id, end) }, when(b.taken_at))],
        ["Added", (b) => bytes(b.new_bytes), "number"],
        ["Size", (b) => bytes(b.archive_bytes), "number"],
        ["Samples", (b) => large(b.samples), "number"],
        ["Series", (b) => large(b.series), "number"],
        ["Restore drill", (b) => drill(b) ?? "none"],
      ],
      [...backups].reverse(),
      (b) => b.id === chosen,
    ),
  );
}
