// A text and its entities as elements. Offsets count UTF-16 units, as JavaScript's strings do. Foreign text stays text.

import { h } from "./dom.js";

const PLAIN_TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);
const FOLD_OVER = 90;

/** A fragment; `deeds` says what commands, links and copies do; `place` names the message, whose open parts stay open. */
export function richText(text, entities, deeds, place) {
  const ordered = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...pieces({ text, deeds, place }, 0, text.length, ordered));
  return fragment;
}

function pieces(source, start, end, entities) {
  const out = [];
  let at = start;
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    const inner = [];
    for (index += 1; index < entities.length && entities[index].offset < to; index += 1) inner.push(entities[index]);
    if (to <= from) continue;
    out.push(source.text.slice(at, from), dressed(source, entity, from, to, pieces(source, from, to, inner)));
    // A block ends its own line: the line break after it would show as an empty one.
    at = BLOCKS.has(entity.type) && source.text[to] === "\n" && to < end ? to + 1 : to;
  }
  out.push(source.text.slice(at, end));
  return out.filter((piece) => piece !== "");
}

function dressed({ text, deeds, place }, entity, from, to, children) {
  const words = text.slice(from, to);
  const plain = PLAIN_TAGS[entity.type];
  if (entity.type === "code") return h("code", { on: { click: () => deeds.copy(words) } }, children);
  if (plain) return h(plain, {}, children);
  return DRESS[entity.type]?.({ entity, words, children, deeds, key: `${place}/${entity.offset}` }) ?? h("span", {}, children);
}

const DRESS = {
  spoiler: ({ children, deeds, key }) => spoiler(children, deeds, key),
  blockquote: ({ children }) => h("blockquote", {}, children),
  expandable_blockquote: ({ words, children, deeds, key }) => foldable(words, children, deeds, key),
  pre: ({ entity, words, children, deeds }) =>
    h("pre", { data: { language: entity.language ?? "" }, on: { click: () => deeds.copy(words) } }, h("code", {}, children)),
  url: ({ words, children, deeds }) => link(/^[a-z][a-z0-9+.-]*:/i.test(words) ? words : `https://${words}`, children, deeds),
  text_link: ({ entity, children, deeds }) => link(entity.url, children, deeds),
  email: ({ words, children, deeds }) => link(`mailto:${words}`, children, deeds),
  phone_number: ({ words, children, deeds }) => link(`tel:${words.replace(/[^\d+]/g, "")}`, children, deeds),
  mention: ({ children }) => h("span", { class: "mention" }, children),
  text_mention: ({ children }) => h("span", { class: "mention" }, children),
  hashtag: ({ children }) => h("span", { class: "mention" }, children),
  cashtag: ({ children }) => h("span", { class: "mention" }, children),
  bot_command: ({ words, children, deeds }) =>
    h("button", { type: "button", class: "command-link", on: { click: () => deeds.command(words) } }, children),
  date_time: ({ entity, children }) =>
    h("time", { datetime: entity.unix_time ? new Date(entity.unix_time * 1000).toISOString() : null }, children),
};

function spoiler(children, deeds, key) {
  if (deeds.opened.has(key)) return h("span", { class: "spoiler shown" }, h("span", {}, children));
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    deeds.opened.add(key);
    cover.classList.add("shown");
    cover.removeAttribute("role");
    cover.removeAttribute("aria-label");
  };
  const manner = { class: "spoiler", role: "button", tabindex: "0", "aria-label": deeds.words.spoiler };
  const cover = h("span", { ...manner, on: { click: show, keydown: show } }, h("span", {}, children));
  return cover;
}

/** A quote that opens and folds; one that is short anyway stays open. */
function foldable(words, children, deeds, key) {
  if (words.length <= FOLD_OVER && words.split("\n").length <= 3) return h("blockquote", {}, children);
  const fold = (event) => {
    const open = quote.classList.toggle("open");
    if (open) deeds.opened.add(key);
    else deeds.opened.delete(key);
    event.currentTarget.setAttribute("aria-expanded", String(open));
  };
  const handle = { type: "button", class: "fold", "aria-expanded": String(deeds.opened.has(key)), "aria-label": deeds.words.fold };
  const quote = h("blockquote", { class: deeds.opened.has(key) ? "foldable open" : "foldable" }, h("div", {}, children), h("button", { ...handle, on: { click: fold } }));
  return quote;
}

/** The address when it is of a kind that is safe to follow, else null. */
export function safeAddress(address) {
  try {
    const url = new URL(address);
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens elsewhere, unless `deeds.inside` knows it as a place in here. */
export function link(address, children, deeds, look = {}) {
  const href = safeAddress(address);
  if (!href) return h("span", look, children);
  const follow = (event) => {
    if (deeds.inside(href)) event.preventDefault();
  };
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", title: href, ...look, on: { click: follow } }, children);
}
