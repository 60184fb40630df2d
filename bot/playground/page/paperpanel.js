// The printed page beside the chat: what the bot was given to read, as it came, one sheet a date.

import { h, whenChanged } from "./dom.js";
import { dayKey, dayName, nowOf } from "./time.js";
import { phrases } from "./words.js";

const NOON = "T12:00:00Z";

/** Fills the panel; what it gives draws it again. */
export function paperPanel(root, store, deeds) {
  const tabs = h("div", { class: "segments", role: "group" });
  const sheet = h("article", { class: "sheet", lang: "zh-CN", tabindex: "0" });
  root.append(tabs, sheet);
  return whenChanged(
    (s) => [s.world.guide, s.sheet, today(s), s.language],
    (s) => {
      const shown = sheetShown(s);
      drawTabs(tabs, s, shown, deeds);
      if (shown) drawSheet(sheet, shown, s);
    },
  );
}

function today({ world, heardAt }) {
  return dayKey(nowOf(world.clock, heardAt, performance.now()), world.guide?.zone ?? "UTC");
}

/** The sheet chosen, else the newest that has come out. */
function sheetShown(state) {
  const sheets = state.world.guide?.sheets ?? [];
  return sheets.find((each) => each.date === state.sheet) ?? sheets.findLast((each) => each.date <= today(state)) ?? sheets[0];
}

function drawTabs(root, state, shown, deeds) {
  const sheets = state.world.guide?.sheets ?? [];
  root.hidden = sheets.length < 2;
  const label = ({ date }) => dayName(Date.parse(date + NOON), state.language, "UTC");
  root.replaceChildren(
    ...sheets.map((each) =>
      h("button", { type: "button", class: "segment", "aria-pressed": String(each === shown), data: { sheet: each.date }, on: { click: () => deeds.showSheet(each.date) } }, label(each)),
    ),
  );
}

/** The text as it was printed: blank lines part the blocks, nothing else is known of them here. */
function drawSheet(root, { date, title, text }, state) {
  const words = phrases(state.language);
  const blocks = text.split(/\n\s*\n/).map((block) => block.trim()).filter(Boolean);
  const head = h("header", {}, h("h2", {}, title), h("p", {}, dayName(Date.parse(date + NOON), "zh-CN", "UTC"), h("span", {}, words.as_printed)));
  root.replaceChildren(head, ...blocks.map((block) => h("p", {}, block)));
  root.scrollTop = 0;
}
