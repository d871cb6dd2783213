import {combobox} from './combobox.js';
import {part} from './part.js';

// CHIPS are what most ask a place to be.
export const CHIPS = {
  open: 'chip.open', free: 'chip.free', anonymous: 'chip.anonymous', no_appointment: 'chip.no_appointment',
};

// OFFERED is how many suggestions are shown.
const OFFERED = 5;

// askForm is the form. It changes what is asked (ask) and calls changed when
// that should be searched for: typed says that somebody is still typing.
export function askForm(w, set, home, ask, { changed, crisis, tell }) {
  const near = part('button', { type: 'button', class: 'chip', 'aria-pressed': 'false', onclick: () => locate() }, w.say('ask.near'));
  const text = combobox(w, {
    label: w.say('ask.text'),
    hint: w.say('ask.text_hint'),
    about: { maxlength: 2000, enterkeyhint: 'search' },
    paused(typed) {
      if (typed === ask.text) return;
      ask.text = typed;
      ask.beyond = false;
      changed({ typed: true });
    },
    async offer(typed, signal) {
      const answer = await home.suggest({ text: typed.slice(0, 200), lang: w.lang, country: set.country, limit: 8 }, signal);
      if (answer.crisis) {
        crisis(answer.crisis, true);
        return [];
      }
      return answer.suggestions
        // A town abroad is no help to who types a feeling that begins like it.
        .filter(s => s.kind !== 'place' || s.id.startsWith(set.country + ':'))
        .slice(0, OFFERED)
        .map(s => ({ label: s.label, lang: s.lang, detail: s.detail, take: () => takeOffer(s) }));
    },
  });
  const place = combobox(w, {
    label: w.say('ask.place'),
    hint: w.say('ask.place_hint'),
    about: { maxlength: 200, enterkeyhint: 'search', autocorrect: 'off' },
    beside: near,
    paused(typed) {
      if (ask.place && typed !== ask.place.name) ask.place = undefined;
      if (typed) forget();
    },
    async offer(typed, signal) {
      const answer = await home.places({ text: typed, lang: w.lang, country: set.country, limit: OFFERED }, signal);
      if (answer.crisis) {
        crisis(answer.crisis);
        return [];
      }
      return answer.places.map(p => ({
        label: p.postal_code ? p.postal_code + ' ' + p.name : p.name,
        detail: [p.municipality_name !== p.name && p.municipality_name, p.country !== set.country && p.country].filter(Boolean).join(', '),
        take: () => { stand(p); changed(); },
      }));
    },
  });

  const stand = p => {
    ask.place = { id: p.id, name: p.label || p.name };
    place.field.value = ask.place.name;
    forget();
  };
  const takeOffer = s => {
    if (s.kind === 'place') {
      stand(s);
      ask.text = text.field.value = '';
    } else if (s.kind === 'topic') {
      ask.topic = { id: s.id, label: s.label, lang: s.lang };
      ask.text = text.field.value = '';
    } else {
      ask.text = text.field.value = s.label;
    }
    ask.beyond = false;
    changed();
  };

  const said = part('p', { class: 'hint', role: 'status' });
  const forget = () => {
    ask.near = undefined;
    said.textContent = '';
    near.setAttribute('aria-pressed', 'false');
  };
  // locate asks where the device is, only ever after a tap. What leaves the
  // device is rounded to some hundred metres.
  const locate = () => {
    if (ask.near) {
      forget();
      changed();
      return;
    }
    const without = key => { said.textContent = w.say(key); place.field.focus(); };
    if (!navigator.geolocation) {
      without('ask.near_failed');
      return;
    }
    said.textContent = w.say('ask.near_asking');
    navigator.geolocation.getCurrentPosition(position => {
      const { latitude, longitude } = position.coords;
      ask.near = { lat: Math.round(latitude * 1000) / 1000, lon: Math.round(longitude * 1000) / 1000 };
      ask.place = undefined;
      place.field.value = '';
      near.setAttribute('aria-pressed', 'true');
      said.textContent = w.say('ask.near_set');
      changed();
    }, error => without(error && error.code === 1 ? 'ask.near_refused' : 'ask.near_failed'),
    { enableHighAccuracy: false, timeout: 10000, maximumAge: 60000 });
  };

  const chips = Object.keys(CHIPS).map(name => {
    const chip = part('button', {
      type: 'button', class: 'chip', 'aria-pressed': 'false',
      onclick() {
        if (ask.chips.has(name)) ask.chips.delete(name);
        else ask.chips.add(name);
        settle();
        changed();
      },
    }, w.say(CHIPS[name]));
    chip.dataset.chip = name;
    return chip;
  });
  const settle = () => {
    for (const chip of chips) chip.setAttribute('aria-pressed', String(ask.chips.has(chip.dataset.chip)));
  };

  const form = part('form', {
    role: 'search', 'aria-label': w.say('ask.submit'),
    onsubmit(event) {
      // Whatever happens next, nothing typed may become part of an address.
      event.preventDefault();
      text.close();
      place.close();
      const typed = text.field.value.trim();
      if (typed !== ask.text) ask.beyond = false;
      ask.text = typed;
      const town = place.field.value.trim();
      if (town && (!ask.place || ask.place.name !== town)) ask.place = { id: town, name: town };
      if (!town) ask.place = undefined;
      tell('');
      changed({ sent: true });
    },
  },
  part('div', { class: 'fields' }, text.box, place.box),
  said,
  part('p', { class: 'promise' }, w.say('ask.privacy')),
  part('fieldset', {}, part('legend', {}, w.say('ask.matters')), part('div', { class: 'chips' }, chips)),
  part('button', { type: 'submit', class: 'main' }, w.say('ask.submit')));

  return {
    form, settle,
    rest() { text.close(); place.close(); },
    offered: () => text.shown(),
    wrongPlace() { place.field.setAttribute('aria-invalid', 'true'); place.field.focus(); },
    fine() { place.field.removeAttribute('aria-invalid'); },
  };
}
