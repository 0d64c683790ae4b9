// The city's clock at the top: it runs on by itself and can be moved.

import { act, look } from "./api.js";
import { complain, make } from "./dom.js";
import { clockTime, inputValue, longDate, setZone, shortDate, zoneName } from "./format.js";

const panel = document.getElementById("clock-panel");
const opener = document.getElementById("clock-open");
let ahead = 0; // milliseconds between the city's clock and this machine's

export const cityNow = () => new Date(Date.now() + ahead);

export function setClock({ now, zone, movable }) {
  setZone(zone);
  ahead = new Date(now).getTime() - Date.now();
  for (const button of document.querySelectorAll(".clock button")) button.disabled = !movable;
  tick();
}

function tick() {
  const now = cityNow();
  document.getElementById("clock-time").textContent = `${clockTime(now)} ${zoneName()}`;
  document.getElementById("clock-date").textContent = longDate(now);
}

const move = (given) => act("clock", given).catch(complain);

async function fillMoments() {
  const moments = await look("moments");
  document.getElementById("moments-box").hidden = !moments.length;
  document.getElementById("moments").replaceChildren(...moments.map(({ label, at }) => make("li", {}, make("button", {
    type: "button", on: { click: () => { move({ now: at }); toggle(false); } },
  }, make("span", { text: label }), make("small", { text: shortDate(new Date(at)) })))));
}

function toggle(open) {
  panel.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
  if (!open) return;
  document.getElementById("clock-input").value = inputValue(cityNow());
  fillMoments().catch(complain);
}

export function startClock() {
  setInterval(tick, 1000);
  opener.addEventListener("click", () => toggle(panel.hidden));
  for (const button of document.querySelectorAll("[data-step]")) button.addEventListener("click", () => move({ by_seconds: Number(button.dataset.step) }));
  panel.addEventListener("submit", (event) => { event.preventDefault(); move({ now: document.getElementById("clock-input").value }); toggle(false); });
  document.getElementById("clock-real").addEventListener("click", () => { move({ now: new Date().toISOString() }); toggle(false); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) { toggle(false); opener.focus(); } });
  document.addEventListener("pointerdown", (event) => { if (!panel.hidden && !panel.contains(event.target) && event.target !== opener) toggle(false); });
}
