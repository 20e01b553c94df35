import { forget, get, path, token } from "./api.mjs";
import { h } from "./dom.mjs";
import { signIn } from "./signin.mjs";
import * as backups from "./backups.mjs";
import * as models from "./models.mjs";
import * as runs from "./runs.mjs";
import * as series from "./series.mjs";

const VIEWS = { backups, models, series, training: runs };
const PATIENCE = 200;

const main = document.getElementById("main");
const nav = document.getElementById("views");
const who = document.getElementById("who");
const out = document.getElementById("out");
const theme = document.getElementById("theme");
const said = document.getElementById("said");

/** What is shown now; aborted when something else is. */
let showing = new AbortController();
let shown = "";

/** "#/models/metrics?version=3" in parts. */
function route() {
  const [way, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [view, ...rest] = way.split("/").map(plain);
  return { view: view in VIEWS ? view : "backups", rest, query: new URLSearchParams(query) };
}

function plain(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // typed by hand
  }
}

async function show() {
  if (location.hash === "#main") {
    main.focus();
    return;
  }
  if (!token()) {
    leave("");
    return;
  }
  showing.abort();
  showing = new AbortController();
  const { signal } = showing;
  const asked = route();
  const view = VIEWS[asked.view];
  const first = shown !== asked.view;
  document.title = `${view.title} · Almanac`;
  for (const link of nav.children) {
    if (link.hash === `#/${asked.view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  main.setAttribute("aria-busy", "true");
  const late = setTimeout(() => first && main.replaceChildren(heading(view), h("p", { class: "loading" }, "Loading …")), shown ? PATIENCE : 0);
  let content;
  try {
    content = await view.show(asked, signal);
  } catch (refused) {
    if (signal.aborted) return;
    if (refused.status === 401) {
      leave("The token is not valid any more. Sign in with another one.");
      return;
    }
    if (refused.status === undefined) console.error(refused);
    content = failed(refused);
  } finally {
    clearTimeout(late);
  }
  if (signal.aborted) return;
  replace(view, content, first);
}

function heading(view) {
  return h("h1", { tabindex: "-1" }, view.title);
}

function replace(view, content, first) {
  const active = document.activeElement;
  const key = main.contains(active) && (active.id ? `#${active.id}` : active.hash && `a[href="${CSS.escape(active.getAttribute("href"))}"]`);
  main.replaceChildren(heading(view), ...[content].flat(Infinity).filter(Boolean));
  main.removeAttribute("aria-busy");
  main.dispatchEvent(new CustomEvent("shown"));
  const detail = main.querySelector("[data-focus]");
  if (first && shown) main.querySelector("h1").focus({ preventScroll: false });
  else if (detail && detail.dataset.focus !== main.dataset.detail) {
    detail.focus({ preventScroll: true });
    detail.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  } else if (key) main.querySelector(key)?.focus({ preventScroll: true });
  main.dataset.detail = detail?.dataset.focus ?? "";
  shown = location.hash && route().view;
  said.textContent = `${view.title} shown`;
}

function failed(refused) {
  return h(
    "div",
    { class: "empty", role: "alert" },
    h("p", { class: "lead" }, refused.title ?? "The console failed"),
    h("p", {}, refused.message),
    h("button", { type: "button", onclick: () => show() }, "Try again"),
  );
}

function enter(token) {
  nav.hidden = out.hidden = who.hidden = false;
  who.textContent = token.name;
  who.title = token.expires_at ? `scope ${token.scope}, until ${token.expires_at}` : `scope ${token.scope}`;
}

function leave(why) {
  showing.abort();
  forget();
  nav.hidden = out.hidden = who.hidden = true;
  main.removeAttribute("aria-busy");
  document.title = "Sign in · Almanac";
  signIn(main, why, (token) => {
    enter(token);
    shown = "";
    show();
  });
}

/** As the system has it, then the other one, then as the system has it again. */
function scheme() {
  const chosen = document.documentElement.dataset.theme;
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  theme.textContent = dark ? "☾" : "☀";
  theme.setAttribute("aria-label", `Colours: ${dark ? "dark" : "light"}. Switch to ${dark ? "light" : "dark"}`);
  theme.title = `Switch to ${dark ? "light" : "dark"}`;
  return dark;
}

theme.addEventListener("click", () => {
  const next = scheme() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  localStorage.setItem("almanac.theme", next);
  scheme();
  if (token()) show();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  scheme();
  if (token()) show();
});
out.addEventListener("click", () => leave(""));
addEventListener("hashchange", show);
addEventListener("keydown", (event) => {
  const field = document.getElementById("match");
  if (event.key === "/" && field && !/INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName)) {
    event.preventDefault();
    field.focus();
  }
});

scheme();
if (token()) {
  get(path("whoami")).then(enter, () => {});
}
show();
