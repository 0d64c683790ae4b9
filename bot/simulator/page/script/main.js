// Brings the parts together: state of the page, and which event goes where.

import { listen, look } from "./api.js";
import { addCall, showBehaviour, startBehaviour } from "./behaviour.js";
import { setClock, startClock } from "./clock.js";
import { complain } from "./dom.js";
import { Pane } from "./pane.js";
import { drawPeople, startPeople } from "./people.js";

const holder = document.getElementById("panes");
const split = document.getElementById("split");

const world = {
  bot: { first_name: "Bot" },
  people: [],
  panes: [],
  focused: null,

  focus(pane) { this.focused = pane; },

  async refresh() {
    const state = await look("state");
    const unread = new Map(this.people.map((person) => [person.id, person.unread]));
    this.bot = state.bot;
    this.people = state.people.map((person) => ({ ...person, name: [person.first_name, person.last_name].filter(Boolean).join(" "), unread: unread.get(person.id) ?? 0 }));
    for (const pane of this.panes) {
      const fresh = this.people.find((person) => person.id === pane.person?.id);
      if (fresh) { pane.person = fresh; pane.head(); pane.bars(); }
    }
    document.getElementById("subtitle").textContent = `@${state.bot.username} · ${new URL(state.base_url).host}`;
    setClock(state.clock);
    showBehaviour(state);
    drawPeople(this);
  },

  async choose(person) {
    if (!person) return;
    const pane = this.panes.find((each) => each.person?.id === person.id) ?? this.focused ?? this.panes[0];
    person.unread = 0;
    document.body.classList.add("chatting");
    try { await pane.open(person); } catch (error) { complain(error); }
    drawPeople(this);
    history.replaceState(null, "", `#${this.panes.map((each) => each.person?.id).filter(Boolean).join("+")}`);
  },
};

function addPane() {
  const pane = new Pane(world);
  world.panes.push(pane);
  holder.append(pane.element);
  return pane;
}

async function toggleSplit(two) {
  split.setAttribute("aria-pressed", String(two));
  if (!two) {
    const [first, ...rest] = world.panes;
    rest.forEach((pane) => pane.element.remove());
    world.panes = [first];
    world.focused = first;
    drawPeople(world);
    return;
  }
  const pane = addPane();
  world.focused = pane;
  await world.choose(world.people.find((person) => !world.panes.some((each) => each.person?.id === person.id)));
}

// Many things may happen at once; the list is drawn once per frame, the state fetched once per burst.
let drawing = false;
function drawSoon() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => { drawing = false; drawPeople(world); });
}
let fetching;
function refreshSoon() {
  clearTimeout(fetching);
  fetching = setTimeout(() => world.refresh().catch(complain), 60);
}

function note(event) {
  const person = world.people.find((each) => each.id === event.chat_id);
  if (!person) return;
  const shown = world.panes.some((pane) => pane.person?.id === person.id);
  if (event.kind === "message") {
    person.last = event.message;
    if (event.message.from_bot && !shown) person.unread += 1;
  } else if (person.last?.message_id === event.message?.message_id) {
    if (event.kind === "edit") person.last = event.message;
    else refreshSoon();
  }
  drawSoon();
}

async function onEvent(event) {
  if (event.kind === "reload") { await reload(); return; }
  if (event.kind === "call") { addCall(event); return; }
  if (["people", "behaviour", "clock"].includes(event.kind)) { refreshSoon(); return; }
  if (event.kind === "commands") {
    for (const pane of world.panes) if (pane.person) look(`chat?chat_id=${pane.person.id}`).then((chat) => pane.composer.setCommands(chat.commands));
    return;
  }
  if (["message", "edit", "delete"].includes(event.kind)) note(event);
  for (const pane of world.panes) if (pane.person?.id === event.chat_id) pane.receive(event);
}

async function reload() {
  await world.refresh();
  for (const pane of world.panes) if (pane.person) await pane.open(pane.person);
}

async function begin() {
  startClock();
  startBehaviour();
  startPeople(world);
  split.addEventListener("click", () => toggleSplit(split.getAttribute("aria-pressed") !== "true"));
  world.focused = addPane();
  await world.refresh();
  const wanted = location.hash.slice(1).split("+").map(Number);
  const chosen = world.people.find((person) => person.id === wanted[0]) ?? world.people[0];
  if (chosen) await world.choose(chosen);
  if (matchMedia("(max-width: 760px)").matches && !wanted[0]) document.body.classList.remove("chatting");
  let lost = false;
  listen({
    onEvent,
    onOpen: () => { document.getElementById("offline").hidden = true; if (lost) reload().catch(complain); lost = false; },
    onLost: () => { lost = true; document.getElementById("offline").hidden = false; },
  });
  document.body.dataset.ready = ""; // what is seen from here on stays where it is
}

begin().catch(complain);
