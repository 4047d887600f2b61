"""Templates that people can read: laid out over as many lines as they like, and sent without that layout."""

import re

from django.template import Origin
from django.template.loaders import app_directories, filesystem

MARKUP = (".html", ".svg", ".xml")
# What must be sent to the letter, and the white space that holds a line break elsewhere. Browsers drop a line break at
# the start of a text box: the indentation after it, which they would show, goes too.
EXACT = r"(?P<exact><(pre|textarea|script|style)\b.*?</\2>)"
FIRST_LINE = re.compile(r">\n[ ]+(?=\{[{%])")
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
# Tags that print nothing, on lines of their own: those leave none.
SILENT = r"(?P<silent>{% (?:load|endcomment)\b[^%]*%})\s*\n\s*"
LAYOUT = re.compile(EXACT + "|" + SILENT + r"|(?P<before>%}|\S?)\s*\n\s*(?=(?P<after>{%|.?))", re.DOTALL)


def without_layout(source: str) -> str:
    """The source of a template with each line break and the indentation around it as one character.

    Beside words and within a tag it is the space at which somebody broke the line; between tags, a line break.
    """
    return LAYOUT.sub(_joined, source)


def _joined(found: re.Match[str]) -> str:
    if found["exact"]:
        return FIRST_LINE.sub(">\n", found["exact"], count=1)
    if found["silent"]:
        return found["silent"]
    before, after = found["before"], found["after"]
    is_between_tags = before in {"", ">", "%}"} and after in {"", "<", "{%"}
    return before + ("\n" if is_between_tags else " ")


def on_one_line(source: str) -> str:
    """The source of a plain text with each tag on one line. In words, a line break is what it is."""
    return TAG.sub(lambda tag: " ".join(tag[0].split()) if "\n" in tag[0] else tag[0], source)


class _Loader:
    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)  # type: ignore[misc]  # of the mixin's loader
        return without_layout(contents) if origin.name.endswith(MARKUP) else on_one_line(contents)


class FilesystemLoader(_Loader, filesystem.Loader):
    """Django's, without the layout of what it loads."""


class AppLoader(_Loader, app_directories.Loader):
    """Django's, without the layout of what it loads."""
