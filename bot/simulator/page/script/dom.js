// Small helpers to make elements. Texts always go in as text, never as HTML.

export function make(tag, { text, on = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const [name, handler] of Object.entries(on)) element.addEventListener(name, handler);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Line icons on a 24 x 24 grid; drawn here so that they look the same everywhere and need no font.
const PATHS = {
  photo: "M4 6.500h16v12H4zM4 16l4.500-4 3.500 3 3-2.500 5 4M15.500 10h.01",
  document: "M7 3.500h7l4 4v13H7zM14 3.500v4h4M10 12.500h5M10 16h5",
  video: "M4 6.500h11v11H4zM15 10.500l5-2.500v8l-5-2.500",
  voice: "M12 4a2.500 2.500 0 0 1 2.500 2.500v5a2.500 2.500 0 0 1-5 0v-5A2.500 2.500 0 0 1 12 4ZM6.500 11.500a5.500 5.500 0 0 0 11 0M12 17v3.500",
  sticker: "M12 4a8 8 0 1 0 8 8c-4.500.500-7.500-2.500-8-8ZM9 11h.01M9.500 15.500c1.500 1 3.500 1 5 0",
  shop: "M5 10v9.500h14V10M3.500 10 5 4.500h14L20.500 10zM10 19.500V14h4v5.500",
  location: "M12 21c4-4.500 6-7.500 6-10.500a6 6 0 0 0-12 0C6 13.500 8 16.500 12 21ZM12 12.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  contact: "M12 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM5 20c.500-4 3.500-5.500 7-5.500s6.500 1.500 7 5.500",
  reply: "M10 7 5 12l5 5M5 12h8c3 0 5.500 1.500 6 5",
  forward: "m14 7 5 5-5 5M19 12h-8c-3 0-5.500 1.500-6 5",
  edit: "M5 19l1-4L16 5l3 3L9 18l-4 1Z",
  copy: "M9 9h10v10H9zM5 15V5h10",
  again: "M19 12a7 7 0 1 1-2-5M19 4v4h-4",
  link: "M10 14l4-4M8.500 11 6 13.500a3.200 3.200 0 0 0 4.500 4.500L13 15.500M11 8.500 13.500 6a3.200 3.200 0 0 1 4.500 4.500L15.500 13",
  block: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM6.500 6.500l11 11",
  check: "m5 12.500 4.500 4.500L19 7.500",
  cross: "M6 6l12 12M18 6 6 18",
  send: "M4 12 20 4l-5 16-3.500-6.500L4 12Z",
  attach: "m20 11-8.500 8.500a5 5 0 0 1-7-7L13 4a3.300 3.300 0 0 1 4.700 4.700L9.500 17a1.600 1.600 0 0 1-2.300-2.300L14.500 7.500",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", PATHS[name]);
  for (const [key, value] of Object.entries({ fill: "none", stroke: "currentColor", "stroke-width": "1.9", "stroke-linecap": "round", "stroke-linejoin": "round" })) path.setAttribute(key, value);
  svg.append(path);
  return svg;
}

// Something that is no button by itself but acts like one, for a mouse and for a keyboard.
export function pressable(element, label, act) {
  element.setAttribute("role", "button");
  element.setAttribute("tabindex", "0");
  if (label) element.setAttribute("aria-label", label);
  element.addEventListener("click", act);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act(event);
  });
  return element;
}

export function initials(name) {
  return name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
}

export const hue = (id) => (Math.abs(id) * 47) % 360;

export function toast(text) {
  const shown = make("div", { class: "toast", text });
  document.getElementById("toasts").append(shown);
  setTimeout(() => shown.remove(), 4200);
}

export function complain(error) {
  toast(`Tidak bisa: ${error.message}`);
}

// A question or an alert in the page's one dialog; resolves with the values of its fields, or null.
export function ask({ title, body = "", fields = [], yes = "Oke", no = null }) {
  const dialog = document.getElementById("dialog");
  const form = dialog.querySelector("form");
  const inputs = fields.map((field) => make("input", { name: field.name, value: field.value, required: field.required, type: field.type ?? "text", step: "any", autocomplete: "off" }));
  const rows = fields.map((field, at) => make("label", { text: field.label }, inputs[at]));
  const buttons = make("div", { class: "row" });
  if (no) buttons.append(make("button", { type: "button", text: no, on: { click: () => dialog.close("no") } }));
  buttons.append(make("button", { class: "primary", value: "yes", text: yes }));
  form.replaceChildren(make("h2", { text: title }), ...(body ? [make("p", { text: body })] : []), ...rows, buttons);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const values = Object.fromEntries(inputs.map((input) => [input.name, input.value]));
      resolve(dialog.returnValue === "yes" ? values : null);
    }, { once: true });
  });
}

// A menu that opens from a button, closes on Escape or a click elsewhere, and is walked with the arrow keys.
export function openMenu(menu, opener, items) {
  menu.replaceChildren(...items.filter(Boolean).map(({ label, sign, danger, run }) => make("button", {
    type: "button", role: "menuitem", class: danger ? "danger" : "",
    on: { click: () => { close(); run(); } },
  }, ...(sign ? [icon(sign)] : []), make("span", { text: label }))));
  const close = () => {
    menu.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    menu.removeEventListener("keydown", keys);
  };
  const outside = (event) => { if (!menu.contains(event.target) && !opener.contains(event.target)) close(); };
  const keys = (event) => {
    const all = [...menu.children];
    const at = all.indexOf(document.activeElement);
    if (event.key === "Escape") { close(); opener.focus(); }
    else if (event.key === "ArrowDown") all[(at + 1) % all.length].focus();
    else if (event.key === "ArrowUp") all[(at - 1 + all.length) % all.length].focus();
    else return;
    event.preventDefault();
  };
  if (!menu.hidden) { close(); return; }
  menu.hidden = false;
  opener.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  menu.addEventListener("keydown", keys);
  menu.firstChild?.focus({ preventScroll: true });
}
