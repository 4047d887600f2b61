// What the editor of article bodies can do beyond headings, lists and marks. articles/desk/editor.py names these
// extensions; everything they write passes articles/text/allowlist.py's allowlist.
import {
  Extension,
  Link,
  Mark,
  Node,
  OrderedList,
  Plugin,
  Table,
  TableCell,
  TableHeader,
  crel,
  updateAttrsDialog,
} from 'django-prose-editor/editor';

const MENU = { cite: 'cite', link: 'link' };

// --- Choosing from a list: one dialog for citations and article links ---

// Resolves to the chosen {value, label}, or null. `find(text)` returns (a promise of) the choices for a text.
function choose({ title, label, empty, find }) {
  return new Promise(resolve => {
    const id = `choose-${Date.now()}`;
    const input = crel('input', { id, type: 'text', autocomplete: 'off' });
    const list = crel('ul', { className: 'desk-choices' });
    const count = crel('p', { className: 'desk-count', role: 'status' });
    const cancel = crel('button', { type: 'button', className: 'button', textContent: 'Cancel' });
    const heading = crel('h2', { id: `${id}-title`, textContent: title });
    const form = crel('form', {}, [
      heading,
      crel('label', { htmlFor: id, textContent: label }),
      input,
      count,
      list,
      cancel,
    ]);
    const dialog = crel('dialog', { className: 'desk-dialog', 'aria-labelledby': `${id}-title` }, [form]);
    let chosen = null;
    let asked = 0;

    const show = async () => {
      const mine = ++asked;
      const choices = await find(input.value.trim());
      if (mine !== asked) return; // a newer question has been asked meanwhile
      list.replaceChildren(
        ...choices.map(choice => {
          const button = crel('button', { type: 'button', textContent: choice.label });
          button.addEventListener('click', () => {
            chosen = choice;
            dialog.close();
          });
          return crel('li', {}, [button]);
        }),
      );
      count.textContent = choices.length ? `${choices.length} to choose from` : empty;
    };
    input.addEventListener('input', show);
    form.addEventListener('submit', event => {
      event.preventDefault();
      list.querySelector('button')?.click();
    });
    cancel.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
    input.focus();
    show();
  });
}

// What a dialog answers, and a chain of commands that begins at what was selected before it. The editor lets go of the
// focus first: given back by the browser, it would come with the caret at the start of the text.
async function ask(editor, question) {
  const { from, to } = editor.state.selection;
  editor.view.dom.blur();
  const answer = await question();
  return { answer, chain: editor.chain().setTextSelection({ from, to }).focus() };
}

// The library's dialog for a few fields, with its title as its name: the library shows it and does not tell it.
const askFields =
  (fields, { title, ...options }) =>
  (editor, values) => {
    const answer = updateAttrsDialog(fields, { title, ...options })(editor, values);
    editor.view.dom.parentElement.querySelector('dialog').setAttribute('aria-label', title);
    return answer;
  };

// --- Citations: one empty element each, <cite data-ref="key"></cite>, shown as [key] ---

// The references in the rows below the editor, saved or not.
function references() {
  const rows = [...document.querySelectorAll('#references-group .inline-related:not(.empty-form)')];
  const value = (row, name) => row.querySelector(`[name$="-${name}"]`)?.value.trim() ?? '';
  return rows
    .map(row => ({ value: value(row, 'key'), title: value(row, 'title') }))
    .filter(reference => reference.value)
    .map(({ value: key, title }) => ({ value: key, label: title ? `${key}: ${title}` : key }));
}

export const Citation = Node.create({
  name: 'citation',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes() {
    return { ref: { parseHTML: element => element.dataset.ref, renderHTML: ({ ref }) => ({ 'data-ref': ref }) } };
  },
  parseHTML: () => [{ tag: 'cite[data-ref]' }],
  renderHTML: ({ HTMLAttributes }) => ['cite', HTMLAttributes],
  renderText: ({ node }) => `[${node.attrs.ref}]`,
  addNodeView:
    () =>
    ({ node }) => ({
      dom: crel('span', { className: 'desk-cite', textContent: `[${node.attrs.ref}]` }),
    }),
  addKeyboardShortcuts() {
    return {
      'Mod-Shift-c': () => {
        cite(this.editor);
        return true;
      },
    };
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: 'citation',
      groups: MENU.cite,
      button: buttons.text('[1]', 'Cite a reference'),
      active: editor => editor.isActive('citation'),
      command: cite,
    });
  },
});

async function cite(editor) {
  const { answer: choice, chain } = await ask(editor, () =>
    choose({
      title: 'Cite a reference',
      label: 'Find by key or title',
      empty: 'No such reference. Add it under References below first.',
      find: text => references().filter(({ label }) => label.toLowerCase().includes(text.toLowerCase())),
    }),
  );
  if (choice) chain.insertContent({ type: 'citation', attrs: { ref: choice.value } });
  chain.run();
}

// --- Links to articles by document id: <a data-article="123">words</a>; where they lead is found when rendering ---

export const ArticleLink = Mark.create({
  name: 'articleLink',
  priority: 1100,
  inclusive: false,
  excludes: 'link',
  addAttributes() {
    return {
      article: {
        parseHTML: element => element.dataset.article,
        renderHTML: ({ article }) => ({ 'data-article': article }),
      },
    };
  },
  parseHTML: () => [{ tag: 'a[data-article]' }],
  renderHTML: ({ HTMLAttributes }) => ['a', HTMLAttributes, 0],
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: 'articleLink',
      groups: MENU.link,
      button: buttons.material('library_books', 'Link to an article'),
      active: editor => editor.isActive('articleLink'),
      command: linkArticle,
    });
    menu.defineItem({
      name: 'articleUnlink',
      groups: MENU.link,
      button: buttons.material('link_off', 'Remove link to article'),
      hidden: editor => !editor.isActive('articleLink'),
      command: editor => editor.chain().focus().extendMarkRange('articleLink').unsetMark('articleLink').run(),
    });
  },
});

async function linkArticle(editor) {
  const { lookup } = editor.view.dom.closest('.prose-editor').querySelector('textarea').dataset;
  const { answer: choice, chain } = await ask(editor, () =>
    choose({
      title: 'Link to an article',
      label: 'Find by title or document ID',
      empty: 'No article has these words in its title.',
      find: async text => {
        const answer = await fetch(`${lookup}?${new URLSearchParams({ q: text })}`);
        if (!answer.ok) return [];
        const { results } = await answer.json();
        return results.map(({ document_id: value, title, note }) => ({
          value,
          title,
          label: `${title} (${value})${note}`,
        }));
      },
    }),
  );
  if (choice) {
    const mark = { type: 'articleLink', attrs: { article: String(choice.value) } };
    if (editor.state.selection.empty) chain.insertContent({ type: 'text', text: choice.title, marks: [mark] });
    else chain.unsetMark('link').setMark(mark.type, mark.attrs);
  }
  chain.run();
}

// --- Links to other sites: an address and nothing else ---

const askAddress = askFields(
  { href: { type: 'string', title: 'Address', format: 'url', required: true } },
  { title: 'Link to a web page', submitText: 'Link' },
);

export const WebLink = Link.extend({
  name: 'link',
  addOptions() {
    return {
      ...this.parent?.(),
      autolink: false,
      enableTarget: false,
      isAllowedUri: address => /^(https?:|mailto:)/i.test(address),
    };
  },
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{ tag: 'a[href]:not([data-article])' }],
  renderHTML: ({ HTMLAttributes }) => ['a', { href: HTMLAttributes.href }, 0],
  addCommands() {
    return {
      ...this.parent?.(),
      addLink:
        () =>
        ({ editor }) => {
          ask(editor, () => askAddress(editor, editor.getAttributes('link'))).then(({ answer: attrs, chain }) => {
            if (attrs) chain.extendMarkRange('link').setMark('link', attrs);
            chain.run();
          });
          return true;
        },
    };
  },
});

// --- Lists and tables without the attributes that the allowlist would drop ---

export const NumberedList = OrderedList.extend({
  addOptions() {
    return { ...this.parent?.(), enableListAttributes: false };
  },
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: element => Number(element.getAttribute('start')) || 1,
      renderHTML: ({ start }) => (start > 1 && start < 10000 ? { start } : {}),
    },
  }),
  addNodeView: null,
  renderHTML: ({ HTMLAttributes }) => ['ol', HTMLAttributes, 0],
});

const span = name => ({
  default: 1,
  parseHTML: element => Number(element.getAttribute(name)) || 1,
  renderHTML: ({ [name]: value }) => (value > 1 ? { [name]: value } : {}),
});
const plainCell = {
  addAttributes: () => ({
    colspan: span('colspan'),
    rowspan: span('rowspan'),
    colwidth: { default: null, rendered: false },
  }),
};
export const PlainTableCell = TableCell.extend(plainCell);
export const PlainTableHeader = TableHeader.extend(plainCell);

const askCaption = askFields(
  { caption: { type: 'string', title: 'Caption' } },
  { title: 'Caption of the table', submitText: 'Save' },
);

const askSize = askFields(
  {
    rows: { type: 'number', title: 'Rows', format: 'number', min: '1', max: '100' },
    cols: { type: 'number', title: 'Columns', format: 'number', min: '1', max: '100' },
    withHeaderRow: { title: 'Row of headings', enum: ['Yes', 'No'] },
  },
  { title: 'New table', submitText: 'Insert the table' },
);

// A caption is plain words here, so what is raised or lowered in it is said as in a text (docs/decisions/0032): 10⁹, not
// 109; C_(max).
const paired = (signs, written) => Object.fromEntries([...signs].map((sign, at) => [sign, [...written][at]]));
const SCRIPTS = {
  sup: { opening: '^(', signs: paired('0123456789+−-=()', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾') },
  sub: { opening: '_(', signs: paired('0123456789+−-=()', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎') },
};

function captionOf(element) {
  const caption = element.querySelector(':scope > caption')?.cloneNode(true);
  for (const part of caption?.querySelectorAll('sup, sub') ?? []) {
    const { opening, signs } = SCRIPTS[part.localName];
    const words = [...part.textContent];
    const isKnown = words.every(sign => signs[sign]);
    part.textContent = isKnown ? words.map(sign => signs[sign]).join('') : `${opening}${words.join('')})`;
  }
  return caption?.textContent.trim();
}

export const CaptionedTable = Table.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      insertTableWithOptions:
        () =>
        ({ editor }) => {
          const usual = { rows: '3', cols: '3', withHeaderRow: 'Yes' };
          ask(editor, () => askSize(editor, usual)).then(({ answer: size, chain }) => {
            if (size) {
              chain.insertTable({
                rows: Number(size.rows) || 3,
                cols: Number(size.cols) || 3,
                withHeaderRow: size.withHeaderRow === 'Yes',
              });
            }
            chain.run();
          });
          return true;
        },
    };
  },
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: null,
        rendered: false,
        parseHTML: element => captionOf(element) || null,
      },
    };
  },
  parseHTML: () => [{ tag: 'table' }, { tag: 'caption', ignore: true }],
  renderHTML({ node }) {
    const { caption } = node.attrs;
    return caption ? ['table', {}, ['caption', {}, caption], ['tbody', 0]] : ['table', {}, ['tbody', 0]];
  },
  addNodeView() {
    const make = this.parent();
    return props => {
      const view = make(props);
      const update = view.update.bind(view);
      const caption = crel('caption');
      const show = node => {
        caption.textContent = node.attrs.caption || 'No caption yet';
        caption.classList.toggle('is-missing', !node.attrs.caption);
      };
      view.table.prepend(caption);
      show(props.node);
      view.update = node => {
        const kept = update(node);
        if (kept) show(node);
        return kept;
      };
      return view;
    };
  },
  addMenuItems(context) {
    this.parent?.(context);
    context.menu.defineItem({
      name: 'table:caption',
      groups: 'table',
      button: context.buttons.material('subtitles', 'Caption of the table'),
      hidden: editor => !editor.isActive('table'),
      command: async editor => {
        const { answer: attrs, chain } = await ask(editor, () => askCaption(editor, editor.getAttributes('table')));
        if (attrs) chain.updateAttributes('table', { caption: attrs.caption.trim() || null });
        chain.run();
      },
    });
  },
});

// --- Paste: the server reads what a clipboard holds as it reads a file, and says what it left out ---

const SLOW = 15000; // milliseconds until what is pasted comes in as plain words

// Pasted HTML as the server takes it. Rejects when it cannot be reached.
async function normalised(html, textarea, isOwn) {
  const body = new FormData();
  const withoutPictures = html.replace(/(src\s*=\s*["']?)data:[^"'\s>]*/gi, '$1data:');
  body.append('pasted', new Blob([withoutPictures], { type: 'text/html' }), 'pasted.html');
  if (isOwn) body.append('own', '1'); // of this draft, whose citations are right here
  body.append('csrfmiddlewaretoken', textarea.form.querySelector('[name=csrfmiddlewaretoken]').value);
  const answer = await fetch(textarea.dataset.paste, { method: 'POST', body, signal: AbortSignal.timeout(SLOW) });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

// Pasted HTML without styles: the page's policy forbids them, even in what the editor only looks at.
function withoutStyles(html) {
  return html
    .replace(/<style[^]*?<\/style>/gi, '')
    .replace(/<[a-z][^<>]*>/gi, tag => tag.replace(/\sstyle\s*=/gi, ' data-style='));
}

// Says below the editor what came of a paste.
function tell(editor, sentence, remarks = []) {
  const status = editor.view.dom.closest('.prose-editor').querySelector('.desk-pasted');
  status.replaceChildren(crel('p', { textContent: sentence }));
  const items = remarks.map(remark => crel('li', { textContent: remark }));
  if (items.length) status.append(crel('ul', {}, items));
}

// A table with merged cells does not fit into the cells of another: it stands below that one.
function put(editor, html) {
  const { $from } = editor.state.selection;
  const depths = Array.from({ length: $from.depth }, (_, at) => at + 1);
  const table = depths.find(depth => $from.node(depth).type.name === 'table');
  const isMerged = table && (/<t[dh][^>]*span=/.test(html) || hasMerged($from.node(table)));
  if (isMerged && html.includes('<table')) editor.commands.insertContentAt($from.after(table), html);
  else editor.view.pasteHTML(html);
}

function hasMerged(table) {
  let found = false;
  table.descendants(({ attrs }) => {
    found ||= attrs.colspan > 1 || attrs.rowspan > 1;
  });
  return found;
}

// Puts what was pasted where it was pasted, whatever is typed meanwhile.
async function take(editor, html, plain, isOwn) {
  const textarea = editor.view.dom.closest('.prose-editor').querySelector('textarea');
  let { from, to } = editor.state.selection;
  const follow = ({ transaction }) => {
    from = transaction.mapping.map(from);
    to = transaction.mapping.map(to);
  };
  editor.on('transaction', follow);
  tell(editor, 'Pasting…');
  let answer = null;
  try {
    answer = await normalised(html, textarea, isOwn);
  } catch {
    // told below
  }
  editor.off('transaction', follow);
  if (editor.isDestroyed) return;
  editor.commands.setTextSelection({ from, to });
  if (answer) {
    if (answer.html) put(editor, answer.html);
    const count = answer.remarks.length;
    tell(editor, count ? `Pasted. Look at ${count === 1 ? 'this' : `these ${count}`}:` : 'Pasted.', answer.remarks);
  } else {
    editor.view.pasteText(plain);
    tell(
      editor,
      'Pasted as plain words, since the site cannot be reached now. Raised and lowered signs, lists and tables ' +
        'are lost, and struck words may have come in: compare it with where it comes from.',
    );
  }
}

export const Paste = Extension.create({
  name: 'normalPaste',
  priority: 1000, // before the tables take it
  onCreate({ editor }) {
    const status = crel('div', { className: 'desk-pasted' });
    status.setAttribute('role', 'status');
    editor.view.dom.closest('.prose-editor').append(status);
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    let copied = null; // what was last copied here: its citations stay right
    const isTaken = (data, slice) => {
      const html = data?.getData('text/html');
      const isOwn = Boolean(copied?.content.eq(slice.content));
      const isTable = html?.includes('<table') && editor.isActive('table');
      if (!html || (isOwn && !isTable)) return false;
      take(editor, html, data.getData('text/plain'), isOwn);
      return true;
    };
    const props = {
      transformPastedHTML: withoutStyles,
      transformCopied: slice => {
        copied = slice;
        return slice;
      },
      handlePaste: (_view, event, slice) => isTaken(event.clipboardData, slice),
      handleDrop: (view, event, slice, isMoved) => {
        if (isMoved || view.dragging) return false;
        const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
        if (place) editor.commands.setTextSelection(place.pos);
        return isTaken(event.dataTransfer, slice);
      },
    };
    return [new Plugin({ props })];
  },
});

// --- Signs stay signs: "> 65", "- 5", "1. " and "(c)" begin no quotation or list and turn into nothing else ---

export const SignsStay = Extension.create({
  name: 'signsStay',
  onBeforeCreate({ editor }) {
    editor.options.enableInputRules = false;
    editor.options.enablePasteRules = false;
  },
});

// --- A name and a toolbar that assistive technology understands ---

export const Accessible = Extension.create({
  name: 'accessible',
  priority: 1,
  onCreate({ editor }) {
    const box = editor.view.dom.closest('.prose-editor');
    const textarea = box.querySelector('textarea');
    const label = document.querySelector(`label[for="${textarea.id}"]`);
    if (label) {
      label.id ||= `${textarea.id}_label`;
      label.addEventListener('click', () => editor.commands.focus());
    }
    const attributes = { role: 'textbox', 'aria-multiline': 'true', 'aria-labelledby': `${textarea.id}_label` };
    if (textarea.getAttribute('aria-describedby'))
      attributes['aria-describedby'] = textarea.getAttribute('aria-describedby');
    editor.setOptions({ editorProps: { ...editor.options.editorProps, attributes } });

    const bar = box.querySelector('.prose-menubar');
    bar.setAttribute('role', 'toolbar');
    bar.setAttribute('aria-label', 'Formatting');
    const state = () => {
      for (const button of bar.querySelectorAll('button')) {
        button.setAttribute('aria-pressed', String(button.classList.contains('active')));
        button.toggleAttribute('aria-disabled', false);
        if (button.classList.contains('disabled')) button.setAttribute('aria-disabled', 'true');
      }
    };
    editor.on('transaction', state);
    state();
  },
});
