// The control API: requests that say in words what went wrong, and the stream of events.

// The browser's own words for a lost connection are English and say nothing to a tester.
async function reach(...request) {
  try { return await fetch(...request); } catch { throw new Error("simulator tidak menjawab."); }
}

export async function look(what) {
  const reply = await reach(`/control/${what}`);
  const content = await reply.json();
  if (!reply.ok) throw new Error(content.reason);
  return content;
}

export async function act(what, given = {}) {
  const reply = await reach(`/control/${what}`, {
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
