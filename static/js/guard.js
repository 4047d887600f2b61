// What in a text could identify a patient or colleague, told while someone writes. It warns and never blocks.
// The rules are the server's own file (core/guard.py reads the same); nothing that is typed leaves this machine.
import { $, $$ } from './util.js';

const AROUND = 40; // how far around a find its surroundings are looked at (characters)
const MOST = 20;
const PAUSE = 500; // ms without a key before a text is looked through

function modulus11(text) {
  const digits = [...text].filter(char => char >= '0' && char <= '9').map(Number);
  if (digits.length !== 10 || new Set(digits).size === 1) return false;
  const sum = digits.slice(0, 9).reduce((total, digit, place) => total + digit * (10 - place), 0);
  const check = 11 - (sum % 11);
  return check !== 10 && digits[9] === check % 11;
}

const CHECKS = { '': () => true, modulus_11: modulus11 };

function compiled(pattern, parts, flags) {
  if (!pattern) return null;
  let whole = pattern;
  for (let time = 0; time < 2; time += 1) whole = whole.replace(/\{([a-z_]+)\}/g, (_, name) => parts[name]);
  return new RegExp(whole, flags);
}

/** The rules of the file, ready to use. */
export function prepare(file) {
  return file.rules.map(row => ({
    code: row.code,
    label: row.label,
    pattern: compiled(row.pattern, file.parts, row.ignore_case ? 'gi' : 'g'),
    after: compiled(row.after, file.parts, 'i'),
    before: compiled(row.before, file.parts, 'i'),
    check: CHECKS[row.check ?? ''],
  }));
}

/** What could identify someone in a text: a list of { code, label, text }, each once, not what is part of another. */
export function find(rules, text) {
  const found = new Map();
  for (const rule of rules) {
    for (const match of text.matchAll(rule.pattern)) {
      const end = match.index + match[0].length;
      const excused =
        rule.after?.test(text.slice(Math.max(0, match.index - AROUND), match.index)) ||
        rule.before?.test(text.slice(end, end + AROUND));
      if (excused || !rule.check(match[0])) continue;
      const words = match[0].trim();
      found.set(`${rule.code} ${words}`, { code: rule.code, label: rule.label, text: words });
    }
  }
  const finds = [...found.values()];
  const isPart = (it, other) => it.code === other.code && it.text !== other.text && other.text.includes(it.text);
  return finds.filter(it => !finds.some(other => isPart(it, other))).slice(0, MOST);
}

/** Say under a form what its texts hold, politely and only when that changes. */
function tell(place, finds) {
  const list = $('ul', place);
  const lines = finds.map(it => `“${it.text}” looks like ${it.label}.`);
  if (lines.join() === [...list.children].map(line => line.textContent).join()) return;
  list.replaceChildren(...lines.map(line => Object.assign(document.createElement('li'), { textContent: line })));
  place.hidden = !lines.length;
}

async function watch(place) {
  const answer = await fetch(place.dataset.guard, { credentials: 'same-origin' });
  if (!answer.ok) return; // the server looks before it saves
  const rules = prepare(await answer.json());
  const form = place.closest('form');
  const look = () =>
    tell(
      place,
      find(
        rules,
        $$('textarea, input[type=text]', form)
          .map(box => box.value)
          .join('\n\n'),
      ),
    );
  let waiting = 0;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  look();
}

for (const place of $$('[data-guard]')) watch(place).catch(() => {});
