import {WORDS} from './words.js';

const RIGHT_TO_LEFT = ['ar'];

// speaks says whether the interface has a language.
export function speaks(lang) {
  return Object.prototype.hasOwnProperty.call(WORDS.said, lang);
}

// wording gives the words of one language. What a language does not say it
// says in English.
export function wording(lang) {
  const said = WORDS.said[lang];
  const find = key => {
    const i = WORDS.keys.indexOf(key);
    return i < 0 ? undefined : said[i] || WORDS.said.en[i];
  };

  const dir = RIGHT_TO_LEFT.includes(lang) ? 'rtl' : 'ltr';

  // say gives a text with what stands in braces filled in. A Danish name in an
  // Arabic sentence is kept apart from it, so that both keep their direction.
  const say = (key, values) => {
    let text = find(key) || '';
    for (const name of Object.keys(values || {})) {
      const value = dir === 'rtl' ? '\u2068' + values[name] + '\u2069' : values[name];
      text = text.split('{' + name + '}').join(value);
    }
    return text;
  };

  // parts is say for values that are nodes, such as a number that is read from
  // left to right: it gives texts and nodes in their order.
  const parts = (key, values) => (find(key) || '').split(/(\{[a-z_]+\})/).map(piece => {
    const name = piece.slice(1, -1);
    return piece[0] === '{' && values[name] !== undefined ? values[name] : piece;
  });

  const number = n => new Intl.NumberFormat(lang, { numberingSystem: 'latn', maximumFractionDigits: 1 }).format(n);

  return {
    lang, dir, say, parts, number,
    language: tag => find('language.' + tag) || tag,
    // tongue gives the attributes of a text in a language that may not be that
    // of the widget.
    tongue: tag => (tag && tag.split('-')[0] !== lang ? { lang: tag, dir: 'auto' } : {}),
  };
}
