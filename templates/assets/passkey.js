// Passkeys: the one thing here that a page cannot do without a script.
//
// A form with data-passkey="show" signs in with a passkey, one with data-passkey="make" makes one. The
// server's question and the browser's answer are passed on as they are; nothing is kept here.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function send(form, path, message) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", "x-form-token": form.dataset.token },
    body: JSON.stringify(message),
    redirect: "error",
  });
  if (!answer.ok) throw new Error(answer.status >= 500 || answer.status === 429 ? "unreached" : "refused");
  return answer.json();
}

function named(list) {
  return (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
}

async function show(form) {
  const asked = await send(form, "/sign-in/passkey", {});
  const options = JSON.parse(asked.options);
  const found = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) },
  });
  const said = found.response;
  const answer = {
    id: found.id,
    rawId: text(found.rawId),
    type: found.type,
    response: {
      authenticatorData: text(said.authenticatorData),
      clientDataJSON: text(said.clientDataJSON),
      signature: text(said.signature),
      userHandle: said.userHandle ? text(said.userHandle) : null,
    },
  };
  const borrowed = Boolean(form.elements.borrowed && form.elements.borrowed.checked);
  const done = await send(form, "/sign-in/passkey/answer", { state: asked.state, answer: JSON.stringify(answer), borrowed, next: form.dataset.next });
  location.assign(done.next);
}

async function make(form) {
  const asked = await send(form, "/me/passkeys/question", {});
  const options = JSON.parse(asked.options);
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    },
  });
  const said = made.response;
  const answer = {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: { attestationObject: text(said.attestationObject), clientDataJSON: text(said.clientDataJSON) },
  };
  await send(form, "/me/passkeys", { state: asked.state, answer: JSON.stringify(answer), name: form.elements.name.value });
  location.assign(form.dataset.next);
}

function say(form, word) {
  for (const line of form.querySelectorAll("[data-said]")) line.hidden = line.dataset.said !== word;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button");
  if (!window.PublicKeyCredential) {
    button.disabled = true;
    say(form, "unsupported");
    continue;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say(form, "");
    button.disabled = true;
    try {
      await (form.dataset.passkey === "make" ? make : show)(form);
    } catch (reason) {
      const ours = reason.message === "refused" || reason.message === "unreached";
      say(form, ours ? reason.message : reason.name === "TypeError" ? "unreached" : "cancelled");
    } finally {
      button.disabled = false;
    }
  });
}
