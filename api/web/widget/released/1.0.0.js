// walkin-finder 1.0.0 (MIT). Find a place where you can just come in.
// Asks only the server that this file comes from; stores nothing; what is typed goes nowhere else.
function part(name, about, ...inside) {
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
function put(parent, inside) {
for (const child of inside) {
if (Array.isArray(child)) put(parent, child);
else if (child !== undefined && child !== null && child !== false && child !== '') parent.append(child);
}
}
function refill(parent, ...inside) {
while (parent.firstChild) parent.firstChild.remove();
put(parent, inside);
}
function quietly(act) {
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
function left(text, kind) {
return part('bdi', { dir: 'ltr', class: kind }, text);
}
function safe(address) {
try {
const url = new URL(address);
return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
} catch (_) {
return undefined;
}
}
function away(w, address, about, ...inside) {
return part('a', Object.assign({ href: address, target: '_blank', rel: 'noopener noreferrer' }, about),
...inside, part('span', { class: 'unseen' }, ' (' + w.say('widget.new_tab') + ')'));
}
const PAUSE = 200;
const SHORTEST = 2;
let made = 0;
function combobox(w, { label, hint, about, beside, offer, paused }) {
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
list.addEventListener('mousedown', quietly(event => event.preventDefault()));
return { box, field, close: () => { rest(); close(); }, shown: () => offers.length };
}
const CHIPS = {
open: 'chip.open', free: 'chip.free', anonymous: 'chip.anonymous', no_appointment: 'chip.no_appointment',
};
const OFFERED = 5;
function askForm(w, set, home, ask, { changed, crisis, tell }) {
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
const CONTACTS = {"seen":"2026-11-22","countries":{"BE":[{"name":"Zelfmoordlijn 1813","languages":["nl"],"always":true,"lines":[{"channel":"phone","number":"1813","dial":"1813"},{"channel":"chat","url":"https://www.zelfmoord1813.be/ik-heb-hulp-nodig"}]},{"name":"Tele-Onthaal","languages":["nl"],"always":true,"lines":[{"channel":"phone","number":"106","dial":"106"},{"channel":"chat","url":"https://www.tele-onthaal.be"}]},{"name":"Centre de Prévention du Suicide","languages":["fr"],"always":true,"lines":[{"channel":"phone","number":"0800 32 123","dial":"080032123"}]},{"name":"Télé-Accueil 107","languages":["fr"],"always":true,"lines":[{"channel":"phone","number":"107","dial":"107"},{"channel":"chat","url":"https://tele-accueil.be/quelquun-a-qui-parler/"}]},{"name":"CHS Helpline","languages":["en"],"always":true,"lines":[{"channel":"phone","number":"02 616 26 26","dial":"026162626"},{"channel":"phone","number":"02 648 40 14","dial":"026484014"}]},{"name":"Telefonhilfe 108","languages":["de"],"always":true,"lines":[{"channel":"phone","number":"108","dial":"108"}]},{"name":"JAC (telefoon en chat)","languages":["nl"],"lines":[{"channel":"phone","number":"0800 13 500","dial":"080013500"},{"channel":"chat","url":"https://www.caw.be/jac/contacteer-ons/chat/"}]},{"name":"CAW","languages":["nl"],"lines":[{"channel":"phone","number":"0800 13 500","dial":"080013500"}]},{"name":"103 Écoute-Enfants","languages":["fr"],"lines":[{"channel":"phone","number":"103","dial":"103"},{"channel":"chat","url":"https://www.103ecoute.be"}]},{"name":"Antigifcentrum","always":true,"lines":[{"channel":"phone","number":"070 245 245","dial":"070245245"}]}],"DK":[{"name":"BørneTelefonen","always":true,"lines":[{"channel":"phone","number":"116111","dial":"116111"},{"channel":"sms","number":"116111","dial":"116111"},{"channel":"chat","url":"https://bornetelefonen.dk"}]},{"name":"Livslinien","lines":[{"channel":"phone","number":"70201201","dial":"70201201"}]},{"name":"Psykiatrifondens chat","lines":[{"channel":"chat","url":"https://psykiatrifonden.dk/hjaelp-raadgivning"}]},{"name":"Cyberhus","lines":[{"channel":"chat","url":"https://cyberhus.dk/"}]},{"name":"Giftlinjen","always":true,"lines":[{"channel":"phone","number":"82121212","dial":"82121212"}]}],"NL":[{"name":"113 Zelfmoordpreventie","languages":["nl","en"],"always":true,"lines":[{"channel":"phone","number":"113","dial":"113"},{"channel":"phone","number":"0800-0113","dial":"08000113"},{"channel":"chat","url":"https://www.113.nl/chat"}]},{"name":"De Luisterlijn","languages":["nl"],"always":true,"lines":[{"channel":"phone","number":"088 0767 000","dial":"0880767000"},{"channel":"chat","url":"https://www.deluisterlijn.nl/ik-zoek-hulp-chat/"}]},{"name":"In je bol (vroeger Alles Oké? Supportlijn)","languages":["nl"],"lines":[{"channel":"phone","number":"0800-0450","dial":"08000450"},{"channel":"chat","url":"https://injebol.nl/bellen-chatten-hoe-werkt-het/"}]},{"name":"De Kindertelefoon","languages":["nl"],"lines":[{"channel":"phone","number":"0800-0432","dial":"08000432"},{"channel":"chat","url":"https://www.kindertelefoon.nl/chatten"}]},{"name":"MIND Hulplijn (vroeger MIND Korrelatie)","languages":["nl"],"lines":[{"channel":"phone","number":"0900-1450","dial":"09001450"},{"channel":"whatsapp","number":"06 13 86 38 03","dial":"0613863803"}]}]}};
const TOPICS = [{"id":"loneliness","label":{"ar":"الوحدة","da":"Ensomhed","de":"Einsamkeit","en":"Loneliness","fr":"Solitude","nl":"Eenzaamheid","uk":"Самотність"}},{"id":"mental_wellbeing","label":{"ar":"شعور سيئ","da":"Har det svært","de":"Wenn es dir nicht gut geht","en":"Feeling bad","fr":"Mal-être","nl":"Niet lekker in je vel","uk":"Мені погано"}},{"id":"family","label":{"ar":"العائلة والبيت","da":"Familie","de":"Familie und Zuhause","en":"Family and home","fr":"Famille","nl":"Familie en thuis","uk":"Родина і дім"}},{"id":"school_work","label":{"ar":"المدرسة والدراسة والعمل","da":"Skole, uddannelse og job","de":"Schule, Ausbildung und Arbeit","en":"School, education and work","fr":"École, formation et emploi","nl":"School, opleiding en werk","uk":"Школа, навчання, робота"}},{"id":"hangout","label":{"ar":"قضاء الوقت معًا","da":"Hænge ud","de":"Abhängen","en":"Hang out","fr":"Se poser et discuter","nl":"Chillen en binnenlopen","uk":"Просто побути разом"}},{"id":"community_meal","label":{"ar":"أكل مشترك","da":"Fællesspisning","de":"Gemeinsam essen","en":"Eating together","fr":"Repas partagé","nl":"Samen eten","uk":"Спільна вечеря"}},{"id":"lgbt","label":{"ar":"مجتمع الميم","da":"LGBT+","de":"LSBTI+","en":"LGBT+","fr":"LGBT+","nl":"LHBTI+","uk":"ЛГБТ+"}},{"id":"homelessness","label":{"ar":"بلا مأوى أو خارج البيت","da":"Hjemløs eller smidt ud","de":"Obdachlos oder rausgeworfen","en":"Homeless or kicked out","fr":"Sans-abri ou mis à la porte","nl":"Dakloos of uit huis gezet","uk":"Без дому"}}];
const FRESH = 60000;
const ENOUGH = 5;
const FEWEST = 3;
const fetched = {};
async function contacts(home, set) {
const key = set.base + ' ' + set.country;
const known = fetched[key];
try {
if (!known || Date.now() - known.at > FRESH) fetched[key] = { at: Date.now(), page: home.helplines(set.country) };
const { helplines } = await fetched[key].page;
const chosen = choose(helplines, set);
if (chosen.length) return { helplines: chosen };
} catch (_) {
if (known && fetched[key] !== known) fetched[key] = { at: 0, page: known.page };
else delete fetched[key];
const before = known && await known.page.catch(() => undefined);
if (before) return { helplines: choose(before.helplines, set).map(timeless) };
}
return carried(set);
}
function carried(set) {
const lines = CONTACTS.countries[set.country] || [];
const mine = lines.filter(h => understands(h, set.lang));
const others = mine.length < FEWEST ? lines.filter(h => !mine.includes(h)) : [];
return { helplines: mine.concat(others), seen: CONTACTS.seen };
}
function timeless(h) {
return Object.assign({}, h, { open: undefined });
}
function reachable(line) {
if (line.channel === 'chat' || line.channel === 'video') return Boolean(line.url);
return ['phone', 'sms', 'whatsapp'].includes(line.channel) && Boolean(line.dial);
}
function understands(h, lang) {
return !h.languages || !h.languages.length || h.languages.includes(lang);
}
const RANK = { open: 0, unknown: 1, closed: 2 };
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
function moment(text) {
const m = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?(Z|([+-])(\d\d):(\d\d))$/.exec(text || '');
if (!m) return undefined;
const shift = m[4] ? (m[4] === '-' ? -1 : 1) * (Number(m[5]) * 60 + Number(m[6])) : 0;
return { day: m[1], time: m[2], shift, at: Date.parse(text) };
}
const DAY = 86400000;
function daysAhead(m) {
const today = new Date(Date.now() + m.shift * 60000).toISOString().slice(0, 10);
return Math.round((Date.parse(m.day) - Date.parse(today)) / DAY);
}
function weekday(w, m) {
return new Intl.DateTimeFormat(w.lang, { weekday: 'long', timeZone: 'UTC' }).format(new Date(m.day));
}
function opening(w, open) {
const until = moment(open.until);
const next = moment(open.next);
if (open.state === 'open') {
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
function dated(w, text) {
const m = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(text || '');
if (!m) return text || '';
const shape = { year: 'numeric', timeZone: 'UTC', numberingSystem: 'latn', calendar: 'gregory' };
if (m[2]) shape.month = 'long';
if (m[3]) shape.day = 'numeric';
return new Intl.DateTimeFormat(w.lang, shape).format(Date.UTC(m[1], (m[2] || 1) - 1, m[3] || 1));
}
const EMERGENCY = '112';
function crisisView(w, level, crisis, onBeyond) {
return part('div', { class: 'crisis' },
part('h' + level, {}, w.say('crisis.title')),
part('p', {}, w.say('crisis.lead')),
danger(w, crisis.emergency),
lines(w, crisis.helplines),
part('p', { class: 'muted' }, w.say('crisis.else')),
onBeyond && part('p', { class: 'beyond' }, w.say('crisis.beyond_lead') + ' ',
part('button', { type: 'button', class: 'plain', onclick: onBeyond }, w.say('crisis.beyond'))));
}
function talk(w, known) {
return [
danger(w),
lines(w, known.helplines),
known.seen && part('p', { class: 'muted seen' }, w.say('widget.copy', { date: dated(w, known.seen) })),
];
}
function danger(w, number) {
const dial = digits(number || EMERGENCY);
return part('p', { class: 'danger' }, w.say('crisis.danger') + ' ',
part('a', { href: 'tel:' + dial, class: 'call' }, w.parts('crisis.emergency', { number: left(dial) })));
}
function lines(w, helplines) {
return part('ul', { class: 'lines' }, (helplines || []).filter(h => h.lines.some(reachable)).map(h => line(w, h)));
}
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
function digits(number) {
return String(number).replace(/[^0-9+*#]/g, '');
}
const SVG = 'http://www.w3.org/2000/svg';
const LINE = { fill: 'none', stroke: 'currentColor', 'stroke-width': '1.6', 'stroke-linejoin': 'round', 'stroke-linecap': 'round' };
const FRAME = ['path', { d: 'M6 21.5V3h12v18.5' }];
const SILL = ['path', { d: 'M3 21.5h18' }];
const DRAWN = {
open: [
['path', { d: 'M7 4h10v17H7z', class: 'glow', stroke: 'none' }],
['path', { d: 'M7 21.5 3.5 23.5h17L17 21.5z', class: 'glow', stroke: 'none' }],
FRAME, SILL,
['path', { d: 'M6 3l5.5 2.2V23L6 21.5z', class: 'leaf' }],
['circle', { cx: '9.9', cy: '14', r: '.6', fill: 'currentColor' }],
],
closed: [FRAME, SILL, ['circle', { cx: '15', cy: '13', r: '.9', fill: 'currentColor', stroke: 'none' }]],
unknown: [['path', { d: 'M6 21.5V3h12v18.5', 'stroke-dasharray': '2.4 2.4' }], SILL],
lamp: [
['path', { d: 'M8.5 3h7l3 9h-13z' }],
['path', { d: 'M12 12v8.5M8 21h8M15.5 12v3.5' }],
],
table: [
['path', { d: 'M2.5 10.5h19M5 10.5V21M19 10.5V21' }],
['path', { d: 'M8 10.5V7h3v3.5M14 10.5 15 6h2.5l1 4.5' }],
],
};
function drawing(name, size) {
const svg = document.createElementNS(SVG, 'svg');
const about = Object.assign({ viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true', focusable: 'false', class: 'drawing' }, LINE);
for (const key of Object.keys(about)) svg.setAttribute(key, about[key]);
for (const [shape, values] of DRAWN[name] || DRAWN.unknown) {
const made = document.createElementNS(SVG, shape);
for (const key of Object.keys(values)) made.setAttribute(key, values[key]);
svg.append(made);
}
return svg;
}
function marked(text, highlights, field) {
const spans = (highlights || []).filter(h => h.field === field && h.start < h.end).sort((a, b) => a.start - b.start);
if (!spans.length || typeof TextEncoder === 'undefined') return [text];
const bytes = new TextEncoder().encode(text);
const cut = (from, to) => new TextDecoder().decode(bytes.slice(from, to));
const pieces = [];
let at = 0;
for (const { start, end } of spans) {
if (start < at || end > bytes.length) continue;
pieces.push(cut(at, start), part('mark', {}, cut(start, end)));
at = end;
}
pieces.push(cut(at));
return pieces;
}
const AROUND = 70;
function excerpt(text, highlights) {
const found = (highlights || []).find(h => /^\/description\//.test(h.field));
if (!found || !text) return undefined;
const pieces = marked(text, highlights, found.field);
if (pieces.length < 3) return undefined;
const before = pieces[0];
const after = pieces[pieces.length - 1];
if (before.length > AROUND) pieces[0] = '… ' + before.slice(-AROUND).replace(/^\S*\s/, '');
if (after.length > AROUND) pieces[pieces.length - 1] = after.slice(0, AROUND).replace(/\s\S*$/, '') + ' …';
return pieces;
}
const ASKED = [
{ promise: 'free', yes: 'promise.free.yes', no: 'promise.free.no', ask: 'card.ask_free' },
{ promise: 'anonymous', yes: 'promise.anonymous.yes', no: 'promise.anonymous.no', ask: 'card.ask_anonymous' },
{ promise: 'no_appointment', yes: 'promise.no_appointment.yes', no: 'promise.no_appointment.no', ask: 'card.ask_appointment' },
];
function card(w, set, found, topics) {
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
function page(w, set, { kind, id }) {
return set.base + '/' + w.lang + (kind === 'activity' ? '/a/' : '/c/') + encodeURIComponent(id);
}
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
function distance(w, metres, exact) {
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
function age(w, found) {
if (found.verified_at) return w.say('card.verified', { date: dated(w, found.verified_at) });
const seen = found.source && found.source.seen;
return seen ? w.say('card.unverified', { date: dated(w, seen) }) : w.say('card.unverified_undated');
}
function foundView(w, set, ask, answer, acts) {
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
function emptyView(w, set, ask, { tries, nearest, helplines }, acts) {
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
const PATIENCE = 12000;
class Trouble extends Error {
constructor(status, field) {
super('walkin ' + status);
this.status = status;
this.field = field || '';
}
}
function server(base) {
const ask = async (path, body, signal) => {
if (!base) throw new Trouble(0);
const ends = new AbortController();
const end = () => ends.abort();
const timer = setTimeout(end, PATIENCE);
if (signal) {
if (signal.aborted) end();
signal.addEventListener('abort', end);
}
const how = { mode: 'cors', credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', signal: ends.signal };
if (body) {
how.method = 'POST';
how.cache = 'no-store';
how.headers = { 'Content-Type': 'application/json' };
how.body = JSON.stringify(body);
}
try {
const answer = await fetch(base + path, how);
const said = await answer.json();
if (!answer.ok) throw new Trouble(answer.status, said.errors && said.errors[0] && said.errors[0].pointer);
return said;
} catch (trouble) {
if (trouble instanceof Trouble) throw trouble;
throw new Trouble(0);
} finally {
clearTimeout(timer);
if (signal) signal.removeEventListener('abort', end);
}
};
return {
async search(question, signal) {
const said = await ask('/v1/search', question, signal);
if (!said || !(Array.isArray(said.results) || said.crisis)) throw new Trouble(0);
const query = said.query || {};
return Object.assign({}, said, {
query: Object.assign({}, query, { topics: each(query.topics) }),
results: each(said.results).filter(r => r.id && r.title), relaxed: each(said.relaxed),
total: Number(said.total) || 0, lines: helped(said.lines), crisis: inNeed(said.crisis),
});
},
async suggest(question, signal) {
const said = await ask('/v1/suggest', question, signal);
return { suggestions: each(said.suggestions), crisis: inNeed(said.crisis) };
},
async places(question, signal) {
const said = await ask('/v1/places', question, signal);
return { places: each(said.places), crisis: inNeed(said.crisis) };
},
topic: id => ask('/v1/topics/' + encodeURIComponent(id)),
async helplines(country) {
const said = await ask('/v1/helplines?group=crisis_general&country=' + country);
return { helplines: helped(said.helplines) };
},
vote: said => ask('/v1/votes', said).catch(() => {}),
};
}
function each(list) {
return Array.isArray(list) ? list.filter(one => one && typeof one === 'object') : [];
}
function helped(list) {
return each(list).map(h => Object.assign({}, h, { lines: each(h.lines), groups: Array.isArray(h.groups) ? h.groups : [] }));
}
function inNeed(said) {
return said ? Object.assign({}, said, { helplines: helped(said.helplines) }) : undefined;
}
const WORDS = {"keys":["ages.all","ages.from","ages.range","ages.to","ask.failed","ask.loading","ask.matters","ask.more","ask.near","ask.near_asking","ask.near_failed","ask.near_refused","ask.near_set","ask.no_place","ask.offline","ask.place","ask.place_hint","ask.privacy","ask.slow_down","ask.submit","ask.text","ask.text_hint","card.about","card.ask","card.ask_ages","card.ask_anonymous","card.ask_appointment","card.ask_free","card.ask_hours","card.at","card.call","card.far","card.in","card.on_arrival_closed","card.planb","card.planb_line","card.unverified","card.unverified_undated","card.verified","card.walk","chip.anonymous","chip.free","chip.no_appointment","chip.open","crisis.beyond","crisis.beyond_lead","crisis.chat","crisis.danger","crisis.else","crisis.emergency","crisis.language","crisis.lead","crisis.seen","crisis.sms","crisis.title","crisis.verified","found.corrected","found.count","found.drop.area","found.drop.kinds","found.drop.open_at","found.drop.radius_km","found.drop.text","found.drop.topics","found.dropped","found.lines","found.more","found.near","found.near_you","found.nearest","found.none","found.order_best","found.order_distance","found.topics","found.try_without","front.title","front.topics","language.ar","language.da","language.de","language.en","language.es","language.fa","language.fr","language.it","language.nb","language.nl","language.pl","language.ru","language.so","language.sv","language.tr","language.uk","promise.anonymous.no","promise.anonymous.yes","promise.free.no","promise.free.yes","promise.no_appointment.no","promise.no_appointment.yes","reason.topic","site.accessibility","site.only","site.talk","time.always","time.closed","time.open","time.open_until","time.open_until_day","time.opens_date","time.opens_day","time.opens_today","time.opens_tomorrow","time.unknown","widget.again","widget.copy","widget.down","widget.helped","widget.km","widget.m","widget.new_tab","widget.no","widget.offers","widget.thanks","widget.wider","widget.yes"],"said":{"ar":["كل الأعمار","العمر من {from} فأكثر","العمر من {from} إلى {to}","العمر حتى {to}","لم ينجح ذلك. يمكنك المحاولة مرة أخرى بعد قليل.","جارٍ البحث …","ما يهمك","خيارات أخرى","بالقرب مني","نسأل هاتفك عن مكانك …","هاتفك لا يعرف مكانه الآن. يمكنك كتابة اسم مدينة أو رمز بريدي.","لا بأس. يمكنك كتابة اسم مدينة أو رمز بريدي.","بالقرب من مكانك الآن","لا نعرف مكاناً بهذا الاسم. يمكنك تجربة رمز بريدي أو مدينة أكبر قريبة.","لا يوجد إنترنت الآن. لكن يمكنك الاتصال بالهاتف.","أين؟","المدينة أو الرمز البريدي","لا نحفظ ما يُكتب هنا.","هذا بحث كثير في وقت قصير. يمكنك المحاولة مرة أخرى بعد دقيقة.","البحث عن مكان","ما الموضوع؟","كلمة أو جملة. ويمكن ترك الخانة فارغة.","في {town}، على بعد نحو {distance}","أسئلة للمكان:","لأي أعمار؟","هل يمكن القدوم بدون ذكر الاسم؟","هل أحتاج إلى موعد؟","هل هو مجاني؟","متى يكون مفتوحاً؟","لدى {place}","الاتصال بالرقم {number}","في {town}، على بعد {distance}","في {town}","يكون مغلقاً عند وصولك","إذا كان مغلقاً:","إذا كان مغلقاً، يمكن الاتصال هنا:","لم يؤكد أحد هذا بعد. تاريخ المصدر: {date}.","لم يؤكد أحد هذا بعد، والمصدر بلا تاريخ.","آخر تأكيد: {date}","دقائق المشي: {n}","بدون ذكر الاسم","مجاني","بدون موعد","مفتوح الآن","أماكن للذهاب إليها، عندما يناسبك ذلك","هناك أيضاً أماكن يمكنك الدخول إليها والجلوس مع الناس.","فتح الدردشة","هل أنت أو شخص آخر في خطر الآن؟","إذا لم يُجب أحد، يمكنك تجربة التالي.","الاتصال بالرقم {number}","باللغة {language}","هناك من يمكنه الاستماع إليك الآن. لا حاجة إلى ذكر اسمك.","تاريخ مصدر الرقم: {date}","رسالة نصية إلى الرقم {number}","لست وحدك في هذا","تاريخ فحص الرقم: {date}","بحثنا عن: {text}","عدد النتائج: {n}","المنطقة","نوع المكان","الوقت","المسافة","كلماتك","الموضوع","لا شيء يناسب كل ما طلبته، لذلك تركنا:","يمكنك أيضاً التحدث مع شخص من مكانك","عرض المزيد","قرب {place}","بالقرب منك","هذه هي الأقرب.","لا يوجد هنا باب لهذا بعد.","الأنسب أولاً. لا أحد يستطيع أن يدفع ليظهر أعلى.","الأقرب أولاً. لا أحد يستطيع أن يدفع ليظهر أعلى.","الموضوع","البحث بدون: {what}","مكان يمكنك الدخول إليه ببساطة","أو البدء بأحد هذه المواضيع","العربية","الدنماركية","الألمانية","الإنجليزية","الإسبانية","الفارسية","الفرنسية","الإيطالية","النرويجية","الهولندية","البولندية","الروسية","الصومالية","السويدية","التركية","الأوكرانية","يسألون عن اسمك","بدون ذكر الاسم","مقابل مال","مجاني","بموعد مسبق","بدون موعد","موجود أيضاً تحت: {topic}","سهولة الوصول","باللغة {lang} فقط","التحدث مع شخص الآن","مفتوح ليلاً ونهاراً","مغلق الآن","مفتوح الآن","مفتوح حتى الساعة {time}","مفتوح حتى {day} الساعة {time}","مغلق الآن، يفتح في {date} الساعة {time}","مغلق الآن، يفتح {day} الساعة {time}","مغلق الآن، يفتح اليوم الساعة {time}","مغلق الآن، يفتح غداً الساعة {time}","المواعيد غير معروفة: الأفضل السؤال أولاً","حاول مرة أخرى","هذه القائمة من تاريخ {date}. لم نتمكن الآن من جلب قائمة أحدث.","البحث لا يعمل الآن. يمكنك مع ذلك التحدث مع شخص ما.","هل ساعدك هذا؟","{n} كم","{n} م","يفتح في علامة تبويب جديدة","لا","الاقتراحات: {n}","شكراً.","ابحث في مدن أخرى أيضًا","نعم"],"da":["alle aldre","fra {from} år","{from} til {to} år","op til {to} år","Det virkede ikke. Prøv igen om lidt.","Leder …","Det er vigtigt for dig","Flere valg","Tæt på mig","Vi spørger din telefon, hvor du er …","Din telefon ved ikke lige nu, hvor den er. Skriv en by eller et postnummer i stedet.","Det er helt fint. Skriv en by eller et postnummer i stedet.","Tæt på dig, der hvor du er nu","Vi kender ikke et sted, der hedder sådan. Prøv et postnummer eller en større by i nærheden.","Der er ingen forbindelse lige nu. Du kan stadig ringe.","Hvor?","By eller postnummer","Vi gemmer ikke, hvad du skriver.","Det var mange søgninger på én gang. Prøv igen om et minut.","Find et sted","Hvad handler det om?","Et ord eller en sætning. Du kan også lade det være tomt.","i {town}, cirka {distance}","Spørg stedet:","hvilken alder er det for?","er det anonymt?","skal jeg bestille tid?","er det gratis?","hvornår er der åbent?","hos {place}","Ring til {number}","i {town}, {distance}","i {town}","lukket, når du når frem","Hvis der er lukket:","Hvis der er lukket, kan du ringe til:","Ingen har bekræftet det her endnu. Kilden er fra {date}.","Ingen har bekræftet det her endnu, og kilden har ingen dato.","Sidst bekræftet {date}","{n} min til fods","anonymt","gratis","uden tidsbestilling","åbent nu","Steder, du kan gå hen, når du er klar","Der er også steder, hvor du kan komme ind og være sammen med andre.","Åbn chatten","Er du eller en anden i fare lige nu?","Hvis ingen svarer, så prøv den næste.","Ring {number}","på {language}","Nogen kan lytte til dig nu. Du behøver ikke sige, hvad du hedder.","Nummeret er sidst set: {date}","Sms til {number}","Du er ikke alene med det","Nummeret er tjekket {date}","Vi søgte på: {text}","Fundet: {n}","området","hvad slags sted","tidspunktet","hvor langt væk","dine ord","emnet","Intet passer på det hele, så det her tog vi ikke med:","Du kan også tale med nogen, uden at du skal nogen steder","Vis flere","tæt på {place}","tæt på dig","De her er tættest på.","Her er der ikke nogen dør til det endnu.","Det, der passer bedst, står først. Ingen kan betale for at stå højere.","Det nærmeste står først. Ingen kan betale for at stå højere.","Det handler om","Prøv uden: {what}","Et sted, hvor du bare kan komme ind","Eller start med et af de her emner","arabisk","dansk","tysk","engelsk","spansk","persisk","fransk","italiensk","norsk","nederlandsk","polsk","russisk","somali","svensk","tyrkisk","ukrainsk","de spørger om dit navn","anonymt","koster penge","gratis","du skal bestille tid","uden tidsbestilling","findes også under: {topic}","Tilgængelighed","kun på {lang}","Tal med nogen nu","Åbent hele døgnet","Lukket nu","Åbent nu","Åbent til kl. {time}","Åbent til {day} kl. {time}","Lukket nu, åbner {date} kl. {time}","Lukket nu, åbner {day} kl. {time}","Lukket nu, åbner i dag kl. {time}","Lukket nu, åbner i morgen kl. {time}","Vi kender ikke åbningstiden: spørg først","Prøv igen","Listen er fra {date}. Vi kunne ikke hente en nyere lige nu.","Søgningen virker ikke lige nu. Du kan stadig tale med nogen.","Hjalp det?","{n} km","{n} m","åbner i en ny fane","Nej","Forslag: {n}","Tak.","Se også i andre byer","Ja"],"de":["jedes Alter","ab {from} Jahren","{from} bis {to} Jahre","bis {to} Jahre","Das hat nicht geklappt. Versuch es gleich noch mal.","Wir suchen …","Was dir wichtig ist","Mehr auswählen","In meiner Nähe","Wir fragen dein Handy, wo du bist …","Dein Handy weiß gerade nicht, wo es ist. Schreib einen Ort oder eine Postleitzahl.","Das ist okay. Schreib einfach einen Ort oder eine Postleitzahl.","In der Nähe, da wo du gerade bist","Wir kennen keinen Ort, der so heißt. Versuch es mit einer Postleitzahl oder einer größeren Stadt in der Nähe.","Gerade gibt es keine Verbindung. Anrufen kannst du trotzdem.","Wo?","Ort oder Postleitzahl","Wir speichern nicht, was du eintippst.","Das waren sehr viele Suchen auf einmal. Versuch es in einer Minute noch mal.","Ort finden","Worum geht es?","Ein Wort oder ein Satz. Du kannst es auch leer lassen.","in {town}, ungefähr {distance}","Frag dort nach:","für welches Alter ist es?","ist es anonym?","brauche ich einen Termin?","ist es kostenlos?","wann ist offen?","bei {place}","{number} anrufen","in {town}, {distance}","in {town}","schon zu, wenn du ankommst","Wenn zu ist:","Wenn zu ist, kannst du hier anrufen:","Das hat noch niemand bestätigt. Stand der Quelle: {date}.","Das hat noch niemand bestätigt, und die Quelle hat kein Datum.","Zuletzt bestätigt: {date}","{n} min zu Fuß","anonym","kostenlos","ohne Termin","jetzt offen","Orte zum Hingehen, wenn du so weit bist","Es gibt auch Orte, wo du reinkommen und unter Menschen sein kannst.","Chat öffnen","Bist du oder jemand anderes gerade in Gefahr?","Wenn niemand antwortet, versuch den nächsten Kontakt.","{number} anrufen","auf {language}","Jetzt kann dir jemand zuhören. Du musst deinen Namen nicht sagen.","Nummer zuletzt gesehen: {date}","SMS an {number}","Du bist damit nicht allein","Nummer geprüft: {date}","Wir haben gesucht nach: {text}","Gefunden: {n}","die Gegend","die Art von Ort","die Uhrzeit","die Entfernung","deine Wörter","das Thema","Nichts passt zu allem. Deshalb haben wir weggelassen:","Du kannst auch mit jemandem reden, ohne irgendwo hinzugehen","Mehr zeigen","in der Nähe von {place}","in deiner Nähe","Das hier liegt am nächsten.","Dafür gibt es hier noch keine Tür.","Was am besten passt, steht oben. Niemand kann zahlen, um weiter oben zu stehen.","Was am nächsten ist, steht oben. Niemand kann zahlen, um weiter oben zu stehen.","Es geht um","Versuch es ohne: {what}","Ein Ort, wo du einfach reinkommen kannst","Oder fang mit einem davon an","Arabisch","Dänisch","Deutsch","Englisch","Spanisch","Persisch","Französisch","Italienisch","Norwegisch","Niederländisch","Polnisch","Russisch","Somali","Schwedisch","Türkisch","Ukrainisch","sie fragen nach deinem Namen","anonym","kostet Geld","kostenlos","nur mit Termin","ohne Termin","auch zu finden unter: {topic}","Barrierefreiheit","nur auf {lang}","Jetzt mit jemandem reden","Tag und Nacht offen","Jetzt zu","Jetzt offen","Offen bis {time}","Offen bis {day}, {time}","Jetzt zu, öffnet am {date} um {time}","Jetzt zu, öffnet am {day} um {time}","Jetzt zu, öffnet heute um {time}","Jetzt zu, öffnet morgen um {time}","Wir wissen nicht, wann offen ist: frag vorher nach","Noch einmal versuchen","Diese Liste ist vom {date}. Eine neuere konnten wir gerade nicht holen.","Die Suche geht gerade nicht. Du kannst trotzdem mit jemandem sprechen.","Hat dir das geholfen?","{n} km","{n} m","öffnet sich in einem neuen Tab","Nein","Vorschläge: {n}","Danke.","Auch in anderen Orten suchen","Ja"],"en":["all ages","from {from} years","{from} to {to} years","up to {to} years","That did not work. Try again in a moment.","Looking …","What matters to you","More choices","Near me","Asking your phone where you are …","Your phone does not know where it is just now. Write a town or a postcode instead.","That is fine. Write a town or a postcode instead.","Near where you are now","We know no place called that. Try a postcode or a bigger town nearby.","There is no connection just now. You can still call.","Where?","Town or postcode","We do not save what you type.","That was a lot of searches at once. Try again in a minute.","Find a place","What is it about?","A word or a sentence. You can also leave it empty.","in {town}, about {distance}","Ask the place:","for which ages?","is it anonymous?","do I need an appointment?","is it free?","when is it open?","at {place}","Call {number}","in {town}, {distance}","in {town}","shut by the time you get there","If it is shut:","If it is shut, you can call:","Nobody has confirmed this yet. The source is from {date}.","Nobody has confirmed this yet, and the source has no date.","Last confirmed {date}","{n} min on foot","anonymous","free","no appointment","open now","Places to go, when you are ready","There are also places where you can come in and be with people.","Chat","Are you or somebody else in danger right now?","If nobody answers, try the next one.","Call {number}","in {language}","Somebody can listen to you now. You need not say your name.","Number seen {date}","Text {number}","You are not alone with this","Number checked {date}","We read it as: {text}","Found: {n}","the area","the kind of place","the time","how far","your words","the topic","Nothing fits all of it, so we left this out:","You can also talk to somebody from where you are","Show more","near {place}","near you","These are the nearest.","No door for that here yet.","Best match first. Nobody can pay to stand higher.","Nearest first. Nobody can pay to stand higher.","It is about","Try without: {what}","Somewhere you can just come in","Or begin with one of these","Arabic","Danish","German","English","Spanish","Persian","French","Italian","Norwegian","Dutch","Polish","Russian","Somali","Swedish","Turkish","Ukrainian","they ask for your name","anonymous","costs money","free","by appointment","no appointment","also found under: {topic}","Accessibility","only in {lang}","Talk to somebody now","Open all day and all night","Closed now","Open now","Open until {time}","Open until {day} {time}","Closed now, opens {date} at {time}","Closed now, opens {day} at {time}","Closed now, opens today at {time}","Closed now, opens tomorrow at {time}","Hours unknown: ask first","Try again","This list is from {date}. We could not ask for a newer one just now.","Searching does not work just now. You can still talk to somebody.","Did this help?","{n} km","{n} m","opens in a new tab","No","Suggestions: {n}","Thank you.","Look in other towns too","Yes"],"fr":["tous les âges","à partir de {from} ans","de {from} à {to} ans","jusqu’à {to} ans","Ça n’a pas marché. Réessaie dans un instant.","On cherche …","Ce qui compte pour toi","Plus de choix","Près de moi","On demande à ton téléphone où tu es …","Ton téléphone ne sait pas où il est pour le moment. Écris plutôt une ville ou un code postal.","Pas de souci. Écris plutôt une ville ou un code postal.","Près de là où tu es","On ne connaît pas de ville de ce nom. Essaie un code postal ou une plus grande ville à côté.","Pas de connexion pour le moment. Tu peux quand même appeler.","Où ?","Ville ou code postal","On n’enregistre pas ce que tu écris.","Ça fait beaucoup de recherches d’un coup. Réessaie dans une minute.","Trouver un lieu","C’est à propos de quoi ?","Un mot ou une phrase. Tu peux aussi laisser vide.","à {town}, à environ {distance}","À leur demander :","c’est pour quel âge ?","c’est anonyme ?","il faut un rendez-vous ?","c’est gratuit ?","c’est ouvert quand ?","chez {place}","Appeler le {number}","à {town}, à {distance}","à {town}","déjà fermé quand tu arrives","Si c’est fermé :","Si c’est fermé, tu peux appeler :","Personne ne l’a encore confirmé. Date de la source : {date}.","Personne ne l’a encore confirmé, et la source n’a pas de date.","Dernière confirmation : {date}","{n} min à pied","anonyme","gratuit","sans rendez-vous","ouvert maintenant","Des lieux où aller, quand tu en auras envie","Il y a aussi des lieux où tu peux entrer et voir du monde.","Ouvrir le chat","Est-ce que tu es en danger maintenant, ou quelqu’un d’autre ?","Si personne ne répond, essaie la ligne suivante.","Appeler le {number}","en {language}","Quelqu’un peut t’écouter maintenant. Tu n’as pas besoin de dire ton nom.","Numéro vu : {date}","Envoyer un SMS au {number}","Tu n’as pas à garder ça pour toi","Numéro vérifié : {date}","On a cherché : {text}","Trouvé : {n}","la zone","le type de lieu","l’heure","la distance","tes mots","le sujet","Rien ne correspond à tout. On a donc laissé de côté :","Tu peux aussi parler à quelqu’un sans bouger d’où tu es","Montrer plus","vers {place}","près de toi","Voici les plus proches.","Il n’y a pas encore de porte pour ça ici.","Ce qui correspond le mieux est en haut. Personne ne peut payer pour être plus haut.","Le plus proche est en haut. Personne ne peut payer pour être plus haut.","Ça parle de","Essayer sans : {what}","Un lieu où tu peux simplement entrer","Ou commence par un de ces sujets","arabe","danois","allemand","anglais","espagnol","persan","français","italien","norvégien","néerlandais","polonais","russe","somali","suédois","turc","ukrainien","on te demande ton nom","anonyme","payant","gratuit","sur rendez-vous","sans rendez-vous","aussi classé sous : {topic}","Accessibilité","seulement en {lang}","Parler à quelqu’un maintenant","Ouvert jour et nuit","Fermé maintenant","Ouvert maintenant","Ouvert jusqu’à {time}","Ouvert jusqu’à {day} {time}","Fermé maintenant, ouvre le {date} à {time}","Fermé maintenant, ouvre {day} à {time}","Fermé maintenant, ouvre aujourd’hui à {time}","Fermé maintenant, ouvre demain à {time}","On ne connaît pas les horaires : demande d’abord","Réessayer","Cette liste date du {date}. Nous n'avons pas pu en obtenir une plus récente.","La recherche ne marche pas pour le moment. Tu peux quand même parler à quelqu'un.","C'était utile ?","{n} km","{n} m","s'ouvre dans un nouvel onglet","Non","Suggestions : {n}","Merci.","Chercher aussi dans d'autres villes","Oui"],"nl":["alle leeftijden","vanaf {from} jaar","{from} tot en met {to} jaar","tot en met {to} jaar","Dat lukte niet. Probeer het straks nog eens.","Even zoeken …","Wat jij belangrijk vindt","Meer keuzes","Bij mij in de buurt","We vragen je telefoon waar je bent …","Je telefoon weet nu even niet waar je bent. Vul een plaats of een postcode in.","Dat is prima. Vul dan een plaats of een postcode in.","In de buurt van waar je nu bent","We kennen geen plaats die zo heet. Probeer een postcode of een grotere plaats in de buurt.","Er is nu geen verbinding. Je kunt nog wel bellen.","Waar?","Plaats of postcode","We bewaren niet wat je typt.","Dat was heel vaak zoeken na elkaar. Probeer het over een minuut nog eens.","Zoek een plek","Waar gaat het over?","Een woord of een zin. Leeg laten mag ook.","in {town}, ongeveer {distance}","Vraag het daar:","voor welke leeftijd is het?","is het anoniem?","moet ik een afspraak maken?","is het gratis?","wanneer is het open?","bij {place}","Bel {number}","in {town}, {distance}","in {town}","dicht als je aankomt","Als het dicht is:","Als het dicht is, kun je bellen naar:","Nog niemand heeft dit bevestigd. De bron is van {date}.","Nog niemand heeft dit bevestigd, en de bron heeft geen datum.","Laatst bevestigd op {date}","{n} min te voet","anoniem","gratis","zonder afspraak","nu open","Plekken om naartoe te gaan, als je eraan toe bent","Er zijn ook plekken waar je kunt binnenlopen en bij andere mensen bent.","Open de chat","Ben jij of is iemand anders nu in gevaar?","Als niemand antwoordt, probeer dan de volgende.","Bel {number}","in het {language}","Er kan nu iemand naar je luisteren. Je hoeft je naam niet te zeggen.","Nummer laatst gezien: {date}","Stuur een sms naar {number}","Je staat er niet alleen voor","Nummer nagekeken op {date}","We zochten op: {text}","Gevonden: {n}","het gebied","het soort plek","de tijd","de afstand","je woorden","het onderwerp","Niets past bij alles, dus dit lieten we weg:","Je kunt ook met iemand praten zonder ergens heen te gaan","Laat meer zien","in de buurt van {place}","bij jou in de buurt","Deze zijn het dichtstbij.","Daarvoor is hier nog geen deur.","Wat het best past, staat bovenaan. Niemand kan betalen om hoger te staan.","Wat het dichtstbij is, staat bovenaan. Niemand kan betalen om hoger te staan.","Het gaat over","Probeer zonder: {what}","Een plek waar je gewoon kunt binnenlopen","Of begin met een van deze onderwerpen","Arabisch","Deens","Duits","Engels","Spaans","Perzisch","Frans","Italiaans","Noors","Nederlands","Pools","Russisch","Somalisch","Zweeds","Turks","Oekraïens","ze vragen je naam","anoniem","kost geld","gratis","met afspraak","zonder afspraak","ook te vinden onder: {topic}","Toegankelijkheid","alleen in het {lang}","Praat nu met iemand","Dag en nacht open","Nu dicht","Nu open","Open tot {time}","Open tot {day} {time}","Nu dicht, gaat op {date} om {time} open","Nu dicht, gaat {day} om {time} open","Nu dicht, gaat vandaag om {time} open","Nu dicht, gaat morgen om {time} open","We weten niet wanneer het open is: vraag het eerst","Probeer het opnieuw","Deze lijst is van {date}. We konden nu geen nieuwere ophalen.","Zoeken lukt nu even niet. Je kunt wel met iemand praten.","Heb je hier iets aan?","{n} km","{n} m","opent in een nieuw tabblad","Nee","Suggesties: {n}","Dank je.","Kijk ook in andere plaatsen","Ja"],"uk":["будь-який вік","вік від {from}","вік від {from} до {to}","вік до {to}","Не вийшло. Спробуй ще раз трохи згодом.","Шукаємо …","Що для тебе важливо","Більше варіантів","Поруч зі мною","Питаємо твій телефон, де ти …","Твій телефон зараз не знає, де він. Напиши місто або поштовий індекс.","Нічого страшного. Просто напиши місто або поштовий індекс.","Поруч із тим місцем, де ти зараз","Ми не знаємо місця з такою назвою. Спробуй поштовий індекс або більше місто поруч.","Зараз немає інтернету. Але подзвонити можна.","Де?","Місто або поштовий індекс","Ми не зберігаємо те, що ти пишеш.","Забагато пошуків одразу. Спробуй ще раз за хвилину.","Знайти місце","Про що йдеться?","Слово або речення. Можна нічого не писати.","у {town}, приблизно {distance}","Запитай там:","для якого віку?","це анонімно?","треба записуватися?","це безкоштовно?","коли відчинено?","у «{place}»","Подзвонити: {number}","у {town}, {distance}","у {town}","уже зачинено, коли доберешся","Якщо зачинено:","Якщо зачинено, можна подзвонити:","Цього ще ніхто не підтвердив. Джерело від {date}.","Цього ще ніхто не підтвердив, і джерело без дати.","Востаннє підтверджено {date}","{n} хв пішки","анонімно","безкоштовно","без запису","зараз відчинено","Місця, куди можна піти, коли захочеш","Є також місця, куди можна зайти й побути серед людей.","Відкрити чат","Ти або хтось інший зараз у небезпеці?","Якщо ніхто не відповідає, спробуй наступний контакт.","Подзвони {number}","мова: {language}","Зараз тебе можуть вислухати. Називати ім’я не треба.","Номер із джерела від {date}","Написати смс на {number}","Ти з цим не на самоті","Номер перевірено {date}","Ми шукали: {text}","Знайдено: {n}","район","вид місця","час","відстань","твої слова","тема","Нічого не підходить повністю. Ось що ми прибрали:","Можна також поговорити з кимось і нікуди не йти","Показати більше","біля {place}","поруч із тобою","Ось найближчі.","Таких дверей тут поки немає.","Угорі те, що підходить найкраще. Ніхто не може заплатити, щоб бути вище.","Угорі найближче. Ніхто не може заплатити, щоб бути вище.","Тема","Спробувати без: {what}","Місце, куди можна просто зайти","Або почни з однієї з цих тем","арабська","данська","німецька","англійська","іспанська","перська","французька","італійська","норвезька","нідерландська","польська","російська","сомалійська","шведська","турецька","українська","питають твоє ім’я","анонімно","за гроші","безкоштовно","за записом","без запису","є також у темі: {topic}","Доступність","тільки {lang} мова","Поговорити з кимось зараз","Відчинено вдень і вночі","Зараз зачинено","Зараз відчинено","Відчинено до {time}","Відчинено, зачиняється: {day}, {time}","Зачинено, відчиняється: {date}, {time}","Зачинено, відчиняється: {day}, {time}","Зачинено, відчиняється: сьогодні, {time}","Зачинено, відчиняється: завтра, {time}","Ми не знаємо, коли відчинено: спершу запитай","Спробувати ще раз","Цей список від {date}. Зараз не вдалося отримати новіший.","Пошук зараз не працює. Але ти можеш з кимось поговорити.","Це допомогло?","{n} км","{n} м","відкриється в новій вкладці","Ні","Підказки: {n}","Дякуємо.","Шукати також в інших містах","Так"]}};
const RIGHT_TO_LEFT = ['ar'];
function speaks(lang) {
return Object.prototype.hasOwnProperty.call(WORDS.said, lang);
}
function wording(lang) {
const said = WORDS.said[lang];
const find = key => {
const i = WORDS.keys.indexOf(key);
return i < 0 ? undefined : said[i] || WORDS.said.en[i];
};
const dir = RIGHT_TO_LEFT.includes(lang) ? 'rtl' : 'ltr';
const say = (key, values) => {
let text = find(key) || '';
for (const name of Object.keys(values || {})) {
const value = dir === 'rtl' ? '\u2068' + values[name] + '\u2069' : values[name];
text = text.split('{' + name + '}').join(value);
}
return text;
};
const parts = (key, values) => (find(key) || '').split(/(\{[a-z_]+\})/).map(piece => {
const name = piece.slice(1, -1);
return piece[0] === '{' && values[name] !== undefined ? values[name] : piece;
});
const number = n => new Intl.NumberFormat(lang, { numberingSystem: 'latn', maximumFractionDigits: 1 }).format(n);
return {
lang, dir, say, parts, number,
language: tag => find('language.' + tag) || tag,
tongue: tag => (tag && tag.split('-')[0] !== lang ? { lang: tag, dir: 'auto' } : {}),
};
}
const HOME = (/^(https?:\/\/.+?)\/widget(?:\/[^/?#]+|\.js)(?:[?#].*)?$/.exec(import.meta.url) || [])[1] || origin(import.meta.url);
function origin(address) {
try {
return /^https?:/.test(address) ? new URL(address).origin : '';
} catch (_) {
return '';
}
}
const SPOKEN_IN = { DK: 'da', NL: 'nl', BE: 'nl' };
const COUNTRY_OF = { da: 'DK', nl: 'NL', fr: 'BE' };
const ATTRIBUTES = ['lang', 'country', 'municipality', 'topics', 'network', 'theme', 'heading-level', 'base'];
function settings(element) {
const read = name => (element.getAttribute(name) || '').trim();
const tagged = read('lang') || document.documentElement.lang || '';
const [tag, region] = tagged.split('-');
let country = read('country').toUpperCase();
if (!/^[A-Z]{2}$/.test(country)) country = '';
let lang = tag.toLowerCase();
if (!speaks(lang)) lang = SPOKEN_IN[country] || (tag ? 'en' : 'da');
if (!country && /^[A-Za-z]{2}$/.test(region || '') && SPOKEN_IN[region.toUpperCase()]) country = region.toUpperCase();
const level = Number(read('heading-level'));
return {
lang,
country: country || COUNTRY_OF[lang] || 'DK',
municipality: read('municipality').slice(0, 20),
network: read('network').slice(0, 100),
topics: read('topics').split(',').map(id => id.trim()).filter(id => /^[a-z0-9_-]{1,100}$/.test(id)).slice(0, 12),
theme: ['light', 'dark'].includes(read('theme')) ? read('theme') : 'auto',
level: level >= 1 && level <= 6 ? Math.floor(level) : 2,
base: address(read('base')) || HOME,
};
}
function address(text) {
if (!text) return '';
try {
const url = new URL(text, document.baseURI);
return /^https?:$/.test(url.protocol) ? (url.origin + url.pathname).replace(/\/+$/, '') : '';
} catch (_) {
return '';
}
}
let voted = false;
function voteView(w, home, counted) {
if (voted || !counted) return undefined;
const button = (word, helped) => part('button', {
type: 'button', 'aria-describedby': 'vote',
onclick() {
voted = true;
home.vote({ counted, helped });
refill(view, w.say('widget.thanks'));
view.focus();
},
}, word);
const view = part('div', { class: 'chips vote', role: 'status', tabindex: -1 },
part('span', { id: 'vote' }, w.say('widget.helped')), button(w.say('widget.yes'), true), button(w.say('widget.no'), false));
return view;
}
const PAGE = 5;
const SLOW = 400;
const STILL = 800;
const STAND = 3000;
function finder(set) {
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
const meant = new Map();
const mean = q => {
const asks = JSON.stringify(q);
if (meant.has(asks)) return q;
meant.set(asks);
return Object.assign({ settled: true }, q);
};
const wonder = (q, answer) => {
const asks = JSON.stringify(q);
if (answer.counted) meant.set(asks, answer.counted);
if (answer.crisis || !outcome.firstChild) return;
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
if (!said.helplines.some(h => h.lines.some(reachable))) said.helplines = carried(set).helplines;
show(w.say('crisis.title'), crisisView(w, Math.min(set.level + 1, 6), said, () => {
ask.beyond = true;
changed();
}));
};
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
const reveal = () => {
const head = outcome.querySelector('h2, h3, h4, h5, h6, p');
if (head && head.getBoundingClientRect().top > window.innerHeight * 0.7) head.scrollIntoView({ block: 'start' });
};
const offered = () => {
const n = form.offered();
return n ? ' ' + w.say('widget.offers', { n }) : '';
};
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
if (!opened || Date.now() - opened < STILL) refill(people, ...talk(w, known));
});
refill(people, ...talk(w, carried(set)));
const topics = part('div', { class: 'chips', role: 'group', 'aria-label': w.say('front.topics') });
const offers = (set.topics.length ? set.topics : TOPICS.map(t => t.id)).map(id => label(id));
const drawTopics = () => {
const picked = ask.topic && !offers.some(t => t.id === ask.topic.id) ? [ask.topic] : [];
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
begin() {
meet();
for (const t of offers) {
if (t.label) continue;
t.chip.hidden = true;
learn(t);
}
},
rest() {
if (asking) asking.abort();
clearTimeout(slow);
stand();
form.rest();
},
theme(name) { root.setAttribute('data-theme', name); },
};
}
const TYPED = ['beforeinput', 'input', 'compositionstart', 'compositionupdate', 'compositionend', 'copy', 'cut', 'paste'];
function fence(root) {
const stop = event => event.stopPropagation();
for (const name of TYPED) root.addEventListener(name, stop);
for (const name of ['keydown', 'keypress', 'keyup']) {
root.addEventListener(name, event => {
if (event.key && event.key.length === 1 && !event.ctrlKey && !event.metaKey) event.stopPropagation();
});
}
}
const STYLE = ":host{display:block !important}:host([hidden]){display:none !important}.root{all:initial;display:block;--paper:var(--walkin-paper,#FBF8F3);--card:var(--walkin-card,#FFFFFF);--ink:var(--walkin-ink,#1F2A2E);--muted:var(--walkin-muted,#55646A);--door:var(--walkin-door,#0B5C5A);--table:var(--walkin-table,#7A2E5D);--lamp:var(--walkin-lamp,#8A4B00);--light:var(--walkin-light,#FFE9B8);--line:var(--walkin-line,#7B888D);--exit:#B3261E;--shade:0 1px 6px rgba(31,42,46,.12);--edge:transparent;--round:var(--walkin-radius,16px);color-scheme:light}.root[data-theme=\"dark\"]{--paper:var(--walkin-dark-paper,#14191B);--card:var(--walkin-dark-card,#1D2427);--ink:var(--walkin-dark-ink,#F2EFE9);--muted:var(--walkin-dark-muted,#A9B4B8);--door:var(--walkin-dark-door,#6FD0C5);--table:var(--walkin-dark-table,#E79CC9);--lamp:var(--walkin-dark-lamp,#FFC56B);--light:var(--walkin-dark-light,#3A3016);--line:var(--walkin-dark-line,#7C898E);--exit:#FF8A80;--shade:none;--edge:var(--line);color-scheme:dark}@media (prefers-color-scheme:dark){.root[data-theme=\"auto\"]{--paper:var(--walkin-dark-paper,#14191B);--card:var(--walkin-dark-card,#1D2427);--ink:var(--walkin-dark-ink,#F2EFE9);--muted:var(--walkin-dark-muted,#A9B4B8);--door:var(--walkin-dark-door,#6FD0C5);--table:var(--walkin-dark-table,#E79CC9);--lamp:var(--walkin-dark-lamp,#FFC56B);--light:var(--walkin-dark-light,#3A3016);--line:var(--walkin-dark-line,#7C898E);--exit:#FF8A80;--shade:none;--edge:var(--line);color-scheme:dark}}.body{position:relative;padding:1em;background:var(--paper);color:var(--ink);border-radius:var(--round);font:400 1.0625em/1.5 var(--walkin-font,ui-rounded,\"SF Pro Rounded\",\"Segoe UI Variable Text\",system-ui,sans-serif);font-variant-numeric:tabular-nums;overflow-wrap:anywhere;text-align:start}*,*::before,*::after{box-sizing:border-box}h1,h2,h3,h4,h5,h6{margin:0;font-weight:650;font-size:1.2em;line-height:1.3}.title{font-size:1.4em}p,ul,fieldset{margin:.5em 0;padding:0}p{max-width:60ch}ul{list-style:none}fieldset{border:0;min-width:0}legend,label{display:block;padding:0;margin-bottom:.25em;font-weight:600}a{color:var(--door);text-underline-offset:.15em}mark{background:none;color:inherit;font-weight:750;text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:.15em}.muted,.hint{color:var(--muted);font-size:.9em}.hint{margin:.25em 0 0}.hint:empty{margin:0}[hidden]{display:none !important}.unseen{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}button,input{font:inherit;color:inherit;min-height:44px;border-radius:12px;margin:0;max-width:100%}input{flex:1 1 auto;min-width:0;width:100%;padding:.4em .75em;border:1px solid var(--line);background:var(--card)}input[aria-invalid]{border:2px solid var(--exit)}button{cursor:pointer;padding:.4em 1em;border:1px solid var(--line);background:var(--card);text-align:start}:focus-visible{outline:3px solid var(--door);outline-offset:2px}.main{padding-inline:1.5em;border-color:var(--door);background:var(--door);color:var(--card);font-weight:650;margin-top:.25em}.plain{color:var(--door);border-color:var(--door);background:none}button:disabled{opacity:.6}.talk{display:inline-flex;align-items:center;gap:.5em;margin:.75em 0 0;border-color:var(--lamp);color:var(--lamp);font-weight:600}.drawing{flex:none;vertical-align:middle}form{margin:1em 0 .5em}.fields{display:flex;flex-wrap:wrap;gap:.75em 1em}.field{flex:1 1 17em;min-width:0}.box{position:relative;display:flex;gap:.5em}.box .chip{flex:none;max-width:50%}.chips{display:flex;flex-wrap:wrap;gap:.5em}.chip{padding:.4em .9em}.chip[aria-pressed=\"true\"]{border-color:var(--door);box-shadow:inset 0 0 0 1px var(--door);color:var(--door);font-weight:650}.chip[aria-pressed=\"true\"]::before{content:\"✓ \";content:\"✓ \" / \"\"}.promise{color:var(--muted);font-size:.9em;margin-bottom:0}.offers{position:absolute;z-index:1;inset-inline:0;left:0;right:0;top:100%;margin:.25em 0 0;background:var(--card);border:1px solid var(--line);border-radius:12px;overflow:hidden}.offers li{min-height:44px;padding:.5em .75em;cursor:pointer}.offers li:hover,.offers li[aria-selected=\"true\"]{background:var(--door);color:var(--card)}.offers li:hover .muted,.offers li[aria-selected=\"true\"] .muted{color:inherit}.outcome[aria-busy]{opacity:.75;transition:opacity .2s .3s}.outcome:empty{display:none}.found,.crisis,.down,.vote{margin-top:1.25em}.vote{align-items:center;min-height:44px}.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19em),1fr));gap:.75em}.card{background:var(--card);border:1px solid var(--edge);border-radius:var(--round);padding:1em;box-shadow:var(--shade);min-width:0}.card h2,.card h3,.card h4,.card h5,.card h6{margin:-.3em 0 0;display:flex;gap:.5em;align-items:center;font-size:1.1em}.card h3 a,.card h4 a,.card h5 a,.card h6 a{min-height:44px;display:inline-flex;align-items:center;flex-wrap:wrap;column-gap:.25em}.of-door{color:var(--door)}.of-table,.of-table a{color:var(--table)}.glow{fill:none}.leaf{fill:var(--card)}.is-open .glow{fill:var(--light)}.card p{margin:.25em 0}.lit{background:var(--light);color:var(--ink);border-radius:8px;padding:.1em .5em;-webkit-box-decoration-break:clone;box-decoration-break:clone}.answers{display:flex;flex-wrap:wrap;gap:.1em 0;font-weight:600}.answers li:not(:last-child)::after{content:\"·\";content:\"·\" / \"\";margin:0 .4em}.lines{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19em),1fr));gap:1em;margin:.75em 0}.lines li{border-inline-start:3px solid var(--lamp);padding-inline-start:.75em;min-width:0}.lines p{margin:.25em 0}.name{display:block}.ways{display:flex;flex-wrap:wrap;gap:.25em 1em;align-items:center}.foot a{margin-inline-end:1em}.call,.plan a,.foot a{display:inline-flex;align-items:center;flex-wrap:wrap;gap:.3em;min-height:44px;min-width:44px;font-weight:600}.call{color:var(--lamp)}.number{font-size:1.35em;font-weight:700;white-space:nowrap}.danger .call{color:var(--exit);font-size:1.2em}.people{border-block:1px solid var(--line);padding:.25em 0;margin:.75em 0}.crisis,.crisis .lit{color:var(--ink)}.crisis .lit{background:none;padding:0;font-weight:600}.crisis .lines{gap:1.5em}.beyond{margin-top:2em}.in-crisis .begin,.in-crisis .foot,.in-crisis fieldset,.in-crisis .talk,.in-crisis .people{display:none}.has-found .begin p,.has-found .begin .chip:not([aria-pressed=\"true\"]){display:none}.found h2,.found h3,.found h4,.crisis h2,.crisis h3,.crisis h4,.down p{scroll-margin-top:4em}@media (prefers-reduced-motion:reduce){*{transition:none !important;animation:none !important}}@media (forced-colors:active){.card,.chip[aria-pressed=\"true\"]{border:2px solid}}";
let sheet;
function dress(shadow) {
try {
if (!sheet) {
const made = new CSSStyleSheet();
made.replaceSync(STYLE);
sheet = made;
}
shadow.adoptedStyleSheets = [sheet];
} catch (_) {
shadow.append(part('style', {}, STYLE));
}
}
const inner = new WeakMap();
function define() {
class WalkinFinder extends HTMLElement {
static get observedAttributes() { return ATTRIBUTES; }
connectedCallback() { quietly(() => this.appear())(); }
disconnectedCallback() {
Promise.resolve().then(quietly(() => {
const mine = inner.get(this);
if (!this.isConnected && mine) mine.finder.rest();
}));
}
attributeChangedCallback() {
const mine = inner.get(this);
if (!mine || mine.changing) return;
mine.changing = true;
Promise.resolve().then(quietly(() => {
mine.changing = false;
if (this.isConnected) this.appear();
}));
}
appear() {
const set = settings(this);
const { theme, ...rest } = set;
const built = JSON.stringify(rest);
const before = inner.get(this);
if (before && before.built === built) {
before.finder.theme(theme);
return;
}
const made = finder(set);
if (before) before.finder.rest();
const shadow = this.shadowRoot || this.attachShadow({ mode: 'open' });
while (shadow.firstChild) shadow.firstChild.remove();
dress(shadow);
shadow.append(made.root);
inner.set(this, { finder: made, built, changing: false });
made.begin();
}
}
customElements.define('walkin-finder', WalkinFinder);
}
quietly(() => {
if (window.customElements && !customElements.get('walkin-finder')) define();
})();
