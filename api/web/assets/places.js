// Narrows the list of places to those that have every word that is typed in
// their name or town, whatever the case and the accents. Nothing is sent.
const field = document.getElementById("narrow")
const wanted = document.getElementById("wanted")
const said = field.querySelector("[role=status]")
const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
const places = [...document.querySelectorAll("#places > li")].map(line => ({line, says: plain(line.querySelector("p").textContent)}))

function narrow() {
  const words = plain(wanted.value).split(/\s+/).filter(Boolean)
  let n = 0
  for (const {line, says} of places) {
    line.hidden = !words.every(word => says.includes(word))
    if (!line.hidden) n++
  }
  said.textContent = words.length ? field.dataset.says.replace("{n}", n).replace("{all}", places.length) : ""
}

wanted.addEventListener("input", narrow)
field.hidden = false
narrow() // a browser may have kept what was typed
