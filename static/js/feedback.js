// Was this article useful? The answer is saved where you are; without script the same forms lead to a page of thanks.
import { $, fragment } from './util.js';

const box = $('#feedback');

async function send(event) {
  const form = event.target.closest('form[data-vote]');
  if (!form) return;
  event.preventDefault();
  if (form.getAttribute('aria-busy')) return; // of a second click the server could not know that it is the same reader
  form.setAttribute('aria-busy', 'true');
  const body = new URLSearchParams(new FormData(form, event.submitter));
  try {
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'X-Requested-With': 'fetch' } });
    if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
    const piece = fragment(await answer.text());
    const heading = $('h2', box);
    box.replaceChildren(heading, piece);
    $('[data-focus], [aria-invalid], .errors', box)?.focus();
  } catch {
    form.removeAttribute('data-vote'); // the page of the same form says what is wrong, or that we are out of reach
    form.requestSubmit(event.submitter);
  }
}

box?.addEventListener('submit', send);
