// The menu of the open chat: what its person, its owner and its group's settings can do there.

import { act } from "./control.js";
import { h, textButton } from "./dom.js";
import { portrait } from "./bubble.js";
import { ask, menu, open } from "./notices.js";
import { administers, hasBlocked, isPresent, memberOf, personName } from "./people.js";
import { draftKey, openChat, threadShown } from "./store.js";

/** Shows the menu beside its button. */
export function placeMenu(anchor, state, words, deeds) {
  const chat = openChat(state);
  menu(anchor, chat.type === "private" ? privateItems(state, words, deeds) : groupItems(state, chat, words, deeds));
}

function privateItems(state, words, deeds) {
  const me = state.world.people.get(state.me);
  const blocked = hasBlocked(me);
  const every = [...state.world.bots.keys()];
  const turn = () => every.forEach((botId) => deeds.attempt(act(blocked ? "unblock" : "block", { user_id: me.id, bot_id: botId })));
  const start = () =>
    ask(words.deep_link, [{ name: "payload", label: words.payload }], words, (typed) => deeds.attempt(act("start", { user_id: me.id, ...typed })));
  return [
    { label: words.deep_link, mark: "out", press: start },
    ...botItems(state, words, deeds),
    null,
    { label: blocked ? words.unblock : words.block, mark: "lock", danger: !blocked, press: turn },
  ];
}

/** What the owner of the newest bot sets at Telegram's own desk. */
function botItems(state, words, deeds) {
  const bot = [...state.world.bots.values()].at(-1);
  if (!bot) return [];
  const set = (name) => () => deeds.attempt(act("bot", { bot_id: bot.id, [name]: !bot[name] }));
  return [
    { label: bot.privacy ? words.privacy_off : words.privacy_on, mark: "group", press: set("privacy") },
    { label: bot.inline ? words.inline_off : words.inline_on, mark: "reply", press: set("inline") },
  ];
}

function groupItems(state, chat, words, deeds) {
  const me = memberOf(chat, state.me);
  const admin = administers(me);
  const masked = admin && chat.type !== "channel" && anonymousItem(state, words, deeds);
  const topics = chat.is_forum ? topicItems(state, chat, words, deeds) : [];
  return [
    { label: words.member_list, mark: "group", press: () => memberList(state, chat, words, deeds) },
    masked,
    ...topics,
    ...botItems(state, words, deeds).slice(0, 1),
    chat.type === "group" && chat.migrated_to === null && { label: words.migrate, mark: "out", press: () => upgrade(chat, deeds) },
    null,
    isPresent(me)
      ? { label: words.leave, mark: "close", danger: true, press: () => deeds.place("leave") }
      : { label: words.join, mark: "add", press: () => deeds.place("join") },
  ];
}

function anonymousItem(state, words, deeds) {
  const key = draftKey(state);
  const on = state.anonymous.has(key);
  return { label: words.anonymous, mark: on ? "tick" : "person", press: () => deeds.mask(key, !on) };
}

async function upgrade(chat, deeds) {
  const moved = await deeds.attempt(act("migrate", { chat_id: chat.id }));
  if (moved) deeds.enter(moved.migrate_to_chat_id);
}

function topicItems(state, chat, words, deeds) {
  const shown = chat.topics.find((topic) => topic.message_thread_id === threadShown(state));
  const make = () => ask(words.new_topic, [{ name: "name", label: words.name }], words, (typed) => deeds.place("topic", typed));
  const turn = () => deeds.place("topic", { message_thread_id: shown.message_thread_id, closed: !shown.closed });
  return [
    { label: words.new_topic, mark: "topic", press: make },
    Boolean(shown) && { label: shown.closed ? words.reopen_topic : words.close_topic, mark: "lock", press: turn },
  ];
}

/** Everybody who is or was here, with what can be done to them. */
function memberList(state, chat, words, deeds) {
  const rows = chat.members.map((member) => memberRow(member, state, chat, words, (call) => {
    dialog.close();
    deeds.attempt(act(call, { chat_id: chat.id, user_id: member.user_id }));
  }));
  const body = h("div", { class: "window-body" }, h("h2", {}, words.member_list), rows, h("div", { class: "window-row" }, textButton(words.close, () => dialog.close())));
  const dialog = open(body, { label: words.member_list, look: "broad" });
}

function memberRow(member, state, chat, words, change) {
  const name = member.is_bot ? state.world.bots.get(member.user_id)?.first_name : personName(state.world.people.get(member.user_id));
  const calls = member.status === "creator" ? [] : callsFor(member);
  const buttons = calls.map((call) => textButton(words[call], () => change(call), { class: "button small", data: { call } }));
  const standing = words[`status_${member.status}`] ?? member.status;
  return h(
    "div",
    { class: "member", data: { member: member.user_id } },
    portrait(member.user_id, name ?? "?", "small"),
    h("span", { class: "member-words" }, h("b", { dir: "auto" }, name ?? String(member.user_id)), h("small", {}, member.is_bot ? `${words.bot} · ${standing}` : standing)),
    buttons,
  );
}

function callsFor(member) {
  if (!isPresent(member)) return ["join"];
  return member.status === "administrator" ? ["demote", "kick"] : ["promote", "kick"];
}
