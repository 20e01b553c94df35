"use strict";
// Values as Grafana writes them, by the names that its files have for units.

const perSecond = what => thousands(["", "K", "Mil"].map(many => ` ${many} ${what}/s`.replace("  ", " ")));
const UNITS = {
  none: value => [value, ""],
  short: thousands(["", " K", " Mil", " Bil", " Tri"]),
  bytes: steps(1024, [" B", " KiB", " MiB", " GiB", " TiB"]),
  Bps: thousands([" B/s", " kB/s", " MB/s", " GB/s"]),
  percentunit: value => [value * 100, "%"],
  reqps: perSecond("req"),
  ops: perSecond("ops"),
  cps: perSecond("c"),
  pps: perSecond("p"),
  s: seconds,
};

function known(table, name, what) {
  if (!(name in table)) throw new Error(`${what} ${name} cannot be drawn; known: ${Object.keys(table)}`);
  return table[name];
}

function thousands(names) {
  return steps(1000, names);
}

function steps(size, names) {
  return value => {
    let step = 0;
    while (Math.abs(value) >= size && step < names.length - 1) {
      value /= size;
      step++;
    }
    return [value, names[step]];
  };
}

function seconds(value) {
  const length = Math.abs(value);
  if (length === 0) return [0, " s"];
  if (length < 1e-3) return [value * 1e6, " µs"];
  if (length < 1) return [value * 1e3, " ms"];
  if (length < 60) return [value, " s"];
  if (length < 3600) return [value / 60, " min"];
  return length < 86400 ? [value / 3600, " hours"] : [value / 86400, " days"];
}

function text(value, config) {
  for (const mapping of config.mappings ?? []) {
    if (mapping.options[value]) return mapping.options[value].text;
  }
  const [scaled, unit] = known(UNITS, config.unit, "the unit")(value);
  const whole = scaled === 0 ? 0 : Math.floor(Math.log10(Math.abs(scaled)));
  const shown = scaled.toFixed(config.decimals ?? Math.min(4, Math.max(0, 2 - whole)));
  return (config.decimals === undefined && shown.includes(".") ? shown.replace(/\.?0+$/, "") : shown) + unit;
}
