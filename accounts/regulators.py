"""The regulators of the health professions, read from regulators.toml: a rule that changes is a data change."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Regulator(NamedTuple):
    """A regulator keeps the register that a member is on."""

    code: str
    name: str
    number_name: str
    pattern: str
    shape: str
    example: str
    professions: list[str]

    def accepts(self, number: str) -> bool:
        """Whether a number, already tidied, has this register's shape. It says nothing about who holds it."""
        return re.fullmatch(self.pattern, number, re.ASCII) is not None


@cache
def regulators() -> dict[str, Regulator]:
    """Every regulator by its code."""
    rows = tomllib.loads(Path(__file__).with_name("regulators.toml").read_text(encoding="utf-8"))["regulator"]
    return {row["code"]: Regulator(**{field: row[field] for field in Regulator._fields}) for row in rows}


def professions() -> list[str]:
    """Every profession that one of the regulators registers, in their order."""
    return [profession for regulator in regulators().values() for profession in regulator.professions]


def tidy(number: str) -> str:
    """A registration number without spaces and hyphens, in capitals, as registers print it."""
    return re.sub(r"[\s-]+", "", number).upper()
