// Pictures without signal. A picture is made smaller on the device (drawing it anew also leaves behind where
// and when it was taken), kept there encrypted (room-store.js), and sent piece by piece: the server says how
// many bytes it has, and there the next piece begins, after however long a pause. room.js comes after this
// and calls it; without either, the form is sent as it stands.
"use strict";

const PICTURE_SIDES = [1600, 1200, 800];
const PICTURE_QUALITIES = [0.82, 0.6];
const PICTURE_BYTES = 2 * 1024 * 1024;
const PICTURE_CHUNK = 64 * 1024;
const PICTURE_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

const album = document.querySelector("[data-room-pictures]");

let picturesOnTheWay = false;
let pictureProof = "";

function pictureId() {
  const bits = crypto.getRandomValues(new Uint8Array(16)).reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  return Array.from({ length: 26 }, (_, at) => PICTURE_LETTERS[Number((bits >> BigInt(5 * (25 - at))) & 31n)]).join("");
}

// Upright, on white, small enough to be sent.
async function pictureShrunk(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = document.createElement("canvas");
  for (const side of PICTURE_SIDES) {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    for (const quality of PICTURE_QUALITIES) {
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
      if (blob && blob.size <= PICTURE_BYTES) return new Uint8Array(await blob.arrayBuffer());
    }
  }
  throw new TypeError("it stays too large");
}

async function pictureDigest(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// How many wait and how many were refused; their people are marked.
async function countPictures(marks) {
  let [unsent, refused] = [0, 0];
  for (const id of await roomNames("picture")) {
    const kept = await roomRead("picture", id).catch(() => null);
    if (!kept) continue;
    if (kept.refused) refused += 1;
    else unsent += 1;
    marks.add(kept.path);
    if (album && kept.path === here) pictureSaid(id, kept);
  }
  return [unsent, refused];
}

async function dropPicture(id) {
  await roomDrop("picture", id);
  await roomDrop("picture-bytes", id);
  const item = album && album.querySelector(`[data-picture="${id}"]`);
  if (item) item.remove();
}

// What is said beside a picture that is not sent; made when it is said first.
function pictureItem(id, kept) {
  const known = album.querySelector(`[data-picture="${id}"]`);
  if (known) return known;
  const item = album.querySelector("template[data-picture-waiting]").content.firstElementChild.cloneNode(true);
  item.dataset.picture = id;
  item.querySelector("[data-picture-caption]").textContent = kept.caption;
  item.querySelector("[data-picture-drop]").addEventListener("click", async () => {
    await dropPicture(id);
    await show();
  });
  album.querySelector("[data-pictures-waiting]").append(item);
  return item;
}

function pictureSaid(id, kept, have) {
  if (!album || kept.path !== here) return;
  const item = pictureItem(id, kept);
  const word = kept.refused ? "refused" : have === undefined ? "waiting" : "sending";
  for (const line of item.querySelectorAll("[data-picture-said]")) line.hidden = line.dataset.pictureSaid !== word;
  for (const line of item.querySelectorAll("[data-fault]")) line.hidden = line.dataset.fault !== kept.refused;
  if (word !== "sending") return;
  const percent = Math.floor((100 * have) / kept.size);
  item.querySelector("progress").value = percent;
  item.querySelector("[data-count]").textContent = String(percent);
}

// Puts a picture that the server keeps now among the others.
function pictureShown(id, kept) {
  if (!album || kept.path !== here) return;
  const list = album.querySelector("[data-pictures-kept]");
  const card = album.querySelector("template[data-picture-kept]").content.firstElementChild.cloneNode(true);
  const number = String(list.children.length + 1);
  const filled = (text) => text.replaceAll("PICTURE", id).replaceAll("NUMBER", number);
  for (const node of card.querySelectorAll("*")) {
    for (const { name, value } of [...node.attributes]) if (filled(value) !== value) node.setAttribute(name, filled(value));
    for (const text of node.childNodes) if (text.nodeType === Node.TEXT_NODE) text.data = filled(text.data);
  }
  if (kept.caption) card.querySelector("img").alt = kept.caption;
  list.append(card);
  const none = album.querySelector("[data-pictures-none]");
  if (none) none.hidden = true;
}

// What the server answers; null if nobody is signed in any more.
async function pictureAnswer(address, body, room) {
  const ask = (proof) =>
    fetch(address, { method: "POST", headers: { accept: "application/json", "x-form-token": proof }, body, redirect: "error" });
  let answer = await ask(pictureProof || token());
  if (answer.status === 401 || answer.status === 403) {
    pictureProof = await newToken(room);
    if (!pictureProof) return null;
    answer = await ask(pictureProof);
  }
  if (answer.status >= 500 || answer.status === 404 || answer.status === 408 || answer.status === 429) throw new TypeError("not now");
  return answer;
}

async function refusePicture(id, kept, answer) {
  const problem = await answer.json().catch(() => ({}));
  await roomWrite("picture", id, { ...kept, refused: problem.fault || "damaged" });
  await roomDrop("picture-bytes", id);
  pictureSaid(id, { ...kept, refused: problem.fault || "damaged" });
  return true;
}

// Sends one picture from where it was cut off. True if the server knows us.
async function sendPicture(id) {
  const kept = await roomRead("picture", id).catch(() => null);
  if (kept && kept.refused) return true;
  const bytes = kept ? await roomReadBytes("picture-bytes", id).catch(() => null) : null;
  if (!bytes) return dropPicture(id).then(() => true);
  const room = kept.path.replace(/\/[0-9a-z]{26}$/, "");
  const address = `${kept.path}/pictures/${id}/upload`;
  const announced = new URLSearchParams({ size: String(kept.size), digest: kept.digest, caption: kept.caption });
  let answer = await pictureAnswer(address, announced, room);
  for (let before = -1; ; ) {
    if (!answer) return false;
    if (!answer.ok) return refusePicture(id, kept, answer);
    const said = await answer.json();
    pictureSaid(id, kept, said.have);
    if (said.kept) break;
    if (said.have === before) throw new TypeError("it does not go on");
    // Taken back meanwhile, on this device.
    if (!(await roomRead("picture", id).catch(() => null))) return true;
    before = said.have;
    answer = await pictureAnswer(`${address}/${said.have}`, bytes.slice(said.have, said.have + PICTURE_CHUNK), room);
  }
  await dropPicture(id);
  pictureShown(id, kept);
  keep(kept.path);
  return true;
}

// Sends what waits, in one tab at a time; ticks do not wait for it. True if the server knows us.
async function sendPictures() {
  if (picturesOnTheWay) return true;
  picturesOnTheWay = true;
  const all = async (mine) => {
    for (const id of mine === null ? [] : await roomNames("picture")) if (!(await sendPicture(id))) return false;
    return true;
  };
  try {
    return await (navigator.locks ? navigator.locks.request("insignia-room-pictures", { ifAvailable: true }, all) : all());
  } catch {
    // No signal: it waits, and the next piece begins where this one did.
    return true;
  } finally {
    picturesOnTheWay = false;
  }
}

async function addPicture(file, caption) {
  const id = pictureId();
  const kept = { path: here, caption, size: 0, digest: "" };
  pictureSaid(id, kept);
  try {
    const bytes = await pictureShrunk(file);
    Object.assign(kept, { size: bytes.length, digest: await pictureDigest(bytes) });
    await roomWriteBytes("picture-bytes", id, bytes);
  } catch {
    kept.refused = "kind";
  }
  await roomWrite("picture", id, kept);
  await show();
  await send();
}

function beginPictures() {
  const chosen = album && album.querySelector("form.room-picture");
  if (!chosen) return;
  chosen.addEventListener("submit", async (event) => {
    const file = chosen.elements.picture.files[0];
    if (!file || plain) return;
    event.preventDefault();
    if (!(await ready)) return asItStands(chosen, event.submitter);
    const caption = chosen.elements.caption.value.trim();
    chosen.reset();
    addPicture(file, caption).catch(() => {});
  });
}

async function dropRefusedPictures() {
  for (const id of await roomNames("picture")) {
    const kept = await roomRead("picture", id).catch(() => null);
    if (!kept || kept.refused) await dropPicture(id);
  }
}
