// What stands below a conversation: the field to write in with its menus, or the one button that is possible instead.

import { h, icon, iconButton, textButton, whenChanged } from "./dom.js";
import { replyKeyboard } from "./buttons.js";
import { act } from "./control.js";
import { mediaWords } from "./media.js";
import { menu } from "./notices.js";
import { administers, hasBlocked, hasStarted, isPresent, memberOf, sender } from "./people.js";
import { draftKey, openChat, threadShown } from "./store.js";
import { suggestions } from "./suggestions.js";
import { phrases } from "./words.js";
import { keyboardFor } from "./world.js";

const LONGEST = 4096;
const TALLEST_PX = 180;

/** Fills the foot of the chat and keeps it drawn. */
export function composer(root, store, deeds) {
  const instead = h("div", { class: "instead" });
  const above = h("div", { class: "above" });
  const field = h("textarea", { id: "write", class: "write", rows: "1", maxlength: LONGEST, dir: "auto", enterkeyhint: "send" });
  const offered = suggestions(field, store, deeds);
  const bar = h("form", { class: "bar" });
  const keys = h("div", { class: "keys" });
  root.append(instead, above, offered.element, bar, keys);
  const parts = { instead, above, field, bar, keys, offered };
  const tools = { send: () => send(parts, store, deeds), toggleKeys: () => toggleKeys(store) };
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    tools.send();
  });
  field.addEventListener("keydown", (event) => pressed(event, parts, store, deeds, tools.send));
  field.addEventListener("input", () => typed(parts, store));
  store.watch(whenChanged(barInputs, (s) => drawBar(parts, s, store, deeds, tools)));
  store.watch(whenChanged((s) => [s.language, s.replyTo, s.editing], (s) => drawAbove(parts, s, store, deeds)));
  store.watch(whenChanged((s) => [draftKey(s), s.draft], (s) => loadDraft(parts, s)));
  store.watch(whenChanged((s) => [s.world, s.me, s.chatId, keyboardOf(s), s.hiddenKeyboards], (s) => drawKeys(parts, s, deeds)));
}

function keyboardOf(state) {
  return state.world && keyboardFor(state.world, state.chatId, state.me);
}

function barInputs(state) {
  const { world, me, chatId } = state;
  return [state.language, me, openChat(state), world?.people.get(me), world?.bots.size, state.link, threadShown(state), keyboardOf(state), state.anonymous, (world?.messages.get(chatId)?.length ?? 0) > 0];
}

function drawBar(parts, state, store, deeds, tools) {
  const chat = openChat(state);
  if (!chat) return;
  const words = phrases(state.language);
  const only = onlyButton(state, chat, words, deeds, store);
  parts.instead.hidden = !only;
  parts.bar.hidden = Boolean(only);
  parts.instead.replaceChildren(only ?? "");
  if (only) return;
  const hint = keyboardOf(state)?.input_field_placeholder ?? (chat.type === "channel" ? words.post : words.write);
  parts.field.placeholder = hint;
  parts.field.setAttribute("aria-label", hint);
  const hasKeys = Boolean(keyboardOf(state)?.keyboard);
  if (!parts.bar.contains(parts.field)) parts.bar.append(parts.field);
  const left = iconButton("slash", words.menu, () => parts.offered.toggleMenu(), { data: { role: "commands" } });
  const right = [
    hasKeys && iconButton("keys", words.keyboard, tools.toggleKeys, { data: { role: "keys" } }),
    iconButton("clip", words.attach, (event) => attach(event.currentTarget, parts, words, deeds), { data: { role: "attach" } }),
    h("button", { type: "submit", class: "send", "aria-label": words.send, title: words.send }, icon("send")),
  ].filter(Boolean);
  [...parts.bar.children].forEach((child) => child !== parts.field && child.remove());
  parts.field.before(left);
  parts.field.after(...right);
}

/** The button that takes the field's place: Start, join, where the group moved; null when one may write. */
function onlyButton(state, chat, words, deeds, store) {
  const me = state.world.people.get(state.me);
  const strong = { class: "button strong wide", data: { role: "start" } };
  if (chat.migrated_to !== null) return [h("span", {}, words.moved), textButton(words.open_it, () => deeds.enter(chat.migrated_to), strong)];
  if (chat.type === "private") return startButton(state, me, words, deeds, store, strong);
  const member = memberOf(chat, state.me);
  if (!isPresent(member)) return textButton(words.join, () => deeds.place("join"), strong);
  if (chat.type === "channel" && !administers(member)) return h("span", { class: "muted" }, words.only_admins);
  const topic = chat.topics.find((each) => each.message_thread_id === threadShown(state));
  return topic?.closed && !administers(member) ? h("span", { class: "muted" }, words.topic_closed) : null;
}

function startButton(state, me, words, deeds, store, strong) {
  const begin = (call, body) => () => {
    store.change({ link: null });
    deeds.attempt(act(call, { user_id: me.id, ...body }));
  };
  if (state.link) return textButton(words.start_with(state.link.payload), begin("link", { url: state.link.url }), strong);
  if (hasBlocked(me)) return textButton(words.restart, begin("start", {}), strong);
  return hasStarted(me) ? null : textButton(words.start, begin("start", {}), strong);
}

function drawAbove(parts, state, store, deeds) {
  const words = phrases(state.language);
  const entry = state.editing ?? state.replyTo;
  parts.above.hidden = !entry;
  if (!entry) return parts.above.replaceChildren();
  const { message } = entry;
  const title = state.editing ? words.editing : words.replying(sender(message).name);
  const line = message.text ?? message.caption ?? mediaWords(message, words);
  const stop = iconButton("close", words.cancel, () => letGo(state, store, deeds));
  return parts.above.replaceChildren(icon(state.editing ? "edit" : "reply"), h("div", { class: "above-words" }, h("b", {}, title), h("span", { dir: "auto" }, line.slice(0, 160))), stop);
}

function letGo(state, store, deeds) {
  if (state.editing) deeds.write("");
  store.change({ editing: null, replyTo: null });
}

function loadDraft(parts, state) {
  parts.field.value = state.drafts.get(draftKey(state)) ?? "";
  grow(parts.field);
  parts.offered.look();
}

function typed(parts, store) {
  store.state.drafts.set(draftKey(store.state), parts.field.value);
  grow(parts.field);
  parts.offered.look();
}

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, TALLEST_PX)}px`;
}

/** Enter sends, Shift+Enter breaks the line; while an input method composes, keys are its own. */
function pressed(event, parts, store, deeds, sendNow) {
  const { state } = store;
  if (event.isComposing || parts.offered.pressed(event)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    sendNow();
  } else if (event.key === "Escape" && (state.editing || state.replyTo)) {
    letGo(state, store, deeds);
  } else if (event.key === "ArrowUp" && parts.field.value === "") {
    const own = state.world.messages.get(state.chatId)?.findLast((entry) => entry.message.from?.id === state.me && entry.message.text && !entry.deleted);
    if (own) deeds.beginEdit(own);
  }
}

function send(parts, store, deeds) {
  const text = parts.field.value.trim();
  if (text === "") return;
  const { editing } = store.state;
  deeds.write("");
  if (editing) {
    store.change({ editing: null });
    deeds.edit(editing.message.message_id, text);
  } else {
    deeds.say({ text });
  }
}

function attach(anchor, parts, words, deeds) {
  const pick = (kind, accept) => () => {
    const input = h("input", { type: "file", accept });
    input.addEventListener("change", () => input.files[0] && deeds.sendFile(kind, input.files[0], parts.field.value.trim()));
    input.click();
  };
  menu(anchor, [
    { label: words.photo, mark: "sun", press: pick("photo", "image/png,image/jpeg") },
    { label: words.file, mark: "document", press: pick("document", "") },
    { label: words.place, mark: "pin", press: deeds.sharePlace },
    { label: words.contact, mark: "person", press: deeds.shareContact },
    { label: words.sticker, mark: "tick", press: deeds.sendSticker },
  ]);
}

function toggleKeys({ state, change }) {
  const hidden = new Set(state.hiddenKeyboards);
  if (!hidden.delete(state.chatId)) hidden.add(state.chatId);
  change({ hiddenKeyboards: hidden });
}

function drawKeys(parts, state, deeds) {
  const markup = keyboardOf(state);
  parts.keys.hidden = !markup?.keyboard || state.hiddenKeyboards.has(state.chatId);
  parts.keys.replaceChildren(parts.keys.hidden ? "" : replyKeyboard(markup, deeds));
  if (markup?.force_reply) answerForced(state, deeds);
}

/** ForceReply: the bot's newest message is answered as if one had chosen to. */
function answerForced(state, deeds) {
  const entry = state.world.messages.get(state.chatId)?.findLast((each) => each.bot_id !== null && !each.deleted);
  if (entry && state.replyTo !== entry) deeds.answerTo(entry);
}
