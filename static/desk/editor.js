// What the editor of article bodies can do beyond headings, lists and marks. articles/desk/editor.py names these
// extensions; everything they write passes articles/text/allowlist.py's allowlist.
import {
  Extension,
  Link,
  Mark,
  Node,
  OrderedList,
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
  addAttributes: () => ({}),
  addNodeView: null,
  renderHTML: () => ['ol', 0],
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
        parseHTML: element => element.querySelector(':scope > caption')?.textContent.trim() || null,
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

// --- Paste from Word: its lists arrive as paragraphs with a typed bullet, and everything with styles ---

const LEVEL = /mso-list:\s*l\d+\s+level(\d+)/i;
const styleOf = element => element.dataset.style || '';

// Style sheets out, and styles where nothing applies them: the page's policy forbids them even while parsing.
function withoutStyles(html) {
  return html
    .replace(/<style[^]*?<\/style>/gi, '')
    .replace(/<[a-z][^<>]*>/gi, tag => tag.replace(/\sstyle\s*=/gi, ' data-style='));
}

// Headings as one of the two levels there are. Where the highest is there, it is a section, not the title.
function inTwoLevels(html) {
  const down = /<h1\b/i.test(html) ? 1 : 0;
  return html.replace(/(<\/?h)([1-6])\b/gi, (_, tag, level) => tag + Math.min(3, Number(level) + down));
}

// Pasted HTML with headings of two levels, and real lists in place of Word's list paragraphs.
export function fromWord(html) {
  html = inTwoLevels(withoutStyles(html));
  if (!/mso-list/i.test(html)) return html;
  const page = new DOMParser().parseFromString(html.replace(/<!\[(if|endif)[^\]]*\]>/g, ''), 'text/html');
  let open = []; // the lists around the next item, outermost first
  let last = null; // where the next item must follow directly
  for (const paragraph of page.querySelectorAll('p')) {
    const level = Number(LEVEL.exec(styleOf(paragraph))?.[1] ?? 0);
    if (!level) continue;
    if (!open.length || paragraph.previousElementSibling !== last) open = [];
    const tag = takeMarker(paragraph);
    open.length = Math.min(open.length, level);
    if (open.length === level && open[level - 1].localName !== tag) open.length = level - 1;
    while (open.length < level) open.push(addList(page, tag, open.at(-1), paragraph));
    const text = page.createElement('p');
    text.append(...paragraph.childNodes);
    const item = page.createElement('li');
    item.append(text);
    open.at(-1).append(item);
    last = open[0];
    paragraph.remove();
  }
  return page.body.innerHTML;
}

// Take the typed bullet or number out of a list paragraph; say which list it stood for.
function takeMarker(paragraph) {
  const marker = [...paragraph.querySelectorAll('span')].find(node => /mso-list:\s*ignore/i.test(styleOf(node)));
  const typed = marker?.textContent.trim() ?? '';
  marker?.remove();
  return /^\(?[\da-z]{1,4}[.)]$/i.test(typed) ? 'ol' : 'ul';
}

function addList(page, tag, parent, before) {
  const list = page.createElement(tag);
  if (!parent) before.before(list);
  else (parent.lastElementChild ?? parent.appendChild(page.createElement('li'))).append(list);
  return list;
}

export const WordPaste = Extension.create({ name: 'wordPaste', transformPastedHTML: fromWord });

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
