// The control API: requests that say in words what went wrong, and the stream of events.

export async function look(what) {
  const reply = await fetch(`/control/${what}`);
  const content = await reply.json();
  if (!reply.ok) throw new Error(content.reason);
  return content;
}

export async function act(what, given = {}) {
  const reply = await fetch(`/control/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(given),
  });
  const content = await reply.json();
  if (!reply.ok) throw new Error(content.reason);
  return content;
}

export function listen({ onEvent, onOpen, onLost }) {
  const source = new EventSource("/control/events");
  source.onopen = onOpen;
  source.onerror = onLost;
  source.onmessage = (event) => onEvent(JSON.parse(event.data));
}

export const fileAddress = (file) => `/control/files/${file.file_unique_id}`;

export async function asBase64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}
