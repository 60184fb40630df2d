// A JSON value as indented, coloured text; every part of it stays text.

import { h } from "./dom.js";

const TOKENS = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)/g;
const LONGEST = 60_000;

/** A <pre> of the value, cut when it is huge. */
export function jsonView(value) {
  const text = JSON.stringify(value, null, 2).slice(0, LONGEST);
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(TOKENS)) {
    parts.push(text.slice(at, match.index), token(match));
    at = match.index + match[0].length;
  }
  parts.push(text.slice(at));
  return h("pre", { class: "json", tabindex: "0" }, parts);
}

function token([whole, string, colon, number]) {
  if (colon !== undefined) return h("span", { class: "json-key" }, whole);
  const look = string !== undefined ? "json-string" : number !== undefined ? "json-number" : "json-word";
  return h("span", { class: look }, whole);
}
