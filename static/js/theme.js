// A classic script in <head>, so that it runs before the first paint: no flash of the wrong appearance.
// The choice stays in this browser, which lets one cached page serve everybody.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  try {
    const carried = /(?:^|; )pp-theme=(\w+)/.exec(document.cookie); // past signing out (main.js)
    if (carried) {
      localStorage.setItem('pp-theme', carried[1]);
      document.cookie = 'pp-theme=; path=/; max-age=0';
    }
    const theme = localStorage.getItem('pp-theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch { /* storage is off: the page follows the device */ }
})();
