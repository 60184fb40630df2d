// Who is who: names, colours, membership, and what of the world one person sees. Pure.

const PRESENT = ["creator", "administrator", "member", "restricted"];

export function personName(person) {
  return person ? [person.first_name, person.last_name].filter(Boolean).join(" ") : "?";
}

/** A colour, 0 to 7, that stays with an id. */
export function colour(id) {
  return Math.abs(Number(id)) % 8;
}

/** The sign on a round picture: the first character of a name, whole even when it is an emoji. */
export function initial(name) {
  return [...(name || "?").trim()][0] ?? "?";
}

export function memberOf(chat, userId) {
  return chat.members.find((member) => member.user_id === userId) ?? null;
}

export function isPresent(member) {
  return member !== null && PRESENT.includes(member.status);
}

export function administers(member) {
  return member !== null && (member.status === "creator" || member.status === "administrator");
}

/** Whether the person has pressed Start for some bot and may be written to. */
export function hasStarted(person) {
  return Array.isArray(person.started) ? person.started.length > 0 : Boolean(person.started);
}

export function hasBlocked(person) {
  return (person.blocked ?? []).length > 0;
}

/** What a chat is called by the one who looks: a private chat bears the names of the bots in it. */
export function chatName(world, chat, words) {
  if (chat.type !== "private") return chat.title;
  return [...world.bots.values()].map((bot) => bot.first_name).join("、") || words.no_bot;
}

/** The chats a person sees: the own private one, and groups and channels one is or was in. */
export function chatsOf(world, userId) {
  return [...world.chats.values()].filter(
    (chat) => !chat.deleted && (chat.type === "private" ? chat.id === userId : memberOf(chat, userId)),
  );
}

/** Whether the person wrote the message, openly. */
export function isOwn(entry, userId) {
  return entry.message.from?.id === userId && !entry.message.sender_chat;
}

/** Who a message shows as its writer. */
export function sender(message) {
  if (message.sender_chat) return { id: message.sender_chat.id, name: message.sender_chat.title, bot: false };
  return { id: message.from?.id ?? 0, name: personName(message.from), bot: Boolean(message.from?.is_bot) };
}

/** The thread a message stands in; the General topic is 1. */
export function threadOf(message) {
  return message.is_topic_message || message.message_thread_id ? (message.message_thread_id ?? 1) : 1;
}

/** A forum's open and closed topics, General first. */
export function topicsOf(chat, words) {
  const topics = chat.topics.filter((topic) => !topic.deleted);
  const general = { message_thread_id: 1, name: words.general, closed: false, deleted: false };
  return topics.some((topic) => topic.message_thread_id === 1) ? topics : [general, ...topics];
}

/** How many messages of others follow what the person has read; without a mark, what follows the own last word. */
export function unread(entries, readTo, userId) {
  const mark = readTo ?? entries.findLast((entry) => isOwn(entry, userId))?.message.message_id ?? 0;
  return entries.filter((entry) => !entry.deleted && entry.message.message_id > mark && !isOwn(entry, userId)).length;
}
