// The list of articles that are kept on this device, and whether those read last are.
import { $, say } from './util.js';
import { canKeep, copies, forget, keepsWhatIsRead, keepWhatIsRead } from './kept.js';

const list = $('#kept');
const readToo = $('#read-too');

function row({ pathname, title, version, at, why }) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = pathname;
  const name = document.createElement('b');
  name.textContent = title;
  const about = document.createElement('span');
  about.textContent = `Version ${version}, ${why === 'choice' ? 'saved' : 'read'} ${new Date(at).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })}`;
  link.append(name, about);
  const remove = document.createElement('button');
  remove.type = 'button';
  remove.className = 'quiet';
  remove.textContent = `Remove the copy of ${title}`;
  remove.addEventListener('click', async () => {
    await forget(pathname);
    say('Removed');
    await draw();
    $('h1').focus();
  });
  item.append(link, remove);
  return item;
}

async function draw() {
  const kept = await copies();
  list.replaceChildren(...kept.map(row));
  $('#none').hidden = kept.length > 0;
}

if (canKeep) {
  readToo.checked = keepsWhatIsRead();
  readToo.addEventListener('change', async () => {
    await keepWhatIsRead(readToo.checked);
    say(readToo.checked ? 'Articles you read from now on are kept' : 'Articles you only read are no longer kept');
    await draw();
  });
  draw();
}
