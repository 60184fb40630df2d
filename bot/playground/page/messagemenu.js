// The menu of one message: react, reply, copy, edit, delete, look at its JSON.

import { h } from "./dom.js";
import { menu } from "./notices.js";
import { isOwn } from "./people.js";

const EMOJI = ["👍", "❤️", "🔥", "😁", "😮", "😢", "🙏"];

/** Shows the menu beside `anchor`; an album's menu is that of its first message. */
export function messageMenu(entries, anchor, { state }, deeds) {
  const { words } = deeds;
  const [entry] = entries;
  const id = entry.message.message_id;
  const own = isOwn(entry, state.me);
  const text = entry.message.text ?? entry.message.caption;
  const react = EMOJI.map((emoji) => reaction(emoji, entry, state.me, (chosen) => {
    list.hidePopover();
    deeds.react(id, chosen);
  }));
  const list = menu(
    anchor,
    [
      { label: words.reply, mark: "reply", press: () => answer(entry, deeds) },
      Boolean(text) && { label: words.copy, mark: "copy", press: () => deeds.copy(text) },
      own && Boolean(entry.message.text) && { label: words.edit, mark: "edit", press: () => deeds.beginEdit(entry) },
      { label: words.inspect, mark: "braces", press: () => deeds.inspect(entry) },
      { label: words.remove, mark: "bin", danger: true, press: () => deeds.remove(id) },
    ],
    { row: h("div", { class: "menu-reactions", role: "group", "aria-label": words.react }, react) },
  );
}

function reaction(emoji, entry, me, chosen) {
  const mine = (entry.reactions?.[emoji] ?? []).includes(me);
  return h("button", { type: "button", "aria-pressed": String(mine), on: { click: () => chosen(mine ? null : emoji) } }, emoji);
}

function answer(entry, deeds) {
  deeds.answerTo(entry);
  requestAnimationFrame(() => document.querySelector("#write")?.focus());
}
