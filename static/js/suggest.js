// Suggestions under a search box: a combobox with a list (WAI-ARIA APG, list autocomplete with manual selection).
// Choosing a suggestion fills the box and no more: whoever types decides when to search. Without this the form just works.
import { $$, fragment, say } from './util.js';

const PAUSE = 120; // milliseconds without a key before the site is asked
const SHORTEST = 2; // letters

const boxes = new WeakSet();

/** Give a search box its suggestions, once. */
export function suggest(box) {
  if (boxes.has(box)) return;
  boxes.add(box);
  const list = document.createElement('ul');
  const name = box.labels[0]?.textContent ?? '';
  Object.assign(list, { id: `${box.id}-list`, className: 'options', hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', `Suggestions: ${name}`);
  box.after(list);
  for (const [key, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list.id,
  }))
    box.setAttribute(key, value);

  let timer,
    asking,
    typed = box.value,
    at = -1;
  const options = () => $$('[role=option]', list);
  const isOpen = () => !list.hidden;

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    at = -1;
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  }

  function open(html) {
    list.replaceChildren(fragment(html));
    const found = options();
    if (!found.length || document.activeElement !== box) return close();
    found.forEach((option, n) => {
      option.id = `${list.id}-${n}`;
      option.setAttribute('aria-selected', 'false');
    });
    at = -1;
    box.removeAttribute('aria-activedescendant');
    list.hidden = false;
    box.setAttribute('aria-expanded', 'true');
    say(found.length === 1 ? '1 suggestion' : `${found.length} suggestions`);
  }

  async function ask() {
    asking?.abort();
    const words = box.value.trim();
    if (words.length < SHORTEST) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`/search/suggest/?q=${encodeURIComponent(box.value)}`, { signal: asking.signal });
      if (answer.ok && box.value.trim() === words) open(await answer.text());
    } catch {
      /* asked anew meanwhile, or offline: the form still works */
    }
  }

  function mark(next) {
    const found = options();
    found[at]?.setAttribute('aria-selected', 'false');
    at = (next + found.length + 1) % (found.length + 1); // one more place: the box itself, with what was typed
    if (at === found.length) {
      at = -1;
      box.value = typed;
      return box.removeAttribute('aria-activedescendant');
    }
    found[at].setAttribute('aria-selected', 'true');
    found[at].scrollIntoView({ block: 'nearest' });
    box.setAttribute('aria-activedescendant', found[at].id);
  }

  function choose(option) {
    box.value = typed = option.dataset.name;
    close();
    say(`${box.value}. Press Enter to search.`);
  }

  box.addEventListener('input', () => {
    typed = box.value;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  box.addEventListener('keydown', event => {
    if (event.isComposing) return;
    if (event.key === 'Escape' && isOpen()) close();
    else if (event.key === 'Enter' && isOpen() && at >= 0) choose(options()[at]);
    else if (event.key === 'ArrowDown' && isOpen()) mark(at + 1);
    else if (event.key === 'ArrowUp' && isOpen()) mark(at < 0 ? options().length - 1 : at - 1);
    else if (event.key === 'ArrowDown') ask();
    else return;
    event.preventDefault();
  });
  // Pressing a suggestion keeps the focus in the box, so that the list does not close under the finger.
  list.addEventListener('pointerdown', event => event.preventDefault());
  list.addEventListener('click', event => {
    const option = event.target.closest('[role=option]');
    if (option) choose(option);
  });
  box.addEventListener('blur', close);
  if (typed !== box.defaultValue) ask(); // typed before this came
}
