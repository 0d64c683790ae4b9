// The panel "Ulah Telegram": faults, limits and latency, what the bot calls, what it should not have called.

import { act, look } from "./api.js";
import { complain, make } from "./dom.js";

// Pairs, because an object would put the keys that look like numbers first.
const KINDS = new Map([
  ["slow", "Lambat"], ["429", "Terlalu banyak (429)"], ["500", "Galat 500"], ["502_page", "Halaman galat 502"],
  ["reset_before", "Putus sebelum diproses"], ["reset_after", "Putus setelah terkirim"],
  ["timeout_before", "Diam, tidak diproses"], ["timeout_after", "Diam setelah terkirim"], ["403", "Ditolak (403)"],
]);
const METHODS = new Map(Object.entries({ "": "Semua kecuali getUpdates", "*": "Semua", sendMessage: "sendMessage", editMessageText: "editMessageText", answerCallbackQuery: "answerCallbackQuery", sendPhoto: "sendPhoto", sendDocument: "sendDocument", getUpdates: "getUpdates" }));
const MODES = new Map([["burst", "Seperti Telegram"], ["strict", "Ketat, tanpa longgar"], ["off", "Tanpa batas"]]);
const panel = document.getElementById("behaviour");
const opener = document.getElementById("behaviour-open");
const parts = {};

const options = (table) => [...table].map(([value, text]) => make("option", { value, text }));

// A label's own words would include those of the options inside it; the name is given to the field itself.
function labelled(text, input) {
  input.setAttribute("aria-label", text);
  return make("label", { text }, input);
}

function build() {
  const kind = make("select", {}, ...options(KINDS));
  const method = make("select", {}, ...options(METHODS));
  const times = make("input", { type: "number", min: "1", value: "1", placeholder: "terus" });
  const seconds = make("input", { type: "number", min: "0", step: "0.5", value: "3" });
  const form = make("form", { on: { submit: (event) => { event.preventDefault(); start(); } } },
    labelled("Ulah", kind), labelled("Pada panggilan", method),
    make("div", { class: "pair" }, labelled("Berapa kali", times), labelled("Selama (detik)", seconds)),
    make("button", { class: "primary", text: "Mulai" }));
  const start = () => act("misbehave", {
    kind: kind.value, method: method.value || null, times: times.value ? Number(times.value) : null,
    seconds: Number(seconds.value), retry_after: Math.max(1, Math.round(Number(seconds.value))),
  }).catch(complain);
  parts.active = make("ul", { class: "active", "aria-live": "polite" });
  parts.mode = make("select", { on: { change: () => act("limits", { mode: parts.mode.value }).catch(complain) } }, ...options(MODES));
  parts.delay = make("input", { type: "range", min: "0", max: "2", step: "0.05", value: "0", "aria-label": "Tunda setiap jawaban, detik", on: {
    input: () => showDelay(), change: () => act("latency", { seconds: Number(parts.delay.value) }).catch(complain) } });
  parts.delayText = make("output", { text: "0 detik" });
  parts.complaints = make("ul", { class: "complaints" });
  parts.calls = make("ol", { class: "calls", "aria-label": "Panggilan bot, terbaru di atas" });
  panel.replaceChildren(
    make("h2", { text: "Ulah Telegram" }, make("button", { type: "button", class: "icon", text: "×", "aria-label": "Tutup", on: { click: () => toggle(false) } })),
    make("section", {}, make("p", { text: "Coba bagaimana bot bertahan saat Telegram sedang tidak baik." }), form, parts.active,
      make("button", { type: "button", text: "Tenangkan semua", style: "margin-top:.6rem", on: { click: () => act("calm").catch(complain) } })),
    make("section", {}, make("h3", { text: "Tunda setiap jawaban" }), make("div", { class: "range" }, parts.delay, parts.delayText)),
    make("section", {}, make("h3", { text: "Batas laju kirim" }), parts.mode),
    make("section", {}, make("h3", { text: "Keluhan" }), parts.complaints),
    make("section", {}, make("h3", { text: "Panggilan bot" }), parts.calls));
}

function showDelay() {
  parts.delayText.textContent = `${Number(parts.delay.value).toLocaleString("id-ID")} detik`;
}

export function showBehaviour(state) {
  parts.active.replaceChildren(...state.faults.map((fault) => make("li", {
    text: `${KINDS.get(fault.kind)} · ${fault.method ?? "semua"} · ${fault.times ? `${fault.hits} dari ${fault.times}` : `${fault.hits} kali`}`,
  })));
  parts.mode.value = state.limits.mode;
  parts.delay.value = state.latency;
  showDelay();
  document.getElementById("behaviour-dot").hidden = !(state.faults.length || state.latency);
}

function callRow({ method, outcome, seconds }) {
  const good = outcome === "ok";
  return make("li", {}, make("span", { text: method }), make("span", { class: good ? "good" : "bad", text: good ? `${Math.round(seconds * 1000)} md` : outcome.replace("fault ", "ulah ") }));
}

export function addCall(call) {
  if (panel.hidden) return;
  parts.calls.prepend(callRow(call));
  while (parts.calls.children.length > 100) parts.calls.lastChild.remove();
  if (call.outcome !== "ok") refresh().catch(complain);
}

async function refresh() {
  const [calls, { complaints, unanswered_callbacks: waiting }] = await Promise.all([look("calls?last=100"), look("complaints")]);
  parts.calls.replaceChildren(...calls.map(callRow));
  const all = [...complaints, ...waiting.map((each) => `tombol belum dijawab: ${each}`)];
  parts.complaints.replaceChildren(...(all.length ? all : ["Tidak ada. Bagus."]).map((text) => make("li", { text, style: all.length ? "" : "background:var(--teal-50);color:inherit" })));
}

function toggle(open) {
  panel.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
  if (open) refresh().catch(complain); else opener.focus();
}

export function startBehaviour() {
  build();
  opener.addEventListener("click", () => toggle(panel.hidden));
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") toggle(false); });
}
