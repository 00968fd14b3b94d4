// Passkeys. A button asks the browser for one and sends what it answers with its form:
//   <button type="button" data-passkey="get" data-options="ID of a JSON script"> or data-options-url="…" (log-in)
//   with <input type="hidden" data-credential> in the same form. data-passkey="create" makes a new one.
import { say } from "./requests.js";

export function start(root) {
  const buttons = root.matches?.("[data-passkey]") ? [root] : root.querySelectorAll("[data-passkey]");
  for (const button of buttons) {
    if (button.dataset.ready) continue; // htmx reports the whole page once more
    button.dataset.ready = "yes";
    if (!window.PublicKeyCredential) {
      button.disabled = true;
      button.title = button.dataset.without ?? "";
      continue;
    }
    button.addEventListener("click", () => use(button));
  }
}

async function use(button) {
  button.disabled = true;
  try {
    const options = await wanted(button);
    const credential = button.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: forCreation(options) })
      : await navigator.credentials.get({ publicKey: forRequest(options) });
    const form = button.form;
    form.querySelector("[data-credential]").value = JSON.stringify(asJson(credential));
    form.submit();
  } catch (refused) {
    // NotAllowedError: the person closed the browser's own dialog. Anything else is said the same way.
    say(button.dataset.refused);
    button.disabled = false;
  }
}

async function wanted(button) {
  if (button.dataset.options) return JSON.parse(document.getElementById(button.dataset.options).textContent).publicKey;
  const answer = await fetch(button.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options.publicKey;
}

function forCreation(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: (options.excludeCredentials ?? []).map(described),
    // kept on the device where it can be, so that it can also log in without a name
    authenticatorSelection: { ...options.authenticatorSelection, residentKey: "preferred", userVerification: "preferred" },
  };
}

function forRequest(options) {
  return { ...options, challenge: bytes(options.challenge), allowCredentials: (options.allowCredentials ?? []).map(described) };
}

const described = (credential) => ({ ...credential, id: bytes(credential.id) });

function asJson(credential) {
  const response = credential.response;
  const answer = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    answer.attestationObject = text(response.attestationObject);
    answer.transports = response.getTransports?.() ?? [];
  } else {
    answer.authenticatorData = text(response.authenticatorData);
    answer.signature = text(response.signature);
    answer.userHandle = response.userHandle ? text(response.userHandle) : null;
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  };
}

function bytes(base64url) {
  const plain = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
