// The clock that the bot reads, as a panel: look, jump, run fast, stop.

import { h, textButton, whenChanged } from "./dom.js";
import { act } from "./control.js";
import { clockTime, fullDate, instant, localInput, nextAt, nowOf, tomorrowAt } from "./time.js";
import { phrases } from "./words.js";

const HOUR_S = 3600;
const PACES = [1, 60, 600, 3600];
const ZONES = ["Asia/Shanghai", "UTC", "Europe/London", "America/New_York", "Australia/Sydney"];
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Fills the panel; what it gives draws it again. */
export function clockPanel(root, store, deeds) {
  const { state } = store;
  const words = phrases(state.language);
  const face = h("div", { class: "clock-face", "aria-live": "off" });
  const paces = h("div", { class: "segments", role: "group", "aria-label": words.pace });
  const input = h("input", { class: "field", type: "datetime-local", "aria-label": words.set_time, value: localInput(nowOf(state.world.clock, state.heardAt, performance.now()), state.zone) });
  const set = (event) => {
    event.preventDefault();
    if (input.value) jumpTo(instant(input.value.slice(0, 16), state.zone), deeds);
  };
  root.append(
    h("p", { class: "label" }, words.now), face, jumps(store, words, deeds),
    h("form", { class: "set-time", on: { submit: set } }, input, h("button", { type: "submit", class: "button" }, words.set_time)),
    h("p", { class: "label" }, words.pace), paces,
    h("label", { class: "field-row" }, h("span", {}, words.zone), zoneChoice(store, words)),
  );
  const drawFace = whenChanged((s) => [secondOf(s), s.zone, s.world.clock], (s) => faceOf(face, s, words));
  const drawPaces = whenChanged((s) => [s.world.clock.speed, s.world.clock.frozen], (s) => pacesOf(paces, s.world.clock, words, deeds));
  return (now) => {
    drawFace(now);
    drawPaces(now);
  };
}

function secondOf(state) {
  return Math.floor(nowOf(state.world.clock, state.heardAt, performance.now()) / 1000);
}

function faceOf(face, state, words) {
  const now = nowOf(state.world.clock, state.heardAt, performance.now());
  const { pending } = state.world.clock;
  face.replaceChildren(
    h("b", { class: "digits" }, clockTime(now, state.zone, true)),
    h("span", {}, fullDate(now, state.language, state.zone)),
    pending ? h("small", { class: "pending" }, words.pending(localInput(Date.parse(pending), state.zone).replace("T", " "))) : "",
  );
}

function jumpTo(ms, deeds) {
  return deeds.attempt(act("clock", { to: new Date(ms).toISOString() }));
}

function jumps({ state }, words, deeds) {
  const now = () => nowOf(state.world.clock, state.heardAt, performance.now());
  const by = (seconds) => () => deeds.attempt(act("clock", { jump: seconds }));
  return h(
    "div",
    { class: "jumps" },
    textButton(words.plus_hour, by(HOUR_S), { data: { jump: "hour" } }),
    textButton(words.plus_day, by(24 * HOUR_S), { data: { jump: "day" } }),
    textButton(words.to_seven, () => jumpTo(nextAt("07:00", now(), state.zone), deeds), { data: { jump: "seven" } }),
    textButton(words.next_morning, () => jumpTo(tomorrowAt("07:00", now(), state.zone), deeds), { data: { jump: "morning" } }),
  );
}

function pacesOf(root, clock, words, deeds) {
  const choices = [[words.frozen, { freeze: true }, clock.frozen, "freeze"], ...PACES.map((speed) => [speed === 1 ? words.real_time : `×${speed}`, { speed, freeze: false }, !clock.frozen && clock.speed === speed, String(speed)])];
  root.replaceChildren(
    ...choices.map(([label, body, on, name]) =>
      h("button", { type: "button", class: "segment", "aria-pressed": String(on), data: { pace: name }, on: { click: () => deeds.attempt(act("clock", body)) } }, label),
    ),
  );
}

function zoneChoice(store, words) {
  const { state, change } = store;
  const zones = [...new Set([OWN_ZONE, state.zone, ...ZONES])];
  const select = h("select", { class: "field" }, zones.map((zone) => h("option", { value: zone, selected: zone === state.zone }, zone === OWN_ZONE ? words.own_zone(zone) : zone)));
  select.addEventListener("change", () => change({ zone: select.value }));
  return select;
}
