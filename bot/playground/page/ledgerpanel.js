// The ledger: what the server accepted and refused, counted exactly. Asked for again when calls came in, at most once a second.

import { h, textButton, whenChanged } from "./dom.js";
import { act, look } from "./control.js";
import { phrases } from "./words.js";

const PAUSE_MS = 1000;
const SHOWN_CHATS = 12;

/** Fills the panel; what it gives draws it again. */
export function ledgerPanel(root, store, deeds) {
  const words = phrases(store.state.language);
  const body = h("div", {});
  root.append(body);
  let asking = false;
  const asks = async () => {
    if (asking) return;
    asking = true;
    const ledger = await deeds.attempt(look("ledger", { limit: 0 }));
    if (ledger) store.change({ ledger });
    setTimeout(() => {
      asking = false;
      if (root.contains(body) && heard !== lastCall(store.state)) asks();
    }, PAUSE_MS);
    heard = lastCall(store.state);
  };
  let heard = null;
  const ask = whenChanged((s) => [lastCall(s), s.world], asks);
  const draw = whenChanged((s) => [s.ledger, s.world.bots.size, ...s.world.bots.values()], (s) => drawLedger(body, s, words, deeds, asks));
  return (state) => {
    ask(state);
    draw(state);
  };
}

function lastCall(state) {
  return [...state.world.calls.keys()].at(-1) ?? 0;
}

function drawLedger(root, state, words, deeds, again) {
  const { ledger, world } = state;
  if (!ledger) return;
  const { counts } = ledger;
  const name = (id) => world.chats.get(Number(id))?.title ?? id;
  const clear = () => deeds.attempt(act("ledger/clear")).then(again);
  root.replaceChildren(
    h("div", { class: "totals" }, total(counts.accepted, words.accepted, ""), total(counts.refused, words.refused, counts.refused > 0 ? "bad" : "")),
    table(words.by_method, counts.by_method, (key) => key),
    table(words.by_chat, counts.by_chat, name),
    table(words.refusals, ledger.refusals, (key) => key, "bad"),
    h("p", { class: "label" }, words.bots),
    h("div", {}, [...world.bots.values()].map((bot) => botLine(bot, words))),
    h("div", { class: "window-row" }, textButton(words.clear_ledger, clear, { class: "button small" })),
  );
}

function total(number, label, look) {
  return h("div", { class: `total ${look}` }, h("b", { class: "digits" }, String(number)), h("span", {}, label));
}

function table(title, counts, name, look = "") {
  const rows = Object.entries(counts ?? {}).sort((a, b) => b[1] - a[1]).slice(0, SHOWN_CHATS);
  if (rows.length === 0) return "";
  const most = rows[0][1];
  const lines = rows.map(([key, count]) => h("li", {}, h("span", { dir: "auto" }, name(key)), h("meter", { max: most, value: count, "aria-hidden": "true" }), h("b", { class: "digits" }, String(count))));
  return h("div", {}, h("p", { class: "label" }, title), h("ul", { class: `counts ${look}` }, lines));
}

function botLine(bot, words) {
  const state = words[bot.connection ?? "disconnected"];
  return h("div", { class: "bot-line" }, h("b", { dir: "auto" }, bot.first_name), h("small", {}, `@${bot.username} · ${state} · ${words.pending_updates(bot.pending_updates)}`));
}
