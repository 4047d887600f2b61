// Share the page: the device's own sheet where there is one, otherwise its address is copied.
import { $, say } from './util.js';

const button = $('[data-share]');

async function share() {
  const url = $('link[rel=canonical]').href;
  try {
    if (navigator.share) {
      await navigator.share({ title: document.title, url });
    } else {
      await navigator.clipboard.writeText(url);
      say('Address copied');
    }
  } catch (error) {
    if (error.name !== 'AbortError') say(`Could not share. The address is ${url}`);
  }
}

button?.addEventListener('click', share);
