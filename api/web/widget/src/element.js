import {finder} from './finder.js';
import {quietly} from './part.js';
import {ATTRIBUTES, settings} from './settings.js';
import {dress} from './dress.js';

// inner holds what belongs to an element and is not the host page's to see.
const inner = new WeakMap();

// WalkinFinder is the element <walkin-finder>. It builds its widget when it
// comes into a page, and again when an attribute changes that the widget is
// built from; moved elsewhere, it keeps what it shows.
function define() {
  class WalkinFinder extends HTMLElement {
    static get observedAttributes() { return ATTRIBUTES; }

    connectedCallback() { quietly(() => this.appear())(); }

    disconnectedCallback() {
      // A move is a removal and an insertion: only what stays away rests.
      Promise.resolve().then(quietly(() => {
        const mine = inner.get(this);
        if (!this.isConnected && mine) mine.finder.rest();
      }));
    }

    attributeChangedCallback() {
      const mine = inner.get(this);
      if (!mine || mine.changing) return;
      // Several attributes at once are one change.
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
      // Only a widget that is whole takes the place of what the host wrote.
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

// Where there are no custom elements, or another copy of this file was first,
// nothing happens: what the host wrote inside the element stays.
quietly(() => {
  if (window.customElements && !customElements.get('walkin-finder')) define();
})();
