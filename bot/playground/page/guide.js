// The tour that whoever started the playground hands over: its steps, which are done, the way to the next morning.

import { act } from "./control.js";
import { h, icon, whenChanged } from "./dom.js";
import { openChat } from "./store.js";
import { clockTime, dayName, nextAt, nowOf } from "./time.js";
import { phrases } from "./words.js";
import { isOwn } from "./people.js";

const NUMBERS = "①②③④⑤⑥⑦⑧⑨";

/** Fills the strip above the conversation and keeps it drawn; without a tour there is none. */
export function guideStrip(root, store, deeds) {
  store.watch(whenChanged(inputs, (state) => drawStrip(root, state, store, deeds)));
}

function inputs(state) {
  const { world, me } = state;
  const own = world?.chats.get(me);
  return [state.language, state.zone, me, world?.guide, openChat(state) === own, done(state).join(), minute(state), world?.clock.pending];
}

function minute(state) {
  return state.world && Math.floor(nowOf(state.world.clock, state.heardAt, performance.now()) / 60_000);
}

/** For each step whether it was taken. */
function done(state) {
  const { world, me } = state;
  if (!world?.guide) return [];
  const { begins, forward, zone, steps } = world.guide;
  const began = Date.parse(begins);
  const taken = {
    started: (world.messages.get(me) ?? []).some((entry) => isOwn(entry, me)),
    tapped: world.updates.some(({ update }) => update.callback_query?.from.id === me),
    arrived: nowOf(world.clock, state.heardAt, performance.now()) >= nextAt(forward, began, zone),
  };
  return steps.map((step) => taken[step.done]);
}

function drawStrip(root, state, store, deeds) {
  const { world } = state;
  root.hidden = !world?.guide || openChat(state)?.type !== "private";
  if (root.hidden) return;
  const words = phrases(state.language);
  const taken = done(state);
  const next = taken.indexOf(false);
  const steps = world.guide.steps.map((step, at) => stepElement(step, at, { state, taken, next, words, deeds }));
  root.setAttribute("aria-label", words.tour);
  root.replaceChildren(h("ol", { class: "steps" }, steps), clockNote(state), tongueSwitch(state, store, words));
}

function stepElement(step, at, { state, taken, next, words, deeds }) {
  const here = at === next;
  const look = { class: ["step", taken[at] && "done", here && "here"].filter(Boolean).join(" "), "aria-current": here ? "step" : null };
  const number = h("span", { class: "step-number", "aria-hidden": "true" }, taken[at] ? icon("tick") : NUMBERS[at]);
  if (step.done !== "arrived") return h("li", look, number, h("span", {}, step.words[state.language]));
  const label = taken[at] ? words.next_morning_again(state.world.guide.forward) : step.words[state.language];
  return h("li", look, forwardButton([taken[at] ? icon("forward") : number, h("span", {}, label)], state, here || next < 0, deeds));
}

/** The button that moves the clock to the next time of the tour; while the clock is on its way it waits. */
function forwardButton(content, state, strong, deeds) {
  const { clock, guide } = state.world;
  const go = () => {
    const now = nowOf(clock, state.heardAt, performance.now());
    state.awaiting = true;
    deeds.attempt(act("clock", { to: new Date(nextAt(guide.forward, now, guide.zone)).toISOString() }));
  };
  const look = { type: "button", class: strong ? "button strong forward" : "button forward", disabled: Boolean(clock.pending), data: { role: "forward" } };
  return h("button", { ...look, on: { click: go } }, content);
}

function clockNote(state) {
  const now = nowOf(state.world.clock, state.heardAt, performance.now());
  return h("b", { class: "guide-clock digits", title: dayName(now, state.language, state.zone) }, clockTime(now, state.zone));
}

function tongueSwitch(state, store, words) {
  const other = state.language === "zh-CN" ? "en" : "zh-CN";
  return h("button", { type: "button", class: "chip", lang: other, data: { role: "language" }, on: { click: () => store.change({ language: other }) } }, words.language);
}
