// Sessions recorded and played again: what people did, and whether the bot still answers the same.

import { act, look } from "./control.js";
import { h, textButton } from "./dom.js";
import { jsonView } from "./json.js";
import { open, toast } from "./notices.js";

const NAME = "recording.json";

/** The lines of the page's menu about recording. */
export function recordingItems(state, words, deeds) {
  const on = state.world.recording?.on;
  return [
    on
      ? { label: words.record_stop, mark: "tick", danger: true, press: () => stop(deeds) }
      : { label: words.record, mark: "dot", press: () => begin(words, deeds) },
    !on && { label: words.replay, mark: "reset", press: () => pick(words, deeds) },
  ];
}

async function begin(words, deeds) {
  if (await deeds.attempt(act("record", { on: true, reset: true }))) toast(words.recording_on);
}

async function stop(deeds) {
  if (!(await deeds.attempt(act("record", { on: false })))) return;
  const recording = await deeds.attempt(look("recording"));
  if (!recording) return;
  const url = URL.createObjectURL(new Blob([JSON.stringify(recording, null, 1)], { type: "application/json" }));
  h("a", { href: url, download: NAME }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function pick(words, deeds) {
  const input = h("input", { type: "file", accept: "application/json,.json" });
  input.addEventListener("change", async () => {
    const recording = await input.files[0]?.text().then(JSON.parse).catch(() => null);
    if (!recording?.steps) return toast(words.not_a_recording, "bad");
    toast(words.replaying);
    const told = await deeds.attempt(act("replay", { recording }));
    return told && report(told, words);
  });
  input.click();
}

/** What was the same and what was not, step by step. */
function report({ steps, same, differences }, words) {
  const title = same ? words.replay_same(steps) : words.replay_differs(differences.length, steps);
  const lines = differences.map((each) =>
    h("details", { class: "traffic-row bad" }, h("summary", {}, h("b", {}, `${words.step(each.step)} · ${each.do}`), each.error && h("span", { class: "told" }, each.error)), jsonView({ [words.expected]: each.expected, [words.got]: each.got })),
  );
  const done = textButton(words.ok, () => dialog.close(), { class: "button strong", autofocus: true });
  const dialog = open(h("div", { class: "window-body" }, h("h2", {}, title), h("div", { class: "choices" }, lines), h("div", { class: "window-row" }, done)), { label: title, look: "broad" });
}
