// Links into this world: t.me addresses of its bots and chats, sharing, and inline mode begun from a button.

import { act } from "./control.js";
import { safeAddress } from "./entities.js";

const HOSTS = ["t.me", "telegram.me", "www.t.me"];

/** What a t.me address asks for: {share} or {name, payload, group}; null for any other address. Pure. */
export function invitation(address) {
  const url = new URL(address);
  if (url.protocol === "tg:") return resolved(url.searchParams.get("domain") ?? "", url);
  if (!HOSTS.includes(url.hostname)) return null;
  const path = url.pathname.replace(/^\/+|\/+$/g, "");
  if (path === "share/url" || path === "share") {
    return { share: [url.searchParams.get("text"), url.searchParams.get("url")].filter(Boolean).join("\n") };
  }
  return resolved(path, url);
}

function resolved(name, url) {
  const group = url.searchParams.has("startgroup");
  return { name, group, payload: url.searchParams.get(group ? "startgroup" : "start") };
}

/** The deeds of links and inline buttons. */
export function inviting({ state, change }, deeds) {
  const botNamed = (name) => [...state.world.bots.values()].find((bot) => bot.username.toLowerCase() === name.toLowerCase());
  const begin = (wanted, href) => {
    if (wanted.group) {
      deeds.pickChat(deeds.words.send_to, (chat) => startIn(chat, wanted.payload), (chat) => chat.type.endsWith("group"));
      return;
    }
    deeds.enter(state.me);
    change({ link: wanted.payload === null ? null : { url: href, payload: wanted.payload } });
  };
  const startIn = async (chat, payload) => {
    await deeds.attempt(act("start", { user_id: state.me, group_id: chat.id, payload }));
    deeds.enter(chat.id);
  };
  const inside = (href) => {
    const wanted = invitation(href);
    const chat = wanted?.name && [...state.world.chats.values()].find((each) => each.username?.toLowerCase() === wanted.name.toLowerCase());
    if (wanted?.share !== undefined) deeds.inlineText(wanted.share);
    else if (wanted?.name && botNamed(wanted.name)) begin(wanted, href);
    else if (chat) deeds.enter(chat.id);
    else return false;
    return true;
  };
  return { inside, ...following(inside), ...inlineDeeds(state, deeds) };
}

function following(inside) {
  return {
    follow(address) {
      const href = safeAddress(address);
      if (href && !inside(href)) window.open(href, "_blank", "noopener,noreferrer");
    },
  };
}

function inlineDeeds(state, deeds) {
  const mention = () => `@${[...state.world.bots.values()].at(-1)?.username ?? ""} `;
  const writeIn = (text) => deeds.pickChat(deeds.words.send_to, (chat) => {
    deeds.enter(chat.id);
    deeds.write(text);
  });
  return {
    inlineHere: (query) => deeds.write(mention() + query),
    inlineElsewhere: (query) => writeIn(mention() + query),
    inlineText: writeIn,
  };
}
