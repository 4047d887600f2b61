// What several modules need. Nothing here touches the page when it is imported.

/** The first element that matches, or null. */
export const $ = (selector, root = document) => root.querySelector(selector);

/** Every element that matches, as an array. */
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Wide enough for notes in the margin. */
export const wide = matchMedia('(min-width: 60em)');

/** A finger rather than a mouse. */
export const coarse = matchMedia('(pointer: coarse)');

/** Without popovers the plain links and forms of the page do the work. */
export const popovers = 'popover' in HTMLElement.prototype;

export const isOpen = el => popovers && el.matches(':popover-open');
export const show = el => {
  if (popovers && !isOpen(el)) el.showPopover();
};
export const hide = el => {
  if (isOpen(el)) el.hidePopover();
};

const EDGE = 16; // px between a box and the sides of the window

/**
 * Put an absolutely positioned box at a point of the window, in pixels, or as near as it takes not to reach over the
 * window's sides (a strict style-src allows the CSSOM).
 */
export function place(el, left, top) {
  const most = document.documentElement.clientWidth - el.offsetWidth - EDGE;
  el.style.left = `${Math.round(Math.max(Math.min(left, most), EDGE) + scrollX)}px`;
  el.style.top = `${Math.round(top + scrollY)}px`;
}

/**
 * Announce a short text politely to screen readers. Emptied first, so that the same words are said twice. The region
 * is found by what it is, not by an id: no heading or form can be taken for it.
 */
export function say(text) {
  const region = $('body > [data-live-region]');
  if (!region) return;
  region.textContent = '';
  setTimeout(() => {
    region.textContent = text;
  }, 60);
}

const WORKER = '/worker.js';

// The only door through which HTML enters a page: our own server's, which has passed the sanitiser or Django's
// escaping. DOMParser runs no script and loads nothing. The one script that a page may name is the worker. The CSP
// names this policy and allows no other.
const policy = globalThis.trustedTypes?.createPolicy('pp', { createHTML: html => html, createScriptURL: () => WORKER });

/** The address of the service worker, as browsers with Trusted Types want it. */
export const workerAddress = () => (policy ? policy.createScriptURL(WORKER) : WORKER);

/** The nodes of a piece of server-rendered HTML, as a DocumentFragment of this document. */
export function fragment(html) {
  const page = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, 'text/html');
  const nodes = document.createDocumentFragment();
  nodes.append(...page.body.childNodes);
  return nodes;
}
