// {% load static %}
// Serves articles that a member keeps on this device when the network is gone. Everything else goes to the network.
// What is kept was asked for without cookies: the page as anyone sees it, with nobody's notes.
const PAGES = 'pp-articles'; // as in kept.js
const FRAME = 'pp-frame';
const OFFLINE = '{% url "pages:offline" %}';
const NEEDED = [
  OFFLINE,
  '{% static "css/tokens.css" %}',
  '{% static "css/base.css" %}',
  '{% static "css/browse.css" %}',
  '{% static "js/theme.js" %}',
  '{% static "js/util.js" %}',
  '{% static "js/main.js" %}',
  '{% static "js/offline.js" %}',
  '{% static "js/kept.js" %}',
  '{% static "fonts/pp-text.woff2" %}',
  '{% static "fonts/pp-display.woff2" %}',
];

addEventListener('install', event => {
  const without = address => new Request(address, { credentials: 'omit' });
  event.waitUntil(
    caches
      .open(FRAME)
      .then(frame => frame.addAll(NEEDED.map(without)))
      .then(() => skipWaiting()),
  );
});
addEventListener('activate', event => event.waitUntil(clients.claim()));

addEventListener('fetch', event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(live(request, pathname));
  else if (pathname.startsWith('{% get_static_prefix %}'))
    event.respondWith(fetch(request).catch(() => piece(request)));
});

// A copy of an article that was withdrawn meanwhile goes as soon as this device hears of it.
async function live(request, pathname) {
  try {
    const page = await fetch(request);
    if (page.status === 410) await (await caches.open(PAGES)).delete(pathname, { ignoreVary: true });
    return page;
  } catch {
    return keptPage(pathname);
  }
}

async function piece(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? Response.error();
}

async function keptPage(pathname) {
  const kept = await (await caches.open(PAGES)).match(pathname, { ignoreVary: true });
  return kept ? dated(kept) : (await caches.open(FRAME)).match(OFFLINE, { ignoreVary: true });
}

// The page says that it is a copy, and from when: a reader must not take it for what is live.
async function dated(kept) {
  const when = new Date(Number(kept.headers.get('X-Kept-At')));
  const day = when.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
  const version = Number(kept.headers.get('X-Kept-Version'));
  const strip =
    '<p class="note-strip note-strip--alert" role="status"><strong>Saved copy' +
    ` of version ${version} from ${day}.</strong> You are offline: it may be out of date.</p>`;
  const page = (await kept.text()).replace(/<main\b[^>]*>/, main => main + strip);
  return new Response(page, { status: 200, headers: kept.headers });
}
