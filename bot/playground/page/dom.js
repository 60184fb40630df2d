// Elements from data. Text is only ever set as text, so nothing a bot or a person wrote can become markup or script.

const SVG = "http://www.w3.org/2000/svg";

/** An element: `on` holds listeners, `data` the dataset; other names are attributes (false, null and undefined leave it out). */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) give(element, name, value);
  element.append(...children.flat(Infinity).filter(present));
  return element;
}

function give(element, name, value) {
  if (name === "on") {
    for (const [kind, heard] of Object.entries(value)) element.addEventListener(kind, heard);
  } else if (name === "data") {
    Object.assign(element.dataset, value);
  } else if (name === "value") {
    element.value = value;
  } else if (present(value)) {
    element.setAttribute(name, value === true ? "" : value);
  }
}

function present(value) {
  return value !== null && value !== undefined && value !== false;
}

/** A drawing of the sprite; decoration only, the words stand in the label of what holds it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/page/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** A button that shows a drawing and says `label` to those who cannot see it. */
export function iconButton(name, label, press, attributes = {}) {
  const { class: extra = "", on = {}, ...rest } = attributes;
  const look = { type: "button", class: `icon-button ${extra}`, "aria-label": label, title: label };
  return h("button", { ...look, ...rest, on: { click: press, ...on } }, icon(name));
}

/** A button with words. */
export function textButton(words, press, attributes = {}) {
  return h("button", { type: "button", class: "button", ...attributes, on: { click: press } }, words);
}

/** Draws only when one of `inputs(state)` is another value than last time. */
export function whenChanged(inputs, draw) {
  let before = [];
  return (state) => {
    const now = inputs(state);
    if (now.length === before.length && now.every((value, index) => Object.is(value, before[index]))) return;
    before = now;
    draw(state);
  };
}

/** Arrow keys walk over what `selector` finds in `container`; `keys` are the names for back and on. */
export function walkable(container, selector, keys = ["ArrowUp", "ArrowDown"]) {
  container.addEventListener("keydown", (event) => {
    const items = [...container.querySelectorAll(selector)];
    const at = items.indexOf(document.activeElement);
    const to = { [keys[0]]: at - 1, [keys[1]]: at + 1, Home: 0, End: items.length - 1 }[event.key];
    if (at < 0 || to === undefined || !items[to]) return;
    event.preventDefault();
    items[to].focus();
  });
}

/** Puts `rows` ({key, …}) into `container` in order, drawing anew only those that `same` calls changed. */
export function place(container, rows, cache, { same, draw }) {
  const next = new Map();
  for (const row of rows) {
    const old = cache.get(row.key);
    next.set(row.key, old && same(old.row, row) ? { row, element: old.element } : { row, element: draw(row) });
  }
  for (const [key, { element }] of cache) if (next.get(key)?.element !== element) retire(element, next.get(key)?.element);
  let cursor = container.firstChild;
  for (const { element } of next.values()) {
    if (element === cursor) cursor = cursor.nextSibling;
    else container.insertBefore(element, cursor);
  }
  cache.clear();
  for (const [key, item] of next) cache.set(key, { row: item.row, element: item.element });
}

/** Takes an element away; what replaces it keeps the focus, at the same control when there is one. */
function retire(element, heir) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  if (heir) element.replaceWith(heir);
  else element.remove();
  if (!focused || !heir) return;
  const mark = focused.dataset.at;
  const again = mark && heir.querySelector(`[data-at="${CSS.escape(mark)}"]`);
  (again || heir).focus({ preventScroll: true });
}
