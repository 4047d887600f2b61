// What stands in this browser and not on the server: shown at the top of the page, sent again when it was to be saved,
// and put back into the form that it was typed in.
import { $, $$, say } from './util.js';
import { actionOf, adopt, all, follow, forget, isChanged, keep, read, strip } from './drafts.js';
import { SOMEONE_ELSE, send, tryLater } from './sending.js';

const WHY = {
  0: 'There was no answer.',
  401: 'You were signed out. Sign in, then try again.',
  404: 'What it belonged to was deleted, or its page was taken back. Copy your words.',
  [SOMEONE_ELSE]: 'Someone else has signed in here since.',
};
const WORDS = ['body', 'title', 'what', 'so_what', 'what_next'];
const field = (draft, name) => draft.fields.find(([known]) => known === name)?.[1] ?? '';
const isNote = draft => draft.fields.some(([name]) => name === 'body');
const when = at => new Date(at).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });

/** An element with these properties and children. */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/* ---- Back into the form that stands in the page ---- */

const same = (one, other) => one.replace(/\s+/g, ' ').trim() === other.replace(/\s+/g, ' ').trim();
const holds = (form, draft) => WORDS.every(name => same(form.elements[name]?.value ?? '', field(draft, name)));

function fill(form, draft) {
  for (const box of $$('input[type=checkbox]', form)) box.checked = false;
  for (const [name, value] of draft.fields) {
    for (const box of [form.elements[name] ?? []].flatMap(found =>
      found.length && !found.options ? [...found] : found,
    )) {
      if (box.type === 'checkbox') box.checked ||= box.value === value;
      else box.value = value;
    }
  }
}

/** Whether the draft now stands in a form of this page that was made for it. */
function isBack(draft) {
  const form = $$('[data-note-form], [data-draft]').find(
    known => !known.closest('#composer, #unsaved, .note') && actionOf(known) === draft.action && $('textarea', known),
  );
  if (!form || draft.path !== location.pathname) return false;
  if (!holds(form, draft)) {
    if (draft.isPlaced || draft.isSent || isChanged(form)) return false;
    fill(form, draft);
  }
  adopt(form, draft);
  $('.row, button', form).before(
    make('p', {
      className: 'hint back',
      textContent: `We put back what you wrote on ${when(draft.at)}. It is not saved yet.`,
    }),
  );
  return true;
}

/* ---- In the strip ---- */

/** The draft as a form of its own: its words can be changed, saved and thrown away there. */
function asForm(draft) {
  const form = make('form', { method: 'post', action: draft.action, className: 'field' });
  form.dataset.draft = '';
  for (const [name, value] of draft.fields) {
    if (name !== 'body') form.append(make('input', { type: 'hidden', name, value }));
  }
  form.append(
    make('input', {
      type: 'hidden',
      name: 'csrfmiddlewaretoken',
      value: $('[name=csrfmiddlewaretoken]', strip).value,
    }),
  );
  const away = make('button', { className: 'quiet quiet--you', type: 'button', textContent: 'Throw away' });
  away.dataset.cancel = '';
  const id = `draft-${draft.id}`;
  if (isNote(draft)) {
    form.append(
      make('label', { htmlFor: id, textContent: 'Your words, not saved yet' }),
      make('textarea', { id, name: 'body', rows: 4, value: field(draft, 'body') }),
    );
  }
  form.append(
    make(
      'div',
      { className: 'row' },
      make('button', { className: 'btn btn--you', textContent: draft.isSent ? 'Try again' : 'Save note' }),
      away,
    ),
  );
  return form;
}

function list(draft) {
  const place = document.getElementById(`${field(draft, 'section')}-h`)?.textContent;
  const about = [place && draft.path === location.pathname ? `: ${place}` : '', when(draft.at)].join(', ');
  const link = make('a', { href: draft.path, textContent: draft.page });
  const item = make('li', { hidden: draft.isSent }, make('p', {}, link, about));
  const canWriteHere = draft.path === location.pathname && isNote(draft);
  $('ul', strip).append(item);
  if (canWriteHere || draft.isSent) {
    const quote = field(draft, 'quote');
    if (quote) item.append(make('p', { className: 'note__q', textContent: `“${quote}”` }));
    const form = asForm(draft);
    item.append(form);
    adopt(form, draft);
    if (draft.isSent) again(form);
  }
  reveal();
}

function reveal() {
  const wasHidden = strip.hidden;
  strip.hidden = !$('li:not([hidden])', strip);
  if (wasHidden && !strip.hidden) say(strip.dataset.words);
}

function remove(item) {
  item.remove();
  reveal();
}

function explain(form, words) {
  $('.failed', form)?.remove();
  if (words) $('.row', form).before(make('p', { className: 'error failed', role: 'alert', textContent: words }));
}

/** Send what is in the strip. The key in it makes a second time safe: the server keeps one. */
async function again(form, submitter) {
  if (form.getAttribute('aria-busy')) return;
  form.setAttribute('aria-busy', 'true');
  explain(form);
  delete form.dataset.waiting;
  const action = submitter?.getAttribute('formaction') ?? form.getAttribute('action');
  await keep(form, { isSent: true, action });
  const { status, nodes } = await send(form, action);
  form.removeAttribute('aria-busy');
  const item = form.closest('li');
  const next = status === 409 || status === 422 ? $('form[data-note-form]', nodes) : null;
  if (status === 200) {
    await forget(form);
    remove(item);
    say('Saved');
    document.dispatchEvent(new CustomEvent('pp:saved', { detail: { nodes, action } }));
  } else if (next) {
    form.replaceWith(next);
    follow(next, form);
  } else {
    if (!WHY[status] || !status) tryLater(form, waiting => again(waiting));
    explain(form, `Not saved yet. We kept your words. ${WHY[status] ?? 'Try again.'}`);
  }
  item.hidden = false;
  reveal();
}

/** Show a draft once no tab is writing in it: now, or when that tab is closed without saving. */
const offer = draft =>
  navigator.locks.request(draft.id, async () => {
    const words = await read(draft.id).catch(() => null);
    return words && (isBack(words) || list(words));
  });

/** A form that is sent by the browser itself: what it holds is on the disk first, and is asked after on the next page. */
async function sendKept(event) {
  const form = event.target;
  const { submitter } = event;
  if (event.defaultPrevented || !form.matches('[data-note-form], [data-draft]') || !$('textarea', form)) return;
  event.preventDefault();
  if (submitter?.hasAttribute('formaction')) form.setAttribute('action', submitter.getAttribute('formaction'));
  if (submitter?.name) form.append(make('input', { type: 'hidden', name: submitter.name, value: submitter.value }));
  await keep(form, { isSent: true });
  form.submit();
}

if (strip) {
  strip.append(make('b', { textContent: strip.dataset.words }), make('ul'));
  all().then(drafts => drafts.forEach(offer));
  addEventListener('online', () => $$('form[data-waiting]', strip).forEach(form => again(form)));
  strip.addEventListener('submit', event => {
    event.preventDefault();
    event.stopPropagation(); // it is ours, not one of those in the page
    again(event.target, event.submitter);
  });
  document.addEventListener('submit', sendKept);
  strip.addEventListener('click', async event => {
    const button = event.target.closest('[data-cancel]');
    if (!button) return;
    event.preventDefault();
    if (!confirm('Throw these words away?')) return;
    const form = button.closest('form');
    const item = button.closest('li');
    await forget(form);
    remove(item);
  });
}
