// Numbers and times as people read them. All times are in UTC.

const LOCALE = "en-GB";
const DAY = { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" };
const CLOCK = { timeZone: "UTC", hour: "2-digit", minute: "2-digit" };

export function day(time) {
  return new Date(time).toLocaleDateString(LOCALE, DAY);
}

export function when(time) {
  return time ? `${day(time)}, ${new Date(time).toLocaleTimeString(LOCALE, CLOCK)}` : "–";
}

export function ago(time) {
  const seconds = (Date.now() - new Date(time)) / 1000;
  if (Math.abs(seconds) < 60) return "just now";
  const said = duration(Math.abs(seconds));
  return seconds < 0 ? `in ${said}` : `${said} ago`;
}

/** The largest unit of which there is more than one and a half. */
export function duration(seconds) {
  for (const [length, unit] of [[604800, "week"], [86400, "day"], [3600, "hour"], [60, "minute"]]) {
    if (seconds >= 1.5 * length) return many(Math.round(seconds / length), unit);
  }
  return seconds < 10 ? `${Number(seconds.toPrecision(2))} s` : many(Math.round(seconds), "second");
}

export function many(count, what) {
  return `${count.toLocaleString(LOCALE)} ${what}${count === 1 ? "" : what === "series" ? "" : "s"}`;
}

export function bytes(count) {
  return scaled(count, 1024, ["B", "KiB", "MiB", "GiB", "TiB"]);
}

export function large(count) {
  return count < 10000 ? count.toLocaleString(LOCALE) : scaled(count, 1000, ["", "k", "M", "G"]);
}

function scaled(count, base, units) {
  let value = count;
  let unit = 0;
  while (value >= base && unit < units.length - 1) {
    value /= base;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`.trim();
}

/** To four digits that matter. */
export function number(value) {
  if (value === null || value === undefined) return "–";
  if (value !== 0 && (Math.abs(value) >= 1e7 || Math.abs(value) < 1e-4)) return value.toExponential(2);
  return Number(value.toPrecision(4)).toLocaleString(LOCALE, { maximumFractionDigits: 6 });
}

export function percent(part) {
  return part === null || part === undefined ? "–" : `${(100 * part).toFixed(1)} %`;
}

/** "7d", "30m" in seconds. */
export function seconds(length) {
  const units = { m: 60, h: 3600, d: 86400, w: 604800 };
  return Number(length.slice(0, -1)) * units[length.slice(-1)];
}
