// Ticks without signal. Each tick is kept on the device at once, encrypted (room-store.js), and sent for
// its person as soon as the server can be reached; the server takes the same tick twice as one. Without
// this script the form of a person is sent by its buttons.
"use strict";

const state = document.querySelector("[data-room-state]");
const form = document.querySelector("form.room-person");
const here = location.pathname;
const able = window.isSecureContext && "crypto" in window && "indexedDB" in window && "serviceWorker" in navigator && "caches" in window;
const LATER_MS = 15000;

let staying = false;
let waiting = 0;
let picturesWaiting = 0;
let shown = 0;
let plain = false;

// What belongs to another trainer goes before anything is kept or shown. False if this device keeps nothing.
const ready = able ? roomBegin(state.dataset.session, state.dataset.keepFor).then(() => true, () => false) : Promise.resolve(false);
let turn = ready;

// One after the other, in this tab and in all others.
function alone(work) {
  const next = turn.then(() => (navigator.locks ? navigator.locks.request(ROOM_SHELF, work) : work()));
  turn = next.catch(() => {});
  return next;
}

function say(word, count) {
  for (const line of state.querySelectorAll("[data-said]")) line.hidden = line.dataset.said !== word;
  for (const place of state.querySelectorAll("[data-count]")) place.textContent = String(count);
}

// Counts what waits, marks the people about whom something does, and says it. Of two counts at once the later one is true.
async function show(signedOut) {
  const mine = (shown += 1);
  const marks = new Set();
  let [unsent, refused] = [0, 0];
  for (const path of await roomNames("queue")) {
    const kept = await roomRead("queue", path).catch(() => null);
    for (const field of Object.values(kept ? kept.fields : {})) {
      if (field.refused) refused += 1;
      else unsent += 1;
      marks.add(path);
    }
  }
  const [pictures, notTaken] = await countPictures(marks);
  if (mine !== shown) return;
  [waiting, picturesWaiting] = [unsent + pictures, pictures];
  refused += notTaken;
  for (const mark of document.querySelectorAll("[data-unsent]")) mark.hidden = !marks.has(mark.dataset.unsent);
  if (signedOut && waiting) say("signed-out", waiting);
  else if (waiting) say("waiting", waiting);
  else if (refused) say("refused", refused);
  else say("sent", 0);
}

function queue(name, value) {
  const at = Date.now();
  return alone(async () => {
    if (!(await ready)) return;
    const kept = (await roomRead("queue", here).catch(() => null)) || { fields: {} };
    kept.fields[name] = { value, at };
    await roomWrite("queue", here, kept);
    await show();
  });
}

function token() {
  const field = document.querySelector("input[name=token]");
  return field ? field.value : "";
}

// The token of a page made just now; none if nobody is signed in any more.
async function newToken(path) {
  const answer = await fetch(path, { headers: { accept: "text/html" }, redirect: "manual" });
  const found = answer.ok ? /name="token" value="([^"]+)"/.exec(await answer.text()) : null;
  return found ? found[1] : "";
}

function post(path, fields, proof) {
  const body = new URLSearchParams({ token: proof, sent_at: String(Date.now()) });
  for (const [name, field] of Object.entries(fields)) {
    body.append(name, field.value);
    body.append(name.replace(/^(tick|note)\./, "at."), String(field.at));
  }
  return fetch(path, { method: "POST", headers: { accept: "application/json" }, body, redirect: "error" });
}

// Sends what waits about one person. True if the server can be reached and knows us.
async function sendOne(path) {
  const kept = await roomRead("queue", path).catch(() => null);
  const fields = Object.fromEntries(Object.entries(kept ? kept.fields : {}).filter(([, field]) => !field.refused));
  if (!Object.keys(fields).length) return true;
  let answer = await post(path, fields, token());
  if (answer.status === 401 || answer.status === 403) {
    const proof = await newToken(path.replace(/\/[0-9a-z]{26}$/, ""));
    if (!proof) return false;
    answer = await post(path, fields, proof);
  }
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) throw new TypeError("not now");
  const told = answer.ok ? await answer.json() : null;
  const now = (await roomRead("queue", path)) || { fields: {} };
  for (const [name, field] of Object.entries(fields)) {
    // Ticked once more while it was on its way: that one is not sent yet.
    if (!now.fields[name] || now.fields[name].at !== field.at) continue;
    if (told) delete now.fields[name];
    else now.fields[name].refused = true;
  }
  if (Object.keys(now.fields).length) await roomWrite("queue", path, now);
  else await roomDrop("queue", path);
  if (told) keep(path);
  // The page shows what does not stand.
  if (told && path === here && told.later.length + told.attested.length) leave(here);
  return true;
}

async function send() {
  if (!(await ready)) return;
  let known = true;
  try {
    await alone(async () => {
      for (const path of await roomNames("queue")) known = known && (await sendOne(path));
    });
  } catch {
    // No signal: it waits.
  }
  if (known) known = await sendPictures();
  await show(!known);
}

function leave(path) {
  staying = true;
  location.assign(path);
}

// A copy of a page, for when there is no signal.
async function keep(path) {
  try {
    const answer = await fetch(path, { headers: { accept: "text/html" }, redirect: "manual" });
    if (answer.ok) await roomKeepPage(path, answer);
    return answer.ok;
  } catch {
    return false;
  }
}

// Everybody's page, one after the other: some ten kilobytes each.
async function keepAll() {
  if (navigator.connection && navigator.connection.saveData) return;
  const known = new Set(await roomNames("page"));
  const links = [...document.querySelectorAll(".room-list a")].map((link) => new URL(link.href).pathname);
  for (const path of [here, ...links].filter((path) => !known.has(path))) {
    if (!(await keep(path))) return;
  }
}

async function prepare() {
  const address = "/training/room-worker.js";
  const policy = window.trustedTypes ? window.trustedTypes.createPolicy("room-worker", { createScriptURL: () => address }) : { createScriptURL: () => address };
  const files = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((node) => node.href || node.src);
  const shelf = await caches.open(ROOM_SHELF);
  const missing = [];
  for (const file of files) if (!(await shelf.match(file))) missing.push(file);
  await shelf.addAll(missing);
  await navigator.serviceWorker.register(policy.createScriptURL(""), { scope: "/training/" });
  await navigator.serviceWorker.ready;
  await keepAll();
}

// Puts what waits into the form of its page, but for what was touched meanwhile.
async function overlay(touched) {
  const kept = await roomRead("queue", here).catch(() => null);
  for (const [name, { value }] of Object.entries(kept ? kept.fields : {})) {
    if (touched.has(name)) continue;
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === "radio") control.checked = control.value === value;
      else if (control.type === "checkbox") control.checked = value === "yes";
      else control.value = value;
    }
  }
}

// From the first moment on: no tick is lost that comes before the device is ready.
function follow(touched) {
  const notes = new Map();
  const written = async () => {
    const all = [...notes.values()];
    notes.clear();
    for (const area of all) await queue(area.name, area.value);
  };
  let later = 0;
  form.addEventListener("input", (event) => {
    touched.add(event.target.name);
    if (event.target.type !== "textarea") return;
    notes.set(event.target.name, event.target);
    clearTimeout(later);
    later = setTimeout(written, 800);
  });
  form.addEventListener("change", async ({ target }) => {
    if (target.type === "radio") await queue(target.name, target.value);
    else if (target.type === "checkbox") await queue(target.name, target.checked ? "yes" : "");
    else await written();
    await send();
  });
  form.addEventListener("submit", async (event) => {
    if (plain) return;
    event.preventDefault();
    if (!(await ready)) return asItStands(form, event.submitter);
    const next = event.submitter && event.submitter.value === "next" ? document.querySelector("a[rel=next]") : null;
    await written();
    const patience = new Promise((resolve) => setTimeout(resolve, 4000));
    await Promise.race([send(), patience]);
    if (next) leave(next.href);
  });
}

// As if there were no script.
function asItStands(whole, submitter) {
  plain = true;
  whole.requestSubmit(submitter);
}

function watch() {
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(() => waiting && send(), LATER_MS);
  addEventListener("pageshow", () => (staying = false));
  addEventListener("beforeunload", (event) => {
    if (waiting && !staying) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (link && link.origin === location.origin && ROOM_PAGE.test(link.pathname)) staying = true;
  });
  for (const out of document.querySelectorAll('form[action^="/sign-out"]')) {
    out.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (waiting && !window.confirm(picturesWaiting ? state.dataset.leavePictures : state.dataset.leave)) return;
      staying = true;
      await roomWipe().catch(() => {});
      out.submit();
    });
  }
  state.querySelector("[data-room-drop]").addEventListener("click", () =>
    alone(async () => {
      for (const path of await roomNames("queue")) {
        const kept = await roomRead("queue", path);
        const fields = Object.fromEntries(Object.entries(kept.fields).filter(([, field]) => !field.refused));
        if (Object.keys(fields).length) await roomWrite("queue", path, { fields });
        else await roomDrop("queue", path);
      }
      await dropRefusedPictures();
      await show();
    }),
  );
}

async function begin() {
  if (!able) return say("no-keeping", 0);
  const touched = new Set();
  if (form) follow(touched);
  if (album) beginPictures();
  if (!(await ready)) return say("no-keeping", 0);
  watch();
  if (form) await alone(() => overlay(touched));
  await show();
  await send();
  await prepare();
}

begin().catch(() => {});
