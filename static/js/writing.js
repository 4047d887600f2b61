// The forms of notes on the page of an article: opened in place, sent from where you are, and replaced by the server's new
// rendering. Loaded when someone begins to write, or once the browser has nothing else to do.
import { $, $$, hide, isOpen, place, say, show, wide } from './util.js';
import { follow, forget, isAtRisk, isChanged, keep } from './drafts.js';
import { align, refresh } from './margin.js';
import { SOMEONE_ELSE, get, replace, send, tryLater } from './sending.js';

const SHEET = '(max-width: 47.99em)'; // as in notes.css

const composer = $('#composer');
const form = $('form', composer);
const box = $('textarea', composer);
let invoker = null;

/* ---- Composer: beside the passage, or a sheet from below ---- */

const headingOf = section => document.getElementById(`${section}-h`)?.textContent;

/** The passage stays marked while the note is written, without a change to the page. */
function paint(range) {
  if (!('highlights' in CSS)) return;
  if (range) CSS.highlights.set('pick', new Highlight(range));
  else CSS.highlights.delete('pick');
}

function stand(target) {
  if (matchMedia(SHEET).matches) return;
  const section = document.getElementById(target.section);
  const at = (target.range ?? section ?? $('#my-notes')).getBoundingClientRect();
  const column = (section?.querySelector('.prose') ?? $('.art__head h1')).getBoundingClientRect();
  if (wide.matches) place(composer, column.right + 36, at.top - 8);
  else place(composer, at.left, at.bottom + 12);
}

export function compose(target, from) {
  if (isOpen(composer)) {
    box.focus();
    return;
  }
  invoker = from ?? document.activeElement;
  hide($('#adder'));
  for (const name of ['section', 'quote', 'prefix', 'suffix', 'start', 'end']) {
    form.elements[name].value = target[name] ?? '';
  }
  form.elements.key.value = newKey();
  const quote = target.quote?.replace(/\s+/g, ' ');
  $('blockquote', form).textContent = quote ? `“${quote}”` : '';
  const heading = headingOf(target.section);
  $('label', form).textContent = quote
    ? 'Your note on this passage'
    : heading
      ? `Your note on ${heading}`
      : 'Your note on the whole page';
  paint(target.range);
  show(composer);
  stand(target);
  box.focus();
}

/** Closing throws away what was typed, so it is asked first. */
export function dismiss() {
  if ($$('form', composer).some(isChanged) && !confirm('Close without saving your note?')) return;
  close();
}

function close() {
  for (const open of $$('form', composer)) {
    forget(open);
    if (open !== form) open.remove();
  }
  form.hidden = false;
  box.value = '';
  form.elements.tags.value = '';
  complain(form);
  hide(composer);
  paint();
  if (invoker?.isConnected) invoker.focus();
  invoker = null;
}

/** What a new form is known by, so that sending it twice makes one note. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/* ---- Sending ---- */

/** Say in the form why it was not saved; without reasons, take back what was said. */
function complain(where, ...reasons) {
  $('.failed', where)?.remove();
  if (!reasons.length) return;
  const words = document.createElement('div');
  words.className = 'error failed';
  words.setAttribute('role', 'alert');
  words.append(
    ...reasons.map(reason => {
      const line = document.createElement('p');
      line.append(...[reason].flat());
      return line;
    }),
  );
  where.querySelector('.row, button').before(words);
}

function signInLink() {
  const link = document.createElement('a');
  link.href = `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;
  link.target = '_blank';
  link.textContent = 'Sign in in a new tab';
  return link;
}

const KEPT = 'Your note is not saved yet. We kept your words.';

function explain(where, status) {
  if (status === 401) complain(where, [`${KEPT} You were signed out. `, signInLink(), ', then try again.']);
  else if (status === SOMEONE_ELSE) complain(where, `${KEPT} Someone else has signed in here since. Copy your words.`);
  else if (status === 404) complain(where, `${KEPT} This note was deleted, or its page was taken back.`);
  else {
    const again = document.createElement('button');
    again.className = 'quiet quiet--you';
    again.textContent = 'Try again';
    complain(where, [`${KEPT} `, again]);
    tryLater(where, waiting => waiting.requestSubmit());
  }
}

export async function submit(sent, button) {
  if (sent.getAttribute('aria-busy')) return;
  sent.setAttribute('aria-busy', 'true');
  delete sent.dataset.waiting;
  const action = button?.hasAttribute('formaction') ? button.formAction : sent.action;
  if ($('textarea', sent)) await keep(sent, { isSent: true, action });
  const { status, nodes } = await send(sent, action);
  sent.removeAttribute('aria-busy');
  if (status === 200) {
    await forget(sent);
    saved(sent, nodes.querySelector('[data-note]'));
  } else if (status === 422 && sent === form) {
    complain(form, ...$$('.error p', nodes).map(line => line.textContent));
    keep(form, { isSent: false });
    box.focus();
  } else if (status === 422 || status === 409) {
    const next = nodes.querySelector('form');
    if (sent === form) {
      form.after(next);
      form.hidden = true;
    } else {
      sent.replaceWith(next);
    }
    follow(next, sent);
    $('[aria-invalid=true], textarea', next)?.focus();
    align();
  } else {
    explain(sent, status);
  }
}

function saved(sent, pieces) {
  const { note, words } = pieces.dataset;
  const isComposer = composer.contains(sent);
  replace(pieces, sent);
  refresh();
  say(words.replace('.', ''));
  if (isComposer) {
    getSelection()?.removeAllRanges();
    const before = invoker;
    close();
    if (!before?.isConnected || before === document.body) focusNote(note);
  } else {
    if (sent.closest('#add-note')) restart(sent);
    focusNote(note);
  }
}

/** The form at the end of the page, empty again and with a new key. */
function restart(sent) {
  sent.reset();
  delete sent.dataset.unsaved;
  for (const field of $$('input[type=text], textarea', sent)) field.value = '';
  sent.elements.key.value = newKey();
  complain(sent);
  $$('.error, .note-strip', sent).forEach(words => words.remove());
}

function focusNote(id) {
  const note = document.getElementById(id);
  (note ? note.querySelector('[data-edit], button') : $('[data-add]'))?.focus();
}

/* ---- Editing and deleting in place ---- */

export async function openForm(link) {
  const note = link.closest('.note');
  let next;
  try {
    next = (await get(link.href)).querySelector('form');
  } catch {
    location.assign(link.href); // the page does the same
    return;
  }
  const old = $('form', note);
  if (old) old.replaceWith(next);
  else note.append(next);
  align();
  (next.querySelector('textarea') ?? next.querySelector('button')).focus();
}

export function closeForm(open) {
  if (isChanged(open) && !confirm('Close without saving what you changed?')) return;
  const note = open.closest('.note');
  forget(open);
  open.remove();
  align();
  note.querySelector('[data-edit]').focus();
}

export function cancel(open) {
  if (composer.contains(open)) dismiss();
  else closeForm(open);
}

/** What was kept in this browser was saved from the strip at the top: show it, if it belongs to this page. */
export function savedBefore({ detail: { nodes, action } }) {
  const pieces = $('[data-note]', nodes);
  const isHere = new URL(form.action).pathname === action || document.getElementById(pieces?.dataset.note);
  if (!pieces || !isHere) return;
  replace(pieces, null);
  refresh();
}

addEventListener('online', () => $$('[data-note-form][data-waiting]').forEach(sent => sent.requestSubmit()));
addEventListener('beforeunload', event => {
  if ($$('[data-note-form]').some(isAtRisk)) event.preventDefault();
});
