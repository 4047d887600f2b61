"""Fonts whose letters are signs: Symbol, in which an m is µ, and Wingdings. And characters that only they have."""

import re

# Each line: the first code, then the signs from there on. A space is a code without a sign.
_SYMBOL = """
20  !∀#∃%&∋()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~
A0 €ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…│─↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪
F1 ⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭
"""
_WINGDINGS = """
3F ✍
41 ✌
43 👍👎☜☞☝☟
4A ☺😐☹
6C ●
6E ■□
71 ❑❒
75 ◆❖
78 ☒
81 ①②③④⑤⑥⑦⑧⑨⑩
8C ❶❷❸❹❺❻❼❽❾❿
9E ·•
A7 ▪□
AB ★
D8 ➢
DF ←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩
FB ✗✓☒☑
"""
_WINGDINGS_2 = """
4F ✗✓☒☑☒☒
69 ⓪①②③④⑤⑥⑦⑧⑨⑩
75 ❶❷❸❹❺❻❼❽❾❿
97 •●○
A2 ■□
"""
_WINGDINGS_3 = """
21 ←→↑↓↖↗↙↘
66 ←→↑↓↖↗↙↘
70 ▲▼△▽◀▶◁▷
7D ▶
D1 ←→↑↓↖↗↙↘
"""
_WEBDINGS = """
61 ✔
63 □
67 ■
6E ●
72 ✗
"""


def _table(lines: str) -> dict[int, str]:
    rows = (line.split(" ", 1) for line in lines.strip().split("\n"))
    return {int(code, 16) + at: sign for code, signs in rows for at, sign in enumerate(signs) if sign != " "}


_TABLES = {
    "symbol": {0x20: " "} | _table(_SYMBOL),
    "wingdings": {0x20: " "} | _table(_WINGDINGS),
    "wingdings 2": {0x20: " "} | _table(_WINGDINGS_2),
    "wingdings 3": {0x20: " "} | _table(_WINGDINGS_3),
    "webdings": {0x20: " "} | _table(_WEBDINGS),
}
_PRIVATE = range(0xF000, 0xF100)
_ANYWHERE = re.compile("[\uf000-\uf0ff]")


def table_of(font: str) -> dict[int, str]:
    """The signs of a font by their codes, under 256; empty for a font of letters."""
    name = re.sub(r"^(?:euclid |standard)?symbol(?:\s?mt|ps|\s?set|\s?std|tiger)?$", "symbol", font)
    return _TABLES.get(name, {})


def is_needed(text: str, font: str) -> bool:
    """Whether a text of that font holds anything that is not the sign which it seems."""
    return bool(table_of(font)) or bool(_ANYWHERE.search(text))


def signs(text: str, font: str) -> tuple[str, list[str]]:
    """The text as it is seen in that font, and the codes of those signs that are not known and stand as words.

    A character that only symbol fonts have is read as one of Symbol when its font is none of them.
    """
    table = table_of(font)
    unknown: list[str] = []
    seen = [_sign(sign, table, unknown) for sign in text]
    return "".join(seen), unknown


def _sign(sign: str, table: dict[int, str], unknown: list[str]) -> str:
    code = ord(sign)
    if code in _PRIVATE:
        code, table = code - 0xF000, table or _TABLES["symbol"]
    elif not table or code > 0xFF or sign in "\n\t\r\xa0µ":  # what no symbol font changes, and a µ typed as such
        return sign
    if code in table:
        return table[code]
    unknown.append(f"{code:02X}")
    return f"[unknown sign {code:02X}]"
