// Leave this page (after GOV.UK's "Exit this page"): the button, or Shift three
// times within five seconds, blanks the page at once and leaves it for one that
// needs no explaining. The page is replaced, so Back
// does not return. A view of people to call may come and go while somebody
// types, so whether there is such a button is asked each time.
const within = 5000; // milliseconds for three presses
let presses = []; // when Shift was pressed by itself
let timer = 0;
let alone = false; // Shift went down and no other key with it

const place = () => document.getElementById("exit");

function leave(href) {
  // Nothing for the eye, nothing for a screen reader. In words that old browsers
  // know: this must not fail.
  document.body.textContent = "";
  document.title = "";
  history.replaceState(null, "", "/");
  location.replace(href);
}

function count(all) {
  const exit = place();
  clearTimeout(timer);
  presses = exit ? all : [];
  if (!exit) return;
  const n = presses.length;
  exit.querySelectorAll(".dots i").forEach((dot, i) => dot.classList.toggle("on", i < n));
  exit.classList.toggle("pressed", n > 0);
  exit.querySelector("[data-said]").textContent = n > 0 ? exit.dataset.progress.replace("{n}", n) : "";
  if (n >= 3) leave(exit.querySelector("[data-leave]").href);
  else if (n > 0) timer = setTimeout(() => count(presses.slice(1)), presses[0] + within - performance.now());
}

addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("[data-leave]");
  if (!link) return;
  event.preventDefault();
  leave(link.href);
});
addEventListener("keydown", (event) => {
  alone = event.key === "Shift" && !event.repeat;
  if (event.key !== "Shift" && presses.length > 0) count([]);
});
addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || !alone) return;
  alone = false;
  count([...presses, performance.now()]);
});
// A page that comes back from the browser's own store must not show itself.
addEventListener("pageshow", (event) => {
  if (event.persisted && place()) location.reload();
});

// begin puts the button, where a script brought it, before all that the page
// says, as on a page that came with it; end takes it away.
export function begin(exit) {
  end();
  document.body.insertBefore(exit, document.querySelector(".skip").nextSibling);
}

export function end() {
  const exit = place();
  if (exit) exit.remove();
}
