// A classic script in <head>, so that it runs before the first paint: no flash of the wrong colours or size.
// The choices stay in this browser, which lets one cached page serve everybody.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  const choices = { theme: ['light', 'dark'], size: ['large', 'larger'] };
  try {
    for (const [name, values] of Object.entries(choices)) {
      const chosen = localStorage.getItem(`pp-${name}`);
      if (values.includes(chosen)) root.dataset[name] = chosen;
    }
  } catch { /* storage is off: the page follows the device */ }
})();
