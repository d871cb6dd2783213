import {away, left, part, safe} from './part.js';
import {dated, opening} from './clock.js';
import {reachable} from './contacts.js';

// EMERGENCY is the number of the whole European Union.
const EMERGENCY = '112';

// crisisView is what somebody in need sees: short lines, numbers that one tap
// calls, and nothing else. onBeyond asks for places as well.
export function crisisView(w, level, crisis, onBeyond) {
  return part('div', { class: 'crisis' },
    part('h' + level, {}, w.say('crisis.title')),
    part('p', {}, w.say('crisis.lead')),
    danger(w, crisis.emergency),
    lines(w, crisis.helplines),
    part('p', { class: 'muted' }, w.say('crisis.else')),
    onBeyond && part('p', { class: 'beyond' }, w.say('crisis.beyond_lead') + ' ',
      part('button', { type: 'button', class: 'plain', onclick: onBeyond }, w.say('crisis.beyond'))));
}

// talk is the list behind "Talk to somebody now", and what stands in the place
// of results when the server does not answer.
export function talk(w, known) {
  return [
    danger(w),
    lines(w, known.helplines),
    known.seen && part('p', { class: 'muted seen' }, w.say('widget.copy', { date: dated(w, known.seen) })),
  ];
}

export function danger(w, number) {
  const dial = digits(number || EMERGENCY);
  return part('p', { class: 'danger' }, w.say('crisis.danger') + ' ',
    part('a', { href: 'tel:' + dial, class: 'call' }, w.parts('crisis.emergency', { number: left(dial) })));
}

// lines lists helplines.
export function lines(w, helplines) {
  return part('ul', { class: 'lines' }, (helplines || []).filter(h => h.lines.some(reachable)).map(h => line(w, h)));
}

// line is one helpline: its name, the ways to reach it with the number large,
// and when somebody answers.
function line(w, h) {
  const ways = h.lines.filter(reachable).sort((a, b) => order(a) - order(b));
  const foreign = h.languages && h.languages.length && !h.languages.includes(w.lang);
  return part('li', {},
    part('strong', { class: 'name' }, h.name),
    part('div', { class: 'ways' }, ways.map(l => way(w, l))),
    part('p', {}, when(w, h), foreign && [' · ', w.say('crisis.language', { language: h.languages.map(w.language).join(', ') })]),
    checked(w, h));
}

function order(l) {
  return ['phone', 'chat', 'sms', 'whatsapp', 'video'].indexOf(l.channel);
}

function when(w, h) {
  if (h.always) return part('span', { class: 'lit' }, w.say('time.always'));
  return h.open && part('span', { class: h.open.state === 'open' ? 'lit' : undefined }, opening(w, h.open));
}

function checked(w, h) {
  const p = h.provenance || {};
  if (p.verified_at) return part('p', { class: 'muted' }, w.say('crisis.verified', { date: dated(w, p.verified_at) }));
  return p.source_seen && part('p', { class: 'muted' }, w.say('crisis.seen', { date: dated(w, p.source_seen) }));
}

// way is one way to reach a helpline. A number is shown as it is printed.
function way(w, l) {
  const number = l.number || l.dial || '';
  switch (l.channel) {
    case 'phone':
      return part('a', { class: 'call', href: 'tel:' + digits(l.dial) }, w.parts('card.call', { number: left(number, 'number') }));
    case 'sms':
      return part('a', { class: 'call', href: 'sms:' + digits(l.dial) }, w.parts('crisis.sms', { number: left(number) }));
    case 'whatsapp':
      return part('span', {}, 'WhatsApp ', left(number));
    default:
      return safe(l.url) && away(w, safe(l.url), { class: 'call' }, w.say('crisis.chat'));
  }
}

export function digits(number) {
  return String(number).replace(/[^0-9+*#]/g, '');
}
