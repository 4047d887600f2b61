"""Public collections of medical abstracts with judged questions, fetched when they are wanted.

Neither says under which licence it is passed around, so neither is part of this repository: they are copied with git from
public repositories that hold them into bench/results/ (which git ignores), and their bytes are compared with those that our
figures were measured with.
"""

import hashlib
import subprocess
from pathlib import Path
from typing import NamedTuple

KEPT = Path(__file__).parent / "results" / "judged"


class Source(NamedTuple):
    """A source is a public repository, the folder in it, and the SHA-256 of all its files that we read, in order."""

    name: str
    repository: str
    folder: str
    files: tuple[str, ...]
    sha256: str


SOURCES = (
    Source(
        "cystic-fibrosis",
        "https://github.com/yamachita/bmt_modelo_vetorial",
        "data",
        ("cf74.xml", "cf75.xml", "cf76.xml", "cf77.xml", "cf78.xml", "cf79.xml", "cfquery.xml"),
        "ce3220a3a42528a2a945abf260abcc34b115be9c87493498655917499a65c2d2",
    ),
    Source(
        "medlars",
        "https://github.com/lailaglez/belief-network-irs",
        "med",
        ("MED.ALL", "MED.QRY", "MED.REL"),
        "daebe1a4720d30ca64da202c9cafa3d9730a22bbdbdb91c98281113cc447fa28",
    ),
)


def folders() -> list[Path]:
    """The folder of each collection, fetched if it is not there. Raises SystemExit with what to do if it cannot be had."""
    return [_folder(source) for source in SOURCES]


def _folder(source: Source) -> Path:
    copy = KEPT / source.name
    folder = copy / source.folder
    if not folder.exists():
        print(f"Fetching {source.name} from {source.repository} ...", flush=True)
        try:
            subprocess.run(["git", "clone", "--quiet", "--depth", "1", source.repository, copy], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise SystemExit(
                f"{source.repository} could not be copied ({error}). Find {', '.join(source.files)} elsewhere"
                " and give their folder: python -m bench.relevance FOLDER"
            ) from error
    digest = hashlib.sha256()
    for name in source.files:
        digest.update((folder / name).read_bytes())
    if digest.hexdigest() != source.sha256:
        raise SystemExit(f"{folder} differs from what our figures were measured with; give a folder to use it anyway.")
    return folder
