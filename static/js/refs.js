// A citation opens its reference where you are.
// Mouse: after a short hover, and it stays while the pointer is on number or card. Click still jumps to the list.
// Keyboard: focus opens, Escape closes (WCAG 1.4.13), Enter jumps. Touch: the first tap opens a sheet.
// The list at the end of the page is the source, and all there is without script.
import { $, $$, hide, isOpen, place, popovers, show } from './util.js';

const HOVER = 180; // ms; shorter fires while the pointer merely crosses the text
const GRACE = 350; // ms to travel from the number to the card

const card = $('#refcard');
let owner = null;
let touch = false;
let timer;

const later = (action, ms) => {
  clearTimeout(timer);
  timer = setTimeout(action, ms);
};

/** The card's content: number, the reference itself, the way down. */
function fill(citation) {
  const item = document.getElementById(citation.hash.slice(1));
  const number = document.createElement('b');
  number.textContent = `${citation.textContent}. `;
  const text = document.createElement('p');
  text.append(number, item.firstElementChild.cloneNode(true));
  const link = document.createElement('a');
  link.href = citation.hash;
  link.textContent = 'Go to reference list';
  link.addEventListener('click', close);
  const way = document.createElement('p');
  way.append(link);
  card.replaceChildren(text, way);
}

function open(citation) {
  clearTimeout(timer);
  if (owner !== citation) {
    owner?.removeAttribute('aria-describedby');
    owner = citation;
    fill(citation);
    citation.setAttribute('aria-describedby', card.id);
  }
  show(card);
  const at = citation.getBoundingClientRect();
  const fitsBelow = innerHeight - at.bottom > card.offsetHeight + 16; // below, so the cited sentence stays readable
  place(card, at.left - 24, fitsBelow ? at.bottom + 8 : at.top - card.offsetHeight - 8);
  uncover(citation);
}

/** On a narrow screen the card is a sheet at the bottom: move the number out from under it (WCAG 2.4.11). */
function uncover(citation) {
  const at = citation.getBoundingClientRect();
  const sheet = card.getBoundingClientRect();
  if (at.bottom > sheet.top && at.top < sheet.bottom) citation.scrollIntoView({ block: 'center' });
}

function close() {
  clearTimeout(timer);
  hide(card);
  owner?.removeAttribute('aria-describedby');
  owner = null;
}

function closeUnlessUsed() {
  if (!card.contains(document.activeElement) && !card.matches(':hover')) close();
}

function listen(citation) {
  citation.addEventListener('pointerdown', event => {
    touch = event.pointerType !== 'mouse';
  });
  citation.addEventListener('pointerenter', event => {
    if (event.pointerType === 'mouse') later(() => open(citation), HOVER);
  });
  citation.addEventListener('pointerleave', event => {
    if (event.pointerType === 'mouse') later(close, GRACE);
  });
  citation.addEventListener('focus', () => {
    if (!touch && citation.matches(':focus-visible')) open(citation);
  });
  citation.addEventListener('blur', () => later(closeUnlessUsed, 150));
  citation.addEventListener('click', event => {
    if (touch && !(isOpen(card) && owner === citation)) {
      event.preventDefault();
      open(citation);
    } else {
      close();
    }
  });
}

if (card && popovers) {
  $$('a[data-ref]').forEach(listen);
  // Notes replace the words of a section with the server's new rendering.
  document.addEventListener('pp:replaced', event => $$('.prose a[data-ref]', event.target).forEach(listen));
  card.addEventListener('pointerenter', () => clearTimeout(timer));
  card.addEventListener('pointerleave', event => {
    if (event.pointerType === 'mouse') later(closeUnlessUsed, GRACE);
  });
  addEventListener('keydown', event => {
    if (event.key === 'Escape' && isOpen(card)) close();
  });
  addEventListener('pointerdown', event => {
    if (isOpen(card) && !card.contains(event.target) && !event.target.closest('a[data-ref]')) close();
  });
}
