"""What a browser keeps, read back as anyone who sits at the machine could."""

import base64
import json
from pathlib import Path

# All that scripts of this site can have stored: every database with every row, both storages, caches and cookies.
READ = """async () => {
  const bytes = buffer => 'bytes:' + btoa(String.fromCharCode(...new Uint8Array(buffer)));
  const plain = value => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? bytes(value.buffer ?? value)
    : value && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)])) : value;
  const all = request => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const found = { local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie, rows: [] };
  found.caches = await caches.keys();
  for (const { name } of await indexedDB.databases()) {
    const db = await all(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      const rows = await all(db.transaction(store).objectStore(store).getAll());
      found.rows.push(...rows.map(plain));
    }
    db.close();
  }
  return found;
}"""


def stored(page) -> dict:
    """What the site stored in this browser; `rows` are those of its databases."""
    return page.evaluate(READ)


def spellings(words: str) -> set[bytes]:
    """The words as bytes, in the ways in which they could be read back."""
    plain = [
        words.encode("utf-8"),
        words.encode("utf-16-le"),
        words.encode("utf-16-be"),
        json.dumps(words)[1:-1].encode(),
    ]
    # Base64 of something in which the words stand at any of three offsets; its ends depend on what stands beside them.
    shifted = [base64.b64encode(b"\0" * shift + words.encode())[4:-4] for shift in range(3)]
    return {*plain, *shifted, words.encode().hex().encode()}


def is_readable(found: dict, words: str) -> bool:
    """Whether the words can be read in what was stored, as they are or in its bytes."""
    text = json.dumps(found, ensure_ascii=False)
    parts = [text.encode(), text.encode("unicode_escape")]
    for piece in text.split('"'):
        if piece.startswith("bytes:"):
            parts.append(base64.b64decode(piece.removeprefix("bytes:")))
    return any(spelling in part for part in parts for spelling in spellings(words))


def files_with(folder: Path, words: str, *kinds: str) -> list[str]:
    """The files of a closed browser's profile in which the words can be read; only those in these folders, if any."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file()
        and (not kinds or any(kind in str(path) for kind in kinds))
        and any(spelling in path.read_bytes() for spelling in spellings(words))
    ]
