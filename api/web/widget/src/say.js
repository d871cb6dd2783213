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

  // say gives a text with what stands in braces filled in.
  const say = (key, values) => {
    let text = find(key) || '';
    for (const name of Object.keys(values || {})) text = text.split('{' + name + '}').join(values[name]);
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
    lang, say, parts, number,
    dir: RIGHT_TO_LEFT.includes(lang) ? 'rtl' : 'ltr',
    knows: key => find(key) !== undefined,
    language: tag => find('language.' + tag) || tag,
    // other is the language of a text, where it is not that of the widget.
    other: tag => (tag && tag.split('-')[0] !== lang ? tag : undefined),
  };
}
