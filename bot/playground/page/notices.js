// What comes over the page and goes again: toasts, alerts, questions, the large view of a picture, small menus.

import { h, icon, iconButton, textButton, walkable } from "./dom.js";

const TOAST_MS = 3200;

/** A line at the foot of the page that goes by itself; screen readers hear it. */
export function toast(text, kind = "plain") {
  const line = h("div", { class: `toast toast-${kind}`, dir: "auto" }, text);
  const notices = document.getElementById("notices");
  notices.append(line);
  while (notices.children.length > 3) notices.firstChild.remove();
  setTimeout(() => line.remove(), TOAST_MS);
}

/** A window over the page, closed by Esc; gone from the document once closed. */
export function open(content, { label, look = "" }) {
  const dialog = h("dialog", { class: `window ${look}`, "aria-label": label });
  dialog.append(content);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** The bot's alert, as answerCallbackQuery asks for it. */
export function alertWindow(text, words) {
  const done = textButton(words.ok, () => dialog.close(), { class: "button strong", autofocus: true });
  const dialog = open(h("div", { class: "window-body" }, h("p", { class: "window-text", dir: "auto" }, text), h("div", { class: "window-row" }, done)), {
    label: text,
    look: "alert",
  });
}

/** Asks for some fields ({name, label, value, type}); `done` gets an object of what was typed. */
export function ask(title, fields, words, done) {
  const inputs = fields.map((field) => h("input", { class: "field", name: field.name, type: field.type ?? "text", value: field.value ?? "", autocomplete: "off" }));
  const rows = fields.map((field, at) => h("label", { class: "field-row" }, h("span", {}, field.label), inputs[at]));
  const submit = (event) => {
    event.preventDefault();
    dialog.close();
    done(Object.fromEntries(inputs.map((input) => [input.name, input.value])));
  };
  const buttons = [textButton(words.cancel, () => dialog.close()), h("button", { type: "submit", class: "button strong" }, words.ok)];
  const form = h("form", { class: "window-body", on: { submit } }, h("h2", {}, title), rows, h("div", { class: "window-row" }, buttons));
  const dialog = open(form, { label: title });
  inputs[0]?.focus();
}

/** Offers `choices` ({label, note, mark, press}) as a list in a window. */
export function choose(title, choices, words) {
  const items = choices.map(({ label, note, mark, press }) => {
    const taken = () => {
      dialog.close();
      press();
    };
    return h("button", { type: "button", class: "choice", on: { click: taken } }, mark, h("span", { class: "choice-label" }, label), note && h("small", {}, note));
  });
  const list = h("div", { class: "choices" }, items);
  walkable(list, ".choice");
  const heading = h("div", { class: "window-head" }, h("h2", {}, title), iconButton("close", words.close, () => dialog.close()));
  const dialog = open(h("div", { class: "window-body" }, heading, list), { label: title });
}

/** A picture by itself, on dark; arrow keys walk through an album. */
export function lightbox(pictures, at, words) {
  const image = h("img", { class: "lightbox-image", alt: "" });
  const caption = h("p", { class: "lightbox-caption", dir: "auto" });
  let shown = at;
  const show = (index) => {
    shown = (index + pictures.length) % pictures.length;
    image.src = pictures[shown].url;
    image.alt = pictures[shown].alt;
    caption.textContent = pictures[shown].alt;
  };
  const save = h("a", { class: "icon-button", href: pictures[at].url, download: pictures[at].name ?? "", "aria-label": words.file }, icon("save"));
  const bar = h("div", { class: "lightbox-bar" }, save, iconButton("close", words.close, () => dialog.close()));
  const dialog = open(h("div", { class: "lightbox-body" }, bar, image, caption), { label: words.photo, look: "lightbox" });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(shown - 1);
    if (event.key === "ArrowRight") show(shown + 1);
  });
  image.addEventListener("click", () => (pictures.length > 1 ? show(shown + 1) : dialog.close()));
  show(at);
}

/** A small menu beside `anchor`; `items` are {label, mark, press, danger} or null for a rule. */
export function menu(anchor, items, { row = null } = {}) {
  const entries = items.filter((item) => item !== false).map((item) => menuItem(item, () => list.hidePopover()));
  const list = h("div", { class: "menu", role: "menu", popover: "auto" }, row, entries);
  document.body.append(list);
  list.addEventListener("toggle", (event) => event.newState === "closed" && list.remove());
  walkable(list, "[role=menuitem]");
  list.showPopover();
  beside(list, anchor.getBoundingClientRect());
  list.querySelector("[role=menuitem]")?.focus();
  return list;
}

function menuItem(item, close) {
  if (item === null) return h("hr");
  const press = () => {
    close();
    item.press();
  };
  return h(
    "button",
    { type: "button", role: "menuitem", class: item.danger ? "menu-item danger" : "menu-item", on: { click: press } },
    icon(item.mark ?? "tick"),
    h("span", {}, item.label),
  );
}

/** Puts a menu under its anchor, or over it, always inside the window. */
function beside(list, box) {
  const { offsetWidth: width, offsetHeight: height } = list;
  const left = Math.max(8, Math.min(box.right - width, innerWidth - width - 8));
  const below = box.bottom + 6;
  const top = below + height > innerHeight - 8 ? Math.max(8, box.top - height - 6) : below;
  list.style.left = `${left}px`;
  list.style.top = `${top}px`;
}
