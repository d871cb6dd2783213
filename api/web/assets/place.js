// What the page of a place can do beyond its links: share, copy, print. A
// button is shown only where the browser can do what it says. Nothing is
// stored and nothing is asked for.
const say = words => {
  const said = document.getElementById("said")
  if (said) said.textContent = words
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false
  button.addEventListener("click", () => print())
}

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue
  button.hidden = false
  button.addEventListener("click", () => {
    const what = {text: button.dataset.share}
    if (button.dataset.page) what.url = button.dataset.page
    navigator.share(what).catch(() => {}) // somebody thought better of it
  })
}

for (const button of document.querySelectorAll("[data-copy], [data-copy-page]")) {
  if (!navigator.clipboard) continue
  button.hidden = false
  const label = button.textContent
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy ?? location.href)
    } catch {
      return
    }
    button.textContent = button.dataset.copied
    say(button.dataset.copied)
    setTimeout(() => { button.textContent = label }, 3000)
  })
}
