"""Looking at a page that is open in a browser: in which views, and what else than axe's rules can be wrong in it."""

import os
from itertools import product

from django.db import connection

# Pages are the same on every database: of the other ones a few views are enough.
IS_FIRST_DATABASE = connection.vendor == "sqlite"
EVERY_VIEW = os.environ.get("PATIENTPLUS_EVERY_VIEW") == "1" and IS_FIRST_DATABASE
WIDTHS = (1280, 768, 390, 320) if IS_FIRST_DATABASE else (390,)
COLOURS = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}
# Each width and all colours; every pair of them with PATIENTPLUS_EVERY_VIEW=1.
FIRST = (1280, "light")
OTHERS = [(390, "dark"), (1280, "forced"), (768, "dark"), (390, "forced"), (320, "light")]
VIEWS = list(product(WIDTHS, COLOURS)) if EVERY_VIEW else OTHERS if IS_FIRST_DATABASE else OTHERS[:1]

# The narrowest window, which is also one of 1280 pixels at 400% (WCAG 1.4.10); text at twice its usual size (1.4.4);
# more space in it (1.4.12). Each is a width, the browser's size of text in pixels, and whether there is more space.
USUAL = 16
SIZES = [
    (320, USUAL, False),
    *((width, 2 * USUAL, False) for width in (390, 768, 1280)),
    *((width, USUAL, True) for width in (320, 1280)),
]
SPACE = """isMore => {
  const sheet = new CSSStyleSheet();
  if (isMore) sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
WIDER_THAN_THE_SCREEN = """() => {
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll('*')]
    .filter(part => part.getBoundingClientRect().right > room + 1 && !part.closest('.tbl'));
  return wide.slice(0, 5).map(part => part.outerHTML.slice(0, 120).replace(/\\s+/g, ' '));
}"""
# Words that are cut off by what they stand in, and words that stand on one another. What scrolls cuts nothing off, what
# floats over the page may stand on it, and what only screen readers are to read is passed over.
UNREADABLE = """() => {
  const PASSED_OVER = 'select, textarea, svg, script, .cite, .hl-ref'; // the last two stand above their line
  const FLOATING = ':popover-open, dialog, .options, .thumb, .prose-menubar';
  const all = { left: 0, right: Infinity, top: -Infinity, bottom: Infinity, isCutting: false };
  const windows = new Map([[document.documentElement, all]]);
  const windowOf = part => {
    if (windows.has(part)) return windows.get(part);
    const outer = windowOf(part.parentElement);
    const { overflowX, clipPath, clip, textIndent } = getComputedStyle(part);
    const isForScreenReaders = clipPath !== 'none' || clip !== 'auto' || Math.abs(parseFloat(textIndent)) > 99;
    const at = part.getBoundingClientRect();
    const own = !outer || isForScreenReaders ? null : overflowX === 'visible' ? outer : {
      left: Math.max(at.left, outer.left), right: Math.min(at.right, outer.right),
      top: Math.max(at.top, outer.top), bottom: Math.min(at.bottom, outer.bottom),
      isCutting: outer.isCutting || /hidden|clip/.test(overflowX),
    };
    windows.set(part, own);
    return own;
  };
  const found = new Set();
  const lines = [];
  const range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const part = text.parentElement;
    const isSeen = text.data.trim() && !part.closest(PASSED_OVER) && part.checkVisibility({ visibilityProperty: true });
    const edge = isSeen && windowOf(part);
    if (!edge) continue;
    const layer = part.closest(FLOATING);
    range.selectNodeContents(text);
    for (const at of range.getClientRects()) {
      const isCut = edge.isCutting && (at.right > edge.right + 1 || at.bottom > edge.bottom + 1);
      if (isCut) found.add(`cut off: ${text.data.trim()}`);
      const left = Math.max(at.left, edge.left), right = Math.min(at.right, edge.right);
      const spare = at.height / 5; // above and below the letters
      const top = Math.max(at.top + spare, edge.top), bottom = Math.min(at.bottom - spare, edge.bottom);
      if (right - left > 1 && bottom - top > 1) lines.push({ text, layer, left, right, top, bottom });
    }
  }
  lines.sort((one, other) => one.top - other.top);
  lines.forEach((one, n) => {
    for (const other of lines.slice(n + 1)) {
      if (other.top >= one.bottom) break;
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - other.top;
      const isOn = across > 2 && down > 2 && one.text !== other.text && one.layer === other.layer;
      if (isOn) found.add(`${one.text.data.trim()} under ${other.text.data.trim()}`);
    }
  });
  return [...found];
}"""

# axe takes the colour that a style sheet names for the one that the device forced: dark ones are measured here.
FORCED_DARK = {"color_scheme": "dark", "forced_colors": "active"}
# Words that stand out from their ground, as both are painted, by less than 4.5 to 1 (WCAG 2.2, 1.4.3). `pseudo` is the
# part of an element that is asked about instead of it, such as its selection.
TOO_FAINT = """([selector, pseudo]) => {
  const rgb = colour => colour.match(/[\\d.]+/g).map(Number);
  const linear = n => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const canvas = document.createElement('i');
  canvas.style.backgroundColor = 'Canvas';
  document.body.append(canvas);
  const page = rgb(getComputedStyle(canvas).backgroundColor);
  canvas.remove();
  const isPainted = ([, , , alpha = 1]) => alpha > 0;
  const ground = part => {
    if (!part) return page;
    const own = rgb(getComputedStyle(part, part.matches(selector) ? pseudo : null).backgroundColor);
    return isPainted(own) ? own : ground(part.parentElement);
  };
  const shown = [...document.querySelectorAll(selector)].filter(part => part.checkVisibility()
    && !part.closest(':disabled, .vh') && [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
  return shown.flatMap(part => {
    const [one, other] = [rgb(getComputedStyle(part, pseudo).color), ground(part)].map(light).sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    return ratio < 4.5 ? [`${part.outerHTML.slice(0, 90)}: ${ratio.toFixed(1)}`] : [];
  });
}"""
EVERY_WORD = ["body, body *", None]

# What can open over a page, and which of it test_popovers.py opens and looks at.
OPENS = "[popover], dialog, [role=dialog], [role=listbox], [role=menu], [role=tooltip], .calendarbox, .clockbox"
OPENED = {"menu", "contents", "refcard", "reporter", "adder", "composer", "q-list", "q-home-list", "q-page-list"}


def show(page, width, colours):
    """Change the window and the colours; those that fade are there at once."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(**COLOURS[colours])
    page.evaluate("document.getAnimations().forEach(fading => fading.finish())")


def set_text_size(page, pixels) -> None:
    """Set the size of text that the browser begins from, as its settings do; media queries in `em` count in it."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": pixels}})


def room(page) -> dict[str, list[str]]:
    """What is too wide for the window, and what cannot be read."""
    return {"too wide": page.evaluate(WIDER_THAN_THE_SCREEN), "unreadable": page.evaluate(UNREADABLE)}


def faint_words(page) -> list[str]:
    """What cannot be read in dark colours that the device forced."""
    page.emulate_media(**FORCED_DARK)
    return page.evaluate(TOO_FAINT, EVERY_WORD)


def in_every_size(page) -> dict[str, list[str]]:
    """What does not fit when the window is narrow, and the text large or spaced."""
    found = {}
    for width, size, is_spaced in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        set_text_size(page, size)
        page.evaluate(SPACE, is_spaced)
        view = f"{width}, {'more space' if is_spaced else f'{size} px'}"
        found |= {f"{what} at {view}": places for what, places in room(page).items()}
    set_text_size(page, USUAL)
    page.evaluate(SPACE, False)
    return found
