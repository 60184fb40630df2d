// The messages of the open chat, oldest above. Keeps to the newest while one is there; holds a bounded number of rows.

import { h, iconButton, place, walkable, whenChanged } from "./dom.js";
import { rowElement } from "./bubble.js";
import { threadOf } from "./people.js";
import { rowsOf, sameRow } from "./rows.js";
import { openChat, threadShown } from "./store.js";
import { phrases } from "./words.js";
import { KEPT_MESSAGES, waits } from "./world.js";

const SHOWN_ROWS = 240;
const NEAR = 90;
const MARGIN = 8;

/** Fills the frame and keeps it drawn. */
export function conversation(frame, store, deeds) {
  const rows = h("div", { class: "rows", role: "log", "aria-live": "polite", tabindex: "0" });
  const log = h("div", { class: "log" }, rows);
  const latest = iconButton("down", "", () => toEnd(log, "smooth"), { class: "latest", hidden: true });
  frame.append(log, latest);
  const view = { log, rows, latest, cache: new Map(), scene: [], near: true };
  log.addEventListener("scroll", () => lookAround(view));
  new ResizeObserver(() => view.near && toEnd(log)).observe(log);
  new ResizeObserver(() => view.near && toEnd(log)).observe(rows);
  walkable(rows, "[data-message]");
  rows.addEventListener("focus", () => rows.querySelector("[data-message]:last-of-type")?.focus({ preventScroll: true }));
  store.watch(whenChanged(inputs, (state) => draw(view, state, deeds)));
  store.watch((state) => markRead(store, state));
}

function inputs(state) {
  const { world, chatId } = state;
  return [world, world?.messages.get(chatId), world?.refusals.get(chatId), world?.bots.size, ...sceneInputs(state)];
}

/** What every row depends on; when it changes all rows are drawn anew. */
function sceneInputs(state) {
  return [state.language, state.zone, state.me, state.chatId, threadShown(state), openChat(state)?.is_forum, openChat(state)?.topics];
}

/** Where one stands: near the newest or not. */
function lookAround(view) {
  const { log, latest } = view;
  view.near = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  latest.hidden = view.near;
}

function toEnd(log, behavior = "instant") {
  log.scrollTo({ top: log.scrollHeight, behavior });
}

function draw(view, state, deeds) {
  const chat = openChat(state);
  if (!chat) return;
  const words = phrases(state.language);
  const scene = sceneInputs(state);
  const fresh = scene.some((value, at) => value !== view.scene[at]);
  if (fresh) {
    view.cache.clear();
    view.rows.replaceChildren();
    view.near = true;
  }
  view.scene = scene;
  const rows = [...opening(state, chat, words), ...shownRows(state, words)];
  const before = view.rows.lastElementChild;
  place(view.rows, rows, view.cache, { same: sameRow, draw: (row) => drawRow(row, sceneOf(state, chat, words, deeds), words) });
  view.rows.setAttribute("aria-label", words.chats);
  view.latest.setAttribute("aria-label", words.latest);
  view.latest.title = words.latest;
  const first = !fresh && before?.isConnected ? before.nextElementSibling : null;
  const own = followers(first).findLast((row) => row.classList.contains("own"));
  if (view.near || own || (first && state.awaiting)) follow(view, own ?? first);
  if (first) state.awaiting = false;
  lookAround(view);
}

function followers(first) {
  const rows = [];
  for (let row = first; row; row = row.nextElementSibling) rows.push(row);
  return rows;
}

/** Goes on to what came, but not past the beginning of a message that is taller than the window: one reads from the top. */
function follow(view, first) {
  const top = first ? first.offsetTop - MARGIN : Infinity;
  if (top >= view.log.scrollHeight - view.log.clientHeight) return toEnd(view.log);
  view.near = false;
  return view.log.scrollTo({ top, behavior: "instant" });
}

function shownRows(state, words) {
  const { world, chatId, language, zone } = state;
  const entries = world.messages.get(chatId) ?? [];
  const thread = openChat(state).is_forum ? threadShown(state) : null;
  return rowsOf({ entries, refusals: world.refusals.get(chatId) ?? [], thread, language, zone, words }).slice(-SHOWN_ROWS);
}

/** What stands above the first message: what the bot is for, or that older ones are gone. */
function opening(state, chat, words) {
  const entries = state.world.messages.get(chat.id) ?? [];
  const plain = { entries: [], at: 0 };
  if (entries.length >= Math.min(KEPT_MESSAGES, SHOWN_ROWS)) return [{ ...plain, key: "earlier", kind: "note", words: words.earlier }];
  const bot = [...state.world.bots.values()].at(-1);
  if (chat.type !== "private" || entries.length > 0) return [];
  if (bot) return [{ ...plain, key: "about", kind: "about", words: description(bot, state.world.people.get(state.me)) }];
  return [{ ...plain, key: "waiting", kind: "waiting", words: words.no_bot_hint }];
}

function description(bot, person) {
  const said = bot.descriptions ?? {};
  const tag = person?.language_code ?? "";
  return said[tag] ?? said[tag.split("-")[0]] ?? bot.description ?? "";
}

function drawRow(row, scene, words) {
  if (row.kind === "note") return h("div", { class: "service" }, h("span", {}, row.words));
  if (row.kind === "about") return h("div", { class: "about" }, h("b", {}, words.what_can), h("p", { dir: "auto" }, row.words || words.no_description));
  if (row.kind === "waiting") return h("div", { class: "about" }, h("b", {}, words.no_bot), h("p", {}, row.words), h("code", {}, `${location.origin}/bot<token>/<method>`));
  return rowElement(row, scene);
}

function sceneOf(state, chat, words, deeds) {
  const named = chat.is_forum && threadShown(state) === null;
  return {
    me: state.me,
    group: chat.type === "group" || chat.type === "supergroup",
    words,
    zone: state.zone,
    deeds,
    waits: (messageId, data) => waits(state.world, chat.id, messageId, state.me, data),
    threadName: (entry) => named && chat.topics.find((topic) => topic.message_thread_id === threadOf(entry.message) && threadOf(entry.message) > 1)?.name,
  };
}

/** What one has before one's eyes counts as read. */
function markRead(store, state) {
  const seen = !document.hidden && (document.body.dataset.screen === "chat" || !matchMedia("(max-width: 720px)").matches);
  const last = state.world?.messages.get(state.chatId)?.at(-1)?.message.message_id;
  const key = `${state.me}/${state.chatId}`;
  if (!seen || last === undefined || state.read.get(key) === last) return;
  store.change({ read: new Map(state.read).set(key, last) });
}
