// The camera as a reader of QR codes, for a form with data-scan.
//
// What reads the codes (data-reader) is fetched once somebody presses the button, and only by browsers
// that cannot do it themselves. No picture leaves the device: an address of a badge here is opened,
// whatever else can be a badge is sent as if it had been pasted.
"use strict";

const PATIENCE = 90_000;
const PAUSE = 120;
const LONGEST_SIDE = 720;

/** Where a code leads: a path of ours to open, a badge to bring, or nowhere. */
function lead(text) {
  const said = text.trim();
  if (/^https?:\/\//i.test(said) && URL.canParse(said)) {
    const address = new URL(said);
    if (address.origin !== location.origin) return { bring: said };
    const badge = /^\/c\/([0-9a-z-]+)(\.[a-z]+)?$/i.exec(address.pathname);
    if (badge) return { open: `/c/${badge[1].toLowerCase()}` };
    return address.pathname === "/verify" ? { open: address.pathname + address.search } : null;
  }
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(said) || said.startsWith("{")) return { bring: said };
  return /^[0-9a-z]{4}([- ]?[0-9a-z]{4}){6}$/i.test(said) ? { open: `/?code=${encodeURIComponent(said)}` } : null;
}

/** Reads the code in a picture: its text, or nothing. */
async function reader(address) {
  if (window.BarcodeDetector && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (canvas) => (await detector.detect(canvas)).map((found) => found.rawValue)[0];
  }
  await import(address);
  return (canvas, pen) => {
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return (self.jsQR(data, width, height) || {}).data;
  };
}

function reason(fault) {
  if (fault.name === "NotAllowedError" || fault.name === "SecurityError") return "refused";
  return fault.name === "TypeError" ? "unreached" : "absent";
}

for (const form of document.querySelectorAll("form[data-scan]")) {
  const [start, stop, shown, video] = ["[data-start]", "[data-stop]", "[data-shown]", "video"].map((one) => form.querySelector(one));
  let stream = null;

  const say = (word) => {
    for (const line of form.querySelectorAll("[data-said]")) line.hidden = line.dataset.said !== word;
  };

  const end = (word) => {
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = null;
    video.srcObject = null;
    const inside = shown.contains(document.activeElement);
    shown.hidden = true;
    start.hidden = false;
    start.disabled = false;
    if (inside) start.focus();
    say(word);
  };

  const follow = (led) => {
    end("");
    if (led.open) {
      const to = new URL(led.open, location.origin);
      if (form.dataset.chosen) to.searchParams.set("uselang", form.dataset.chosen);
      location.assign(to);
    } else {
      form.elements.pasted.value = led.bring;
      form.submit();
    }
  };

  const look = async (own, read) => {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    for (const until = Date.now() + PATIENCE; stream === own; ) {
      if (Date.now() > until) return end("nothing");
      const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      if (canvas.width && canvas.height) {
        pen.drawImage(video, 0, 0, canvas.width, canvas.height);
        const text = await read(canvas, pen);
        if (stream !== own) return undefined;
        const led = text ? lead(text) : null;
        if (led) return follow(led);
        if (text) say("other");
      }
      await new Promise((go) => setTimeout(go, PAUSE));
    }
    return undefined;
  };

  start.addEventListener("click", async () => {
    start.disabled = true;
    say("");
    try {
      if (!navigator.mediaDevices) throw new DOMException("", "NotFoundError");
      const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
      const own = stream;
      const read = await reader(form.dataset.reader);
      if (stream !== own) return;
      video.srcObject = own;
      start.hidden = true;
      shown.hidden = false;
      stop.focus();
      say("looking");
      await video.play();
      await look(own, read);
    } catch (fault) {
      if (fault.name !== "AbortError") end(reason(fault));
    }
  });
  stop.addEventListener("click", () => end(""));
  // Nobody is filmed by a page that is out of sight, nor by one that is come back to.
  document.addEventListener("visibilitychange", () => document.hidden && stream && end(""));
  addEventListener("pagehide", () => stream && end(""));
}
