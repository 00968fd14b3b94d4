// The public check of a paper: compares the hash in the scanned code and the hash of a chosen file with those on
// record. Nothing leaves the device: the part of an address behind # is not sent, and a file is only read.

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function show(name) {
  const pair = name.startsWith("file-") ? ["file-same", "file-other"] : ["same", "other"];
  for (const each of pair) document.querySelector(`[data-verdict="${each}"]`).hidden = each !== name;
}

/** The hash of the text behind # (base64url without padding), or nothing. */
function scanned() {
  const packed = location.hash.slice(1);
  if (!/^[\w-]{43}$/.test(packed)) return "";
  const plain = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  return hex(Uint8Array.from(plain, (letter) => letter.charCodeAt(0)));
}

function compareText() {
  const found = scanned();
  if (found) show(found === document.querySelector("[data-verify]").dataset.verify ? "same" : "other");
}

async function compareFile(file, known) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  show(known.includes(hex(new Uint8Array(digest))) ? "file-same" : "file-other");
}

const files = document.querySelector("[data-verify-files]");
if (files && globalThis.crypto?.subtle) {
  files.hidden = false;
  files.querySelector("input").addEventListener("change", (event) => {
    if (event.target.files.length) compareFile(event.target.files[0], files.dataset.verifyFiles.split(" "));
  });
}
compareText();
addEventListener("hashchange", compareText);
