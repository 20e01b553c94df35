import { get, keep, path, forget } from "./api.mjs";
import { h } from "./dom.mjs";

/** Asks for a token until there is one that is valid. */
export function signIn(main, why, done) {
  const said = h("p", { class: "refused", role: "alert" }, why);
  const field = h("input", { id: "token", type: "password", autocomplete: "off", spellcheck: "false", required: true, "aria-describedby": "token-help" });
  const button = h("button", { class: "strong", type: "submit" }, "Sign in");
  const form = h(
    "form",
    { class: "signin card", onsubmit: send },
    h("img", { src: "console/icon.svg", width: 48, height: 48, alt: "" }),
    h("h1", {}, "Almanac"),
    h("label", { for: "token" }, "Token"),
    field,
    said,
    button,
    h("p", { id: "token-help", class: "quiet" }, "It is kept until this tab is closed. To make one:"),
    h("pre", {}, "almanac token create --name me --scope read --archive ARCHIVE"),
  );

  async function send(event) {
    event.preventDefault();
    const secret = field.value.trim();
    if (!secret) {
      said.textContent = "Enter a token first.";
      return;
    }
    button.disabled = true;
    said.textContent = "";
    try {
      if (!/^[!-~]+$/.test(secret)) throw { status: 401 };
      const who = await get(path("whoami"), secret);
      keep(secret);
      done(who);
    } catch (refused) {
      forget();
      said.textContent = refused.status === 401 ? "This token is not known here. It may have been revoked, or its time is over." : refused.message;
      field.select();
    } finally {
      button.disabled = false;
    }
  }

  main.replaceChildren(form);
  field.focus();
}
