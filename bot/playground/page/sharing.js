// Sending more than words: files, a place, a contact, and what request buttons of a bot's keyboard ask for.

import { act } from "./control.js";
import { portrait } from "./bubble.js";
import { ask, choose } from "./notices.js";
import { personName } from "./people.js";

const SOMEWHERE = { latitude: "36.8131", longitude: "118.0548" };

/** A file's bytes in base64. */
function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** The deeds of sharing. */
export function sharing({ state }, deeds) {
  return {
    async sendFile(kind, file, caption) {
      const body = { [kind]: { base64: await base64(file), name: file.name } };
      return deeds.say(caption ? { ...body, caption } : body);
    },
    sharePlace() {
      const { words } = deeds;
      const fields = ["latitude", "longitude"].map((name) => ({ name, label: words[name], value: SOMEWHERE[name] }));
      ask(words.place, fields, words, (typed) => deeds.say({ location: { latitude: Number(typed.latitude), longitude: Number(typed.longitude) } }));
    },
    shareContact() {
      const { words } = deeds;
      const me = state.world.people.get(state.me);
      const fields = [{ name: "phone_number", label: words.phone, value: "+8613800000000" }];
      ask(words.contact, fields, words, (typed) => deeds.say({ contact: { ...typed, first_name: personName(me), user_id: me.id } }));
    },
    sendSticker: () => ask(deeds.words.sticker, [{ name: "sticker", label: "emoji", value: "👍" }], deeds.words, (typed) => deeds.say(typed)),
    shareChat(wanted) {
      const fits = (chat) => (wanted.chat_is_channel ? chat.type === "channel" : chat.type.endsWith("group"));
      deeds.pickChat(deeds.words.share_what, (chat) => deeds.place("share", { shared_chat_id: chat.id }), fits);
    },
    sharePerson() {
      const offers = [...state.world.people.values()].map((person) => ({
        label: personName(person),
        note: String(person.id),
        mark: portrait(person.id, personName(person), "small"),
        press: () => deeds.attempt(act("share", { chat_id: state.chatId, user_id: state.me, shared_user_id: person.id })),
      }));
      choose(deeds.words.share_what, offers, deeds.words);
    },
  };
}
