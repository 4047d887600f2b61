// Contents: marks the section being read; closes the sheet once a section is chosen. Without script it is a list of links.
import { $, $$, hide } from './util.js';

const toc = $('#contents');
const links = $$('.toc__l a', toc);
const targets = links.map(link => document.getElementById(link.hash.slice(1)));
let current;

/** The last section whose top has passed the upper third of the window is the one being read. */
function mark() {
  const line = innerHeight * 0.3;
  const reached = targets.findLastIndex(target => target && target.getBoundingClientRect().top < line);
  const link = links[Math.max(reached, 0)];
  if (link === current) return;
  current?.removeAttribute('aria-current');
  link?.setAttribute('aria-current', 'true');
  current = link;
}

let frame = 0;
addEventListener(
  'scroll',
  () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      mark();
    });
  },
  { passive: true },
);
mark();

toc.addEventListener('click', event => {
  if (event.target.closest('.toc__l a')) hide(toc);
});
// Grown into the rail, the open sheet would keep its dark backdrop.
matchMedia('(min-width: 76em)').addEventListener('change', event => {
  if (event.matches) hide(toc);
});
