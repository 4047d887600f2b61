// Unsaved words are not left behind: moving a draft on, or leaving its page, waits for a save.
const form = document.querySelector('#version_form');
const notice = document.querySelector('.desk-unsaved');
let unsaved = false;

form?.addEventListener('input', () => {
  unsaved = true;
});
form?.addEventListener('submit', () => {
  unsaved = false;
});
addEventListener('beforeunload', event => {
  if (unsaved) event.preventDefault();
});

for (const move of document.querySelectorAll('.desk-move form, form.desk-move')) {
  move.addEventListener('submit', event => {
    if (!unsaved) return;
    event.preventDefault();
    notice.textContent = 'You have words that are not saved yet. Save them first, at the end of the page.';
  });
}
