"""What regulators ask of an entry and of a year, read from the dated files beside this module.

`rules(code, on)` gives the rules of one regulator as they stood on a day; `shape(entry, code)` shows an entry under its
headings. A rule that changes is a change of a file: nothing here knows a regulator's name, number or heading.
"""

from appraisal.rules.files import (
    Choice,
    Row,
    Rules,
    Standards,
    method_labels,
    method_names,
    models,
    rules,
    standard_labels,
)
from appraisal.rules.measures import progress
from appraisal.rules.shapes import Line, shape

__all__ = [
    "Choice",
    "Line",
    "Row",
    "Rules",
    "Standards",
    "method_labels",
    "method_names",
    "models",
    "progress",
    "rules",
    "shape",
    "standard_labels",
]
