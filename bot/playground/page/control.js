// The way to the server: control calls and the event stream. Knows no element of the page.

/** The server's own sentence about what is wrong with a call. */
export class Refused extends Error {}

async function asked(path, options) {
  const response = await fetch(path, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error ?? `${response.status} ${response.statusText}`);
  return body;
}

/** GET a control path with a query. */
export function look(path, query = {}) {
  const search = new URLSearchParams(query).toString();
  return asked(`/control/${path}${search && `?${search}`}`);
}

/** POST an object to a control path. */
export function act(path, body = {}) {
  return asked(`/control/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

const KINDS = [
  "message", "edit", "delete", "action", "tap", "answer", "reaction", "chat", "person", "bot", "keyboard",
  "call", "update", "fault", "clock", "limits", "recording",
];
const LONGEST_WAIT_MS = 8000;

/**
 * Keeps a page in step with the server. `load` gets the whole world, `hear` each event after it and says whether the world
 * must be loaded anew, `tell` hears whether the line is up. A broken line or a `reset` loads the world anew too: a restarted
 * server counts its events from the start.
 */
export function follow({ load, hear, tell }) {
  let wait = 500;
  async function begin() {
    try {
      const world = await look("world");
      await load(world);
      listen(world.event);
    } catch (error) {
      console.warn(error);
      again();
    }
  }
  function again() {
    tell(false);
    setTimeout(begin, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
  function listen(after) {
    const source = new EventSource(`/control/events?after=${after}`);
    source.onopen = () => {
      wait = 500;
      tell(true);
    };
    source.onerror = () => {
      source.close();
      again();
    };
    const anew = () => {
      source.close();
      begin();
    };
    source.addEventListener("reset", anew);
    for (const kind of KINDS) source.addEventListener(kind, (event) => hear(kind, JSON.parse(event.data)) && anew());
  }
  return begin();
}
