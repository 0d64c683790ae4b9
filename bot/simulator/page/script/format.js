// Telegram's entities (UTF-16 offsets, which are JavaScript's own) -> elements; times and sizes in Indonesian.

import { make, pressable } from "./dom.js";

let zone = "Asia/Makassar";
export const setZone = (name) => { zone = name; };

export const clockTime = (moment) => new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(moment);
export const longDate = (moment) => new Intl.DateTimeFormat("id-ID", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: zone }).format(moment);
export const shortDate = (moment) => new Intl.DateTimeFormat("id-ID", { weekday: "short", day: "numeric", month: "short", timeZone: zone }).format(moment);
export const dayKey = (moment) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(moment);
export const inputValue = (moment) => new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone: zone }).format(moment).replace(" ", "T");
export const zoneName = () => ({ "Asia/Makassar": "WITA", "Asia/Jakarta": "WIB", "Asia/Jayapura": "WIT" })[zone] ?? zone;

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  return `${value.toLocaleString("id-ID", { maximumFractionDigits: 1 })} ${unit}`;
}

const SIMPLE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };

function link(address, attributes = {}) {
  return make("a", { href: address, target: "_blank", rel: "noreferrer noopener", ...attributes });
}

function safe(address) {
  return /^(https?|mailto|tel|tg):/i.test(address) ? address : "#";
}

function opening(element, label) {
  return pressable(element, label, () => {
    element.classList.add("open");
    for (const name of ["role", "tabindex", "aria-label"]) element.removeAttribute(name);
  });
}

function wrapper(entity, text, actions) {
  if (SIMPLE[entity.type]) return make(SIMPLE[entity.type]);
  switch (entity.type) {
    case "pre": return make("pre", { title: entity.language });
    case "blockquote": return make("blockquote");
    case "expandable_blockquote": return opening(make("blockquote", { class: "long" }), "");
    case "spoiler": return opening(make("span", { class: "spoiler" }), "Teks tersembunyi, tekan untuk membuka");
    case "text_link": return link(safe(entity.url), { title: entity.url });
    case "text_mention": return make("b");
    case "url": return link(safe(/^https?:/i.test(text) ? text : `http://${text}`));
    case "email": return link(`mailto:${text}`);
    case "bot_command": return make("a", { href: "#", role: "button", on: { click: (event) => { event.preventDefault(); actions.say(text); } } });
    case "mention": case "hashtag": return make("a");
    default: return null;
  }
}

// Entities may nest; a piece of text lies inside every entity that covers it.
export function formatted(text, entities = [], actions = {}) {
  const holder = make("div", { class: "text" });
  fill(holder, text, 0, text.length, [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length), actions);
  return holder;
}

function fill(holder, text, from, to, entities, actions) {
  let at = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    const inner = [];
    index += 1;
    while (index < entities.length && entities[index].offset < end) inner.push(entities[index++]);
    if (entity.offset > at) holder.append(text.slice(at, entity.offset));
    const element = wrapper(entity, text.slice(entity.offset, end), actions) ?? document.createDocumentFragment();
    fill(element, text, entity.offset, end, inner, actions);
    holder.append(element);
    at = end;
    // A block (quote, pre) ends its own line: the line break after it would double the gap.
    if (["pre", "blockquote", "expandable_blockquote"].includes(entity.type) && text[at] === "\n") at += 1;
  }
  if (at < to) holder.append(text.slice(at, to));
}
