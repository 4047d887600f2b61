// All notes: how many are ticked, and ticking all of them at once.
import { $, $$ } from './util.js';

const form = $('#chosen');

if (form) {
  const all = $('[data-all]', form);
  const boxes = $$('[name=note]', form);
  const count = () => {
    const ticked = boxes.filter(box => box.checked).length;
    $('[data-ticked]', form).textContent = ticked ? `(${ticked})` : '';
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.closest('p').hidden = false;
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  form.addEventListener('change', count);
  count();
}
