"""What the letters of the Symbol font show, in which Word writes many signs (Adobe's Symbol encoding)."""

_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
        strict=True,
    )
)
_SIGNS = {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "-", 0x40: "≅", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←",
    0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•",
    0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xD1: "∇", 0xD6: "√", 0xD7: "⋅", 0xDB: "⇔", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip


def from_symbol(text: str) -> str:
    """A text in the Symbol font as it is seen; what this does not know stays as it is."""
    codes = (ord(character) - 0xF000 if 0xF000 <= ord(character) < 0xF100 else ord(character) for character in text)
    return "".join(_SIGNS.get(code) or _LETTERS.get(chr(code), chr(code)) for code in codes)
