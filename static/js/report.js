// Report a problem in the words that are selected. Without script the same page is reached by a link, and they are typed.
import { $, hide, place, popovers, show } from './util.js';
import { selectedPassage } from './passages.js';

const reporter = $('#reporter'); // of readers without an account; members have a button beside Note

function offer() {
  const range = selectedPassage()?.range;
  if (!range) return hide(reporter);
  show(reporter);
  const at = range.getBoundingClientRect();
  place(reporter, at.left, at.bottom + 10);
}

document.addEventListener('click', event => {
  const page = event.target.closest('[data-report]')?.dataset.report;
  const quote = page && (selectedPassage()?.quote ?? '').slice(0, 500);
  if (page) location.assign(`${page}?${new URLSearchParams({ quote })}`);
});

if (reporter && popovers) {
  let timer;
  document.addEventListener('selectionchange', () => {
    clearTimeout(timer);
    timer = setTimeout(offer, 350);
  });
  reporter.addEventListener('pointerdown', event => event.preventDefault()); // the selection stays
  addEventListener('keydown', event => {
    if (event.key === 'Escape') hide(reporter);
  });
}
