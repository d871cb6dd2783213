// The finder, livelier: what the form would post is asked for as one types, and
// only what was found is put in place. Without this file everything works too.
import { combobox } from "./combobox.js";
import { near } from "./near.js";
import { steer } from "./map.js";

const form = document.getElementById("ask");
const found = document.getElementById("found");
const said = document.getElementById("said");
const box = form.querySelector("details.ask-box");
const lang = document.documentElement.lang;

const wait = 200; // milliseconds after the last key
let timer = 0;
let asking = null;

// ask posts the form and puts what was found in place. What a person typed is
// in the body of the request and nowhere else; the address gets the topics
// that it was understood as.
async function ask({ button, live } = {}) {
  clearTimeout(timer);
  if (asking) asking.abort();
  const mine = (asking = new AbortController());
  const body = new URLSearchParams(new FormData(form));
  if (button && button.name) body.set(button.name, button.value);
  const more = button && button.name === "cursor";
  found.classList.add("busy");
  if (!live) said.textContent = form.dataset.loading;
  try {
    const answer = await fetch(form.action, {
      method: "POST", body, signal: mine.signal, headers: { "X-Part": "found" }, credentials: "omit", cache: "no-store",
    });
    const text = await answer.text();
    if (mine.signal.aborted) return;
    if (!answer.ok) return tell(answer.status === 429 ? form.dataset.slow : form.dataset.failed);
    const part = new DOMParser().parseFromString(text, "text/html");
    if (more) append(part);
    else put(part, live, button);
  } catch (error) {
    if (!mine.signal.aborted) tell(form.dataset.offline);
  } finally {
    if (asking === mine) {
      asking = null;
      found.classList.remove("busy");
    }
  }
}

function put(part, live, button) {
  const section = part.querySelector("section");
  const crisis = part.querySelector(".crisis");
  found.replaceChildren(...part.body.children);
  if (crisis) import("./exit.js").then((exit) => exit.begin());
  const address = (section && section.dataset.address) || location.pathname;
  if (!crisis) history.replaceState(null, "", address);
  else history.replaceState(null, "", location.pathname);
  adopt();
  steerMap();
  if (button && button.name === "map") {
    const same = button.dataset && found.querySelector(`[data-step="${button.dataset.step}"]:enabled`);
    (same || found.querySelector(".map-box svg")).focus({ preventScroll: true });
    return;
  }
  if (live) {
    said.textContent = section ? section.dataset.total || "" : "";
    return;
  }
  document.body.classList.add("answered");
  document.body.classList.toggle("in-crisis", Boolean(crisis));
  if (box) box.open = false;
  said.textContent = "";
  const heading = found.querySelector("h1");
  if (heading) heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

// adopt takes over what the answer says about the question.
function adopt() {
  const section = found.querySelector("section[data-summary]");
  if (!section) return;
  const what = form.querySelector(".what");
  if (what && section.dataset.summary) what.textContent = section.dataset.summary;
  for (const [name, field] of [["place", "place"], ["was", "was"]]) hidden(field).value = section.dataset[name] || "";
  if (section.dataset.was) form.elements.where.value = section.dataset.was;
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
    for (const input of part.querySelectorAll("[name=before]")) found.querySelector("[name=before]").value = input.value;
  } else {
    button.remove();
  }
  const first = items[0] && items[0].querySelector("a");
  if (first) first.focus();
}

// tell says that something did not work, and where to turn all the same.
function tell(words) {
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
  found.replaceChildren(notice);
}

function hidden(name) {
  let input = form.querySelector(`input[type=hidden][name=${name}]`);
  if (!input) {
    input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    form.append(input);
  }
  return input;
}

function soon() {
  clearTimeout(timer);
  const text = form.elements.text.value.trim();
  if (text.length === 1) return; // one letter asks for nothing
  if (!text && !form.elements.where.value.trim() && !found.childElementCount) return;
  timer = setTimeout(() => ask({ live: true }), wait);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  for (const list of form.querySelectorAll("[role=listbox]")) list.hidden = true;
  const button = event.submitter;
  ask({ button: button && button.name ? button : null });
});
form.addEventListener("input", (event) => {
  if (event.target.type === "checkbox" && !found.childElementCount) return; // not asked yet
  if (event.target.name === "where") {
    hidden("place").value = hidden("was").value = form.elements.lat.value = form.elements.lon.value = "";
  }
  soon();
});

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
    if (suggestion.kind === "place") {
      form.elements.text.value = "";
      choose(suggestion.id, suggestion.label);
    } else {
      form.elements.text.value = "";
      const topic = document.createElement("input");
      topic.type = "hidden";
      topic.name = "topics";
      topic.value = suggestion.id;
      form.append(topic);
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

function choose(id, label) {
  form.elements.where.value = label;
  hidden("place").value = id;
  hidden("was").value = label;
  form.elements.lat.value = form.elements.lon.value = "";
}

steerMap();
near(document.getElementById("near"), document.getElementById("near-said"), (lat, lon) => {
  form.elements.where.value = hidden("place").value = hidden("was").value = "";
  form.elements.lat.value = lat;
  form.elements.lon.value = lon;
  soon();
});
