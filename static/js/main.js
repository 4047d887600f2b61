// What every page does: appearance and print buttons. A page's own modules are loaded by its {% block js %}.
import { $$ } from './util.js';

const root = document.documentElement;

for (const radio of $$('input[name=theme]')) {
  radio.checked = radio.value === (root.dataset.theme ?? 'auto');
  radio.addEventListener('change', () => {
    if (radio.value === 'auto') delete root.dataset.theme;
    else root.dataset.theme = radio.value;
    try { localStorage.setItem('pp-theme', radio.value); } catch { /* private window: lasts for this page */ }
  });
}

// Signing out empties this browser's storage (accounts/middleware.py). The appearance is no secret and comes along.
document.addEventListener('submit', ({ target }) => {
  if (!root.dataset.theme || !target.getAttribute('action')?.endsWith('/logout/')) return;
  document.cookie = `pp-theme=${root.dataset.theme}; path=/; max-age=60; samesite=lax`;
});

// data-print prints the page as it is; data-print="plain" leaves the reader's own notes out.
for (const button of $$('[data-print]')) {
  button.addEventListener('click', () => {
    root.classList.toggle('print-plain', button.dataset.print === 'plain');
    print();
  });
}
addEventListener('afterprint', () => root.classList.remove('print-plain'));
