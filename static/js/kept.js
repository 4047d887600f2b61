// The articles that are kept on this device, by choice or because a member asked for the ones read last: what
// templates/worker.js serves when the network is gone.
const PAGES = 'pp-articles';
const READ_TOO = 'pp-keep-read';
const MOST = { choice: 50, reading: 10 }; // of each the oldest goes first

export const canKeep = 'serviceWorker' in navigator && 'caches' in globalThis;

/** Every copy, the newest first: { pathname, title, version, at, why }, why being "choice" or "reading". */
export async function copies() {
  const cache = await caches.open(PAGES);
  const found = await Promise.all(
    (await cache.keys()).map(async request => {
      const { headers } = await cache.match(request, { ignoreVary: true });
      return {
        pathname: new URL(request.url).pathname,
        title: decodeURIComponent(headers.get('X-Kept-Title')),
        version: Number(headers.get('X-Kept-Version')),
        at: Number(headers.get('X-Kept-At')),
        why: headers.get('X-Kept-Why') ?? 'choice',
      };
    }),
  );
  return found.sort((one, other) => other.at - one.at);
}

/** Keep the page at this address as anyone sees it. Throws an error when it cannot be had. */
export async function keep(pathname, { title, version, worker, why }) {
  const page = await fetch(pathname, { credentials: 'omit' });
  if (!page.ok || page.redirected) throw new Error('Not to be had');
  const html = await page.text();
  const pieces = [...html.matchAll(/(?:href|src)="([^"]+\.(?:css|js|woff2|svg))"/g)].map(([, address]) => address);
  const loaded = performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter(name => /\.(css|js|woff2|svg)$/.test(name) && name.startsWith(location.origin));
  await navigator.serviceWorker.register(worker, { scope: '/' });
  const cache = await caches.open('pp-frame');
  await cache.addAll([...new Set([...pieces, ...loaded].map(address => new URL(address, location).href))]);
  const headers = new Headers(page.headers);
  headers.set('X-Kept-At', String(Date.now()));
  headers.set('X-Kept-Title', encodeURIComponent(title));
  headers.set('X-Kept-Version', String(version));
  headers.set('X-Kept-Why', why);
  await (await caches.open(PAGES)).put(pathname, new Response(html, { status: 200, headers }));
  for (const old of (await copies()).filter(copy => copy.why === why).slice(MOST[why])) await forget(old.pathname);
}

/** Keep it no longer. */
export async function forget(pathname) {
  await (await caches.open(PAGES)).delete(pathname, { ignoreVary: true });
}

/** Whether this device also keeps what is read last. */
export function keepsWhatIsRead() {
  try {
    return localStorage.getItem(READ_TOO) === 'yes';
  } catch {
    return false; /* storage is blocked */
  }
}

/** Keep what is read last too from now on, or no longer; then what was kept because it was read goes at once. */
export async function keepWhatIsRead(wanted) {
  if (wanted) return localStorage.setItem(READ_TOO, 'yes');
  localStorage.removeItem(READ_TOO);
  for (const { pathname } of (await copies()).filter(copy => copy.why === 'reading')) await forget(pathname);
}
