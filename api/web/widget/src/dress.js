import {part} from './part.js';
import {STYLE} from './style.js';

let sheet;

// dress gives a shadow root its styles. A constructed sheet needs no
// permission of a host's policy. Browsers of before 2023 that have none get a
// style element, and where a strict policy refuses that as well, plain HTML:
// still every word, link and button.
export function dress(shadow) {
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
