// Opens the pages of a room without signal. It stands before /training/ and touches nothing there but the
// list of a room, its people, and the files that these pages name; room-store.js comes before it.
"use strict";

// So long a network that does not say no is waited for, if there is a page to show instead.
const PATIENCE_MS = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname.startsWith("/assets/")) event.respondWith(file(event.request));
  else if (event.request.mode === "navigate" && ROOM_PAGE.test(address.pathname)) event.respondWith(page(event, address.pathname));
});

// Their addresses change with their content.
async function file(request) {
  return (await caches.match(request)) || fetch(request);
}

async function page(event, path) {
  const asked = fetch(event.request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const answer = await Promise.race([asked.catch(() => null), late]);
  if (answer) {
    event.waitUntil(note(path, answer.clone()));
    return answer;
  }
  return (await roomKeptPage(path)) || asked;
}

async function note(path, answer) {
  // Sent away to sign in: the session has ended, and its pages with it.
  if (answer.type === "opaqueredirect") await roomForgetPages();
  else if (answer.ok) await roomKeepPage(path, answer);
  else if (answer.status < 500) await roomDrop("page", path);
}
