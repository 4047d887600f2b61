// Sending a form of notes, and putting the pieces that the server renders in place of the old ones.
import { $, $$, fragment } from './util.js';

const PIECE = { 'X-Requested-With': 'fetch', Accept: 'text/html' };
const PATIENCE = 20_000; // ms

async function ask(address, options = {}) {
  const response = await fetch(address, {
    ...options,
    headers: PIECE,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(PATIENCE),
  });
  const member = response.headers.get('X-Member');
  return { status: response.status, member, nodes: fragment(await response.text()) };
}

/** A form from the server. Throws an error that may hold the `status` when it cannot be had. */
export async function get(address) {
  return (await page(address)).nodes;
}

async function page(address) {
  const answer = await ask(address);
  if (answer.status !== 200) throw Object.assign(new Error('No form'), { status: answer.status });
  return answer;
}

/** What `send` gives when a colleague has signed in meanwhile: their account must not get these words. */
export const SOMEONE_ELSE = -1;

/** Signing in again makes a new token: take it from a fresh form, so that the same words can be sent. */
async function renewToken(address) {
  const { nodes, member } = await page(address);
  if (member !== $('#unsaved').dataset.member) {
    throw Object.assign(new Error('Someone else is signed in'), { status: SOMEONE_ELSE });
  }
  const token = $('[name=csrfmiddlewaretoken]', nodes)?.value;
  for (const field of $$('[name=csrfmiddlewaretoken]')) field.value = token ?? field.value;
}

/**
 * Send a form. Gives the status of the answer and its nodes; status 0 when there was no answer.
 * The key in the form makes a second try safe: the server keeps one note.
 */
export async function send(form, address) {
  const post = () => ask(address, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
  try {
    const answer = await post();
    if (answer.status !== 403) return answer;
    await renewToken(address);
    return await post();
  } catch (error) {
    return { status: error.status ?? 0, nodes: null };
  }
}

const waits = new WeakMap(); // ms until the next try of a form

/** Let a form that had no answer wait, and try it again by itself: a network that is back is often not announced. */
export function tryLater(form, retry) {
  const wait = waits.get(form) ?? 1_000;
  waits.set(form, Math.min(2 * wait, 60_000));
  form.dataset.waiting = '';
  setTimeout(() => {
    if (form.isConnected && 'waiting' in form.dataset) retry(form);
  }, wait);
}

const place = piece =>
  piece.matches('[data-sec]')
    ? $(`[data-sec][data-start="${piece.dataset.start}"]`)
    : document.getElementById(piece.id);

/** Put the new pieces where the old ones are. Forms that someone is still writing in stay, in the same note. */
export function replace(pieces, finished) {
  for (const piece of [...pieces.children]) {
    const old = place(piece);
    if (!old) continue;
    const writing = $$('.note:not(.note--deleted) form', old)
      .filter(form => form !== finished)
      .map(form => [form.closest('.note').id, form]);
    if (piece.matches('[data-sec]')) {
      for (const part of ['.prose', '.sec__n']) $(part, old).replaceWith($(part, piece));
    } else {
      old.replaceWith(piece);
    }
    for (const [id, form] of writing) document.getElementById(id)?.append(form);
    (piece.isConnected ? piece : old).dispatchEvent(new CustomEvent('pp:replaced', { bubbles: true }));
  }
}
