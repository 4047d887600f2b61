// Another place for a note from an earlier version: the words that are selected can be used instead of typed ones.
import { $, $$, say } from './util.js';
import { selectedPassage } from './passages.js';

const PLACE = ['section', 'prefix', 'suffix', 'start', 'end'];
let last = null; // the passage that was selected last: pressing a button may take the selection away

function fill(form) {
  const quote = $('[name=quote]', form);
  if (!last) {
    say('Select the words of the new passage first.');
    return;
  }
  quote.value = last.quote.replace(/\s+/g, ' ');
  for (const name of PLACE) {
    const field = $(`[name=${name}]`, form) ?? Object.assign(document.createElement('input'), { type: 'hidden', name });
    field.value = last[name];
    if (!field.isConnected) form.append(field);
  }
  say('The selected words are in the form.');
  quote.focus();
}

/** What is typed after that is looked for by its words alone. */
function forget(form) {
  for (const name of PLACE) $(`[name=${name}]`, form)?.remove();
}

function offer(form) {
  const button = Object.assign(document.createElement('button'), {
    type: 'button',
    className: 'btn btn--2',
    textContent: 'Use the selected words',
  });
  button.addEventListener('pointerdown', event => event.preventDefault()); // the selection stays
  button.addEventListener('click', () => fill(form));
  $('.field', form).after(button);
  $('[name=quote]', form).addEventListener('input', () => forget(form));
}

const start = () =>
  $$('form[data-move-note]:not([data-ready])').forEach(form => {
    form.dataset.ready = '';
    if ($('[name=quote]', form)) offer(form);
  });

document.addEventListener('selectionchange', () => {
  const passage = selectedPassage();
  if (passage && !passage.isAcross) last = passage;
});
document.addEventListener('pp:replaced', start);
start();
