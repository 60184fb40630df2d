// The middle column: the open chat's heading, its topics, the conversation, and what stands below it.

import { h, icon, iconButton, walkable, whenChanged } from "./dom.js";
import { portrait } from "./bubble.js";
import { guideStrip } from "./guide.js";
import { composer } from "./composer.js";
import { conversation } from "./conversation.js";
import { chatName, isPresent, topicsOf } from "./people.js";
import { placeMenu } from "./placemenu.js";
import { openChat, threadShown } from "./store.js";
import { phrases } from "./words.js";

const ACTIONS = { typing: "typing", upload_photo: "sending_photo", upload_document: "sending_file" };

/** Fills the column and keeps it drawn. */
export function chat(root, store, deeds) {
  const head = h("header", { class: "chat-head" });
  const topics = h("div", { class: "topics", role: "tablist" });
  const guide = h("nav", { class: "guide", hidden: true });
  const empty = h("section", { class: "empty" });
  const log = h("section", { class: "log-frame" });
  const foot = h("footer", { class: "chat-foot" });
  root.append(head, topics, guide, empty, log, foot);
  walkable(topics, "[role=tab]", ["ArrowLeft", "ArrowRight"]);
  guideStrip(guide, store, deeds);
  conversation(log, store, deeds);
  composer(foot, store, deeds);
  store.watch(whenChanged(headInputs, (s) => drawHead(head, s, deeds)));
  store.watch(whenChanged((s) => [s.language, openChat(s), threadShown(s)], (s) => drawTopics(topics, s, deeds)));
  store.watch(whenChanged((s) => [s.language, openChat(s), s.world?.bots.size], (s) => drawEmpty(empty, s)));
  store.watch((s) => {
    const open = Boolean(openChat(s));
    for (const part of [head, log, foot]) part.hidden = !open;
    empty.hidden = open;
  });
}

function headInputs(state) {
  const { world, chatId } = state;
  const faces = world ? [...world.bots.values()] : [];
  return [state.language, state.me, openChat(state), world?.actions.get(chatId), state.desk, world?.guide, world?.people.get(state.me), ...faces];
}

function drawHead(head, state, deeds) {
  const chat = openChat(state);
  if (!chat) return;
  const words = phrases(state.language);
  const name = chatName(state.world, chat, words);
  const faceOf = chat.type === "private" ? ([...state.world.bots.keys()].at(-1) ?? 0) : chat.id;
  const action = state.world.actions.get(chat.id);
  const under = action ? h("small", { class: "typing" }, words[ACTIONS[action.action]] ?? words.busy) : h("small", {}, standing(state, chat, words));
  const parts = [
    iconButton("back", words.back, deeds.leaveChat, { class: "phone-only" }),
    portrait(faceOf, name),
    h("div", { class: "chat-title" }, h("h2", { dir: "auto" }, name), under),
    state.world.guide?.sheets.length > 0 && iconButton("paper", words.paper, () => deeds.openDesk(state.desk === "paper" ? null : "paper"), { "aria-pressed": String(state.desk === "paper"), data: { role: "paper" } }),
    iconButton("braces", words.traffic, () => deeds.openDesk("traffic"), { data: { role: "traffic" } }),
    iconButton("bolt", words.faults, () => deeds.openDesk("faults"), { data: { role: "faults" } }),
    iconButton("more", words.more, (event) => placeMenu(event.currentTarget, state, words, deeds), { data: { role: "place-menu" } }),
  ];
  head.replaceChildren(...parts.filter(Boolean));
}

/** What a chat is, in a few words below its name. */
function standing(state, chat, words) {
  if (chat.type === "private") {
    const names = [...state.world.bots.values()].map((bot) => `@${bot.username}`);
    return [words.private_bot, ...names].join(" · ");
  }
  const present = chat.members.filter(isPresent);
  const count = chat.type === "channel" ? words.subscribers(present.filter((each) => !each.is_bot).length) : words.members(present.length);
  return [words[chat.type], count].join(" · ");
}

function drawTopics(root, state, deeds) {
  const chat = openChat(state);
  root.hidden = !chat?.is_forum;
  if (root.hidden) return;
  const words = phrases(state.language);
  const shown = threadShown(state);
  const tabs = [{ message_thread_id: null, name: words.all_topics }, ...topicsOf(chat, words)].map((topic) => {
    const here = topic.message_thread_id === shown;
    const look = { type: "button", role: "tab", class: "topic", "aria-selected": String(here), tabindex: here ? "0" : "-1" };
    const name = topic.message_thread_id === 1 ? words.general : topic.name;
    return h("button", { ...look, on: { click: () => deeds.showThread(topic.message_thread_id) } }, topic.closed && icon("lock"), h("bdi", {}, name));
  });
  const focused = root.contains(document.activeElement);
  root.replaceChildren(...tabs);
  if (focused) root.querySelector("[aria-selected=true]")?.focus();
}

function drawEmpty(root, state) {
  const words = phrases(state.language);
  const noBot = state.world && state.world.bots.size === 0;
  const address = h("code", {}, `${location.origin}/bot<token>/<method>`);
  root.replaceChildren(h("p", {}, words.pick_chat), noBot ? h("p", { class: "muted" }, words.no_bot_hint, h("br"), address) : "");
}
