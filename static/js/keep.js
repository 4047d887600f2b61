// On an article: keep a copy of it on this device. A copy is made anew each time the page is opened while it is kept.
import { $, say, workerAddress } from './util.js';
import { canKeep, copies, forget, keep } from './kept.js';

const button = $('[data-keep]');
const words = button && $('span', button);
const { pathname } = location;

const isKept = async () => (await copies()).some(copy => copy.pathname === pathname);

function mark(kept) {
  button.setAttribute('aria-pressed', String(kept));
  words.textContent = kept ? 'Kept for reading offline' : 'Keep for reading offline';
}

const copy = () => keep(pathname, {
  title: button.dataset.keep, version: $('[data-version]').dataset.version, worker: workerAddress(),
});

async function toggle() {
  try {
    const was = await isKept();
    await (was ? forget(pathname) : copy());
    mark(!was);
    say(was ? 'No longer kept on this device' : 'Kept on this device, without your notes');
  } catch {
    say('Could not keep this page. Try again with a network.');
  }
}

async function start() {
  const kept = await isKept();
  mark(kept);
  button.hidden = false;
  button.addEventListener('click', toggle);
  if (kept && navigator.onLine) copy().catch(() => { /* the older copy stays */ });
}

if (button && canKeep && isSecureContext) start();
