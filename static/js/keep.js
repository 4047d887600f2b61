// On an article: keep a copy of it on this device. A copy is made anew each time the page is opened while it is kept.
import { $, say, workerAddress } from './util.js';
import { canKeep, copies, forget, keep, keepsWhatIsRead } from './kept.js';

const button = $('[data-keep]');
const words = button && $('span', button);
const { pathname } = location;

const kept = async () => (await copies()).find(copy => copy.pathname === pathname);

function mark(chosen) {
  button.setAttribute('aria-pressed', String(chosen));
  words.textContent = chosen ? 'Kept for reading offline' : 'Keep for reading offline';
}

const copy = why =>
  keep(pathname, {
    title: button.dataset.keep,
    version: $('[data-version]').dataset.version,
    worker: workerAddress(),
    why,
  });

async function toggle() {
  try {
    const was = (await kept())?.why === 'choice';
    await (was ? forget(pathname) : copy('choice'));
    mark(!was);
    say(was ? 'No longer kept on this device' : 'Kept on this device, without your notes');
  } catch {
    say('Could not keep this page. Try again with a network.');
  }
}

async function start() {
  const why = (await kept())?.why ?? (keepsWhatIsRead() && 'reading');
  mark(why === 'choice');
  button.hidden = false;
  button.addEventListener('click', toggle);
  if (why && navigator.onLine)
    copy(why).catch(() => {
      /* the older copy stays */
    });
}

if (button && canKeep && isSecureContext) start();
