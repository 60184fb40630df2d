// Instants as words, in a zone one chooses. Pure: the present is always an argument.

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The present instant in ms, from what the server said of its clock at `heardAt` on this machine's own count. */
export function nowOf(clock, heardAt, ticks) {
  const speed = clock.frozen ? 0 : clock.speed;
  return Date.parse(clock.now) + (ticks - heardAt) * speed;
}

function format(ms, language, zone, parts) {
  return new Intl.DateTimeFormat(language, { ...parts, timeZone: zone }).format(ms);
}

export function clockTime(ms, zone, seconds = false) {
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(seconds && { second: "2-digit" }) };
  return format(ms, "en-GB", zone, parts);
}

export function dayName(ms, language, zone) {
  return format(ms, language, zone, { month: "long", day: "numeric", weekday: "long" });
}

export function fullDate(ms, language, zone) {
  return format(ms, language, zone, { year: "numeric", month: "long", day: "numeric", weekday: "long" });
}

/** In a list: the time when it is the same day, else the date. */
export function shortStamp(ms, nowMs, language, zone) {
  if (dayKey(ms, zone) === dayKey(nowMs, zone)) return clockTime(ms, zone);
  return format(ms, language, zone, { month: "numeric", day: "numeric" });
}

/** The local date as 2023-03-09. */
export function dayKey(ms, zone) {
  return format(ms, "en-CA", zone, { year: "numeric", month: "2-digit", day: "2-digit" });
}

/** The local date and time as an input of type datetime-local takes it. */
export function localInput(ms, zone) {
  return `${dayKey(ms, zone)}T${clockTime(ms, zone)}`;
}

/** The instant of a local date and time in a zone; two rounds settle the offset around a clock change. */
export function instant(local, zone) {
  const wall = Date.parse(`${local}Z`);
  let guess = wall;
  for (let round = 0; round < 2; round += 1) guess = wall - (Date.parse(`${localInput(guess, zone)}Z`) - guess);
  return Math.floor(guess / MINUTE) * MINUTE;
}

/** The next instant after `nowMs` at which clocks in the zone show `time`, such as 07:00. */
export function nextAt(time, nowMs, zone) {
  const today = instant(`${dayKey(nowMs, zone)}T${time}`, zone);
  return today > nowMs ? today : instant(`${dayKey(nowMs + DAY, zone)}T${time}`, zone);
}

/** Tomorrow's instant at `time`, whatever the hour now. */
export function tomorrowAt(time, nowMs, zone) {
  return instant(`${dayKey(nowMs + DAY, zone)}T${time}`, zone);
}
