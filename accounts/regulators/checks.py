"""A system check: every regulator's file has every table that the apps read, whole, and nothing that nobody reads."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.core.checks import CheckMessage, Error

from accounts.regulators import files, tidy
from core.contributions import Question


class Keys(NamedTuple):
    """What a table holds: the type of each key that it must have, and of each that it may have."""

    required: Mapping[str, type]
    optional: Mapping[str, type] = {}

    def problems(self, table: Any, where: str) -> Iterator[str]:
        """What is missing from this table, what is unknown in it, and what is of another type."""
        if not isinstance(table, dict):
            yield f"{where} is not a table."
            return
        yield from (f"{where} has no {key}." for key in self.required if key not in table)
        types = {**self.required, **self.optional}
        for key, value in table.items():
            if key not in types:
                yield f"{where} has {key}, which nothing reads."
            elif not isinstance(value, types[key]):
                yield f"{where} has {key} that is not {types[key].__name__}."


def rows_problems(rows: Any, keys: Keys, where: str) -> Iterator[str]:
    """What is wrong with a list of tables, each of these keys."""
    if not isinstance(rows, list) or not rows:
        yield f"{where} is not a list of tables."
        return
    for number, row in enumerate(rows, 1):
        yield from keys.problems(row, f"{where}, row {number},")


REGISTER = Keys(
    {
        "name": str,
        "number_name": str,
        "pattern": str,
        "shape": str,
        "example": str,
        "professions": list,
        "source": str,
        "read_on": date,
    }
)


def register_problems(register: Any) -> Iterator[str]:
    """What is wrong with a register: its example must have its own shape, as what members type is tidied first."""
    if found := list(REGISTER.problems(register, "register")):
        yield from found
    elif not re.fullmatch(register["pattern"], tidy(register["example"]), re.ASCII):
        yield "register has an example that its pattern does not match."


@files.table_checks.answer
def register_check() -> dict[str, files.TableCheck]:
    return {"register": register_problems}


def file_problems(file: files.Table, question: Question[[], dict[str, files.TableCheck]]) -> Iterator[str]:
    """What is wrong with a file: tables that are missing, that nothing reads, or that are not whole."""
    checks = {name: check for answer in question.ask() for name, check in answer.items()}
    yield from (f"{name} is missing." for name in checks if name not in file)
    yield from (f"{name} is a table that nothing reads." for name in file if name not in checks)
    for name, check in checks.items():
        if name in file:
            yield from check(file[name])


def check_regulators(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """An error for each thing that is wrong with a regulator's file or with the shared one. Shared comes first."""
    shared = list(file_problems(files.shared_file(), files.shared_table_checks))
    if shared:  # what the others are compared with
        return errors(files.SHARED, shared)
    return [
        error
        for code in files.codes()
        for error in errors(code, file_problems(files.regulator_file(code), files.table_checks))
    ]


def errors(code: str, problems: Iterable[str]) -> list[CheckMessage]:
    return [Error(f"accounts/regulators/{code}.toml: {problem}", id="accounts.E001") for problem in problems]
