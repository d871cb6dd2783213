import {left} from './part.js';

// A time of the directory is written in the wall clock of the place, with its
// distance from UTC: "2026-11-23T05:00:00+01:00". What is shown is that clock,
// wherever the reader's own device believes to be.
function moment(text) {
  const m = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?(Z|([+-])(\d\d):(\d\d))$/.exec(text || '');
  if (!m) return undefined;
  const shift = m[4] ? (m[4] === '-' ? -1 : 1) * (Number(m[5]) * 60 + Number(m[6])) : 0;
  return { day: m[1], time: m[2], shift, at: Date.parse(text) };
}

const DAY = 86400000;

// daysAhead counts midnights between now and a moment, on the clock of the place.
function daysAhead(m) {
  const today = new Date(Date.now() + m.shift * 60000).toISOString().slice(0, 10);
  return Math.round((Date.parse(m.day) - Date.parse(today)) / DAY);
}

function weekday(w, m) {
  return new Intl.DateTimeFormat(w.lang, { weekday: 'long', timeZone: 'UTC' }).format(new Date(m.day));
}

// opening says in words whether a door is open or a line answers, and until or
// from when: the state as the server gave it, as texts and nodes.
export function opening(w, open) {
  const until = moment(open.until);
  const next = moment(open.next);
  if (open.state === 'open') {
    // What never closes has no end.
    if (!open.until) return [w.say('time.always')];
    if (!until) return [w.say('time.open')];
    if (until.at - Date.now() < DAY) return w.parts('time.open_until', { time: left(until.time) });
    return w.parts('time.open_until_day', { day: weekday(w, until), time: left(until.time) });
  }
  if (open.state === 'closed') {
    if (!next) return [w.say('time.closed')];
    const days = daysAhead(next);
    const time = left(next.time);
    if (days <= 0) return w.parts('time.opens_today', { time });
    if (days === 1) return w.parts('time.opens_tomorrow', { time });
    if (days < 7) return w.parts('time.opens_day', { day: weekday(w, next), time });
    return w.parts('time.opens_date', { date: dated(w, next.day), time });
  }
  return [w.say('time.unknown')];
}

// dated writes a day, a month or a year, as exact as it is known.
export function dated(w, text) {
  const m = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(text || '');
  if (!m) return text || '';
  const shape = { year: 'numeric', timeZone: 'UTC', numberingSystem: 'latn', calendar: 'gregory' };
  if (m[2]) shape.month = 'long';
  if (m[3]) shape.day = 'numeric';
  return new Intl.DateTimeFormat(w.lang, shape).format(Date.UTC(m[1], (m[2] || 1) - 1, m[3] || 1));
}
