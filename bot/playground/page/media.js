// What a message carries beside its words: photos, albums, documents, contacts, places, stickers, polls.

import { h, icon } from "./dom.js";
import { link } from "./entities.js";

/** The media of one bubble; several entries are an album. */
export function mediaOf(entries, deeds) {
  const pictures = entries.flatMap((entry) => (entry.media ?? []).filter(isPicture).map((file) => picture(file, entry.message)));
  const files = entries.flatMap((entry) => (entry.media ?? []).filter((file) => !isPicture(file)));
  return [pictures.length > 0 && gallery(pictures, deeds), ...files.map((file) => documentCard(file)), ...cards(entries[0].message, deeds)];
}

function isPicture(file) {
  return file.kind === "photo";
}

function picture(file, message) {
  return { ...file, alt: message.caption ?? "", hidden: Boolean(message.has_media_spoiler) };
}

function gallery(pictures, deeds) {
  const many = pictures.length > 1;
  const cells = pictures.map((each, at) => {
    const show = (event) => {
      if (event.currentTarget.classList.replace("veiled", "unveiled")) return;
      deeds.enlarge(pictures, at);
    };
    const size = many ? {} : { width: each.width, height: each.height };
    const image = h("img", { src: each.url, alt: each.alt || deeds.words.photo, decoding: "async", ...size });
    return h("button", { type: "button", class: each.hidden ? "picture veiled" : "picture", on: { click: show } }, image);
  });
  return h("div", { class: many ? `gallery gallery-${Math.min(pictures.length, 4)}` : "gallery" }, cells);
}

function documentCard(file) {
  const name = file.name || file.kind;
  const words = h("span", { class: "card-words" }, h("b", { dir: "auto" }, name), h("small", {}, fileSize(file.size)));
  return h("a", { class: "card", href: file.url, download: name }, h("span", { class: "card-mark" }, icon("document")), words);
}

/** A size in words. */
export function fileSize(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function cards(message, deeds) {
  return [
    message.contact && contactCard(message.contact, deeds),
    message.location && placeCard(message.venue ?? { location: message.location, title: deeds.words.place }),
    message.sticker && h("div", { class: "sticker" }, message.sticker.emoji ?? deeds.words.sticker),
    message.dice && h("div", { class: "sticker" }, `${message.dice.emoji} ${message.dice.value}`),
    message.poll && pollCard(message.poll),
  ];
}

function contactCard(contact, deeds) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  const number = link(`tel:${contact.phone_number}`, [contact.phone_number], deeds);
  return h("div", { class: "card" }, h("span", { class: "card-mark" }, icon("person")), h("span", { class: "card-words" }, h("b", { dir: "auto" }, name), number));
}

function placeCard({ location, title, address }) {
  const point = `${location.latitude}, ${location.longitude}`;
  const words = h("span", { class: "card-words" }, h("b", { dir: "auto" }, title), h("small", {}, address ?? point));
  return h("div", { class: "card" }, h("span", { class: "card-mark" }, icon("pin")), words);
}

function pollCard(poll) {
  return h("div", { class: "poll" }, h("b", { dir: "auto" }, poll.question), h("ul", {}, poll.options.map((option) => h("li", { dir: "auto" }, option.text))));
}

/** One line for a message without words, for lists and quotes. */
export function mediaWords(message, words) {
  const kinds = ["photo", "document", "contact", "sticker", "poll"];
  const kind = kinds.find((each) => message[each]);
  if (kind) return { photo: words.photo, document: words.file, contact: words.contact, sticker: message.sticker?.emoji ?? words.sticker, poll: words.poll }[kind];
  return message.location ? words.place : "";
}
