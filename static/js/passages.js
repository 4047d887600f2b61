// Where a selection lies in the text of an article, as the server counts it: code points from the start of the
// version's text. What carries data-skip (citation numbers, letters of notes) is no part of that text.
import { $$ } from './util.js';

const CONTEXT = 32;
const SKIPPED = '[data-skip], .cite, .hl-ref';

/** The text nodes of a section's prose that make up its text. */
function textNodes(prose) {
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, node => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    return node.matches(SKIPPED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/** How much of the text stands before a point of the page, in UTF-16 units. */
function unitsBefore(nodes, container, offset) {
  const point = document.createRange();
  point.setStart(container, offset);
  let units = 0;
  for (const node of nodes) {
    if (node === container) return units + offset;
    if (point.comparePoint(node, 0) >= 0) return units;
    units += node.length;
  }
  return units;
}

/** Never between the two halves of a character. */
function whole(text, unit, step) {
  const isLow = /[\uDC00-\uDFFF]/.test(text[unit] ?? '');
  return isLow && /[\uD800-\uDBFF]/.test(text[unit - 1] ?? '') ? unit + step : unit;
}

function inSection(section, range) {
  const nodes = textNodes(section.querySelector('.prose'));
  const text = nodes.map(node => node.data).join('');
  let from = whole(text, unitsBefore(nodes, range.startContainer, range.startOffset), -1);
  let to = whole(text, unitsBefore(nodes, range.endContainer, range.endOffset), 1);
  while (from < to && /\s/.test(text[from])) from += 1;
  while (from < to && /\s/.test(text[to - 1])) to -= 1;
  if (from >= to) return null;
  const before = [...text.slice(0, from)];
  const quote = text.slice(from, to);
  const start = Number(section.dataset.start) + before.length;
  return {
    section: section.id,
    quote,
    start,
    end: start + [...quote].length,
    prefix: before.slice(-CONTEXT).join(''),
    suffix: [...text.slice(to)].slice(0, CONTEXT).join(''),
    range: range.cloneRange(),
  };
}

/**
 * The selected passage with all that the server needs to find it; null when no words of the article are selected.
 * `isAcross` says that words of more than one section are: a note belongs to one.
 */
export function selectedPassage() {
  const selection = getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const passages = $$('[data-sec]')
    .filter(section => range.intersectsNode(section))
    .map(section => inSection(section, range))
    .filter(Boolean);
  return passages.length > 1 ? { isAcross: true, range: range.cloneRange() } : (passages[0] ?? null);
}
