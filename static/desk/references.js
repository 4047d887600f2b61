// A DOI, a PMID or a pasted reference fills a new row of the references. Nothing is saved by it. Without this, the
// button sends the form, which comes back with the row.
const bar = document.querySelector('#desk-lookup');
const box = bar?.querySelector('input');
const button = bar?.querySelector('button');
const said = bar?.querySelector('[role=status]');

async function fill() {
  if (!box.value.trim()) {
    box.focus();
    return;
  }
  said.textContent = 'Looking it up…';
  const body = new URLSearchParams({ asked: box.value });
  body.set('csrfmiddlewaretoken', document.querySelector('#version_form [name=csrfmiddlewaretoken]').value);
  let found;
  try {
    const answer = await fetch(bar.dataset.lookup, { method: 'POST', body });
    if (!answer.ok) throw new Error(answer.status);
    found = await answer.json();
  } catch {
    said.textContent = 'The site cannot be reached now. Type the reference in.';
    return;
  }
  const row = newRow();
  for (const [name, text] of Object.entries(found.fields)) {
    const field = row?.querySelector(`[name$="-${name}"]`);
    if (!field) continue;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  said.textContent = found.note;
  box.value = '';
  row?.querySelector("[name$='-key']")?.focus();
}

// The last row, made by the admin's own link.
function newRow() {
  document.querySelector('#references-group .add-row a')?.click();
  const rows = document.querySelectorAll('#references-group .inline-related:not(.empty-form)');
  return rows[rows.length - 1];
}

if (button) button.type = 'button'; // or Enter in any field would press it
button?.addEventListener('click', fill);
box?.addEventListener('keydown', event => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  fill();
});
