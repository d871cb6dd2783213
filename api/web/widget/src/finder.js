import {askForm} from './ask.js';
import {SHORTEST} from './combobox.js';
import {carried, contacts, reachable} from './contacts.js';
import {crisisView, talk} from './crisis.js';
import {TOPICS} from './copy.js';
import {drawing} from './door.js';
import {emptyView, foundView} from './found.js';
import {away, part, put, quietly, refill} from './part.js';
import {server} from './server.js';
import {wording} from './say.js';
import {SPOKEN_IN} from './settings.js';
import {voteView} from './vote.js';

// PAGE is how many places are shown at once.
const PAGE = 5;

// SLOW is how long an answer may take before it is said that we are looking.
const SLOW = 400;

// STILL is how long after somebody opened the list of people to call newer ones
// may still take its place.
const STILL = 800;

// STAND is how long an answer to what was typed stands, in milliseconds, until
// its question is taken for the one that was meant.
const STAND = 3000;

// finder builds one widget for its settings and gives its root element, with
// what its element has to tell it.
export function finder(set) {
  const w = wording(set.lang);
  const home = server(set.base);
  const ask = { text: '', topic: undefined, place: undefined, near: undefined, chips: new Set(), wide: false, beyond: false, nearest: false };
  let asking;
  let slow;

  const status = part('p', { role: 'status', class: 'unseen' });
  const tell = words => { status.textContent = words; };
  const outcome = part('div', { class: 'outcome' });
  const show = (words, ...views) => {
    clearTimeout(slow);
    outcome.removeAttribute('aria-busy');
    refill(outcome, ...views);
    root.classList.toggle('has-found', Boolean(outcome.firstChild));
    tell(words);
  };

  // question puts what is asked into the words of the API.
  const question = (without, more) => {
    const q = { lang: w.lang, country: set.country, kinds: ['centre', 'activity'], limit: PAGE };
    if (ask.text && without !== 'text') q.text = ask.text.slice(0, 2000);
    if (ask.topic && without !== 'topic') q.topics = [ask.topic.id];
    if (ask.near) q.near = ask.near;
    else if (ask.place) q.near = { place: ask.place.id };
    if (set.municipality && !ask.wide && without !== 'municipality') q.municipality = set.municipality;
    if (set.network) q.network = set.network;
    const promises = [...ask.chips].filter(chip => chip !== 'open' && chip !== without);
    if (promises.length) q.promises = promises;
    if (ask.chips.has('open') && without !== 'open') q.open_at = 'now';
    if (ask.beyond) q.beyond_crisis = true;
    ask.nearest = Boolean(q.near && !q.text && !q.topics);
    if (ask.nearest) q.sort = 'distance';
    return Object.assign(q, more);
  };

  // A question that was meant, and not only typed on the way to another, says
  // so, and is counted. What was typed is meant once its answer is left to
  // stand: then it is sent again, and only what it was counted as is looked at.
  // Each counts once, however often it is asked; as what is kept beside it.
  const meant = new Map();
  const mean = q => {
    const asks = JSON.stringify(q);
    if (meant.has(asks)) return q;
    meant.set(asks);
    return Object.assign({ settled: true }, q);
  };
  // wonder asks below an answer that was counted whether it helped.
  const wonder = (q, answer) => {
    const asks = JSON.stringify(q);
    if (answer.counted) meant.set(asks, answer.counted);
    if (answer.crisis || !outcome.firstChild) return;
    // Below the first place, where a telephone still shows it.
    put(outcome.querySelector('.cards > *') || outcome, [voteView(w, home, meant.get(asks))]);
  };
  let still;
  let standing;
  const stand = q => {
    clearTimeout(still);
    standing = q;
    if (!q || meant.has(JSON.stringify(q))) return;
    still = setTimeout(quietly(async () => {
      const answer = await home.search(mean(q));
      if (standing === q) wonder(q, answer);
    }), STAND);
  };

  const acts = {
    more: cursor => home.search(question('', { cursor })),
    drop(name) {
      if (name === 'text') ask.text = form.form.querySelector('input').value = '';
      else if (name === 'topic') ask.topic = undefined;
      else if (name === 'municipality') ask.wide = true;
      else ask.chips.delete(name);
      form.settle();
      changed();
    },
  };

  const crisis = (said, typed) => {
    if (asking) asking.abort();
    stand(typed && question());
    root.classList.add('in-crisis');
    // A crisis is never answered with an empty list.
    if (!said.helplines.some(h => h.lines.some(reachable))) said.helplines = carried(set).helplines;
    show(w.say('crisis.title'), crisisView(w, Math.min(set.level + 1, 6), said, () => {
      ask.beyond = true;
      changed();
    }));
  };

  // changed asks the server again. An answer that comes after somebody has
  // asked for something else is dropped.
  const changed = quietly(async ({ typed = false, sent = false } = {}) => {
    if (asking) asking.abort();
    clearTimeout(slow);
    stand();
    drawTopics();
    const short = ask.text.length > 0 && ask.text.length < SHORTEST;
    const nothing = !ask.text && !ask.topic && !ask.place && !ask.near && !ask.chips.size;
    if (!sent && (nothing || (typed && short))) {
      root.classList.remove('in-crisis');
      show('');
      return;
    }
    const mine = new AbortController();
    asking = mine;
    outcome.setAttribute('aria-busy', 'true');
    slow = setTimeout(quietly(() => {
      tell(w.say('ask.loading'));
      if (!outcome.firstChild) refill(outcome, part('p', {}, w.say('ask.loading')));
    }), SLOW);
    if (short) ask.text = '';
    try {
      const q = question();
      const answer = await home.search(typed ? q : mean(q), mine.signal);
      if (asking !== mine || mine.signal.aborted) return;
      form.fine();
      if (answer.crisis && !ask.beyond && !ask.topic) {
        crisis(answer.crisis, typed);
        if (sent) reveal();
        return;
      }
      root.classList.remove('in-crisis');
      const first = answer.crisis && crisisView(w, Math.min(set.level + 1, 6), answer.crisis);
      if (typed && answer.relaxed.some(r => r.dropped === 'text')) {
        // Half a word fits nothing yet; that is not said before somebody sends it.
        show(offered());
      } else if (answer.results.length || first) {
        const found = answer.results.length > 0 && foundView(w, set, ask, answer, acts);
        show(w.say('found.count', { n: w.number(answer.total) }) + offered(), first, found);
      } else {
        await empty(mine);
      }
      if (mine.signal.aborted) return;
      if (typed) stand(q);
      else wonder(q, answer);
    } catch (trouble) {
      if (asking === mine && !mine.signal.aborted) await failed(trouble);
    }
    if (sent && asking === mine) reveal();
  });

  // reveal brings an answer into sight that somebody sent for and that came
  // below the edge of a small screen.
  const reveal = () => {
    const head = outcome.querySelector('h2, h3, h4, h5, h6, p');
    if (head && head.getBoundingClientRect().top > window.innerHeight * 0.7) head.scrollIntoView({ block: 'start' });
  };

  const offered = () => {
    const n = form.offered();
    return n ? ' ' + w.say('widget.offers', { n }) : '';
  };

  // empty looks for what would have given something.
  const empty = async mine => {
    const names = [...ask.chips];
    if (ask.text) names.push('text');
    if (ask.topic) names.push('topic');
    if (set.municipality && !ask.wide) names.push('municipality');
    const total = name => home.search(question(name, { limit: 1 }), mine.signal).then(a => ({ name, total: a.total }), () => ({ name, total: 0 }));
    const near = ask.near || (ask.place && { place: ask.place.id });
    const anything = { lang: w.lang, country: set.country, kinds: ['centre'], limit: 3 };
    if (near) Object.assign(anything, { near, sort: 'distance' });
    const [tries, nearest, known] = await Promise.all([
      Promise.all(names.map(total)),
      home.search(anything, mine.signal).then(a => a.results, () => []),
      contacts(home, set),
    ]);
    if (asking !== mine || mine.signal.aborted) return;
    const worth = tries.filter(t => t.total > 0).sort((a, b) => b.total - a.total);
    show(w.say('found.none'), emptyView(w, set, ask, { tries: worth, nearest, helplines: known.helplines.slice(0, 3) }, acts));
  };

  // failed still helps: with what is wrong in the question, or with people to
  // call when the server does not answer. We cannot know what was typed then,
  // so the numbers are shown whatever it was.
  const failed = async trouble => {
    root.classList.remove('in-crisis');
    if (trouble.status === 400 && trouble.field === '/near/place') {
      form.wrongPlace();
      show(w.say('ask.no_place'), part('p', {}, w.say('ask.no_place')));
      return;
    }
    const key = trouble.status === 429 ? 'ask.slow_down' : trouble.status === 400 ? 'ask.failed' : navigator.onLine === false ? 'ask.offline' : 'widget.down';
    const known = await contacts(home, set).catch(() => carried(set));
    show(w.say(key), part('div', { class: 'down' }, part('p', {}, w.say(key) + ' ',
      part('button', { type: 'button', class: 'plain', onclick: () => changed() }, w.say('widget.again'))), talk(w, known)));
  };

  const form = askForm(w, set, home, ask, { changed, crisis, tell });
  form.form.addEventListener('input', () => stand(standing));

  // The line to people is always one tap away, and filled before it is asked
  // for, so that it opens at once.
  const people = part('div', { class: 'people', id: 'people', hidden: true });
  const talkButton = part('button', {
    type: 'button', class: 'talk', 'aria-expanded': 'false', 'aria-controls': 'people',
    onclick() {
      people.hidden = !people.hidden;
      talkButton.setAttribute('aria-expanded', String(!people.hidden));
      opened = people.hidden ? 0 : Date.now();
      if (opened) meet();
    },
  }, drawing('lamp', 24), part('span', {}, w.say('site.talk')));
  let opened = 0;
  const meet = quietly(async () => {
    const known = await contacts(home, set);
    // A number must not move away under a finger.
    if (!opened || Date.now() - opened < STILL) refill(people, ...talk(w, known));
  });
  refill(people, ...talk(w, carried(set)));

  const topics = part('div', { class: 'chips', role: 'group', 'aria-label': w.say('front.topics') });
  const offers = (set.topics.length ? set.topics : TOPICS.map(t => t.id)).map(id => label(id));
  const drawTopics = () => {
    const picked = ask.topic && !offers.some(t => t.id === ask.topic.id) ? [ask.topic] : [];
    // Focus must survive that a chip is drawn again.
    for (const t of picked.concat(offers)) if (!t.chip || !topics.contains(t.chip)) addTopic(t, picked.includes(t));
    for (const chip of [...topics.children]) {
      const mine = ask.topic && ask.topic.id === chip.dataset.topic;
      if (chip.dataset.once && !mine) chip.remove();
      chip.setAttribute('aria-pressed', String(Boolean(mine)));
    }
  };
  const addTopic = (t, once) => {
    t.chip = part('button', {
      type: 'button', class: 'chip',
      onclick() {
        ask.topic = ask.topic && ask.topic.id === t.id ? undefined : t;
        changed();
      },
    }, part('span', w.tongue(t.lang), t.label));
    t.chip.dataset.topic = t.id;
    if (once) t.chip.dataset.once = '1';
    topics.append(t.chip);
  };
  // label gives a topic with its name, from this file or later from the server.
  function label(id) {
    const said = (TOPICS.find(t => t.id === id) || {}).label;
    const lang = said && (said[w.lang] ? w.lang : said[SPOKEN_IN[set.country]] ? SPOKEN_IN[set.country] : 'en');
    return { id, label: said ? said[lang] : '', lang };
  }
  const learn = quietly(async t => {
    const { label: said } = await home.topic(t.id);
    const lang = [w.lang, SPOKEN_IN[set.country], 'en', ...Object.keys(said)].find(l => said[l]);
    Object.assign(t, { label: said[lang], lang });
    refill(t.chip, part('span', w.tongue(lang), t.label));
    t.chip.hidden = false;
  });

  const root = part('section', { class: 'root', lang: w.lang, dir: w.dir, 'data-theme': set.theme, 'aria-labelledby': 'title' },
    part('div', { class: 'body' },
      part('h' + set.level, { id: 'title', class: 'title' }, w.say('front.title')),
      talkButton, people, form.form,
      part('div', { class: 'begin' }, part('p', {}, w.say('front.topics')), topics),
      status, outcome,
      part('p', { class: 'foot muted' }, set.base && [
        away(w, set.base + '/' + w.lang + '/', {}, w.say('ask.more')), ' ',
        away(w, set.base + '/' + w.lang + '/accessibility', {}, w.say('site.accessibility'))])));
  drawTopics();
  fence(root);

  return {
    root,
    // begin is called whenever the element comes into a page.
    begin() {
      meet();
      for (const t of offers) {
        if (t.label) continue;
        t.chip.hidden = true;
        learn(t);
      }
    },
    // rest is called when it leaves the page.
    rest() {
      if (asking) asking.abort();
      clearTimeout(slow);
      stand();
      form.rest();
    },
    theme(name) { root.setAttribute('data-theme', name); },
  };
}

// TYPED are the events that tell what somebody types.
const TYPED = ['beforeinput', 'input', 'compositionstart', 'compositionupdate', 'compositionend', 'copy', 'cut', 'paste'];

// fence keeps what is typed from the host page's listeners: its shortcuts must
// not fire on it, nor its statistics count it. Keys that type nothing pass: a
// host may have a quick exit on Shift or Escape.
function fence(root) {
  const stop = event => event.stopPropagation();
  for (const name of TYPED) root.addEventListener(name, stop);
  for (const name of ['keydown', 'keypress', 'keyup']) {
    root.addEventListener(name, event => {
      if (event.key && event.key.length === 1 && !event.ctrlKey && !event.metaKey) event.stopPropagation();
    });
  }
}
