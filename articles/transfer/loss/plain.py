"""The words of plain text and of Markdown, in order."""

import re

from articles.transfer.loss.words import Block, Collector, Role

_BULLET = re.compile(r"^[ \t]*[-*•–·◦▪‣⁃●○■□✓→➢\uf0b7\uf0a7\uf0d8][ \t]+(?=\S)", re.M)
_ITEM = re.compile(r"\n(?=[ \t]*(?:- |\[?\d{1,3}[.)\]][ \t]))")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)


def read(text: str) -> list[Block]:
    """The blocks of a plain text, parted by blank lines, with one sign for every kind of bullet."""
    found = Collector()
    for block in re.split(r"\n[ \t]*\n|\f", text.replace("\r\n", "\n").replace("\r", "\n")):
        for item in _ITEM.split(_BULLET.sub("- ", block)):
            found.add(re.sub(r"^#+ ", "", item, flags=re.M))
            found.end()
    return found.blocks


def read_markdown(text: str) -> list[Block]:
    """The blocks of an article file in Markdown, without its front matter and without marks."""
    found = Collector()
    for block in re.split(r"\n[ \t]*\n", _FRONT.sub("", text.replace("\r\n", "\n"))):
        block = re.sub(r"\]\([^)]*\)", "]", re.sub(r"\[@[^\]]*\]", " ", block))
        block = re.sub(r"(?<!\\)\^([^^\s]*)\^", lambda raised: "".join(f"^{sign}" for sign in raised[1]), block)
        found.add(re.sub(r"\\(?=\W)|(?<!\\)[*`]|^[ \t>]*(?:#+|[-+*]|\d+[.)])[ \t]+|\|", " ", block, flags=re.M))
        found.end(Role.TEXT)
    return found.blocks
