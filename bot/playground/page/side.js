// The left column: the nameplate with the world's date, who one is, the chats of that person, and the page's own switches.

import { h, icon, iconButton, place, walkable, whenChanged } from "./dom.js";
import { portrait } from "./bubble.js";
import { mediaWords } from "./media.js";
import { choose } from "./notices.js";
import { chatName, chatsOf, isOwn, personName, sender, unread } from "./people.js";
import { serviceWords } from "./rows.js";
import { clockTime, fullDate, nowOf, shortStamp } from "./time.js";
import { phrases } from "./words.js";
import { worldMenu } from "./worldmenu.js";

const SHOWN_PEOPLE = 4;
const MARKS = { group: "group", supergroup: "group", channel: "channel" };

/** Fills the column and keeps it drawn. */
export function side(root, store, deeds) {
  const plate = h("header", { class: "nameplate" });
  const people = h("div", { class: "people", role: "group" });
  const chats = h("nav", { class: "chats" });
  const foot = h("footer", { class: "side-foot" });
  root.append(plate, people, chats, foot);
  walkable(chats, ".chat-row");
  walkable(people, ".person", ["ArrowLeft", "ArrowRight"]);
  store.watch(whenChanged((s) => [s.language, s.zone, s.world && minuteOf(s)], (s) => drawPlate(plate, s, deeds)));
  store.watch(whenChanged((s) => [s.language, s.me, ...(s.world?.people.values() ?? [])], (s) => drawPeople(people, s, deeds)));
  const rows = new Map();
  store.watch(whenChanged((s) => [s.language, s.me, s.chatId, s.zone, s.world, s.world?.revision, s.read], (s) => drawChats(chats, rows, s, deeds)));
  store.watch(whenChanged((s) => [s.language, s.theme, s.desk, s.world?.recording?.on], (s) => drawFoot(foot, s, store, deeds)));
}

function minuteOf(state) {
  return Math.floor(nowOf(state.world.clock, state.heardAt, performance.now()) / 60_000);
}

function drawPlate(plate, state, deeds) {
  const words = phrases(state.language);
  if (!state.world) return plate.replaceChildren(h("h1", {}, words.title));
  const now = nowOf(state.world.clock, state.heardAt, performance.now());
  const stamp = [h("span", {}, fullDate(now, state.language, state.zone)), h("b", { class: "digits" }, clockTime(now, state.zone))];
  const dateline = h("button", { type: "button", class: "dateline", title: words.clock, on: { click: () => deeds.openDesk("clock") } }, stamp);
  return plate.replaceChildren(h("h1", {}, words.title), dateline);
}

function drawPeople(root, state, deeds) {
  const words = phrases(state.language);
  const everybody = [...(state.world?.people.values() ?? [])];
  const me = state.world?.people.get(state.me);
  const shown = everybody.slice(0, SHOWN_PEOPLE);
  if (me && !shown.includes(me)) shown[SHOWN_PEOPLE - 1] = me;
  const focused = root.contains(document.activeElement);
  root.setAttribute("aria-label", words.people);
  root.replaceChildren(...shown.map((person) => personButton(person, state.me, deeds)), everybody.length > SHOWN_PEOPLE ? everyone(everybody, words, deeds) : "");
  if (focused) root.querySelector("[aria-pressed=true]")?.focus();
}

function personButton(person, me, deeds) {
  const mine = person.id === me;
  const name = personName(person);
  const look = { type: "button", class: "person", "aria-pressed": String(mine), tabindex: mine ? "0" : "-1", title: `${name} · ${person.id}` };
  const words = [h("b", {}, h("bdi", {}, person.first_name)), h("small", {}, tongue(person.language_code))];
  return h("button", { ...look, data: { person: person.id }, on: { click: () => deeds.be(person.id) } }, portrait(person.id, name, "small"), h("span", { class: "person-words" }, words));
}

/** A language's name for itself, from its tag. */
function tongue(tag) {
  try {
    return tag ? new Intl.DisplayNames([tag], { type: "language" }).of(tag.split("-")[0]) : "";
  } catch {
    return tag;
  }
}

function everyone(people, words, deeds) {
  const all = () =>
    choose(words.people_all, people.map((person) => ({ label: personName(person), note: `${person.language_code} · ${person.id}`, mark: portrait(person.id, personName(person), "small"), press: () => deeds.be(person.id) })), words);
  return iconButton("more", words.people_all, all, { class: "person-more" });
}

/** Rows are kept while they show the same, so that a press is not lost when something arrives. */
function drawChats(root, cache, state, deeds) {
  const words = phrases(state.language);
  const chats = state.world ? sorted(state.world, chatsOf(state.world, state.me)) : [];
  const rows = chats.map((chat) => ({ key: chat.id, element: chatRow(chat, state, words, deeds) }));
  root.setAttribute("aria-label", words.chats);
  place(root, rows, cache, { same: (one, other) => one.element.isEqualNode(other.element), draw: (row) => row.element });
  const total = chats.reduce((sum, chat) => sum + countUnread(state, chat), 0);
  document.title = total > 0 ? `(${total}) ${words.title}` : words.title;
}

function sorted(world, chats) {
  const last = (chat) => world.messages.get(chat.id)?.at(-1)?.message.date ?? 0;
  return chats.filter((chat) => chat.migrated_to === null || last(chat) > 0).sort((a, b) => last(b) - last(a));
}

function countUnread(state, chat) {
  return unread(state.world.messages.get(chat.id) ?? [], state.read.get(`${state.me}/${chat.id}`), state.me);
}

function chatRow(chat, state, words, deeds) {
  const name = chatName(state.world, chat, words);
  const last = state.world.messages.get(chat.id)?.findLast((entry) => !entry.deleted);
  const count = countUnread(state, chat);
  const here = chat.id === state.chatId;
  const now = nowOf(state.world.clock, state.heardAt, performance.now());
  const stamp = last && h("time", {}, shortStamp(last.message.date * 1000, now, state.language, state.zone));
  const badge = count > 0 && h("span", { class: "unread", "aria-label": words.unread(count) }, count > 99 ? "99+" : String(count));
  const top = h("span", { class: "chat-top" }, MARKS[chat.type] && icon(MARKS[chat.type]), h("b", { dir: "auto" }, name), stamp);
  const under = h("span", { class: "chat-under" }, lastLine(last, chat, state, words), badge);
  const look = { type: "button", class: here ? "chat-row here" : "chat-row", "aria-current": here ? "true" : null, data: { chat: chat.id } };
  const faceOf = chat.type === "private" ? ([...state.world.bots.keys()].at(-1) ?? 0) : chat.id;
  return h("button", { ...look, on: { click: () => deeds.enter(chat.id) } }, portrait(faceOf, name), h("span", { class: "chat-words" }, top, under));
}

function lastLine(entry, chat, state, words) {
  if (state.world.actions.has(chat.id)) return h("span", { class: "last-line typing" }, words.typing);
  if (!entry) return h("span", { class: "last-line muted" }, words.nothing_yet);
  const { message } = entry;
  const text = (message.text ?? message.caption ?? "").slice(0, 120);
  const media = mediaWords(message, words);
  const service = !text && !media && serviceWords(message, words);
  const who = isOwn(entry, state.me) ? words.you : sender(message).name;
  const named = chat.type !== "private" && chat.type !== "channel" && !service;
  return h("span", { class: "last-line", dir: "auto" }, named && h("span", { class: "who" }, h("bdi", {}, words.says(who))), media && h("i", {}, media, text && " "), text || service || (media ? "" : words.service));
}

function drawFoot(root, state, store, deeds) {
  const words = phrases(state.language);
  const dark = state.theme === "dark" || (state.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  const other = state.language === "zh-CN" ? "en" : "zh-CN";
  const tongueSwitch = h("button", { type: "button", class: "chip", lang: other, on: { click: () => store.change({ language: other }) } }, words.language);
  root.replaceChildren(
    iconButton(dark ? "sun" : "moon", words.theme, () => store.change({ theme: dark ? "light" : "dark" }), { data: { role: "theme" } }),
    tongueSwitch,
    state.world?.recording?.on ? h("span", { class: "on-air" }, words.recording_on) : h("span", { class: "spring" }),
    iconButton("bench", words.desk, () => deeds.openDesk(state.desk ? null : "clock"), { "aria-pressed": String(Boolean(state.desk)), data: { role: "desk" } }),
    iconButton("more", words.more, (event) => worldMenu(event.currentTarget, state, words, deeds), { data: { role: "world-menu" } }),
  );
}
