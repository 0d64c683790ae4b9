// The list of people: choose whose screen is shown, see what waits for the others, add one.

import { act } from "./api.js";
import { complain, hue, initials, make } from "./dom.js";
import { clockTime } from "./format.js";
import { preview } from "./message.js";

const list = document.getElementById("people");

function row(person, world) {
  const last = person.last;
  const shown = world.panes.some((pane) => pane.person?.id === person.id);
  const words = person.deactivated ? "akun dihapus" : person.blocked ? "memblokir bot" : last ? `${last.from_bot ? "" : "Saya: "}${preview(last)}` : "belum mulai";
  return make("li", {}, make("button", {
    type: "button", class: "person", "data-person": person.id, "aria-current": String(shown), on: { click: () => world.choose(person) },
  },
  make("span", { class: `avatar ${person.blocked ? "blocked" : ""}`, style: `--hue:${hue(person.id)}`, text: initials(person.name), "aria-hidden": "true" }),
  make("span", { class: "line" },
    make("span", { class: "name" }, person.name, person.role ? make("span", { class: "role", text: person.role }) : ""),
    last ? make("time", { text: clockTime(new Date(last.date * 1000)) }) : null),
  make("span", { class: "line" },
    make("span", { class: "preview", text: words }),
    person.unread ? make("span", { class: "badge", text: person.unread, "aria-label": `${person.unread} pesan baru` }) : null)));
}

export function drawPeople(world) {
  const focused = document.activeElement?.dataset?.person;
  list.replaceChildren(...world.people.map((person) => row(person, world)));
  if (focused) list.querySelector(`[data-person="${focused}"]`)?.focus();
}

export function startPeople(world) {
  const opener = document.getElementById("add-open");
  const fields = document.getElementById("add-fields");
  const name = document.getElementById("add-name");
  const role = document.getElementById("add-role");
  opener.addEventListener("click", () => {
    fields.hidden = !fields.hidden;
    opener.setAttribute("aria-expanded", String(!fields.hidden));
    if (!fields.hidden) name.focus();
  });
  document.getElementById("add-person").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const { id } = await act("people", { name: name.value, role: role.value });
      name.value = role.value = "";
      fields.hidden = true;
      await world.refresh();
      world.choose(world.people.find((person) => person.id === id));
    } catch (error) { complain(error); }
  });
}
