// A classic script in <head>, so that it runs before the first paint: no flash of the wrong colours or size.
// The choices stay in this browser, which lets one cached page serve everybody.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  const choices = { theme: ['light', 'dark'], size: ['large', 'larger'] };
  try {
    for (const [name, values] of Object.entries(choices)) {
      const carried = new RegExp(`(?:^|; )pp-${name}=(\\w+)`).exec(document.cookie)?.[1]; // past signing out (main.js)
      if (carried) {
        localStorage.setItem(`pp-${name}`, carried);
        document.cookie = `pp-${name}=; path=/; max-age=0`;
      }
      const chosen = localStorage.getItem(`pp-${name}`);
      if (values.includes(chosen)) root.dataset[name] = chosen;
    }
  } catch {
    /* storage is off: the page follows the device */
  }
})();
