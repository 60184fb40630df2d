// Which commands a person's menu shows in a chat, by the scopes and languages a bot has set. Pure.

import { administers, memberOf } from "./people.js";

/** [{command, description, bot}] of every bot that is here; in groups with more than one bot a command names its bot. */
export function commandsFor(world, chat, person) {
  const bots = [...world.bots.values()].filter((bot) => chat.type === "private" || memberOf(chat, bot.id));
  return bots.flatMap((bot) => listFor(bot, scopesOf(chat, person.id), person.language_code ?? "").map((each) => ({ ...each, bot })));
}

function listFor(bot, scopes, language) {
  const spoken = [language, language.split("-")[0], ""];
  for (const scope of scopes) {
    for (const code of spoken) {
      const found = (bot.commands ?? []).find((list) => list.language_code === code && same(list.scope, scope));
      if (found) return found.commands;
    }
  }
  return [];
}

function same(scope, wanted) {
  return scope.type === wanted.type && scope.chat_id === wanted.chat_id && scope.user_id === wanted.user_id;
}

/** The scopes that hold for a person in a chat, the narrowest first. */
function scopesOf(chat, userId) {
  const common = { type: "default" };
  if (chat.type === "private") return [{ type: "chat", chat_id: chat.id }, { type: "all_private_chats" }, common];
  const here = [{ type: "chat", chat_id: chat.id }];
  const own = [{ type: "chat_member", chat_id: chat.id, user_id: userId }];
  if (!administers(memberOf(chat, userId))) return [...own, ...here, { type: "all_group_chats" }, common];
  const admin = [{ type: "chat_administrators", chat_id: chat.id }];
  return [...own, ...admin, ...here, { type: "all_chat_administrators" }, { type: "all_group_chats" }, common];
}
