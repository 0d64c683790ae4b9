// Where one writes: text, commands, attachments, the reply keyboard, replies and edits.

import { act, asBase64 } from "./api.js";
import { ask, complain, icon, make, openMenu } from "./dom.js";
import { preview } from "./message.js";

const PICK = { photo: "image/*", document: "", video: "video/*", voice: "audio/*" };

export class Composer {
  constructor(pane) {
    this.pane = pane;
    this.form = pane.find(".composer");
    this.input = pane.find("textarea");
    this.list = pane.find(".commands");
    this.keys = pane.find(".keyboard");
    this.commands = [];
    this.keyboard = null;
    this.pending = null; // the message that is answered or edited
    this.drafts = new Map(); // what other people began to write
    pane.find(".send").append(icon("send"));
    pane.find(".attach").append(icon("attach"));
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.input.addEventListener("input", () => { this.grow(); this.suggest(); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("paste", (event) => this.paste(event));
    pane.find(".menu-button").addEventListener("click", () => this.toggleCommands());
    pane.find(".attach").addEventListener("click", (event) => this.openAttach(event.currentTarget));
    pane.find(".keys").addEventListener("click", () => this.toggleKeyboard());
    pane.find(".reply-bar button").addEventListener("click", () => this.stopEditing());
  }

  leave(person) {
    this.stopEditing();
    this.drafts.set(person.id, this.input.value);
  }

  open(chat) {
    this.input.value = this.drafts.get(this.pane.person.id) ?? this.input.value;
    this.drafts.delete(this.pane.person.id);
    this.grow();
    this.setCommands(chat.commands);
    this.setKeyboard(chat.keyboard);
    this.takeReply();
    this.hideCommands();
    if (matchMedia("(hover: hover)").matches) this.input.focus({ preventScroll: true });
  }

  setCommands(commands) {
    this.commands = commands;
    this.pane.find(".menu-button").hidden = !commands.length;
  }

  // --- text ---

  send() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.grow();
    this.hideCommands();
    this.pane.say(text);
  }

  // What could not be sent is there to be sent again.
  giveBack(text) {
    this.input.value ||= text;
    this.grow();
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 152)}px`;
  }

  key(event) {
    const options = [...this.list.children];
    if (!this.list.hidden && options.length && ["ArrowDown", "ArrowUp", "Tab", "Enter"].includes(event.key)) {
      const at = options.findIndex((option) => option.ariaSelected === "true");
      if (event.key === "Enter" || event.key === "Tab") options[Math.max(at, 0)].click();
      else this.select((at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
      event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") {
      this.hideCommands();
      this.stopEditing();
    }
  }

  // --- commands ---

  suggest() {
    const typed = this.input.value;
    if (/^\/\w*$/.test(typed)) this.showCommands(this.commands.filter((each) => each.command.startsWith(typed.slice(1))));
    else this.hideCommands();
  }

  hideCommands() {
    this.list.hidden = true;
    this.input.removeAttribute("aria-activedescendant");
    this.pane.find(".menu-button").setAttribute("aria-expanded", "false");
  }

  toggleCommands() {
    if (this.list.hidden) this.showCommands(this.commands); else this.hideCommands();
    this.input.focus();
  }

  showCommands(commands) {
    const name = `commands-${this.pane.person.id}`;
    this.list.replaceChildren(...commands.map((each, index) => make("button", {
      type: "button", role: "option", id: `${name}-${index}`, "aria-selected": "false", tabindex: "-1",
      on: { click: () => { this.input.value = ""; this.hideCommands(); this.pane.say(`/${each.command}`); } },
    }, make("b", { text: `/${each.command}` }), make("span", { text: each.description }))));
    this.list.hidden = !commands.length;
    if (commands.length) this.select(0);
    this.pane.find(".menu-button").setAttribute("aria-expanded", String(!this.list.hidden));
  }

  select(at) {
    [...this.list.children].forEach((option, index) => { option.ariaSelected = String(index === at); });
    this.list.children[at].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.list.children[at].id);
  }

  // --- reply keyboard ---

  keyboardFrom(message) {
    const markup = message.from_bot ? message.reply_markup : null;
    if (!markup || markup.inline_keyboard) return;
    this.setKeyboard(markup.keyboard ? markup : null);
    if (markup.force_reply) this.reply(message);
    this.input.placeholder = markup.input_field_placeholder || "Tulis pesan";
  }

  setKeyboard(markup) {
    this.keyboard = markup;
    this.keys.hidden = !markup;
    this.pane.find(".keys").hidden = !markup;
    if (!markup) { this.input.placeholder = "Tulis pesan"; return; }
    this.keys.replaceChildren(...markup.keyboard.map((row) => make("div", { class: "line" },
      ...row.map((button) => make("button", { type: "button", text: button.text, on: { click: () => this.tap(button) } })))));
  }

  toggleKeyboard() {
    this.keys.hidden = !this.keys.hidden;
    this.pane.find(".keys").setAttribute("aria-label", this.keys.hidden ? "Tampilkan papan tombol" : "Sembunyikan papan tombol");
  }

  tap(button) {
    if (this.keyboard.one_time_keyboard) this.keys.hidden = true;
    if (button.request_contact) this.shareContact();
    else if (button.request_location) this.shareLocation();
    else this.pane.say(button.text);
  }

  // --- attachments ---

  openAttach(opener) {
    openMenu(this.pane.find(".attach-menu"), opener, [
      { sign: "photo", label: "Foto", run: () => this.pick("photo") },
      { sign: "document", label: "Dokumen", run: () => this.pick("document") },
      { sign: "video", label: "Video", run: () => this.pick("video") },
      { sign: "voice", label: "Pesan suara contoh", run: () => this.sample("voice") },
      { sign: "sticker", label: "Stiker contoh", run: () => this.sample("sticker") },
      { sign: "shop", label: "Foto contoh", run: () => this.sample("photo") },
      { sign: "location", label: "Lokasi", run: () => this.shareLocation() },
      { sign: "contact", label: "Kontak", run: () => this.shareContact() },
    ]);
  }

  pick(kind) {
    const chooser = make("input", { type: "file", accept: PICK[kind] });
    chooser.addEventListener("change", () => this.sendFile(kind, chooser.files[0]));
    chooser.click();
  }

  paste(event) {
    const file = [...event.clipboardData.files][0];
    if (!file) return;
    event.preventDefault();
    this.sendFile(file.type.startsWith("image/") ? "photo" : "document", file);
  }

  async sendFile(kind, file) {
    if (!file) return;
    const caption = this.input.value.trim();
    this.input.value = "";
    try { await act("file", { person: this.pane.person.id, kind, name: file.name, mime: file.type, caption, content: await asBase64(file) }); }
    catch (error) { complain(error); }
  }

  sample(kind) {
    act("file", { person: this.pane.person.id, kind }).catch(complain);
  }

  async shareContact() {
    const { person } = this.pane;
    const given = await ask({ title: "Bagikan nomor telepon?", body: "Bot akan melihat nomor ini.", fields: [{ name: "phone", label: "Nomor", value: person.phone || "6281234567890", required: true }], yes: "Bagikan", no: "Batal" });
    if (given) act("contact", { person: person.id, phone: given.phone }).catch(complain);
  }

  async shareLocation() {
    const given = await ask({ title: "Bagikan lokasi?", body: "Titik contoh, boleh diganti.", fields: [{ name: "latitude", label: "Lintang", value: "-1.2675", required: true }, { name: "longitude", label: "Bujur", value: "116.8289", required: true }], yes: "Bagikan", no: "Batal" });
    if (given) act("location", { person: this.pane.person.id, ...given }).catch(complain);
  }

  // --- replies and edits ---

  reply(message) { this.mark(message, false, message.from?.first_name ?? "Balas"); }

  edit(message) {
    this.mark(message, true, "Edit pesan");
    this.input.value = message.text;
    this.grow();
  }

  mark(message, edit, title) {
    this.pending = { message_id: message.message_id, edit };
    const bar = this.pane.find(".reply-bar");
    bar.hidden = false;
    bar.querySelector("strong").textContent = title;
    bar.querySelector("span").textContent = preview(message);
    this.input.focus();
  }

  // Without sending: what was put there to be edited goes with it.
  stopEditing() {
    if (!this.takeReply()?.edit) return;
    this.input.value = "";
    this.grow();
  }

  takeReply() {
    const taken = this.pending;
    this.pending = null;
    this.pane.find(".reply-bar").hidden = true;
    return taken;
  }
}
