// A chat's entries as the rows one sees: days, runs of one writer, albums, service lines, refusals. Pure.

import { personName, sender, threadOf } from "./people.js";
import { dayKey, dayName } from "./time.js";

const RUN_SECONDS = 300;
const BODY = ["text", "caption", "photo", "document", "contact", "location", "sticker", "dice", "poll", "video", "audio", "voice", "animation"];

/** Rows of `entries` and `refusals`, in order; `thread` null shows every topic. */
export function rowsOf({ entries, refusals, thread, language, zone, words }) {
  const shown = entries.filter((entry) => thread === null || threadOf(entry.message) === thread);
  const bodies = albums(shown).map((group) => messageRow(group, words));
  const rows = merged(bodies, refusals.map(refusalRow));
  return withRuns(withDays(rows, language, zone));
}

function albums(entries) {
  const groups = [];
  for (const entry of entries) {
    const album = entry.message.media_group_id;
    const last = groups.at(-1);
    if (album && !entry.deleted && last?.[0].message.media_group_id === album && !last[0].deleted) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

function messageRow(group, words) {
  const { message, deleted } = group[0];
  const row = { key: `m${message.message_id}`, entries: group, at: message.date };
  if (deleted) return { ...row, kind: "ghost" };
  if (BODY.some((name) => message[name] !== undefined)) return { ...row, kind: "message" };
  const told = serviceWords(message, words);
  return told ? { ...row, kind: "service", words: told } : { ...row, kind: "message" };
}

function refusalRow(call) {
  return { key: `c${call.id}`, kind: "refusal", call, entries: [], at: Math.floor(Date.parse(call.at) / 1000) };
}

/** Both lists keep their order; a refusal comes after the messages of its second. */
function merged(messages, refusals) {
  const out = [];
  const left = [...refusals];
  for (const row of messages) {
    while (left.length > 0 && left[0].at < row.at) out.push(left.shift());
    out.push(row);
  }
  return [...out, ...left];
}

function withDays(rows, language, zone) {
  let day = null;
  return rows.flatMap((row) => {
    const own = dayKey(row.at * 1000, zone);
    if (own === day) return [row];
    day = own;
    return [{ key: `d${own}`, kind: "day", words: dayName(row.at * 1000, language, zone), entries: [], at: row.at }, row];
  });
}

function withRuns(rows) {
  return rows.map((row, at) => ({ ...row, first: !together(rows[at - 1], row), last: !together(row, rows[at + 1]) }));
}

function together(one, other) {
  if (one?.kind !== "message" || other?.kind !== "message") return false;
  const [a, b] = [one.entries[0].message, other.entries[0].message];
  return sender(a).id === sender(b).id && other.at - one.at < RUN_SECONDS && threadOf(a) === threadOf(b);
}

/** Whether a row would look as it did. */
export function sameRow(one, other) {
  return (
    one.kind === other.kind && one.first === other.first && one.last === other.last && one.words === other.words &&
    one.entries.length === other.entries.length && one.entries.every((entry, at) => entry === other.entries[at])
  );
}

const SERVICE = {
  new_chat_members: (users, words) => words.joined(users.map(personName).join("、")),
  left_chat_member: (user, words) => words.left_chat(personName(user)),
  new_chat_title: (title, words) => words.renamed(title),
  forum_topic_created: (topic, words) => words.topic_made(topic.name),
  forum_topic_closed: (_, words) => words.topic_shut,
  forum_topic_reopened: (_, words) => words.topic_open,
  forum_topic_edited: (_, words) => words.topic_edited,
  group_chat_created: (_, words) => words.chat_made,
  supergroup_chat_created: (_, words) => words.chat_made,
  channel_chat_created: (_, words) => words.chat_made,
  migrate_to_chat_id: (_, words) => words.moved_to,
  migrate_from_chat_id: (_, words) => words.moved_from,
  pinned_message: (_, words) => words.pinned,
  chat_shared: (_, words) => words.shared,
  users_shared: (_, words) => words.shared,
};

/** What happened, for a message without a body; empty when the page has no word for it. */
export function serviceWords(message, words) {
  const name = Object.keys(SERVICE).find((each) => message[each] !== undefined);
  return name ? SERVICE[name](message[name], words) : "";
}
