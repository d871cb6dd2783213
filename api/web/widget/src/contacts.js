import {CONTACTS} from './copy.js';

// FRESH is how long fetched contacts speak of now, in milliseconds: they say
// who answers at this moment.
const FRESH = 60000;

// ENOUGH is how many contacts are shown: few enough to read in distress.
const ENOUGH = 5;

// FEWEST is how many it takes that somebody gets through.
const FEWEST = 3;

const fetched = {};

// contacts gives the people to call in a country: fetched where the server
// answers, else those that this file carries, with the day they are from. All
// widgets on a page ask once.
export async function contacts(home, set) {
  const key = set.base + ' ' + set.country;
  const known = fetched[key];
  try {
    if (!known || Date.now() - known.at > FRESH) fetched[key] = { at: Date.now(), page: home.helplines(set.country) };
    const { helplines } = await fetched[key].page;
    const chosen = choose(helplines, set);
    if (chosen.length) return { helplines: chosen };
  } catch (_) {
    // What answered a while ago is still newer than what this file carries,
    // but for who is there now.
    if (known && fetched[key] !== known) fetched[key] = { at: 0, page: known.page };
    else delete fetched[key];
    const before = known && await known.page.catch(() => undefined);
    if (before) return { helplines: choose(before.helplines, set).map(timeless) };
  }
  return carried(set);
}

// carried gives the contacts that this file carries: those in the reader's
// language, and all where they are too few.
export function carried(set) {
  const lines = CONTACTS.countries[set.country] || [];
  const mine = lines.filter(h => understands(h, set.lang));
  const others = mine.length < FEWEST ? lines.filter(h => !mine.includes(h)) : [];
  return { helplines: mine.concat(others), seen: CONTACTS.seen };
}

function timeless(h) {
  return Object.assign({}, h, { open: undefined });
}

// reachable says whether somebody can use a line with what is known of it.
export function reachable(line) {
  if (line.channel === 'chat' || line.channel === 'video') return Boolean(line.url);
  return ['phone', 'sms', 'whatsapp'].includes(line.channel) && Boolean(line.dial);
}

function understands(h, lang) {
  return !h.languages || !h.languages.length || h.languages.includes(lang);
}

const RANK = { open: 0, unknown: 1, closed: 2 };

// choose orders helplines as the directory's own crisis desk does, and keeps
// one that answers now, one that always does and one that is typed.
function choose(helplines, set) {
  const rank = h => (understands(h, set.lang) ? 0 : 10) + (h.open && h.open.state in RANK ? RANK[h.open.state] : 1);
  const all = helplines
    .filter(h => h.lines.some(reachable) && (h.nationwide || (set.municipality && h.municipality === set.municipality)))
    .sort((a, b) => rank(a) - rank(b) || (always(a) ? 0 : 1) - (always(b) ? 0 : 1) || a.groups.length - b.groups.length);
  const kept = [all.find(h => h.open && h.open.state === 'open'), all.find(always), all.find(h => h.lines.some(l => l.channel === 'chat' && reachable(l)))];
  for (const h of all) if (kept.filter((k, i) => k && kept.indexOf(k) === i).length < ENOUGH) kept.push(h);
  return all.filter(h => kept.includes(h));
}

function always(h) {
  return h.lines.some(l => reachable(l) && l.open && l.open.state === 'open' && !l.open.until);
}
