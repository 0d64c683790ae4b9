// One message as an element: bubble, media, buttons, time.

import { fileAddress } from "./api.js";
import { icon, make, pressable } from "./dom.js";
import { clockTime, formatted, size } from "./format.js";

export function preview(message) {
  if (!message) return "";
  const kinds = { photo: "Foto", document: "Dokumen", video: "Video", voice: "Pesan suara", sticker: "Stiker", contact: "Kontak", venue: "Tempat", location: "Lokasi" };
  const kind = Object.keys(kinds).find((name) => message[name]);
  const text = message.text ?? message.caption ?? "";
  return [kind ? kinds[kind] : "", text].filter(Boolean).join(" · ").replaceAll("\n", " ");
}

function fileRow(sign, title, note, address, download) {
  return make("a", { class: "file", href: address, download, target: download ? null : "_blank" },
    make("span", { class: "sign" }, icon(sign)),
    make("span", {}, make("b", { text: title }), make("small", { text: note })));
}

function openPhoto(image, photo) {
  if (image.classList.contains("veiled")) image.classList.remove("veiled");
  else window.open(fileAddress(photo));
}

function media(message) {
  if (message.photo) {
    const photo = message.photo.at(-1);
    const image = make("img", { class: message.has_media_spoiler ? "photo veiled" : "photo", src: fileAddress(photo), alt: message.caption || "Foto", width: photo.width, height: photo.height });
    return pressable(image, null, () => openPhoto(image, photo));
  }
  if (message.document) return fileRow("document", message.document.file_name ?? "berkas", size(message.document.file_size), fileAddress(message.document), message.document.file_name ?? "berkas");
  if (message.video) return fileRow("video", "Video", size(message.video.file_size), fileAddress(message.video));
  if (message.voice) return fileRow("voice", "Pesan suara", `${message.voice.duration} detik`, fileAddress(message.voice));
  if (message.sticker) return make("div", { text: message.sticker.emoji, style: "font-size:3rem;line-height:1.2", "aria-label": "Stiker" });
  if (message.contact) return fileRow("contact", [message.contact.first_name, message.contact.last_name].filter(Boolean).join(" "), message.contact.phone_number, `tel:${message.contact.phone_number}`);
  if (message.location) return place(message);
  return null;
}

function place(message) {
  const { latitude, longitude } = message.location;
  const words = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  return make("div", {}, make("div", { class: "map", role: "img", "aria-label": `Peta: ${words}` }, icon("location")),
    message.venue ? make("b", { text: message.venue.title }) : null,
    make("div", { text: message.venue ? message.venue.address : words }));
}

function origin(message) {
  const from = message.forward_origin;
  if (!from) return null;
  const name = from.sender_user?.first_name ?? from.sender_user_name ?? from.chat?.title ?? "seseorang";
  return make("div", { class: "forwarded", text: `Diteruskan dari ${name}` });
}

function quote(message, actions) {
  const to = message.reply_to_message;
  if (!to) return null;
  return make("button", { type: "button", class: "quote", on: { click: () => actions.show(to.message_id) } },
    make("b", { text: to.from?.first_name ?? "" }), make("span", { text: message.quote?.text ?? preview(to) }));
}

function inlineButton(button, message, actions) {
  const element = make("button", { type: "button", text: button.text, on: { click: () => actions.press(button, message, element) } });
  const sign = button.url ? "↗" : button.copy_text ? "⧉" : "";
  if (sign) element.append(make("span", { class: "out", text: sign, "aria-hidden": "true" }));
  return element;
}

function inline(message, actions) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return make("div", { class: "inline", role: "group", "aria-label": "Tombol pesan" },
    ...rows.map((row) => make("div", { class: "line" }, ...row.map((button) => inlineButton(button, message, actions)))));
}

export function messageElement(message, actions) {
  const moment = new Date(message.date * 1000);
  const words = message.text ?? message.caption;
  const meta = make("span", { class: "meta" }, message.edit_date ? "diedit " : "", make("time", { datetime: moment.toISOString(), text: clockTime(moment) }));
  const parts = [media(message), words ? formatted(words, message.entities ?? message.caption_entities, actions) : null];
  if (message.show_caption_above_media) parts.reverse();
  const bubble = make("div", { class: "bubble" }, origin(message), quote(message, actions), ...parts, meta);
  const more = make("button", { type: "button", class: "act", text: "⋯", "aria-label": "Pilihan pesan", "aria-haspopup": "menu", "aria-expanded": "false", on: { click: () => actions.more(message, more) } });
  // A time that follows the text on its last line, as in a messenger.
  if (!message.show_caption_above_media) bubble.querySelector(".text")?.append(meta);
  return make("li", { class: `message ${message.from_bot ? "theirs" : "mine"} ${message.photo ? "picture" : ""}`, "data-id": message.message_id, "data-day": "" },
    bubble, message.reaction ? make("span", { class: "reaction", text: message.reaction.emoji }) : null, inline(message, actions), more);
}
