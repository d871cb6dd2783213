// Looks every three seconds who is outside, and rings. A browser lets a page
// make a sound only after somebody has touched it, so there is a button for
// that. Nothing is stored.
const every = 3000
const page = document.getElementById("knocks")
const at = name => page.querySelector(`[data-${name}]`)
const title = document.title
let sound = null

const button = at("sound")
button.hidden = false
button.addEventListener("click", async () => {
  sound ??= new AudioContext()
  await sound.resume()
  button.setAttribute("aria-pressed", "true")
  ring()
})

// ring plays two short tones, as a door bell does.
function ring() {
  if (sound?.state !== "running") return
  for (const [i, pitch] of [660, 550].entries()) {
    const from = sound.currentTime + i * 0.35
    const tone = new OscillatorNode(sound, {frequency: pitch})
    const loud = new GainNode(sound, {gain: 0})
    loud.gain.setValueAtTime(0.0001, from)
    loud.gain.exponentialRampToValueAtTime(0.3, from + 0.02)
    loud.gain.exponentialRampToValueAtTime(0.0001, from + 0.3)
    tone.connect(loud).connect(sound.destination)
    tone.start(from)
    tone.stop(from + 0.32)
  }
}

let shown = ""

function show({state, outside}) {
  const waiting = outside.filter(o => !o.coming).length
  document.title = waiting ? `(${waiting}) ${title}` : title
  const says = page.dataset[state] // rings, coming or quiet
  if (at("says").textContent !== says) at("says").textContent = says
  at("says").classList.toggle("rings", waiting > 0)
  if (waiting) ring()
  const now = JSON.stringify(outside)
  if (now === shown) return // so that the focus stays where it is
  shown = now
  const focused = document.activeElement?.closest?.("form")?.getAttribute("action")
  at("outside").replaceChildren(...outside.map(o => {
    const line = at(o.coming ? "fetched" : "waits").content.cloneNode(true)
    line.querySelector("span").textContent = page.dataset.minutes.replace("{n}", o.minutes)
    line.querySelector("form")?.setAttribute("action", `/staff/knocks/${o.id}/coming`)
    return line
  }))
  if (focused) page.querySelector(`form[action="${focused}"] button`)?.focus()
}

async function look() {
  try {
    const answer = await fetch(`/staff/knocks/now?at=${encodeURIComponent(page.dataset.at)}`, {cache: "no-store", redirect: "error"})
    if (!answer.ok) throw new Error(answer.status)
    show(await answer.json())
    at("lost").hidden = true
  } catch {
    at("lost").hidden = false // whoever relies on the bell must know that it is dead
  }
}

// Going out must not load the page again: a new page may not ring before
// somebody has touched it.
at("outside").addEventListener("submit", async event => {
  event.preventDefault()
  const button = event.target.querySelector("button")
  button.disabled = true
  try {
    await fetch(event.target.action, {method: "POST", redirect: "manual"})
  } catch {
    button.disabled = false
  }
  look()
})

async function loop() {
  await look()
  setTimeout(loop, every)
}
loop()
