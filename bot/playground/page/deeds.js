// What one does on the page, each deed in one place: the views call these and hold no logic of the world.

import { act, Refused } from "./control.js";
import { choose, lightbox, toast } from "./notices.js";
import { inviting } from "./links.js";
import { messageMenu } from "./messagemenu.js";
import { sharing } from "./sharing.js";
import { draftKey, openChat, threadShown } from "./store.js";
import { chatName, chatsOf } from "./people.js";
import { phrases } from "./words.js";
import { portrait } from "./bubble.js";

/** Every deed, over one store. */
export function createDeeds(store) {
  const deeds = {
    get words() {
      return phrases(store.state.language);
    },
    attempt,
    // Spoilers shown and quotes unfolded: a message that is drawn anew keeps them so.
    opened: new Set(),
    async copy(text) {
      await navigator.clipboard.writeText(text);
      toast(deeds.words.copied);
    },
    pay: () => toast(deeds.words.pay),
    enlarge: (pictures, at) => lightbox(pictures, at, deeds.words),
    messageMenu: (entries, anchor) => messageMenu(entries, anchor, store, deeds),
  };
  return Object.assign(deeds, moving(store), inspecting(store), speaking(store, deeds), inviting(store, deeds), sharing(store, deeds));
}

/** The result, or null after a toast that says what was wrong. */
async function attempt(promise) {
  try {
    return await promise;
  } catch (error) {
    if (!(error instanceof Refused) && !(error instanceof TypeError)) throw error;
    toast(error.message, "bad");
    return null;
  }
}

/** Walking between people, chats, topics and the two screens of a phone. */
function moving({ state, change }) {
  const calm = { replyTo: null, editing: null, link: null, found: null };
  return {
    be(userId) {
      const seen = state.world.chats.get(state.chatId);
      const stays = seen && seen.type !== "private" && chatsOf(state.world, userId).includes(seen);
      change({ ...calm, me: userId, chatId: stays ? state.chatId : userId });
    },
    enter(chatId) {
      change({ ...calm, chatId });
      document.body.dataset.screen = "chat";
      if (matchMedia("(pointer: fine)").matches) requestAnimationFrame(() => document.querySelector("#write")?.focus());
    },
    leaveChat() {
      document.body.dataset.screen = "list";
      requestAnimationFrame(() => document.querySelector(`.chat-row[data-chat="${state.chatId}"]`)?.focus());
    },
    showThread(thread) {
      state.threads.set(state.chatId, thread);
      change({ threads: new Map(state.threads), replyTo: null });
    },
    goTo(messageId) {
      const row = document.querySelector(`[data-message="${messageId}"]`);
      if (!row) return;
      row.scrollIntoView({ block: "center", behavior: "smooth" });
      row.focus({ preventScroll: true });
      row.classList.add("flash");
      row.addEventListener("animationend", () => row.classList.remove("flash"), { once: true });
    },
  };
}

function inspecting({ state, change }) {
  return {
    openDesk: (desk) => change({ desk }),
    showSheet: (sheet) => change({ sheet }),
    filter: (patch) => change({ filter: { ...state.filter, ...patch } }),
    inspect: (entry) => change({ desk: "traffic", filter: { ...state.filter, scope: "message", entry, call: null } }),
    inspectCall: (call) => change({ desk: "traffic", filter: { ...state.filter, scope: "message", entry: null, call } }),
  };
}

/** What the acting person says, taps and feels in the open chat. */
function speaking({ state, change }, deeds) {
  const here = () => ({ chat_id: state.chatId, user_id: state.me });
  const say = (content) => {
    const thread = threadShown(state);
    const answered = state.replyTo && { reply_to_message_id: state.replyTo.message.message_id };
    const body = { ...here(), ...content, ...answered, ...(thread > 1 && { message_thread_id: thread }) };
    change({ replyTo: null });
    return attempt(act("say", state.anonymous.has(draftKey(state)) ? { ...body, anonymous: true } : body));
  };
  return {
    say,
    command: (words) => say({ text: words }),
    sayButton(text) {
      if (openChat(state)?.keyboard?.one_time_keyboard) state.hiddenKeyboards.add(state.chatId);
      return say({ text });
    },
    tap: (messageId, row, col) => attempt(act("tap", { ...here(), message_id: messageId, row, col })),
    react: (messageId, emoji) => attempt(act("react", { ...here(), message_id: messageId, emoji })),
    edit: (messageId, text) => attempt(act("edit", { ...here(), message_id: messageId, text })),
    remove: (messageId) => attempt(act("delete", { ...here(), message_id: messageId })),
    place: (call, body = {}) => attempt(act(call, { ...here(), ...body })),
    write(text) {
      state.drafts.set(draftKey(state), text);
      change({ draft: state.draft + 1 });
    },
    /** Lets an administrator write as the group, or openly again. */
    mask(key, on) {
      const anonymous = new Set(state.anonymous);
      if (on) anonymous.add(key);
      else anonymous.delete(key);
      change({ anonymous });
    },
    answerTo: (entry) => change({ replyTo: entry, editing: null }),
    beginEdit(entry) {
      change({ editing: entry, replyTo: null });
      deeds.write(entry.message.text ?? "");
    },
    /** Lets one pick a chat of the acting person; `pick` gets it. */
    pickChat(title, pick, fits = () => true) {
      const { words } = deeds;
      const chats = chatsOf(state.world, state.me).filter(fits);
      const offers = chats.map((chat) => {
        const label = chatName(state.world, chat, words);
        return { label, note: words[chat.type] ?? "", mark: portrait(chat.id, label, "small"), press: () => pick(chat) };
      });
      choose(title, offers, words);
    },
  };
}
