import {speaks} from './say.js';

// HOME is where this file came from, and where all questions go. A host that
// serves a copy of its own says with the attribute base where the API is.
const HOME = (/^(https?:\/\/.+?)\/widget(?:\/[^/?#]+|\.js)(?:[?#].*)?$/.exec(import.meta.url) || [])[1] || origin(import.meta.url);

function origin(address) {
  try {
    return /^https?:/.test(address) ? new URL(address).origin : '';
  } catch (_) {
    return '';
  }
}

// SPOKEN_IN is the language of most people in a country.
export const SPOKEN_IN = { DK: 'da', NL: 'nl', BE: 'nl' };
const COUNTRY_OF = { da: 'DK', nl: 'NL', fr: 'BE' };

export const ATTRIBUTES = ['lang', 'country', 'municipality', 'topics', 'network', 'theme', 'heading-level', 'base'];

// settings reads the attributes of an element. What a host wrote wrong counts
// as not written: a widget with a typing error is better than none.
export function settings(element) {
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
