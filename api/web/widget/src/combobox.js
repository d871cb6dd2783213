import {part, quietly, refill} from './part.js';

// PAUSE is how long nobody typed before anything is asked, in milliseconds;
// SHORTEST how many letters it takes.
export const PAUSE = 200;
export const SHORTEST = 2;

let made = 0;

// combobox is a field that offers what may be meant. It follows the pattern of
// the same name of WAI-ARIA: arrows walk, Enter takes, Escape closes. Without
// an answer it is an ordinary field.
//
// offer asks for what may be meant and gives [{label, lang, detail, take}];
// paused is told what stands there after each pause, be it too short to ask.
export function combobox(w, { label, hint, about, beside, offer, paused }) {
  made += 1;
  const id = 'f' + made;
  const list = part('ul', { id: id + 'l', role: 'listbox', class: 'offers', 'aria-label': label, hidden: true });
  const field = part('input', Object.assign({
    id, type: 'text', role: 'combobox', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false',
    'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id + 'l', 'aria-describedby': id + 'h',
  }, about));
  const box = part('div', { class: 'field' }, part('label', { for: id }, label), part('div', { class: 'box' }, field, beside, list),
    part('p', { id: id + 'h', class: 'hint' }, hint));

  let offers = [];
  let at = -1;
  let timer;
  let asking;

  const close = () => {
    offers = [];
    at = -1;
    list.hidden = true;
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
    refill(list);
  };
  const rest = () => {
    clearTimeout(timer);
    if (asking) asking.abort();
    asking = undefined;
  };
  const take = i => {
    const taken = offers[i];
    rest();
    close();
    if (taken) taken.take();
  };
  const walk = to => {
    if (at >= 0) list.children[at].setAttribute('aria-selected', 'false');
    at = (to + offers.length) % offers.length;
    const option = list.children[at];
    option.setAttribute('aria-selected', 'true');
    field.setAttribute('aria-activedescendant', option.id);
    if (option.scrollIntoView) option.scrollIntoView({ block: 'nearest' });
  };
  const show = some => {
    close();
    offers = some;
    if (!some.length) return;
    refill(list, some.map((o, i) => part('li', {
      id: id + 'o' + i, role: 'option', 'aria-selected': 'false', onclick: () => take(i),
    }, part('span', w.tongue(o.lang), o.label), o.detail && part('span', { class: 'muted' }, ' ' + o.detail))));
    list.hidden = false;
    field.setAttribute('aria-expanded', 'true');
  };
  const pause = async () => {
    const text = field.value.trim();
    paused(text);
    if (text.length < SHORTEST) return;
    const mine = new AbortController();
    asking = mine;
    const some = await offer(text, mine.signal).catch(() => []);
    // Whoever typed on, or went elsewhere, is not offered what is stale.
    if (asking === mine && field.getRootNode().activeElement === field) show(some);
  };

  field.addEventListener('input', quietly(() => {
    rest();
    close();
    timer = setTimeout(quietly(pause), PAUSE);
  }));
  field.addEventListener('keydown', quietly(event => {
    if (event.isComposing) return;
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      close();
    } else if (offers.length && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      walk(event.key === 'ArrowDown' ? at + 1 : at < 0 ? offers.length - 1 : at - 1);
    } else if (event.key === 'Enter' && at >= 0) {
      event.preventDefault();
      take(at);
    }
  }));
  field.addEventListener('blur', quietly(() => {
    if (asking) asking.abort();
    asking = undefined;
    close();
  }));
  // A tap on an offer must not take the focus from the field before it counts.
  list.addEventListener('mousedown', quietly(event => event.preventDefault()));

  return { box, field, close: () => { rest(); close(); }, shown: () => offers.length };
}
