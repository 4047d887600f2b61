// Writing notes where you read: select words and choose Note, or use Add note. Every form here is the server's own and
// works without script; writing.js sends it from where you are.
import { $, $$, coarse, hide, isOpen, place, popovers, say, show } from './util.js';
import { startMargin } from './margin.js';
import { selectedPassage } from './passages.js';

const ACROSS = 'A note belongs to one section. Select fewer words.';

const adder = $('#adder');
const composer = $('#composer');
let picked = null;

/** What opens, sends and closes forms: there once someone begins to write, or the browser has time. */
const writing = () => import('./writing.js');
const compose = (target, from = document.activeElement) => writing().then(forms => forms.compose(target, from));

/* ---- Adder: over the selected words ---- */

function offer() {
  if (isOpen(composer) || adder.contains(document.activeElement)) return;
  const passage = selectedPassage();
  if (!passage) {
    picked = null;
    hide(adder);
    return;
  }
  const isNew = picked?.quote !== passage.quote || picked?.isAcross !== passage.isAcross;
  picked = passage;
  adder.classList.toggle('is-across', Boolean(passage.isAcross));
  show(adder);
  const at = passage.range.getBoundingClientRect();
  const above = at.top > adder.offsetHeight + 12;
  place(
    adder,
    at.left + at.width / 2 - adder.offsetWidth / 2,
    above ? at.top - adder.offsetHeight - 8 : at.bottom + 10,
  );
  if (isNew) say(passage.isAcross ? ACROSS : 'Passage selected. Press Alt and N to add a note.');
}

async function copy(passage) {
  try {
    await navigator.clipboard.writeText(`“${passage.quote.replace(/\s+/g, ' ')}” (${adder.dataset.source})`);
    say('Copied with its source');
  } catch {
    say('Could not copy');
  }
}

/* ---- What people do ---- */

function onClick(event) {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target.closest('[data-add], .note [data-edit], .note [data-cancel], #composer [data-cancel]');
  if (!link) return;
  event.preventDefault();
  if (link.matches('[data-add]')) {
    const passage = selectedPassage();
    const isMeant = passage && !passage.isAcross && (!link.dataset.add || passage.section === link.dataset.add);
    compose(isMeant ? passage : { section: link.dataset.add }, link).catch(() => location.assign(link.href));
  } else if (link.matches('[data-cancel]')) {
    writing().then(forms => forms.cancel(link.closest('form')));
  } else {
    writing()
      .then(forms => forms.openForm(link))
      .catch(() => location.assign(link.href));
  }
}

function onKey(event) {
  const open = event.target.closest?.('[data-note-form]');
  if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === 'KeyN') {
    event.preventDefault();
    const passage = selectedPassage();
    if (passage?.isAcross) say(ACROSS);
    else compose(passage ?? { section: nearest() });
  } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && open) {
    event.preventDefault();
    open.requestSubmit();
  } else if (event.key === 'Escape') {
    if (isOpen(composer)) writing().then(forms => forms.dismiss());
    else if (isOpen(adder)) hide(adder);
    else if (open?.closest('.note')) writing().then(forms => forms.closeForm(open));
  }
}

/** The section being read. */
function nearest() {
  return (
    $$('[data-sec]')
      .filter(section => section.getBoundingClientRect().top < innerHeight * 0.4)
      .pop()?.id ?? ''
  );
}

if (popovers) {
  startMargin();
  let timer;
  document.addEventListener('selectionchange', () => {
    clearTimeout(timer);
    timer = setTimeout(offer, coarse.matches ? 350 : 120);
  });
  offer(); // for words that were selected before this script was here
  adder.addEventListener('pointerdown', event => event.preventDefault()); // the selection stays
  adder.addEventListener('click', event => {
    const { act } = event.target.closest('button')?.dataset ?? {};
    const passage = selectedPassage() ?? picked; // the words may have changed since the box was put over them
    if (!passage || passage.isAcross) return;
    if (act === 'note') compose(passage);
    if (act === 'copy') copy(passage).then(() => hide(adder));
  });
  document.addEventListener('click', onClick);
  addEventListener('keydown', onKey);
  document.addEventListener('submit', event => {
    const { target, submitter } = event;
    if (!target.matches('[data-note-form]')) return;
    event.preventDefault();
    writing()
      .then(forms => forms.submit(target, submitter))
      .catch(() => target.submit());
  });
  document.addEventListener('focusin', ({ target }) => {
    if (target.form?.matches?.('[data-note-form]')) writing();
  });
  document.addEventListener('pp:saved', event => writing().then(forms => forms.savedBefore(event)));
  (globalThis.requestIdleCallback ?? setTimeout)(writing);
}
// What was kept is offered where something was ever kept in this browser. Without popovers it also keeps the plain forms.
const known = popovers ? Promise.resolve(indexedDB.databases?.() ?? [{}]) : Promise.resolve([{}]);
if ($('#unsaved')) known.then(databases => databases.length && import('./unsaved.js'));
