// One row of a conversation as an element: a bubble, a service line, a refusal in red, a day.

import { h, icon, iconButton } from "./dom.js";
import { link, richText } from "./entities.js";
import { inlineKeyboard } from "./buttons.js";
import { mediaOf, mediaWords } from "./media.js";
import { colour, initial, isOwn, sender } from "./people.js";
import { clockTime } from "./time.js";

/** A round picture with the first character of a name. */
export function portrait(id, name, look = "") {
  return h("span", { class: `portrait portrait-${colour(id)} ${look}`, "aria-hidden": "true" }, initial(name));
}

/** The element of a row from rows.js; `scene` is {me, group, words, zone, waits, deeds, forum}. */
export function rowElement(row, scene) {
  return DRAW[row.kind](row, scene);
}

const DRAW = {
  day: (row) => h("div", { class: "day" }, h("span", {}, row.words)),
  service: (row) => h("div", { class: "service", tabindex: "-1", data: { message: row.entries[0].message.message_id } }, h("span", { dir: "auto" }, row.words)),
  ghost: (row, { words, deeds }) =>
    h("div", { class: "service ghost" }, h("button", { type: "button", on: { click: () => deeds.inspect(row.entries[0]) } }, words.deleted)),
  refusal: (row, { words, deeds }) =>
    h("div", { class: "refusal" }, h("button", { type: "button", title: words.inspect, on: { click: () => deeds.inspectCall(row.call) } }, h("b", {}, row.call.method), " ", refusalWords(row.call))),
  message: (row, scene) => messageElement(row, scene),
};

/** What a refused call was told. */
export function refusalWords(call) {
  const told = [call.error_code, call.description].filter((part) => part !== null && part !== undefined).join(" ");
  return told || call.fault || "?";
}

function messageElement(row, scene) {
  const entry = row.entries[0];
  const own = isOwn(entry, scene.me);
  const who = sender(entry.message);
  const shown = scene.group && !own;
  const time = clockTime(entry.message.date * 1000, scene.zone);
  const look = ["message", own ? "own" : "other", row.first && "first", row.last && "last", shown && "with-portrait"];
  const more = (event) => {
    event.preventDefault();
    scene.deeds.messageMenu(row.entries, event.currentTarget);
  };
  return h(
    "article",
    { class: look.filter(Boolean).join(" "), tabindex: "-1", "aria-label": `${who.name} ${time}`, data: { message: entry.message.message_id }, on: { contextmenu: more } },
    shown && (row.last ? portrait(who.id, who.name) : h("span", { class: "portrait blank" })),
    h("div", { class: "stack" }, bubble(row, scene, who), markupOf(entry, scene), reactionsOf(entry, scene)),
    h("div", { class: "bubble-tools" }, iconButton("braces", scene.words.inspect, () => scene.deeds.inspect(entry)), iconButton("more", scene.words.more, more)),
  );
}

function bubble(row, scene, who) {
  const { words, deeds } = scene;
  const written = row.entries.find((entry) => entry.message.text ?? entry.message.caption) ?? row.entries[0];
  const message = written.message;
  const text = message.text ?? message.caption ?? "";
  const media = mediaOf(row.entries, deeds).filter(Boolean);
  const shown = preview(message, deeds);
  const above = message.show_caption_above_media && media.length > 0;
  const time = meta(row, scene);
  // The time floats at the end of the last line when the words are what comes last.
  const flows = text && !above && !shown;
  const body = text && h("div", { class: "text" }, h("span", { dir: "auto" }, richText(text, message.entities ?? message.caption_entities, deeds, `${message.chat.id}/${message.message_id}`)), flows && time);
  const order = above ? [body, ...media] : [...media, body];
  const head = scene.group && row.first && !isOwn(row.entries[0], scene.me);
  const bare = !text && Boolean(message.sticker);
  const unknown = !text && media.length === 0 && h("div", { class: "text muted" }, words.unsupported);
  return h(
    "div",
    { class: ["bubble", media.length > 0 && "with-media", bare && "bare", !text && media.length > 0 && "wordless"].filter(Boolean).join(" ") },
    head && h("div", { class: `sender colour-${colour(who.id)}` }, h("bdi", {}, who.name), who.bot && h("small", {}, words.bot)),
    scene.threadName(row.entries[0]) && h("div", { class: "thread" }, icon("topic"), h("bdi", {}, scene.threadName(row.entries[0]))),
    origin(message, words),
    quoted(message, scene),
    order,
    unknown,
    shown,
    !flows && time,
  );
}

function origin(message, words) {
  const from = message.forward_origin;
  const name = from?.sender_user?.first_name ?? from?.sender_chat?.title ?? from?.chat?.title ?? from?.sender_user_name;
  return [
    message.via_bot && h("div", { class: "origin" }, words.via(message.via_bot.username)),
    name && h("div", { class: "origin" }, words.forwarded(name)),
  ];
}

/** The message that is answered, in one line; a click goes there. */
function quoted(message, { deeds, words }) {
  const answered = message.reply_to_message;
  if (!answered || answered.forum_topic_created) return null;
  const who = sender(answered);
  const line = message.quote?.text ?? answered.text ?? answered.caption ?? (mediaWords(answered, words) || words.service);
  const go = () => deeds.goTo(answered.message_id);
  return h("button", { type: "button", class: `quote colour-${colour(who.id)}`, data: { at: "quote" }, on: { click: go } }, h("b", {}, who.name), h("span", { dir: "auto" }, line.slice(0, 160)));
}

/** Where the first link leads, when the bot did not turn previews off. Nothing is fetched: the page stays on this machine. */
function preview(message, deeds) {
  const options = message.link_preview_options;
  if (!options?.url || options.is_disabled) return null;
  return link(options.url, [icon("out"), options.url], deeds, { class: "preview" });
}

function meta(row, { words, zone }) {
  const { message } = row.entries[0];
  const edited = row.entries.some((entry) => entry.message.edit_date);
  const time = h("time", { datetime: new Date(message.date * 1000).toISOString() }, clockTime(message.date * 1000, zone));
  return h("div", { class: "meta" }, edited && h("span", { class: "edited" }, words.edited), time);
}

function markupOf(entry, scene) {
  const markup = entry.message.reply_markup;
  if (!markup?.inline_keyboard?.length) return null;
  const id = entry.message.message_id;
  return inlineKeyboard(markup, {
    isWaiting: (data) => scene.waits(id, data),
    tap: (row, col) => scene.deeds.tap(id, row, col),
    deeds: scene.deeds,
  });
}

function reactionsOf(entry, { me, deeds }) {
  const given = Object.entries(entry.reactions ?? {}).filter(([, who]) => who.length > 0);
  if (given.length === 0) return null;
  const id = entry.message.message_id;
  const pills = given.map(([emoji, who]) => {
    const mine = who.includes(me);
    const look = { type: "button", class: mine ? "reaction mine" : "reaction", "aria-pressed": String(mine), data: { at: `reaction ${emoji}` } };
    return h("button", { ...look, on: { click: () => deeds.react(id, mine ? null : emoji) } }, emoji, " ", h("span", {}, String(who.length)));
  });
  return h("div", { class: "reactions" }, pills);
}

