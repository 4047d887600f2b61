"""The files of the regulators, beside this module: one for each, by its code, and `shared.toml`.

Each app reads its own tables of a file, and answers `table_checks` with what can be wrong with them; so a table that
nobody reads is found, and one that is missing (`manage.py check`).
"""

import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from core.contributions import Question

Table = dict[str, Any]
# What is wrong with one table, or with one list of tables, a sentence each.
TableCheck = Callable[[Any], Iterable[str]]

FOLDER = Path(__file__).parent
SHARED = "shared"

# The check of each top-level table that an app reads, by its name: of a regulator's file, and of the shared one.
table_checks: Question[[], dict[str, TableCheck]] = Question()
shared_table_checks: Question[[], dict[str, TableCheck]] = Question()


@cache
def read(path: Path) -> Table:
    """One file as it is."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def codes() -> tuple[str, ...]:
    """The code of every regulator, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != SHARED))


def regulator_file(code: str) -> Table:
    """The file of the regulator with this code, one of `codes()`."""
    return read(FOLDER / f"{code}.toml")


def shared_file() -> Table:
    """What is the same for every regulator."""
    return regulator_file(SHARED)
