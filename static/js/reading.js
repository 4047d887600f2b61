// How long someone reads: counts seconds while the page is visible and the reader is there, and tells the server.
// The server trusts no more than its own clock allows, so a message may be lost, repeated or late.
import { $ } from './util.js';

const IDLE = 120_000; // a silence longer than this was no reading
const SEND_EVERY = 20_000;
const TICK = 1_000;

const receipt = $('[data-reading]');
let active = 0; // milliseconds since this page was loaded
let isSeen = document.visibilityState === 'visible';
let unsure = 0; // milliseconds since the last sign of the reader: they count once there is another
let sent = 0; // seconds the server knows of
let lastSign = performance.now();
let lastTick = lastSign;

/** Add the time since the last tick; a longer gap than two ticks is a machine that slept, and counts as two. */
function tick() {
  const now = performance.now();
  if (isSeen) unsure += Math.min(now - lastTick, 2 * TICK);
  lastTick = now;
}

/** A sign of the reader: what lies between it and the last one was reading, unless it was too long. */
function here() {
  const now = performance.now();
  if (now - lastSign < IDLE) active += unsure;
  unsure = 0;
  lastSign = now;
}

function message() {
  const form = new FormData();
  form.set('csrfmiddlewaretoken', $('[name=csrfmiddlewaretoken]', receipt).value);
  form.set('version', receipt.dataset.version);
  form.set('at', receipt.dataset.at);
  form.set('seconds', String(Number(receipt.dataset.base) + Math.floor(active / 1000)));
  return form;
}

/** Tell the server, if there is something new. `keepalive` lets the message outlive the page. */
function send() {
  const seconds = Math.floor(active / 1000);
  if (seconds <= sent) return;
  sent = seconds;
  fetch(receipt.dataset.reading, {
    method: 'POST',
    body: message(),
    keepalive: true,
    credentials: 'same-origin',
  }).catch(() => {
    sent = 0;
  }); // the next message carries the whole time again
}

/** Whoever leaves was there until now. */
function leave() {
  tick();
  if (isSeen) here();
  isSeen = false;
  send();
}

/** Whoever comes back is there from now on. */
function comeBack() {
  isSeen = document.visibilityState === 'visible';
  unsure = 0;
  lastSign = lastTick = performance.now();
}

if (receipt) {
  for (const sign of ['pointermove', 'pointerdown', 'keydown', 'scroll', 'touchstart']) {
    addEventListener(sign, here, { passive: true, capture: true });
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') comeBack();
    else leave();
  });
  addEventListener('pagehide', leave);
  addEventListener('pageshow', comeBack);
  setInterval(tick, TICK);
  setInterval(send, SEND_EVERY);
}
