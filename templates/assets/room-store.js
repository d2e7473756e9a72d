// What a trainer's device keeps of a room while there is no signal; used by room.js and by the worker.
//
// Three things are kept, both encrypted (AES-GCM, a new key for each trainer, which no script can read out
// and which never leaves the browser): pages of people that were shown in this session, so that they open
// without signal, ticks and notes that were not sent yet, and pictures likewise. The pages end with the session; what was not
// sent waits for the same trainer to come back, except on a borrowed device, where it ends as well (the
// page says for whom in data-keep-for). Addresses stay readable, as ids without a meaning.
//
// Pages of the room are answered with "no-store", and the browser's own cache obeys that. This store is
// kept by us, on purpose, for twelve hours at most: as long as a session lasts without a request.
"use strict";

const ROOM_SHELF = "insignia-room";
const ROOM_PAGE = /^\/training\/[0-9a-z]{26}\/room(\/[0-9a-z]{26})?$/;
const ROOM_SHELVES = ["own", "page", "queue", "picture", "picture-bytes"];
const ROOM_HOURS = 12;

function roomAsked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function roomDatabase() {
  const request = indexedDB.open(ROOM_SHELF, 2);
  request.onupgradeneeded = () => {
    const known = request.result.objectStoreNames;
    for (const name of ROOM_SHELVES) if (!known.contains(name)) request.result.createObjectStore(name);
  };
  return roomAsked(request);
}

async function roomStored(mode, names, work) {
  const database = await roomDatabase();
  try {
    const transaction = database.transaction(names, mode);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
    const result = await work(transaction);
    await done;
    return result;
  } finally {
    database.close();
  }
}

// Whose it is: {session, keepFor, key}.
function roomOwner() {
  return roomStored("readonly", ["own"], (t) => roomAsked(t.objectStore("own").get("owner")));
}

function roomPlace(shelf, name) {
  return new TextEncoder().encode(`${shelf} ${name}`);
}

async function roomReadBytes(shelf, name) {
  const [owner, kept] = await roomStored("readonly", ["own", shelf], async (t) => [
    await roomAsked(t.objectStore("own").get("owner")),
    await roomAsked(t.objectStore(shelf).get(name)),
  ]);
  if (!owner || !kept) return null;
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv, additionalData: roomPlace(shelf, name) }, owner.key, kept.bytes);
  return new Uint8Array(plain);
}

async function roomRead(shelf, name) {
  const plain = await roomReadBytes(shelf, name);
  return plain && JSON.parse(new TextDecoder().decode(plain));
}

async function roomWriteBytes(shelf, name, plain) {
  const owner = await roomOwner();
  if (!owner) return;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: roomPlace(shelf, name) }, owner.key, plain);
  await roomStored("readwrite", [shelf], (t) => roomAsked(t.objectStore(shelf).put({ iv, bytes }, name)));
}

function roomWrite(shelf, name, value) {
  return roomWriteBytes(shelf, name, new TextEncoder().encode(JSON.stringify(value)));
}

function roomDrop(shelf, name) {
  return roomStored("readwrite", [shelf], (t) => roomAsked(t.objectStore(shelf).delete(name)));
}

function roomNames(shelf) {
  return roomStored("readonly", [shelf], (t) => roomAsked(t.objectStore(shelf).getAllKeys()));
}

function roomForgetPages() {
  return roomStored("readwrite", ["page"], (t) => roomAsked(t.objectStore("page").clear()));
}

// Nothing stays, the key neither.
async function roomWipe() {
  await roomStored("readwrite", ROOM_SHELVES, (t) =>
    Promise.all(ROOM_SHELVES.map((name) => roomAsked(t.objectStore(name).clear()))),
  );
  if (typeof caches !== "undefined") await caches.delete(ROOM_SHELF);
}

// A page of this session was opened: what belongs to another trainer, or to an ended session, goes.
async function roomBegin(session, keepFor) {
  const owner = await roomOwner();
  if (owner && owner.keepFor === keepFor && owner.session === session) return;
  let key = owner && owner.key;
  if (owner && owner.keepFor === keepFor) {
    await roomForgetPages();
  } else {
    await roomWipe();
    key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }
  await roomStored("readwrite", ["own"], (t) => roomAsked(t.objectStore("own").put({ session, keepFor, key }, "owner")));
}

// Keeps a page that the server answered, if it belongs to the session of this device.
async function roomKeepPage(path, answer) {
  const owner = await roomOwner();
  const html = await answer.text();
  if (!owner || !html.includes(`data-session="${owner.session}"`)) return;
  const headers = {};
  for (const name of ["content-type", "content-language", "content-security-policy", "referrer-policy", "permissions-policy", "x-content-type-options"]) {
    if (answer.headers.get(name)) headers[name] = answer.headers.get(name);
  }
  await roomWrite("page", path, { html, headers, at: Date.now() });
}

async function roomKeptPage(path) {
  const kept = await roomRead("page", path).catch(() => null);
  if (!kept) return null;
  const age = Date.now() - kept.at;
  if (age >= 0 && age < ROOM_HOURS * 3600 * 1000) return new Response(kept.html, { headers: kept.headers });
  await roomForgetPages();
  return null;
}
