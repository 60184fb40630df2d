// What is offered while one writes: commands after a slash, results of inline mode after @bot.

import { h } from "./dom.js";
import { act, Refused } from "./control.js";
import { commandsFor } from "./menu.js";
import { toast } from "./notices.js";
import { portrait } from "./bubble.js";
import { draftKey, openChat } from "./store.js";

const PAUSE_MS = 250;

/** The list above the field: {element, look, pressed, toggleMenu}. */
export function suggestions(field, store, deeds) {
  const element = h("div", { class: "offers", role: "listbox", hidden: true });
  const view = { element, field, store, deeds, at: 0, asked: "", timer: 0, picks: [] };
  return {
    element,
    look: () => look(view),
    pressed: (event) => pressed(view, event),
    toggleMenu: () => (element.hidden ? showCommands(view, "") : hide(view)),
  };
}

function look(view) {
  const text = view.field.value;
  const inline = inlineQuery(text, view.store.state.world);
  if (inline) return askBot(view, inline);
  view.asked = "";
  clearTimeout(view.timer);
  return /^\/[a-z0-9_]*$/i.test(text) ? showCommands(view, text.slice(1).toLowerCase()) : hide(view);
}

/** {bot, query} when a text begins with the name of a bot that answers inline. */
function inlineQuery(text, world) {
  const match = /^@([A-Za-z0-9_]+)\s([\s\S]*)$/.exec(text);
  const bot = match && [...world.bots.values()].find((each) => each.username.toLowerCase() === match[1].toLowerCase());
  return bot?.inline ? { bot, query: match[2] } : null;
}

function hide(view) {
  view.element.hidden = true;
  view.picks = [];
}

function show(view, rows, picks) {
  Object.assign(view, { picks, at: 0 });
  view.element.hidden = rows.length === 0;
  view.element.replaceChildren(...rows);
  mark(view);
}

function mark(view) {
  const rows = [...view.element.querySelectorAll("[role=option]")];
  rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === view.at)));
  rows[view.at]?.scrollIntoView({ block: "nearest" });
}

/** True when the key was for the list. */
function pressed(view, event) {
  if (view.element.hidden) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && view.picks.length > 0) {
    view.at = (view.at + step + view.picks.length) % view.picks.length;
    mark(view);
  } else if ((event.key === "Enter" || event.key === "Tab") && view.picks[view.at]) view.picks[view.at]();
  else if (event.key === "Escape") hide(view);
  else return false;
  event.preventDefault();
  return true;
}

function option(press, ...children) {
  return h("button", { type: "button", role: "option", class: "offer", tabindex: "-1", on: { click: press } }, ...children);
}

function showCommands(view, beginning) {
  const { state } = view.store;
  const chat = openChat(state);
  const many = state.world.bots.size > 1 && chat.type !== "private";
  const found = commandsFor(state.world, chat, state.world.people.get(state.me)).filter((each) => each.command.startsWith(beginning));
  const picks = found.map((each) => () => {
    hide(view);
    view.deeds.write("");
    view.deeds.say({ text: `/${each.command}${many ? `@${each.bot.username}` : ""}` });
    view.field.focus();
  });
  const rows = found.map((each, at) => option(picks[at], h("b", {}, `/${each.command}`), h("span", { dir: "auto" }, each.description)));
  show(view, rows, picks);
}

function askBot(view, { bot, query }) {
  const { state } = view.store;
  const key = `${draftKey(state)} ${bot.id} ${query}`;
  if (key === view.asked) return;
  view.asked = key;
  clearTimeout(view.timer);
  view.timer = setTimeout(async () => {
    const { words } = view.deeds;
    show(view, [h("div", { class: "offer muted" }, words.asking)], []);
    const found = await answered(view, bot, query);
    if (view.asked === key) showResults(view, bot, found);
  }, PAUSE_MS);
}

async function answered(view, bot, query) {
  const { state } = view.store;
  const kinds = { private: state.chatId === state.me ? "sender" : "private" };
  const type = openChat(state).type;
  try {
    return await act("inline", { user_id: state.me, bot_id: bot.id, query, chat_type: kinds[type] ?? type, wait: 15 });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message, "bad");
    return { answer: null };
  }
}

function showResults(view, bot, { inline_query_id: queryId, answer }) {
  const { deeds, store } = view;
  const results = answer?.results ?? [];
  const picks = results.map((result) => () => {
    hide(view);
    deeds.write("");
    deeds.place("choose", { inline_query_id: queryId, result_id: result.id });
    view.field.focus();
  });
  const rows = results.map((result, at) => resultRow(result, picks[at]));
  const begin = answer?.button && option(() => {
    hide(view);
    deeds.write("");
    deeds.enter(store.state.me);
    deeds.attempt(act("start", { user_id: store.state.me, bot_id: bot.id, payload: answer.button.start_parameter }));
  }, h("b", {}, answer.button.text));
  const all = begin ? [begin, ...rows] : rows;
  show(view, all.length > 0 ? all : [h("div", { class: "offer muted" }, deeds.words.no_results)], begin ? [() => begin.click(), ...picks] : picks);
}

function resultRow(result, press) {
  const title = String(result.title ?? result.caption ?? result.message?.text ?? result.type);
  const under = String(result.description ?? "");
  return option(press, portrait(title.length, title, "small square"), h("span", { class: "offer-words" }, h("b", { dir: "auto" }, title), under && h("span", { dir: "auto" }, under)));
}
