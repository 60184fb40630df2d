// Builds the page once and keeps it in step with the server. The only file that knows all the parts.

import { chat } from "./chat.js";
import { follow, look } from "./control.js";
import { createDeeds } from "./deeds.js";
import { desk } from "./desk.js";
import { alertWindow, toast } from "./notices.js";
import { side } from "./side.js";
import { createStore, firstState } from "./store.js";
import { phrases } from "./words.js";
import { apply, expire, worldFrom } from "./world.js";

const TICK_MS = 1000;
const LOOKED_UP = { limit: 200 };

function start() {
  const store = createStore(firstState(location.search));
  const deeds = createDeeds(store);
  store.watch(dress);
  side(document.getElementById("side"), store, deeds);
  chat(document.getElementById("chat"), store, deeds);
  desk(document.getElementById("desk"), store, deeds);
  if (new URLSearchParams(location.search).has("chat")) document.body.dataset.screen = "chat";
  document.addEventListener("keydown", (event) => escape(event, deeds));
  document.addEventListener("visibilitychange", () => store.change());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => store.change({ theme: "auto" }));
  follow({ load: (world) => load(store, world), hear: (kind, data) => hear(store, deeds, kind, data), tell: (up) => lineIs(store, up) });
  setInterval(() => tick(store), TICK_MS);
  store.change();
}

/** Language and colours of the whole document. */
function dress({ language, theme }) {
  const root = document.documentElement;
  root.lang = language;
  root.dataset.theme = theme;
}

async function load(store, snapshot) {
  const [{ calls }, { updates }] = await Promise.all([look("calls", LOOKED_UP), look("updates", LOOKED_UP)]);
  const world = worldFrom(snapshot, calls, updates);
  const { me, chatId } = store.state;
  const someone = world.people.has(me) ? me : ([...world.people.keys()][0] ?? null);
  const somewhere = world.chats.has(chatId) ? chatId : someone;
  const read = stillRead(store.state.read, world);
  store.change({ world, heardAt: performance.now(), me: someone, chatId: somewhere, read, replyTo: null, editing: null, link: null });
  if (world.guide) welcome(store, world.guide);
}

/** A tour begins in the chat, in its own zone, with the page beside it where there is room, and with Start under one's finger. */
function welcome(store, guide) {
  const { state } = store;
  if (!state.zoneChosen) store.change({ zone: guide.zone, zoneChosen: true });
  if (state.welcomed) return;
  document.body.dataset.screen = "chat";
  const wide = matchMedia("(min-width: 1081px)").matches;
  store.change({ welcomed: true, desk: state.desk ?? (wide && guide.sheets.length > 0 ? "paper" : null) });
  requestAnimationFrame(() => document.querySelector("[data-role=start]")?.focus());
}

/** Marks of what was read that the loaded world bears out; in a world begun anew, message ids start again. */
function stillRead(read, world) {
  const last = (chatId) => world.messages.get(chatId)?.at(-1)?.message.message_id ?? 0;
  return new Map([...read].filter(([key, id]) => id <= last(Number(key.split("/")[1]))));
}

/** One event of the server; true asks for the whole world anew. */
function hear(store, deeds, kind, data) {
  const { world, me } = store.state;
  if (kind === "clock") store.state.heardAt = performance.now();
  const anew = apply(world, kind, data, performance.now());
  if (kind === "answer" && data.user_id === me) answered(data, deeds);
  if (kind === "call" && data.fault) askFaults(store);
  store.change();
  return anew;
}

/** A bot's answer to a tap of the acting person: an alert, a toast, a link, or nothing. */
function answered(answer, deeds) {
  if (answer.url) deeds.follow(answer.url);
  if (!answer.text) return;
  if (answer.show_alert) alertWindow(answer.text, deeds.words);
  else toast(answer.text);
}

/** A fault was met: how many are left is asked for, since no event tells. */
async function askFaults(store) {
  const { faults } = await look("fault");
  store.state.world.faults = faults;
  store.change();
}

function lineIs(store, online) {
  if (online === store.state.online) return;
  const words = phrases(store.state.language);
  toast(online ? words.online : words.offline, online ? "plain" : "bad");
  document.body.classList.toggle("offline", !online);
  store.change({ online });
}

/** Each second: the clock on the page, typing lines that end, a jump on its way. */
async function tick(store) {
  const { world } = store.state;
  if (!world) return;
  expire(world, performance.now());
  if (world.clock.pending) {
    world.clock = await look("clock").catch(() => world.clock);
    store.state.heardAt = performance.now();
  }
  store.change();
}

/** Esc on the list of a phone's chat goes back; windows and menus close by themselves before. */
function escape(event, deeds) {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (document.activeElement?.closest("#desk, .bar")) return;
  deeds.leaveChat();
}

start();
