import {part, refill} from './part.js';

// voted is true once somebody has answered: on this page nobody asks again.
let voted = false;

// voteView asks whether an answer helped, of which counted says as what it was
// counted: a topic and an area. Those and the answer are all that is sent.
export function voteView(w, home, counted) {
  if (voted || !counted) return undefined;
  const button = (word, helped) => part('button', {
    type: 'button', 'aria-describedby': 'vote',
    onclick() {
      voted = true;
      home.vote({ counted, helped });
      refill(view, w.say('widget.thanks'));
      // The button that had the focus is gone.
      view.focus();
    },
  }, word);
  const view = part('div', { class: 'chips vote', role: 'status', tabindex: -1 },
    part('span', { id: 'vote' }, w.say('widget.helped')), button(w.say('widget.yes'), true), button(w.say('widget.no'), false));
  return view;
}
