// Faults on purpose, one click each, and those that wait to happen; the rate limits beside them.

import { h, textButton, whenChanged } from "./dom.js";
import { act } from "./control.js";
import { FAULT_WORDS, phrases } from "./words.js";

const ALWAYS = ["flood", "error", "gateway", "refuse", "forbidden", "slow", "cut_before", "cut_after", "truncate", "conflict", "duplicate_update", "late_update", "stale_tap"];
const SPELT = {
  error: { kind: "error", code: 500 },
  gateway: { kind: "error", code: 502 },
  refuse: { kind: "refuse", code: 400 },
  forbidden: { kind: "refuse", code: 403 },
};

/** Fills the panel; what it gives draws it again. */
export function faultsPanel(root, store, deeds) {
  const { state } = store;
  const words = phrases(state.language);
  const times = h("input", { class: "field", type: "number", min: "1", max: "999", value: "1" });
  const seconds = h("input", { class: "field", type: "number", min: "1", max: "600", value: "3" });
  const where = h("select", { class: "field" }, h("option", { value: "" }, words.everywhere), h("option", { value: "here" }, words.here));
  const method = h("input", { class: "field", placeholder: words.any_method, autocomplete: "off", spellcheck: "false" });
  const add = (name) => {
    const own = SPELT[name] ?? { kind: name };
    const place = where.value === "here" && state.chatId ? { chat_id: state.chatId } : {};
    const call = method.value.trim() ? { method: method.value.trim() } : {};
    deeds.attempt(act("fault", { ...own, ...place, ...call, times: Number(times.value) || 1, seconds: Number(seconds.value) || 3 }));
  };
  const row = (label, field) => h("label", { class: "field-row" }, h("span", {}, label), field);
  const waiting = h("div", { class: "waiting" });
  const limits = h("div", {});
  root.append(
    h("p", { class: "label" }, words.fault_hint), h("div", { class: "faults" }, ALWAYS.map((name) => faultButton(name, state.language, add))),
    h("div", { class: "field-pair" }, row(words.times, times), row(words.seconds, seconds)), row(words.where, where), row(words.method, method),
    waiting, limits,
  );
  const drawWaiting = whenChanged((s) => [s.world.faults], (s) => waitingOf(waiting, s, words, deeds));
  const drawLimits = whenChanged((s) => [s.world.limits], (s) => limitsOf(limits, s.world.limits, words, deeds));
  return (now) => {
    drawWaiting(now);
    drawLimits(now);
  };
}

function faultButton(name, language, add) {
  const words = FAULT_WORDS[name][language === "zh-CN" ? 0 : 1];
  return h("button", { type: "button", class: "fault", data: { fault: name }, on: { click: () => add(name) } }, words);
}

function waitingOf(root, state, words, deeds) {
  const { faults } = state.world;
  const head = h("div", { class: "label-row" }, h("p", { class: "label" }, words.waiting), faults.length > 0 && textButton(words.clear_all, () => deeds.attempt(act("fault/clear")), { class: "button small" }));
  const lines = faults.map((fault) => faultLine(fault, state, words, deeds));
  root.replaceChildren(head, ...(lines.length > 0 ? lines : [h("p", { class: "muted" }, words.none_waiting)]));
}

function faultLine(fault, state, words, deeds) {
  const chat = fault.chat_id && (state.world.chats.get(fault.chat_id)?.title ?? String(fault.chat_id));
  const about = [fault.code, fault.method, chat, fault.left !== null && words.left(fault.left)].filter(Boolean).join(" · ");
  const name = FAULT_WORDS[fault.kind]?.[state.language === "zh-CN" ? 0 : 1] ?? fault.kind;
  const drop = () => deeds.attempt(act("fault/clear", { id: fault.id }));
  return h("div", { class: "fault-line" }, h("span", {}, h("b", {}, name), " ", h("small", {}, about)), textButton(words.cancel, drop, { class: "button small" }));
}

function limitsOf(root, limits, words, deeds) {
  const box = h("input", { type: "checkbox", checked: limits.enabled, on: { change: () => deeds.attempt(act("limits", { enabled: box.checked })) } });
  const numbers = `${limits.per_second}/s · ${limits.per_chat_second}/s · ${limits.per_group_minute}/min`;
  root.replaceChildren(h("label", { class: "switch" }, box, h("span", {}, words.rate_limits, h("small", {}, numbers))));
}
