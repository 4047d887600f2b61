"""How many references of journals' files come back whole when they are printed in the styles of health pages.

    python3 bench/references.py FILE.xml ...

The files are JATS with references in parts, which are what should come back; none is kept here.
"""

import os
import sys
from collections import Counter
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patientplus.settings")
django.setup()

from articles.references.lookup.printed_line import take_apart  # noqa: E402 - once Django is set up
from articles.transfer import formats  # noqa: E402 - once Django is set up
from articles.transfer.files import ArticleFileError, FileReference  # noqa: E402 - once Django is set up

MOST_AUTHORS = 6


def authors(it: FileReference) -> str:
    names = it.authors.split(", ")
    return ", ".join([*names[:MOST_AUTHORS], *(["et al"] if len(names) > MOST_AUTHORS else [])])


def sentence(text: str) -> str:
    return text if text[-1] in ".?!" else f"{text}."


def place(it: FileReference) -> str:
    volume = f";{it.volume}{f'({it.issue})' if it.issue else ''}" if it.volume else ""
    return f"{it.issued}{volume}{f':{it.pages}' if it.pages else ''}"


def doi(it: FileReference) -> str:
    return f" doi: {it.doi}." if it.doi else ""


STYLES = {
    "ICMJE": lambda it: f"{sentence(authors(it))} {sentence(it.title)} {sentence(it.source)} {place(it)}.{doi(it)}",
    "Authors; Title.": lambda it: f"{authors(it)}; {sentence(it.title)} {sentence(it.source)} {place(it)}.{doi(it)}",
    "BMJ": lambda it: f"{sentence(authors(it))} {sentence(it.title)} {it.source.rstrip('.')} {place(it)}",
}


def plain(text: str) -> str:
    return " ".join(text.replace(".", "").replace(",", "").lower().split())


def is_whole(line: str, it: FileReference) -> bool:
    wanted = {name: getattr(it, name) for name in ("title", "source", "issued", "volume", "pages")}
    wanted |= {"authors": authors(it), "issue": it.issue if it.volume else ""}
    found = take_apart(line)
    return all(plain(found.get(name, "")) == plain(text) for name, text in wanted.items())


def main(paths: list[str]) -> None:
    whole, total, files = Counter[str](), 0, 0
    for path in paths:
        try:
            article = formats.read(Path(path).read_bytes(), name=f"{path}.xml").article
        except ArticleFileError as error:
            print(error)
            continue
        files += 1
        for it in article.references:
            if it.authors and it.title and it.source and it.issued:
                total += 1
                whole.update(name for name, style in STYLES.items() if is_whole(style(it), it))
    print(f"{files} files, {total} references in parts")
    for name in STYLES:
        print(f"{name}: {whole[name]} whole, {whole[name] / max(total, 1):.1%}")


if __name__ == "__main__":
    main(sys.argv[1:])
