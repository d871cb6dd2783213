import {away, part} from './part.js';
import {CHIPS} from './ask.js';
import {card} from './card.js';
import {danger, lines} from './crisis.js';

// foundView is what was found, best first. acts has what a person may do with
// it: more, and drop(name) for a wish that nothing met.
export function foundView(w, set, ask, answer, acts) {
  const h = 'h' + Math.min(set.level + 1, 6);
  const understood = answer.query || {};
  const relaxed = answer.relaxed || [];
  const places = answer.results.filter(r => r.kind !== 'helpline');
  const helplines = answer.results.filter(r => r.kind === 'helpline').map(r => Object.assign({ name: r.title, lines: [] }, r));
  const list = part('ul', { class: 'cards' }, places.map(r => card(w, set, r, understood.topics)));
  const missed = relaxed.some(r => r.dropped === 'text' || r.dropped === 'topics' || r.dropped === 'kinds');
  return part('div', { class: 'found' },
    part(h, {}, title(w, ask, answer, missed)),
    understood.corrected && part('p', {}, w.say('found.corrected', { text: understood.corrected })),
    understood.topics && understood.topics.length > 0 && part('p', { class: 'muted' }, w.say('found.topics') + ' ',
      understood.topics.map((t, i) => [i > 0 && ', ', part('span', w.tongue(t.lang), t.label)])),
    relaxed.length > 0 && part('p', {}, w.say('found.dropped') + ' ' + relaxed.map(r => w.say('found.drop.' + r.dropped)).join(', ')),
    wider(w, set, ask, relaxed.length > 0, acts),
    answer.lines && answer.lines.length > 0 && part('div', { class: 'beside' }, part('p', {}, w.say('found.lines')), lines(w, answer.lines)),
    helplines.length > 0 && lines(w, helplines),
    places.length > 0 && part('p', { class: 'muted' }, w.say(ask.nearest ? 'found.order_distance' : 'found.order_best')),
    places.length > 0 && list,
    answer.next && places.length > 0 && more(w, set, list, answer.next, acts));
}

function title(w, ask, answer, missed) {
  if (missed) return w.say('found.none') + ' ' + w.say('found.nearest');
  const place = answer.query && answer.query.place;
  const near = ask.near ? w.say('found.near_you') : place && w.say('found.near', { place: place.name });
  return [w.say('found.count', { n: w.number(answer.total) }), near && ' ' + near];
}

// wider offers to look beyond the municipality that the host page asks for.
function wider(w, set, ask, missed, acts) {
  return missed && set.municipality && !ask.wide &&
    part('button', { type: 'button', class: 'chip', onclick: () => acts.drop('municipality') }, w.say('widget.wider'));
}

function more(w, set, list, cursor, acts) {
  let next = cursor;
  const button = part('button', {
    type: 'button', class: 'plain',
    async onclick() {
      button.disabled = true;
      const answer = await acts.more(next).catch(() => undefined);
      button.disabled = false;
      if (!answer) return;
      const first = list.children.length;
      for (const r of answer.results) if (r.kind !== 'helpline') list.append(card(w, set, r, answer.query.topics));
      next = answer.next;
      if (list.children[first]) list.children[first].querySelector('a').focus();
      if (!next) button.remove();
    },
  }, w.say('found.more'));
  return button;
}

// emptyView stands where nothing was found at all: what to leave out, the
// nearest places whatever they are for, and people to talk to from afar.
export function emptyView(w, set, ask, { tries, nearest, helplines }, acts) {
  return part('div', { class: 'found' },
    part('h' + Math.min(set.level + 1, 6), {}, w.say('found.none')),
    part('div', { class: 'chips' }, tries.map(t => part('button', { type: 'button', class: 'chip', onclick: () => acts.drop(t.name) },
      t.name === 'municipality' ? w.say('widget.wider') : w.say('found.try_without', { what: wish(w, ask, t.name) }),
      ' (' + w.number(t.total) + ')'))),
    nearest.length > 0 && part('p', {}, w.say('found.nearest')),
    nearest.length > 0 && part('ul', { class: 'cards' }, nearest.map(r => card(w, set, r, []))),
    part('p', {}, w.say('found.lines')),
    lines(w, helplines),
    danger(w),
    part('p', {}, away(w, set.base + '/' + w.lang + '/', {}, w.say('ask.more'))));
}

function wish(w, ask, name) {
  if (name === 'text') return w.say('found.drop.text');
  if (name === 'topic') return ask.topic.label;
  return w.say(CHIPS[name]);
}
