// While a draft is typed, the server keeps the words (apart from the draft) and says what is to be seen to in them.
import { fragment } from '../js/util.js';

const form = document.querySelector('#version_form');
const panel = document.querySelector('#desk-checks');
const PAUSE = 3000; // milliseconds without typing
let timer = 0;
let isAsking = false;
let isStale = false;

async function ask() {
  if (isAsking) {
    isStale = true;
    return;
  }
  isAsking = true;
  isStale = false;
  try {
    const answer = await fetch(panel.dataset.typed, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    if (answer.ok || answer.status === 409) panel.replaceChildren(fragment(await answer.text()));
  } catch {
    // Without a connection nothing is kept or checked; the next pause tries again.
  } finally {
    isAsking = false;
    if (isStale) ask();
  }
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

if (form && panel) {
  form.addEventListener('input', wait);
  form.addEventListener('change', wait);
  form.addEventListener('submit', () => clearTimeout(timer));
}
