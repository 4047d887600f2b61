"""Fetch the documents of bench/documents.txt with git, each at the commit that is named there.

`python3 bench/fetch_documents.py FOLDER` puts them into FOLDER/jats, FOLDER/word and FOLDER/html. They are other
people's: look at them, measure with them, never commit them.
"""

import argparse
import re
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("documents.txt")
_LINE = re.compile(r"(?P<format>jats|word|html) (?P<repository>[^@]+)@(?P<commit>\w+):(?P<path>.+?) \| (?P<licence>.+)")
_ENDINGS = {"jats": ".xml", "word": ".docx", "html": ".html"}


@dataclass(frozen=True)
class Document:
    """A document is one file in a public repository, as it was at a commit."""

    format: str
    repository: str
    commit: str
    path: str
    licence: str

    @property
    def name(self) -> str:
        """What it is called in the folder: its own name, and that of its folder where all have one name."""
        path = Path(self.path)
        stem = f"{path.parent.name}-{path.stem}" if path.stem in {"source", "main", "main.jats"} else path.stem
        return re.sub(r"[^\w.+-]", "_", f"{self.repository.split('/')[1]}-{stem}") + _ENDINGS[self.format]


def documents() -> list[Document]:
    lines = LIST.read_text().splitlines()
    return [Document(**found.groupdict()) for line in lines if (found := _LINE.fullmatch(line))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--source", default="https://github.com/{repository}.git", help="where repositories are, or folders of clones"
    )
    options = parser.parse_args()
    of_repository = defaultdict(list)
    for document in documents():
        of_repository[document.repository, document.commit].append(document)
    for (repository, commit), found in of_repository.items():
        source = options.source.format(repository=repository, joined=repository.replace("/", "+"))
        with tempfile.TemporaryDirectory() as clone:
            git = ["git", "-C", source if Path(source).exists() else clone]
            if not Path(source).exists():
                subprocess.run([*git, "init", "--quiet", "--bare"], check=True)
                subprocess.run([*git, "remote", "add", "origin", source], check=True)
                subprocess.run(
                    [*git, "fetch", "--quiet", "--depth=1", "--filter=blob:none", "origin", commit], check=True
                )
            for document in found:
                _write(document, git, options.folder / document.format / document.name)


def _write(document: Document, git: list[str], target: Path) -> None:
    shown = subprocess.run([*git, "show", f"{document.commit}:{document.path}"], check=True, capture_output=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(shown.stdout)
    print(f"{document.format} {len(shown.stdout):>9} {target.name}", flush=True)


if __name__ == "__main__":
    main()
