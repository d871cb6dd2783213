// part makes an element. Attributes come by name, listeners as "onclick" and
// such, children as nodes, texts or lists of both. Everything in the widget is
// built so: a host page that requires Trusted Types refuses markup in strings.
export function part(name, about, ...inside) {
  const made = document.createElement(name);
  for (const key of Object.keys(about || {})) {
    const value = about[key];
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) made.addEventListener(key.slice(2), quietly(value));
    else made.setAttribute(key, value === true ? '' : String(value));
  }
  put(made, inside);
  return made;
}

// put appends nodes and texts; nothing is left out silently but what is nothing.
export function put(parent, inside) {
  for (const child of inside) {
    if (Array.isArray(child)) put(parent, child);
    else if (child !== undefined && child !== null && child !== false && child !== '') parent.append(child);
  }
}

// refill puts other things into an element than it has.
export function refill(parent, ...inside) {
  while (parent.firstChild) parent.firstChild.remove();
  put(parent, inside);
}

// quietly makes a function that never throws and whose promise never rejects:
// window.onerror belongs to the host page and must not see us.
export function quietly(act) {
  return function (...given) {
    try {
      const later = act.apply(this, given);
      if (later && typeof later.catch === 'function') later.catch(() => {});
      return later;
    } catch (_) {
      return undefined;
    }
  };
}

// left wraps what is read from left to right in any language: telephone
// numbers and times.
export function left(text, kind) {
  return part('bdi', { dir: 'ltr', class: kind }, text);
}

// safe gives an address of the web, or nothing: what came from a catalogue is
// never run.
export function safe(address) {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch (_) {
    return undefined;
  }
}

// away makes a link that opens beside the host page and tells nobody where it
// was followed.
export function away(w, address, about, ...inside) {
  return part('a', Object.assign({ href: address, target: '_blank', rel: 'noopener noreferrer' }, about),
    ...inside, part('span', { class: 'unseen' }, ' (' + w.say('widget.new_tab') + ')'));
}
