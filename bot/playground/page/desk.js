// The right column, the workbench: clock, faults, traffic and ledger as four tabs. Each tab draws only while it is open.

import { h, icon, iconButton, walkable, whenChanged } from "./dom.js";
import { clockPanel } from "./clockpanel.js";
import { faultsPanel } from "./faultspanel.js";
import { ledgerPanel } from "./ledgerpanel.js";
import { paperPanel } from "./paperpanel.js";
import { trafficPanel } from "./trafficpanel.js";
import { phrases } from "./words.js";

const TABS = { paper: ["paper", paperPanel], clock: ["clock", clockPanel], faults: ["bolt", faultsPanel], traffic: ["braces", trafficPanel], ledger: ["ledger", ledgerPanel] };

/** Fills the column and keeps it drawn. */
export function desk(root, store, deeds) {
  const tabs = h("div", { class: "desk-tabs", role: "tablist" });
  const panel = h("div", { class: "desk-panel", role: "tabpanel", tabindex: "-1" });
  root.append(tabs, panel);
  walkable(tabs, "[role=tab]", ["ArrowLeft", "ArrowRight"]);
  root.addEventListener("keydown", (event) => event.key === "Escape" && deeds.openDesk(null));
  let shown = null;
  let refresh = () => {};
  store.watch(whenChanged((s) => [s.desk, s.language, s.world?.guide, s.world?.faults.length, refusedCount(s)], (s) => drawTabs(tabs, s, deeds)));
  store.watch((state) => {
    root.hidden = state.desk === null;
    document.body.classList.toggle("with-desk", state.desk !== null);
    const key = state.desk && state.world && `${state.desk} ${state.language}`;
    if (key !== shown) {
      shown = key;
      panel.replaceChildren();
      refresh = key ? TABS[state.desk][1](panel, store, deeds) : () => {};
    }
    if (key) refresh(state);
  });
}

/** How many calls were refused, as far as the page has heard. */
export function refusedCount(state) {
  return [...(state.world?.refusals.values() ?? [])].reduce((sum, calls) => sum + calls.length, 0);
}

function drawTabs(root, state, deeds) {
  const words = phrases(state.language);
  const badges = { faults: state.world?.faults.length, traffic: refusedCount(state) };
  const focused = root.contains(document.activeElement);
  const hasPaper = state.world?.guide?.sheets.length > 0;
  const tabs = Object.entries(TABS).filter(([name]) => name !== "paper" || hasPaper).map(([name, [mark]]) => {
    const here = state.desk === name;
    const look = { type: "button", role: "tab", class: "desk-tab", "aria-selected": String(here), tabindex: here ? "0" : "-1", data: { tab: name } };
    return h("button", { ...look, on: { click: () => deeds.openDesk(name) } }, icon(mark), h("span", {}, words[name]), badges[name] > 0 && h("b", { class: "badge" }, String(badges[name])));
  });
  root.setAttribute("aria-label", words.desk);
  root.replaceChildren(...tabs, iconButton("close", words.close, () => deeds.openDesk(null)));
  if (focused) root.querySelector("[aria-selected=true]")?.focus();
}
