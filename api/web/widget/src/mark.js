import {part} from './part.js';

// marked gives a text with the parts in <mark> that a highlight names. The
// server counts bytes of UTF-8, so the text is cut as bytes.
export function marked(text, highlights, field) {
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

// AROUND is how much of a description is shown on either side of what was
// found in it, in letters.
const AROUND = 70;

// excerpt gives what stands around the first thing found in a description;
// nothing where nothing was found in it.
export function excerpt(text, highlights) {
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
