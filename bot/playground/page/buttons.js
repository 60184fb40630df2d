// The keyboards bots send: rows of inline buttons under a message, and the reply keyboard under the composer.

import { h, icon } from "./dom.js";
import { link } from "./entities.js";

/** The rows under a bubble; `isWaiting(data)` says which buttons spin, `tap(row, col)` presses one that calls the bot. */
export function inlineKeyboard(markup, { isWaiting, tap, deeds }) {
  const rows = markup.inline_keyboard.map((row, r) =>
    h("div", { class: "button-row" }, row.map((button, c) => inlineButton(button, `${r}/${c}`, { isWaiting, deeds, tap: () => tap(r, c) }))),
  );
  return h("div", { class: "inline-keyboard" }, rows);
}

function inlineButton(button, at, { isWaiting, tap, deeds }) {
  const look = { class: `inline-button ${button.style ?? ""}`, dir: "auto", data: { at } };
  if (button.url) return link(button.url, [button.text, icon("out")], deeds, { ...look, class: `${look.class} cornered` });
  const spins = button.callback_data !== undefined && isWaiting(button.callback_data);
  const [press, mark] = deedOf(button, tap, deeds);
  return h(
    "button",
    { type: "button", ...look, class: `${look.class} ${mark ? "cornered" : ""} ${spins ? "spins" : ""}`, "aria-busy": spins ? "true" : null, on: { click: press } },
    button.text,
    mark && icon(mark),
  );
}

/** What a button does and the small drawing in its corner. */
function deedOf(button, tap, deeds) {
  if (button.copy_text) return [() => deeds.copy(button.copy_text.text), "copy"];
  if (button.switch_inline_query_current_chat !== undefined) return [() => deeds.inlineHere(button.switch_inline_query_current_chat), "reply"];
  if (button.switch_inline_query !== undefined) return [() => deeds.inlineElsewhere(button.switch_inline_query), "out"];
  if (button.switch_inline_query_chosen_chat) return [() => deeds.inlineElsewhere(button.switch_inline_query_chosen_chat.query ?? ""), "out"];
  if (button.login_url || button.web_app) return [() => deeds.follow((button.login_url ?? button.web_app).url), "out"];
  if (button.pay) return [deeds.pay, null];
  return [tap, null];
}

/** The keyboard under the composer; a press says its text or shares what it asks for. */
export function replyKeyboard(markup, deeds) {
  const rows = markup.keyboard.map((row) =>
    h("div", { class: "button-row" }, row.map((raw) => {
      const button = typeof raw === "string" ? { text: raw } : raw;
      return h("button", { type: "button", class: `reply-button ${button.style ?? ""}`, dir: "auto", on: { click: () => pressed(button, deeds) } }, button.text);
    })),
  );
  return h("div", { class: markup.resize_keyboard ? "reply-keyboard compact" : "reply-keyboard" }, rows);
}

function pressed(button, deeds) {
  if (button.request_location) deeds.sharePlace();
  else if (button.request_contact) deeds.shareContact();
  else if (button.request_chat) deeds.shareChat(button.request_chat);
  else if (button.request_users) deeds.sharePerson(button.request_users);
  else if (button.web_app) deeds.follow(button.web_app.url);
  else deeds.sayButton(button.text);
}
