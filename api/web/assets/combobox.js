// A field that says how what is being typed could go on (WAI-ARIA, combobox
// with a list that completes nothing by itself). Without it the field is an
// ordinary one.
const wait = 200; // milliseconds after the last key
let made = 0;

export function combobox(input, { words, path, body, read, pick }) {
  const list = document.createElement("ul");
  const said = document.createElement("span");
  list.id = `list-${++made}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words);
  list.hidden = true;
  said.className = "hidden";
  said.setAttribute("role", "status");
  input.after(list, said);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"]]) {
    input.setAttribute(name, value);
  }

  let timer = 0;
  let asking = null;
  let options = [];
  let at = -1;

  async function ask(text) {
    if (asking) asking.abort();
    const mine = (asking = new AbortController());
    try {
      const answer = await fetch(path, {
        method: "POST", body: JSON.stringify(body(text)), signal: mine.signal, credentials: "omit", cache: "no-store",
        headers: { "Content-Type": "application/json" },
      });
      if (!answer.ok) return show([]);
      const read1 = read(await answer.json());
      if (!mine.signal.aborted && document.activeElement === input) show(read1);
    } catch (error) {
      if (!mine.signal.aborted) show([]);
    }
  }

  function show(found) {
    options = found;
    at = -1;
    list.replaceChildren(...found.map((option, i) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${i}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const label = document.createElement("span");
      label.textContent = option.label;
      if (option.lang) label.lang = option.lang;
      item.append(label);
      if (option.detail) {
        const detail = document.createElement("small");
        detail.textContent = option.detail;
        item.append(detail);
      }
      item.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
      item.addEventListener("click", () => take(i));
      return item;
    }));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    said.textContent = found.length ? `${words}: ${found.length}` : "";
  }

  function move(to) {
    if (at >= 0) list.children[at].setAttribute("aria-selected", "false");
    at = (to + options.length) % options.length;
    list.children[at].setAttribute("aria-selected", "true");
    list.children[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function close() {
    clearTimeout(timer);
    if (asking) asking.abort();
    if (!list.hidden) show([]);
  }

  function take(i) {
    const option = options[i];
    close();
    pick(option);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    const text = input.value.trim();
    if (text.length < 2) return close();
    timer = setTimeout(() => ask(text), wait);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") move(at + 1);
    else if (event.key === "ArrowUp") move(at < 0 ? options.length - 1 : at - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && at >= 0) take(at);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
}
