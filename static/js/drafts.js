// Words that are not saved yet, kept in this browser until they are: encrypted under a key that the server gives to this
// member's pages and that is stored nowhere here. The store holds random ids, days and ciphertext (docs/security.md).
import { $, $$, say } from './util.js';

const SOON = 100; // ms between two writes while someone types
const DAYS = 7;
const BLOCK = 1024; // bytes: the size of what is stored tells little about how much was written
const FORMS = '[data-note-form], [data-draft]';
const KEPT = 'Not saved yet. Kept in this browser, for you only.';
const TWICE = 'You are writing this in another tab too. Both texts are kept.';
const UNSAFE = 'This page did not come over HTTPS, so your words are not kept if you leave before you save.';
const FULL = 'This browser could not keep your words. Save before you leave.';

/** Where the server put this member's key, on the pages of members; null on others. */
export const strip = $('#unsaved');
const canKeep = Boolean(strip && globalThis.isSecureContext && crypto.subtle && navigator.locks);
const bytes = text => new TextEncoder().encode(text);
const today = () => Math.floor(Date.now() / 86_400_000);
const key =
  canKeep &&
  crypto.subtle.importKey(
    'raw',
    Uint8Array.from(atob(strip.dataset.key), byte => byte.charCodeAt(0)),
    'AES-GCM',
    false,
    ['encrypt', 'decrypt'],
  );
strip?.removeAttribute('data-key');

/* ---- The store ---- */

let opened = null;
let isOver = false; // signed out in this browser: nothing is kept any more

const over = db => {
  isOver = true;
  db.close();
};

const open = () =>
  (opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open('pp-unsaved', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('words', { keyPath: 'id' });
    asked.onsuccess = () => {
      const db = asked.result;
      db.onversionchange = db.onclose = () => over(db);
      done(db);
    };
    asked.onerror = () => fail(asked.error);
  }));

/** Do something with the stored words; on the disk once it is done. */
async function act(mode, doing) {
  const db = await open();
  if (isOver) throw new Error('Signed out');
  return new Promise((done, fail) => {
    const transaction = db.transaction('words', mode, { durability: 'strict' });
    const asked = doing(transaction.objectStore('words'));
    transaction.oncomplete = () => done(asked.result);
    transaction.onabort = () => fail(transaction.error);
    transaction.commit();
  });
}

const cipher = (iv, id) => ({ name: 'AES-GCM', iv, additionalData: bytes(id) });

async function put(id, words) {
  const written = bytes(JSON.stringify(words));
  const padded = new Uint8Array(Math.ceil(written.length / BLOCK) * BLOCK).fill(32); // spaces, which JSON passes over
  padded.set(written);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(cipher(iv, id), await key, padded);
  await act('readwrite', store => store.put({ id, day: today(), iv, sealed }));
}

/** What a row holds; null when it is somebody else's. */
async function unseal({ id, iv, sealed }) {
  try {
    const words = await crypto.subtle.decrypt(cipher(iv, id), await key, sealed);
    return { id, ...JSON.parse(new TextDecoder().decode(words)) };
  } catch {
    return null;
  }
}

/** A draft of this member by its id; null when there is none any more. */
export async function read(id) {
  const row = await act('readonly', store => store.get(id));
  return row ? unseal(row) : null;
}

/** Forget a draft. */
export const discard = id => act('readwrite', store => store.delete(id)).catch(() => {});

/** Every draft of this member, oldest first. Those of anyone that are too old go. */
export async function all() {
  if (!canKeep) return [];
  const rows = await act('readonly', store => store.getAll()).catch(() => []);
  for (const row of rows) if (row.day < today() - DAYS) discard(row.id);
  const drafts = await Promise.all(rows.filter(row => row.day >= today() - DAYS).map(unseal));
  return drafts.filter(Boolean).sort((one, other) => one.at - other.at);
}

/* ---- Forms ---- */

const states = new WeakMap();

/** Hold a name among the tabs of this browser, until the tab is closed. Gives what lets go of it; null if another has it. */
const hold = (name, ifAvailable) =>
  new Promise(done => {
    navigator.locks.request(name, { ifAvailable }, lock => (lock && new Promise(go => done(go))) || done(null));
  });

/** Whether a form holds words that the server has not kept. */
export const isChanged = form =>
  form.matches('[data-unsaved]') ||
  $$('textarea, input[type=text]', form).some(words => words.value !== words.defaultValue);

/** Whether leaving now would lose words. */
export function isAtRisk(form) {
  const state = states.get(form);
  return isChanged(form) && (isOver || !state?.isKept || state.timer || state.pending > 0);
}

/** Where a form is sent, on this site. */
export function actionOf(form, action) {
  const { pathname, search } = new URL(action ?? form.getAttribute('action') ?? '', location);
  return pathname + search;
}

/** What two tabs can write in at once: a form, and in the composer the passage that it was opened for. */
function target(form) {
  const names = form.closest('#composer') ? ['section', 'quote'] : [];
  return ['form', actionOf(form), ...names.map(name => form.elements[name].value)].join('\n');
}

/** Something to know, said in the form and to screen readers. */
function tell(form, words, isNews) {
  const line = $('.kept', form) ?? document.createElement('p');
  if (line.textContent === words) return;
  line.className = 'hint kept';
  line.textContent = words;
  if (!line.isConnected) ($('.row', form) ?? [...form.querySelectorAll('button')].pop()).before(line);
  if (isNews) say(words);
}

function begin(form, id = crypto.randomUUID(), edits = form.elements.edits?.value ?? '') {
  form.autocomplete = 'off'; // or the browser itself writes what is typed to the disk, to restore its tabs
  const state = { id, edits, pending: 0, line: KEPT, locks: [hold(id)] };
  states.set(form, state);
  const mine = hold(form.closest('#unsaved') ? `strip ${id}` : target(form), true);
  state.locks.push(mine);
  mine.then(lock => {
    if (lock) return;
    state.line = `${KEPT} ${TWICE}`;
    tell(form, TWICE, true);
  });
  return state;
}

/** What is kept. `edits` stays what it was when the words were begun: other words saved since are never overwritten. */
const snapshot = (form, { isSent, action, edits }) => ({
  path: location.pathname,
  page: $('h1').textContent,
  action: actionOf(form, action),
  isPlaced: Boolean(form.closest('#composer, .note, #unsaved')),
  fields: [...new FormData(form)]
    .filter(([name]) => name !== 'csrfmiddlewaretoken')
    .map(([name, value]) => [name, name === 'edits' ? edits : value]),
  isSent: Boolean(isSent),
  at: Date.now(),
});

/** Keep what a form holds now. `said` may tell that it `isSent`, and to which `action`. */
export async function keep(form, said = {}) {
  if (!canKeep) return;
  const state = Object.assign(states.get(form) ?? begin(form), said);
  clearTimeout(state.timer);
  state.timer = null;
  state.pending += 1;
  state.turn = Promise.resolve(state.turn).then(() => !state.isDone && put(state.id, snapshot(form, state)));
  try {
    await state.turn;
    state.isKept = true;
    tell(form, state.line);
    if (!state.timer) form.dataset.kept = '';
  } catch {
    state.turn = null;
    state.isKept = false;
    tell(form, FULL, true);
  }
  state.pending -= 1;
}

/** A form is saved, or its words were thrown away. */
export async function forget(form) {
  const state = states.get(form);
  if (!state) return;
  states.delete(form);
  delete form.dataset.kept;
  $('.kept', form)?.remove();
  clearTimeout(state.timer);
  state.isDone = true;
  await Promise.resolve(state.turn).catch(() => {});
  if (state.isKept || state.turn) await discard(state.id);
  for (const lock of state.locks) lock.then(go => go?.());
}

/** Let a form go on with a stored draft. */
export function adopt(form, draft) {
  begin(form, draft.id, draft.fields.find(([name]) => name === 'edits')?.[1]).isKept = true;
  form.dataset.unsaved = '';
}

/** Let the server's answer, another form with the same words, go on with the draft of the form that was sent. */
export function follow(next, sent) {
  const state = states.get(sent);
  if (state) states.set(next, Object.assign(state, { isSent: false, action: null }));
  states.delete(sent);
  next.dataset.unsaved = '';
  keep(next);
}

function onInput({ target: { form } }) {
  if (!form?.matches?.(FORMS)) return;
  if (!isChanged(form)) {
    forget(form);
    return;
  }
  const state = states.get(form) ?? begin(form);
  delete form.dataset.kept;
  delete form.dataset.waiting; // whoever goes on writing says when to send
  state.timer ??= setTimeout(keep, SOON, form, { isSent: false });
}

function onFocus({ target: { form } }) {
  if (!form?.matches?.(FORMS) || !$('textarea', form)) return;
  if (!canKeep) tell(form, UNSAFE, true);
  else if (!states.has(form)) begin(form);
}

/** Someone who only looked at a form is not writing in it. */
function onBlur({ target: { form }, relatedTarget }) {
  if (states.has(form) && !form.contains(relatedTarget) && !isChanged(form)) forget(form);
}

/** The page may be gone in a moment: do not wait for the timer. */
const now = () =>
  $$(FORMS)
    .filter(form => states.get(form)?.timer)
    .forEach(form => keep(form));

if (strip) {
  document.addEventListener('focusin', onFocus);
  onFocus({ target: document.activeElement });
  if (canKeep) {
    document.addEventListener('focusout', onBlur);
    document.addEventListener('input', onInput);
    addEventListener('pagehide', now);
    document.addEventListener('visibilitychange', now);
    $$(FORMS)
      .filter(isChanged)
      .forEach(form => keep(form)); // what was typed before this script was here
  }
}
