// Elements, made without a template language: text is always text.

/** h("a", {href, class, onclick}, …children): children are nodes, strings, lists, or nothing. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A section with a heading. */
export function card(title, ...content) {
  return h("section", { class: "card" }, h("h2", {}, title), ...content);
}

/** What there is nothing of, and what to do about it. */
export function empty(title, ...content) {
  return h("div", { class: "empty" }, h("p", { class: "lead" }, title), ...content);
}

export function badge(text, kind = "") {
  return h("span", { class: `badge ${kind}` }, text);
}

/** One number that matters. */
export function tile(name, value, more, kind = "") {
  return h("div", { class: `tile ${kind}` }, h("p", { class: "name" }, name), h("p", { class: "value" }, value), h("p", { class: "quiet" }, more));
}

/** Names and what belongs to them. */
export function facts(pairs, kind = "") {
  return h("dl", { class: `facts ${kind}` }, pairs.filter(Boolean).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value ?? "–"))));
}

/** columns: [title, cell(row), "number"?]; wide tables scroll by themselves, by keyboard too. */
export function table(caption, columns, rows, chosen = () => false) {
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      {},
      h("caption", { class: "unseen" }, caption),
      h("thead", {}, h("tr", {}, columns.map(([title, , kind]) => h("th", { scope: "col", class: kind }, title)))),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            { class: chosen(row) && "chosen" },
            columns.map(([, cell, kind], i) => h(i === 0 ? "th" : "td", { scope: i === 0 && "row", class: kind }, cell(row) ?? "–")),
          ),
        ),
      ),
    ),
  );
}

/** One of several, each a link of its own. */
export function choice(label, options) {
  return h(
    "div",
    { class: "choice", role: "group", "aria-label": label },
    options.map(([text, href, current]) => h("a", { href, "aria-current": current && "true" }, text)),
  );
}
