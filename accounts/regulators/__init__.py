"""The regulators of the health professions and their registers, each read from its file beside this module."""

import re
from functools import cache
from typing import NamedTuple

from accounts.regulators import files


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
    """Every regulator by its code, in the order of their codes."""
    return {code: _regulator(code, files.regulator_file(code)["register"]) for code in files.codes()}


def _regulator(code: str, register: files.Table) -> Regulator:
    return Regulator(code, **{field: register[field] for field in Regulator._fields if field != "code"})


def professions() -> list[str]:
    """Every profession that one of the regulators registers, in their order."""
    return [profession for regulator in regulators().values() for profession in regulator.professions]


def tidy(number: str) -> str:
    """A registration number without spaces and hyphens, in capitals, as registers print it."""
    return re.sub(r"[\s-]+", "", number).upper()
