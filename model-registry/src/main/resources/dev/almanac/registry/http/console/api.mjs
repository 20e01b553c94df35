// The archive's interface, asked with the token of this tab.

const TOKEN = "almanac.token";
const FRESH = 15000;

/** What was answered in place of what was asked for. */
export class Refused extends Error {
  constructor(status, title, detail) {
    super(detail);
    this.status = status;
    this.title = title;
  }
}

const answers = new Map();

export function token() {
  return sessionStorage.getItem(TOKEN);
}

/** Kept as long as the tab is open, and nowhere else. */
export function keep(secret) {
  sessionStorage.setItem(TOKEN, secret);
  answers.clear();
}

export function forget() {
  sessionStorage.removeItem(TOKEN);
  answers.clear();
}

/** path("history", {match, from}): what is undefined is left out. */
export function path(resource, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, value);
  }
  const text = query.toString();
  return `api/v1/${resource}${text ? `?${text}` : ""}`;
}

/** An answer; one that is a few seconds old will do. */
export function get(url, secret = token()) {
  const known = answers.get(url);
  if (known && Date.now() - known.at < FRESH) return known.answer;
  const answer = ask(url, secret);
  answers.set(url, { at: Date.now(), answer });
  answer.catch(() => answers.delete(url));
  return answer;
}

async function ask(url, secret) {
  let response;
  try {
    response = await fetch(url, { headers: { Authorization: `Bearer ${secret}`, Accept: "application/json" } });
  } catch {
    throw new Refused(0, "The server does not answer", "Is it running, and is the network there? Nothing was lost; try again.");
  }
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Refused(response.status, problem.title ?? "The server refused", problem.detail ?? `It answered with ${response.status}.`);
}

/** Every part of a list. */
export async function all(resource, name, parameters = {}) {
  const elements = [];
  let after;
  do {
    const part = await get(path(resource, { ...parameters, limit: 1000, after }));
    elements.push(...part[name]);
    after = part.next;
  } while (after);
  return elements;
}

/** Whether the server knows a resource: an older one may not. */
export async function knows(resource) {
  const description = await get("openapi.json");
  return `/api/v1/${resource}` in description.paths;
}
