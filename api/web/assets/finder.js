// The finder, livelier: what the form would post is asked for as one types, and
// only what was found is put in place. Without this file everything works too.
import { combobox } from "./combobox.js";
import { near } from "./near.js";
import { steer } from "./map.js";

const form = document.getElementById("ask");
const found = document.getElementById("found");
const said = document.getElementById("said");
const box = form.querySelector("details.ask-box"); // not there before people to call
const lang = document.documentElement.lang;
const here = new URL(form.action).pathname;

const wait = 200; // milliseconds after the last key
const stand = 3000; // milliseconds for which an answer stands that was meant
let timer = 0;
let still = 0;
let asking = null;
const meant = new Set(); // questions that were sent as meant: each counts once

// ask posts the form and puts what was found in place. What a person typed is
// in the body of the request and nowhere else; the address gets the topics
// that it was understood as.
async function ask({ button, live } = {}) {
  stop();
  const mine = (asking = new AbortController());
  const body = new URLSearchParams(new FormData(form));
  if (button && button.name) body.set(button.name, button.value);
  const counted = meant.has(question(body));
  found.classList.add("busy");
  if (!live) said.textContent = form.dataset.loading;
  try {
    const answer = await fetch(form.action, {
      method: "POST", body, signal: mine.signal, headers: { "X-Part": live || counted ? "typing" : "found" }, credentials: "omit", cache: "no-store",
    });
    const text = await answer.text();
    if (mine.signal.aborted) return;
    if (!answer.ok) return tell(answer.status === 429 ? form.dataset.slow : form.dataset.failed, button);
    const part = new DOMParser().parseFromString(text, "text/html");
    if (button && button.name === "cursor") append(part);
    else put(part, live, button);
    if (live) settle(body);
    else meant.add(question(body));
  } catch (error) {
    if (!mine.signal.aborted) tell(form.dataset.offline, button);
  } finally {
    if (asking === mine) {
      asking = null;
      found.classList.remove("busy");
    }
  }
}

// stop drops the answer that is under way: it answers what is no longer asked.
function stop() {
  clearTimeout(timer);
  clearTimeout(still);
  mean = () => {};
  if (asking) asking.abort();
  asking = null;
  found.classList.remove("busy");
}

// settle says of an answer that somebody leaves standing, or follows, that its
// question was meant, and not only typed on the way to another: such are counted.
// Nobody waits for what comes of it, not even the page.
let mean = () => {};
function settle(body) {
  mean = () => {
    clearTimeout(still);
    mean = () => {};
    const asks = question(body);
    if (meant.has(asks)) return;
    meant.add(asks);
    fetch(form.action, {
      method: "POST", body, headers: { "X-Part": "settled" }, credentials: "omit", cache: "no-store", keepalive: true,
    }).catch(() => {});
  };
  still = setTimeout(() => mean(), stand);
}

// question is what a body asks, without what says how it was answered before.
function question(body) {
  const asks = [...body].filter(([name, value]) => value && !["place", "was", "before", "shown"].includes(name));
  return String(new URLSearchParams(asks.map(([name, value]) => [name, value.trim()]).sort()));
}

function put(part, live, button) {
  const section = part.querySelector("section[data-address]");
  const crisis = part.querySelector(".crisis");
  const fields = part.querySelector("template#fields");
  const out = part.querySelector("#exit");
  for (const other of [fields, out]) if (other) other.remove();
  found.replaceChildren(...part.body.children);
  state({ live: live && !crisis, helping: live && crisis });
  leaveBy(out);
  address(crisis ? "" : section.dataset.address);
  if (section) adopt(section, live ? null : fields);
  steerMap();
  if (button && button.name === "map") {
    const same = button.dataset && found.querySelector(`[data-step="${button.dataset.step}"]:enabled`);
    const next = same || found.querySelector(".map-box svg");
    if (next) next.focus({ preventScroll: true });
    said.textContent = "";
    return;
  }
  const heading = found.querySelector("h1");
  if (live) {
    said.textContent = (section && section.dataset.total) || (heading && heading.textContent) || "";
    return;
  }
  state({ answered: true, "in-crisis": crisis });
  if (box) {
    box.classList.add("again");
    box.open = false;
  }
  said.textContent = "";
  if (heading) heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function state(classes) {
  for (const [name, on] of Object.entries(classes)) document.body.classList.toggle(name, Boolean(on));
}

// leaveBy puts the button that leaves the page where a view has one, and takes
// it away where the next has none.
let exit = null;
let wayOut = null; // of the view that is shown
async function leaveBy(out) {
  wayOut = out;
  if (!exit && !out && !document.getElementById("exit")) return;
  exit = exit || import("./exit.js");
  const { begin, end } = await exit;
  if (wayOut !== out) return; // another view has come
  if (out) begin(out);
  else end();
}

// address writes what was asked, in closed vocabularies, into the address, and
// into those of the page in other languages.
function address(query) {
  history.replaceState(null, "", here + query);
  for (const link of document.querySelectorAll(".languages a")) link.href = `/${link.hreflang}/${query}`;
}

// adopt takes over what the answer says about the question: all of its fields,
// or, while somebody types into one, the counts on the chips.
function adopt(section, fields) {
  const what = form.querySelector(".what");
  if (what && section.dataset.summary) what.textContent = section.dataset.summary;
  if (!box) return;
  if (fields) {
    for (const old of box.querySelectorAll(":scope > :not(summary)")) old.remove();
    box.append(fields.content);
    wire();
    return;
  }
  for (const name of ["place", "was"]) hidden(name).value = section.dataset[name] || "";
  for (const chip of form.querySelectorAll(".chip input")) {
    const count = found.querySelector(`[data-chip="${chip.name}=${chip.value}"]`);
    if (!count) continue;
    let n = chip.parentNode.querySelector(".n");
    if (!n) {
      n = document.createElement("span");
      n.className = "n";
      chip.nextElementSibling.append(" ", n);
    }
    n.textContent = count.value;
    chip.disabled = count.dataset.empty === "true" && !chip.checked;
  }
}

// steerMap lets the map be moved by keys and by touch.
function steerMap() {
  const map = found.querySelector(".map-box");
  if (map) steer(map, (button) => ask({ button }));
}

function append(part) {
  const list = found.querySelector(".results");
  const items = [...part.querySelectorAll(".results > li")];
  list.append(...items);
  const button = found.querySelector("#more");
  const next = part.querySelector("#more");
  if (next) {
    button.value = next.value;
    found.querySelector("[name=before]").value = part.querySelector("[name=before]").value;
  } else {
    button.remove();
  }
  said.textContent = "";
  const first = items[0] && items[0].querySelector("a");
  if (first) first.focus();
}

// tell says that something did not work, and where to turn all the same. What
// was found before stays, where it was to be added to.
function tell(words, button) {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.setAttribute("role", "alert");
  const talk = document.querySelector(".talk, footer a");
  notice.append(words, " ");
  if (talk) {
    const link = talk.cloneNode(true);
    link.removeAttribute("class");
    notice.append(link);
  }
  said.textContent = "";
  for (const old of found.querySelectorAll(".notice[role=alert]")) old.remove();
  const results = button && found.querySelector("section[data-address] .results");
  if (results) results.after(notice);
  else found.replaceChildren(notice);
}

function hidden(name) {
  let input = form.querySelector(`input[type=hidden][name=${name}]`);
  if (!input) {
    input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    box.append(input);
  }
  return input;
}

// asked says whether the form asks anything at all.
function asked() {
  return [...new FormData(form)].some(([name, value]) => value && !["was", "before", "shown"].includes(name));
}

function soon() {
  stop();
  const text = form.elements.text.value.trim();
  if ([...text].length === 1 || !form.checkValidity()) return; // one letter asks for nothing
  if (!asked()) return forget();
  if (!text && !form.elements.where.value.trim() && !found.childElementCount) return; // not asked yet
  timer = setTimeout(() => ask({ live: true }), wait);
}

// forget takes away what was found for what is no longer asked.
function forget() {
  found.replaceChildren();
  said.textContent = "";
  state({ live: false, helping: false, answered: false });
  leaveBy(null);
  address("");
}

function start() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    ask({ button: button && button.name ? button : null });
  });
  form.addEventListener("input", (event) => {
    if (event.target.name === "where") {
      hidden("place").value = hidden("was").value = form.elements.lat.value = form.elements.lon.value = "";
    }
    soon();
  });
  // A page that is kept for the way back must not go on counting.
  addEventListener("pagehide", () => clearTimeout(still));
  found.addEventListener("click", (event) => {
    if (event.target.closest("a[href]")) mean();
  });
  // What the page came with was asked for by its address, and counted then.
  if (found.childElementCount) meant.add(question(new FormData(form)));
  wire();
  steerMap();
}

function choose(id, label) {
  form.elements.where.value = label;
  hidden("place").value = id;
  hidden("was").value = label;
  form.elements.lat.value = form.elements.lon.value = "";
}

// wire brings the fields to life.
function wire() {
  if (!box) return;
  combobox(form.elements.text, {
    words: form.dataset.suggest,
    path: "/v1/suggest",
    body: (text) => ({ text, lang, limit: 6 }),
    read: (answer) => answer.suggestions || [],
    pick(suggestion) {
      if (suggestion.kind === "centre") {
        location.assign(`/${lang}/c/${suggestion.id}`);
        return;
      }
      form.elements.text.value = "";
      if (suggestion.kind === "place") {
        choose(suggestion.id, suggestion.label);
      } else {
        const topic = document.createElement("input");
        topic.type = "hidden";
        topic.name = "topics";
        topic.value = suggestion.id;
        box.append(topic);
      }
      ask();
    },
  });
  combobox(form.elements.where, {
    words: form.dataset.suggest,
    path: "/v1/places",
    body: (text) => ({ text, limit: 6 }),
    read: (answer) => (answer.places || []).map((p) => ({
      id: p.id, kind: "place",
      label: p.postal_code && p.postal_code !== p.name ? `${p.postal_code} ${p.name}` : p.name,
      detail: [p.municipality_name !== p.name && p.municipality_name, p.country].filter(Boolean).join(", "),
    })),
    pick(place) {
      choose(place.id, place.label);
      soon();
    },
  });
  near(document.getElementById("near"), document.getElementById("near-said"), (lat, lon) => {
    form.elements.where.value = hidden("place").value = hidden("was").value = "";
    form.elements.lat.value = lat;
    form.elements.lon.value = lon;
    soon();
  });
}

// A browser that is too old for this has the plain form, which works.
if (typeof SubmitEvent === "function" && "submitter" in SubmitEvent.prototype && "replaceChildren" in Element.prototype) start();
