import {away, left, part} from './part.js';
import {dated, opening} from './clock.js';
import {digits} from './crisis.js';
import {drawing} from './door.js';
import {excerpt, marked} from './mark.js';

// ASKED are the questions of young people that a promise answers, and what to
// ask the place where no source does. Unknown is never "no".
const ASKED = [
  { promise: 'free', yes: 'promise.free.yes', no: 'promise.free.no', ask: 'card.ask_free' },
  { promise: 'anonymous', yes: 'promise.anonymous.yes', no: 'promise.anonymous.no', ask: 'card.ask_anonymous' },
  { promise: 'no_appointment', yes: 'promise.no_appointment.yes', no: 'promise.no_appointment.no', ask: 'card.ask_appointment' },
];

// card is one place or activity that was found, in words: where and how far,
// open now or when, free, anonymous, without appointment, for which ages, and
// what has to be asked.
export function card(w, set, found, topics) {
  const activity = found.kind === 'activity';
  const tongue = w.tongue(found.lang);
  const open = found.open || { state: 'unknown' };
  const text = excerpt(found.summary, found.highlights);
  const unknown = questions(w, found, open);
  return part('li', { class: 'card' + (open.state === 'open' ? ' is-open' : '') },
    part('h' + Math.min(set.level + 2, 6), { class: activity ? 'of-table' : 'of-door' },
      drawing(activity ? 'table' : open.state, 24),
      away(w, page(w, set, found), tongue, marked(found.title, found.highlights, '/name'))),
    part('p', { class: 'where' }, where(w, found), activity && found.centre && [' · ', w.say('card.at', { place: found.centre.name })]),
    part('p', { class: 'when' }, part('span', { class: open.state === 'open' ? 'lit' : undefined }, opening(w, open)),
      open.state === 'open' && found.reach && found.reach.open_on_arrival === 'closed' && [' · ', w.say('card.on_arrival_closed')]),
    part('ul', { class: 'answers' }, answers(w, found).map(a => part('li', {}, a))),
    unknown.length > 0 && part('p', { class: 'muted' }, w.say('card.ask') + ' ' + unknown.join(' ')),
    text && part('p', Object.assign({ class: 'text' }, tongue), text),
    tongue.lang && part('p', { class: 'muted' }, w.say('site.only', { lang: w.language(found.lang) })),
    why(w, found, topics),
    planB(w, set, found, open),
    part('p', { class: 'muted' }, age(w, found)));
}

// page is the address of what a place or an activity has on its own page.
function page(w, set, { kind, id }) {
  return set.base + '/' + w.lang + (kind === 'activity' ? '/a/' : '/c/') + encodeURIComponent(id);
}

// CLOSE are the precisions of a point from which metres can be told.
const CLOSE = ['exact', 'street'];

function where(w, found) {
  const at = found.location || {};
  const town = at.town || at.municipality_name || '';
  if (typeof found.distance_m !== 'number') return town && w.say('card.in', { town });
  const exact = CLOSE.includes(found.point_precision);
  const far = distance(w, found.distance_m, exact);
  const said = [town ? w.say(exact ? 'card.far' : 'card.about', { town, distance: far }) : far];
  if (found.reach && found.reach.walk_min <= 45) said.push(w.say('card.walk', { n: w.number(found.reach.walk_min) }));
  return said.join(' · ');
}

export function distance(w, metres, exact) {
  const step = exact ? 50 : 100;
  if (metres < 950) return w.say('widget.m', { n: w.number(Math.max(1, Math.round(metres / step)) * step) });
  const km = metres / 1000;
  return w.say('widget.km', { n: w.number(exact && km < 10 ? Math.round(km * 10) / 10 : Math.round(km)) });
}

function answers(w, found) {
  const said = [];
  for (const asked of ASKED) {
    const key = answered(found, asked);
    if (key) said.push(w.say(key));
  }
  const ages = found.ages && years(w, found.ages);
  if (ages) said.push(ages);
  if (found.languages && found.languages.length) said.push(found.languages.map(w.language).join(', '));
  return said;
}

// answered gives the words of an answer that some source gives.
function answered(found, asked) {
  const answer = found.promises && found.promises[asked.promise];
  return answer === 'yes' || answer === 'no' ? asked[answer] : undefined;
}

function years(w, { min, max, all }) {
  if (min !== undefined && max !== undefined) return w.parts('ages.range', { from: String(min), to: String(max) }).join('');
  if (min !== undefined) return w.say('ages.from', { from: min });
  if (max !== undefined) return w.say('ages.to', { to: max });
  return all && w.say('ages.all');
}

function questions(w, found, open) {
  const asked = ASKED.filter(a => !answered(found, a)).map(a => w.say(a.ask));
  if (!found.ages || !years(w, found.ages)) asked.push(w.say('card.ask_ages'));
  if (open.state === 'unknown') asked.push(w.say('card.ask_hours'));
  return asked;
}

// why says which topic led here, where that cannot be seen in the text.
function why(w, found, topics) {
  const reason = (found.matched || []).find(m => m.code === 'topic');
  const topic = reason && (topics || []).find(t => t.id === reason.value);
  return topic && part('p', { class: 'muted' }, w.parts('reason.topic', { topic: part('span', w.tongue(topic.lang), topic.label) }));
}

function planB(w, set, found, open) {
  const b = found.plan_b;
  if (!b || open.state === 'open') return undefined;
  if (b.kind !== 'helpline') {
    return part('p', { class: 'plan' }, w.say('card.planb') + ' ',
      away(w, page(w, set, b), {}, b.title));
  }
  return b.dial && part('p', { class: 'plan' }, w.say('card.planb_line') + ' ' + b.title + ' ',
    part('a', { href: 'tel:' + digits(b.dial) }, left(b.dial)));
}

// age says how old the knowledge is: nobody should walk to a door that shut
// years ago.
function age(w, found) {
  if (found.verified_at) return w.say('card.verified', { date: dated(w, found.verified_at) });
  const seen = found.source && found.source.seen;
  return seen ? w.say('card.unverified', { date: dated(w, seen) }) : w.say('card.unverified_undated');
}
