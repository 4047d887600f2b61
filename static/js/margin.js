// The margin: notes stand beside their passages on wide screens, light up with them, and can be hidden while reading.
import { $, $$, say, wide } from './util.js';

const GAP = 16; // px between two notes
const marksOf = note => $$(`.hl[data-note="${note.id}"]`);

/** Push each note down to its passage, or below the note before it. Written and read apart: one layout, not many. */
export function align() {
  const lists = $$('.sec__n:not([hidden]) .notes').map(list => [...list.children]);
  for (const note of lists.flat()) note.style.marginTop = '';
  if (!wide.matches) return;
  const pushes = lists.flatMap(notes => {
    const top = notes[0]?.parentNode.getBoundingClientRect().top;
    let free = 0;
    return notes.map(note => {
      const mark = marksOf(note)[0];
      const push = Math.max(0, (mark ? mark.getBoundingClientRect().top - top - 4 : 0) - free);
      free += push + note.offsetHeight + GAP;
      return [note, push];
    });
  });
  for (const [note, push] of pushes) if (push) note.style.marginTop = `${Math.round(push)}px`;
}

/** A note and its passage light up together. */
function pair(event, isOn) {
  const part = event.target.closest?.('.note, .hl, .hl-ref');
  const id = part?.dataset.note ?? (part?.id || part?.querySelector('a')?.hash.slice(1));
  const note = id && document.getElementById(id);
  if (!note) return;
  for (const element of [note, ...marksOf(note)]) element.classList.toggle('is-on', isOn);
}

/** Hiding is remembered by this browser: a preference, never a note. Without script the link loads the page anew. */
function hideNotes(isHidden) {
  document.body.classList.toggle('no-notes', isHidden);
  const link = $('[data-toggle-notes]');
  if (link) {
    link.setAttribute('role', 'button');
    link.setAttribute('aria-pressed', String(isHidden));
  }
  align();
}

const isHidden = () => document.body.classList.contains('no-notes');

/** A note that the address names is meant to be seen, also by whoever hides notes while reading. */
const isNamed = () => /^#n\d+$/.test(location.hash);

/** What the margin needs after pieces of the page were replaced. */
export const refresh = () => hideNotes(isHidden());

export function startMargin() {
  const article = $('article');
  article.addEventListener('pointerover', event => {
    if (event.pointerType === 'mouse') pair(event, true);
  });
  article.addEventListener('pointerout', event => pair(event, false));
  article.addEventListener('focusin', event => pair(event, true));
  article.addEventListener('focusout', event => pair(event, false));

  const toggle = event => {
    if (!event.target.closest('[data-toggle-notes]') || (event.key && event.key !== ' ')) return;
    event.preventDefault();
    hideNotes(!isHidden());
    say(isHidden() ? 'Notes hidden' : 'Notes shown');
    try {
      localStorage.setItem('pp-notes', isHidden() ? 'hide' : 'show');
    } catch {
      /* private window */
    }
  };
  article.addEventListener('click', toggle);
  article.addEventListener('keydown', toggle);

  let remembered = null;
  try {
    remembered = localStorage.getItem('pp-notes');
  } catch {
    /* private window */
  }
  hideNotes(remembered === 'hide' && !isNamed());
  addEventListener('hashchange', () => {
    if (!isHidden() || !isNamed()) return;
    hideNotes(false);
    $(location.hash)?.scrollIntoView();
  });

  let timer;
  new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(align, 120);
  }).observe(article);
  document.fonts?.ready.then(align);
}
