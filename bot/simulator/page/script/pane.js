// One person's screen: header, messages, composer. Two of them can stand side by side.

import { act, look } from "./api.js";
import { Composer } from "./composer.js";
import { ask, complain, initials, make, openMenu, toast } from "./dom.js";
import { dayKey, longDate } from "./format.js";
import { messageElement, preview } from "./message.js";

const ACTIONS = { typing: "sedang mengetik…", upload_photo: "sedang mengirim foto…", upload_document: "sedang mengirim berkas…", upload_video: "sedang mengirim video…" };

export class Pane {
  constructor(world) {
    this.world = world; // what the page knows: people, bot, clipboard of a forwarded message
    this.person = null;
    this.messages = new Map();
    this.following = true;
    this.lastTop = 0;
    this.element = document.getElementById("pane-template").content.firstElementChild.cloneNode(true);
    this.list = this.find(".messages");
    this.scroll = this.find(".scroll");
    this.menu = make("div", { class: "menu message-menu", role: "menu", hidden: true });
    this.element.append(this.menu);
    this.composer = new Composer(this);
    this.find(".more").addEventListener("click", (event) => this.openChatMenu(event.currentTarget));
    this.find(".back").addEventListener("click", () => document.body.classList.remove("chatting"));
    this.find(".to-end").addEventListener("click", () => this.toEnd());
    this.find(".pinned").addEventListener("click", () => this.show(this.pinned));
    this.find(".start-bar button").addEventListener("click", () => this.begin());
    this.scroll.addEventListener("scroll", () => this.moved());
    // Whatever makes the chat longer or its window smaller (a picture that arrives, a keyboard that opens) keeps the end in sight.
    const growth = new ResizeObserver(() => { if (this.following) this.toEnd(); });
    growth.observe(this.list);
    growth.observe(this.scroll);
    this.element.addEventListener("focusin", () => this.world.focus(this));
    this.element.addEventListener("pointerdown", () => this.world.focus(this));
  }

  find(selector) { return this.element.querySelector(selector); }

  async open(person) {
    if (this.person && this.person.id !== person.id) {
      this.composer.leave(this.person);
      this.composer.input.value = "";
    }
    this.person = person;
    const chat = await look(`chat?chat_id=${person.id}`);
    if (this.person.id !== person.id) return;
    this.messages = new Map(chat.messages.map((message) => [message.message_id, message]));
    this.pinned = chat.pinned;
    this.head();
    this.draw();
    this.composer.open(chat);
    this.toEnd(false);
    this.element.dataset.person = person.id;
  }

  head() {
    const { bot } = this.world;
    this.element.setAttribute("aria-label", `Obrolan ${this.person.name} dengan ${bot.first_name}`);
    this.find(".pane-head .avatar").textContent = initials(bot.first_name);
    this.find("h2").textContent = bot.first_name;
    this.status();
    const pinned = this.messages.get(this.pinned);
    this.find(".pinned").hidden = !pinned;
    this.find(".pinned").textContent = pinned ? `Disematkan: ${preview(pinned)}` : "";
  }

  status(doing) {
    const status = this.find(".status");
    status.textContent = doing ? ACTIONS[doing] ?? "sedang menyiapkan jawaban…" : `layar ${this.person.name}${this.person.role ? ` · ${this.person.role}` : ""}`;
    status.classList.toggle("busy", Boolean(doing));
    clearTimeout(this.timer);
    if (doing) this.timer = setTimeout(() => this.status(), 5000);
  }

  draw() {
    this.list.replaceChildren();
    for (const message of this.messages.values()) this.append(message);
    if (!this.messages.size) this.list.append(this.welcome());
    this.bars();
  }

  welcome() {
    const words = this.person.description || "Kirim pesan pertama untuk mulai mengobrol dengan bot ini.";
    return make("li", { class: "empty" }, make("strong", { text: this.world.bot.first_name }), words);
  }

  append(message) {
    this.list.querySelector(".empty")?.remove();
    const moment = new Date(message.date * 1000);
    const day = dayKey(moment);
    const last = this.list.lastElementChild?.dataset.day;
    if (last !== day) this.list.append(make("li", { class: "day", text: longDate(moment), "data-day": day }));
    const element = messageElement(message, this.actions());
    element.dataset.day = day;
    this.list.append(element);
  }

  actions() {
    return {
      say: (text) => this.say(text),
      show: (id) => this.show(id),
      press: (button, message, element) => this.press(button, message, element),
      more: (message, opener) => this.openMessageMenu(message, opener),
    };
  }

  // --- what happens ---

  receive(event) {
    const handlers = {
      message: () => { this.messages.set(event.message.message_id, event.message); this.append(event.message); this.received(event.message); },
      edit: () => this.replace(event.message),
      delete: () => this.remove(event.message.message_id),
      action: () => this.status(event.action),
      toast: () => this.answered(event),
      pinned: () => { this.pinned = event.message_id; this.head(); },
    };
    handlers[event.kind]?.();
    if (event.kind === "message" && (this.following || !event.message.from_bot)) this.toEnd();
  }

  received(message) {
    if (message.from_bot) this.status();
    this.composer.keyboardFrom(message);
    this.bars();
  }

  replace(message) {
    this.messages.set(message.message_id, message);
    const old = this.list.querySelector(`[data-id="${message.message_id}"]`);
    if (!old) return;
    const fresh = messageElement(message, this.actions());
    fresh.dataset.day = old.dataset.day;
    fresh.style.animation = "none";
    const focused = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (focused) fresh.querySelector("button")?.focus({ preventScroll: true });
  }

  remove(id) {
    this.messages.delete(id);
    const element = this.list.querySelector(`[data-id="${id}"]`);
    element?.classList.add("gone");
    setTimeout(() => element?.remove(), 230);
  }

  answered(event) {
    if (event.person !== this.person.id) return;
    for (const button of this.list.querySelectorAll(".wait")) button.classList.remove("wait");
    if (event.show_alert && event.text) ask({ title: this.world.bot.first_name, body: event.text });
    else if (event.text) toast(event.text);
  }

  // --- what the person does ---

  async say(text) {
    const reply = this.composer.takeReply();
    try {
      if (reply?.edit) await act("edit", { person: this.person.id, message_id: reply.message_id, text });
      else await act("say", { person: this.person.id, text, reply_to: reply?.message_id });
    } catch (error) {
      this.composer.giveBack(text);
      complain(error);
    }
  }

  async press(button, message, element) {
    if (button.url) { window.open(button.url, "_blank", "noreferrer"); return; }
    if (button.copy_text) { await navigator.clipboard?.writeText(button.copy_text.text); toast("Disalin"); return; }
    if (!button.callback_data) { toast("Tombol ini tidak bisa dicoba di simulator."); return; }
    element.classList.add("wait");
    setTimeout(() => element.classList.remove("wait"), 15000);
    try { await act("press", { person: this.person.id, chat_id: message.chat.id, message_id: message.message_id, data: button.callback_data }); }
    catch (error) { element.classList.remove("wait"); complain(error); }
  }

  openMessageMenu(message, opener) {
    const others = this.world.people.filter((person) => person.id !== this.person.id);
    const place = opener.getBoundingClientRect();
    openMenu(this.menu, opener, [
      { sign: "reply", label: "Balas", run: () => this.composer.reply(message) },
      !message.from_bot && message.text ? { sign: "edit", label: "Edit", run: () => this.composer.edit(message) } : null,
      message.text || message.caption ? { sign: "copy", label: "Salin teks", run: () => navigator.clipboard?.writeText(message.text ?? message.caption) } : null,
      { sign: "forward", label: "Teruskan ke bot", run: () => this.forward(message, this.person) },
      ...others.slice(0, 6).map((person) => ({ sign: "forward", label: `Teruskan sebagai ${person.name}`, run: () => this.forward(message, person) })),
    ]);
    const { height, width } = this.menu.getBoundingClientRect();
    this.menu.style.top = `${Math.max(8, Math.min(place.bottom + 4, innerHeight - height - 8))}px`;
    this.menu.style.left = `${Math.max(8, Math.min(place.left, innerWidth - width - 8))}px`;
  }

  async forward(message, person) {
    try {
      await act("forward", { person: person.id, from_chat_id: message.chat.id, message_id: message.message_id });
      if (person.id !== this.person.id) toast(`Diteruskan ke bot dari layar ${person.name}.`);
    } catch (error) { complain(error); }
  }

  openChatMenu(opener) {
    const run = (what) => () => act(what, { person: this.person.id }).catch(complain);
    openMenu(this.find(".chat-menu"), opener, [
      { sign: "again", label: "Kirim /start", run: () => this.say("/start") },
      { sign: "link", label: "Buka tautan /start…", run: () => this.deepLink() },
      this.person.blocked ? { sign: "check", label: "Buka blokir bot", run: run("unblock") } : { sign: "block", label: "Blokir bot", danger: true, run: run("block") },
      this.person.deactivated ? null : { sign: "cross", label: "Hapus akun ini", danger: true, run: run("deactivate") },
    ]);
  }

  async deepLink() {
    const given = await ask({ title: "Buka tautan dengan kode", fields: [{ name: "code", label: "Kode setelah ?start=", required: true }], yes: "Buka", no: "Batal" });
    if (given) this.say(`/start ${given.code.replace(/^.*start=/, "")}`);
  }

  async begin() {
    if (this.person.blocked) await act("unblock", { person: this.person.id }).catch(complain);
    this.say("/start");
  }

  // Before the first message there is only "MULAI"; a blocked bot can only be let back in.
  bars() {
    const closed = this.person.blocked || this.person.deactivated;
    const fresh = !this.messages.size;
    const bar = this.find(".start-bar");
    bar.hidden = !(closed || fresh);
    this.find(".composer").hidden = closed;
    bar.firstElementChild.textContent = this.person.deactivated ? "Akun ini sudah dihapus" : this.person.blocked ? "Buka blokir dan mulai lagi" : "Mulai";
    bar.firstElementChild.disabled = this.person.deactivated;
  }

  // --- where it stands ---

  atEnd() { return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 90; }

  // Who scrolls up reads and is left in peace; who is at the end, or on the way there, follows what comes.
  moved() {
    const { scrollTop } = this.scroll;
    if (this.atEnd()) this.following = true;
    else if (scrollTop < this.lastTop) this.following = false;
    this.lastTop = scrollTop;
    this.find(".to-end").hidden = this.atEnd() || this.following;
  }

  toEnd(smooth = true) {
    this.following = true;
    requestAnimationFrame(() => this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior: smooth ? "smooth" : "instant" }));
  }

  show(id) {
    const element = this.list.querySelector(`[data-id="${id}"]`);
    if (!element) { toast("Pesan itu sudah tidak ada."); return; }
    this.following = false;
    element.scrollIntoView({ block: "center" });
    element.classList.add("flash");
    setTimeout(() => element.classList.remove("flash"), 1200);
  }
}
