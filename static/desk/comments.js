// A passage is commented on where it is read: what is selected fills the form for a comment, with the text beside it.
// Without this its words are typed into the form.
import { selectedPassage } from '../js/passages.js';

const form = document.querySelector('.desk-commenting');
const offer = document.querySelector('.desk-selected');
const [button, status] = offer?.children ?? [];

/** What is selected in the words of the version: in the whole text with the text beside it, in a comparison as words. */
function selected() {
  const passage = selectedPassage();
  if (passage?.quote) return passage;
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const within = range.commonAncestorContainer;
  const element = within.nodeType === Node.ELEMENT_NODE ? within : within.parentElement;
  if (!element.closest('.desk-compare')) return null;
  const words = range.cloneContents();
  for (const gone of words.querySelectorAll('del, .cite, .vh, [data-skip]')) gone.remove();
  const quote = words.textContent.trim();
  return quote && { quote, prefix: '', suffix: '' };
}

function choose(passage) {
  form.elements.quote.value = passage.quote;
  form.elements.before.value = passage.prefix;
  form.elements.after.value = passage.suffix;
  form.elements.start.value = passage.start ?? '';
  form.elements.end.value = passage.end ?? '';
  offer.hidden = true;
  form.elements.body.focus();
}

if (form && offer) {
  let passage = null;
  document.addEventListener('selectionchange', () => {
    if (offer.contains(document.activeElement)) return;
    passage = selected();
    offer.hidden = !passage;
    status.textContent = passage ? 'Words are selected.' : '';
  });
  // A button that is pressed would take the selection with it in some browsers.
  button.addEventListener('pointerdown', event => event.preventDefault());
  button.addEventListener('click', () => passage && choose(passage));
  // Whoever selects with the keyboard need not go to the button.
  document.addEventListener('keydown', event => {
    if (event.altKey && event.code === 'KeyN' && passage) {
      event.preventDefault();
      choose(passage);
    }
  });
}
