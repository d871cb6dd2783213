// Looks every few seconds whether somebody inside has answered, and says so
// without loading the page again. What is said comes from the page itself, as
// the server draws it. Nothing is stored.
const every = 3000
const knock = document.getElementById("knock")
const part = (of, name) => of.querySelector(`[data-${name}]`)

async function look() {
  try {
    const answer = await fetch(location.href, {headers: {Accept: "text/html"}, cache: "no-store"})
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const now = page.getElementById("knock")
    if (now && now.dataset.knock !== knock.dataset.knock) {
      // The element that is read out stays; only what is in it changes.
      for (const name of ["said", "rest"]) part(knock, name).replaceChildren(...part(now, name).childNodes)
      knock.dataset.knock = now.dataset.knock
      if (!("again" in now.dataset)) delete knock.dataset.again
    }
  } catch {
    // No connection just now: the next look may have one.
  }
  if ("again" in knock.dataset) setTimeout(look, every)
}

if ("again" in knock.dataset) setTimeout(look, every)
