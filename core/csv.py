"""What every CSV file of the site has in common: how spreadsheets are told its encoding, and what they must not run.

A spreadsheet takes a cell that begins with one of FORMULA for a formula (OWASP, CSV injection). Such a cell begins
with an apostrophe instead. So does one that begins with apostrophes and then one of them, so that `unguarded` gives
back every text exactly.
"""

from typing import Any

FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
BOM = "\ufeff"  # Excel takes a file without it for an old code page


def guarded(value: Any) -> Any:
    """The value for a cell; text that a spreadsheet could run gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and _is_runnable(value.lstrip("'")) else value


def unguarded(cell: str) -> str:
    """The text that `guarded` made this cell of."""
    return cell[1:] if cell.startswith("'") and _is_runnable(cell.lstrip("'")) else cell


def _is_runnable(text: str) -> bool:
    return text[:1] in FORMULA
