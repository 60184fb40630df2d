// The page's own menu: the conversation to take away, new people and places, the world begun anew.

import { act } from "./control.js";
import { ask, menu, open } from "./notices.js";
import { recordingItems } from "./recordings.js";
import { h, textButton } from "./dom.js";

const FORMATS = ["text", "json", "html"];

/** Shows the menu beside its button. */
export function worldMenu(anchor, state, words, deeds) {
  menu(anchor, [
    { label: words.transcript, mark: "save", press: () => transcripts(state, words) },
    ...recordingItems(state, words, deeds),
    null,
    { label: words.new_person, mark: "person", press: () => newPerson(state, words, deeds) },
    { label: words.new_group, mark: "group", press: () => newPlace("supergroup", words.new_group, state, words, deeds) },
    { label: words.new_channel, mark: "channel", press: () => newPlace("channel", words.new_channel, state, words, deeds) },
    null,
    { label: words.reset, mark: "reset", danger: true, press: () => sureReset({}, words, deeds) },
    { label: words.reset_new, mark: "reset", danger: true, press: () => sureReset({ started: false }, words, deeds) },
  ]);
}

function transcripts(state, words) {
  const names = { text: words.as_text, json: "JSON", html: "HTML" };
  const row = (label, query) =>
    h("div", { class: "window-row spread" }, h("span", {}, label), h("span", { class: "window-row" }, FORMATS.map((format) => download(names[format], format, query))));
  const rows = [state.chatId && row(words.this_chat, `&chat_id=${state.chatId}`), row(words.all, "")];
  const body = h("div", { class: "window-body" }, h("h2", {}, words.transcript), rows, h("div", { class: "window-row" }, textButton(words.close, () => dialog.close())));
  const dialog = open(body, { label: words.transcript });
}

function download(label, format, query) {
  const ending = format === "text" ? "txt" : format;
  return h("a", { class: "button", href: `/control/transcript?format=${format}${query}`, download: `transcript.${ending}` }, label);
}

function newPerson(state, words, deeds) {
  const fields = [{ name: "first_name", label: words.name }, { name: "language_code", label: "language_code", value: state.language === "en" ? "en" : "zh-hans" }];
  ask(words.new_person, fields, words, (typed) =>
    deeds.attempt(act("people", { people: [{ ...typed, started: false }] })).then((made) => made && deeds.be(made.people[0])),
  );
}

function newPlace(type, title, state, words, deeds) {
  const members = [...state.world.people.keys()].slice(0, 20);
  ask(title, [{ name: "title", label: words.name }], words, (typed) =>
    deeds.attempt(act("chats", { type, title: typed.title, owner: state.me, members })).then((made) => made && deeds.enter(made.chat.id)),
  );
}

function sureReset(body, words, deeds) {
  const sure = () => {
    dialog.close();
    deeds.attempt(act("reset", body));
  };
  const buttons = [textButton(words.cancel, () => dialog.close(), { autofocus: true }), textButton(words.reset, sure, { class: "button strong danger" })];
  const dialog = open(h("div", { class: "window-body" }, h("p", {}, words.sure_reset), h("div", { class: "window-row" }, buttons)), { label: words.reset, look: "alert" });
}
