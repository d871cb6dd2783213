// Leave this page (after GOV.UK's "Exit this page"): the button, or Shift three
// times within five seconds, blanks the page at once and leaves it for one
// that needs no explaining. The page is replaced, so Back does not return.
const within = 5000; // milliseconds for three presses
let begun = false;

export function begin() {
  const place = document.getElementById("exit");
  if (!place || begun) return;
  begun = true;
  const link = place.querySelector("[data-leave]");
  const dots = place.querySelectorAll(".dots i");
  const said = place.querySelector("[data-said]");
  let pressed = 0;
  let timer = 0;
  let alone = false; // Shift went down and no other key with it

  function leave() {
    const blank = document.createElement("div");
    blank.className = "blank";
    document.body.append(blank);
    document.title = "";
    history.replaceState(null, "", "/");
    location.replace(link.href);
  }

  function count(n) {
    pressed = n;
    dots.forEach((dot, i) => dot.classList.toggle("on", i < n));
    place.classList.toggle("pressed", n > 0);
    said.textContent = n > 0 ? place.dataset.progress.replace("{n}", n) : "";
  }

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  addEventListener("keydown", (event) => {
    alone = event.key === "Shift" && !event.repeat;
    if (event.key !== "Shift") count(0);
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    clearTimeout(timer);
    count(pressed + 1);
    if (pressed >= 3) return leave();
    timer = setTimeout(() => count(0), within);
  });
  // A page that comes back from the browser's own store must not show itself.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

begin();
