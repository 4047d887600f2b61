// What every page does: appearance, print buttons, search boxes. A page's own modules are loaded by its {% block js %}.
import { $$ } from './util.js';

const root = document.documentElement;

// What theme.js reads back before the next page is painted.
for (const name of ['theme', 'size']) {
  for (const radio of $$(`input[name=${name}]`)) {
    radio.checked = radio.value === (root.dataset[name] ?? 'auto');
    radio.addEventListener('change', () => {
      if (radio.value === 'auto') delete root.dataset[name];
      else root.dataset[name] = radio.value;
      try {
        localStorage.setItem(`pp-${name}`, radio.value);
      } catch {
        /* private window: lasts for this page */
      }
    });
  }
}

// Signing out empties this browser's storage (accounts/middleware.py). The appearance is no secret and comes along.
document.addEventListener('submit', ({ target }) => {
  if (!target.getAttribute('action')?.endsWith('/logout/')) return;
  for (const name of ['theme', 'size']) {
    if (root.dataset[name]) document.cookie = `pp-${name}=${root.dataset[name]}; path=/; max-age=60; samesite=lax`;
  }
});

// data-print prints the page as it is; data-print="plain" leaves the reader's own notes out.
for (const button of $$('[data-print]')) {
  button.addEventListener('click', () => {
    root.classList.toggle('print-plain', button.dataset.print === 'plain');
    print();
  });
}
addEventListener('afterprint', () => root.classList.remove('print-plain'));

// Suggestions come with the first use of a search box: nobody else has to load them.
addEventListener('focusin', async ({ target }) => {
  if (target.matches('.find input')) (await import('./suggest.js')).suggest(target);
});
