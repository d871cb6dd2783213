// Passkeys: made on the page of a member, used on the page where one signs in.
// The forms are hidden until it is sure that this browser can.
const able = () => window.isSecureContext && "credentials" in navigator &&
  typeof window.PublicKeyCredential?.parseCreationOptionsFromJSON === "function" &&
  typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === "function" &&
  typeof window.PublicKeyCredential?.prototype.toJSON === "function";

class Refused extends Error {
  constructor(status) {
    super(String(status));
    this.status = status;
  }
}

async function send(path, body) {
  const response = await fetch(path, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Refused(response.status);
  return response.json();
}

async function make(form) {
  const { ceremony, options } = await send("/staff/passkeys/begin", {});
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const key = await navigator.credentials.create({ publicKey });
  return send("/staff/passkeys", { ceremony, name: form.elements.name.value, answer: key.toJSON() });
}

async function signIn() {
  const { ceremony, options } = await send("/staff/passkeys/sign-in/begin", {});
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const key = await navigator.credentials.get({ publicKey });
  return send("/staff/passkeys/sign-in", { ceremony, answer: key.toJSON() });
}

// why is the sentence for what went wrong; the form brings them all.
function why(error, says) {
  if (error instanceof Refused && error.status === 429) return says.slow;
  if (error.name === "NotAllowedError" || error.name === "AbortError") return says.givenUp;
  if (error.name === "InvalidStateError") return says.here ?? says.failed;
  return says.failed;
}

function offer(form, act) {
  const said = form.querySelector("[data-said]"), button = form.querySelector("button");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    button.disabled = true;
    try {
      location.assign((await act(form)).location);
    } catch (error) {
      said.textContent = why(error, form.dataset);
      button.disabled = false;
      button.focus();
    }
  });
}

if (able()) {
  for (const none of document.querySelectorAll('[data-passkeys="none"]')) none.hidden = true;
  for (const form of document.querySelectorAll('[data-passkeys="new"]')) offer(form, make);
  for (const form of document.querySelectorAll('[data-passkeys="sign-in"]')) offer(form, signIn);
}
