"""Codes by which anyone asks whether a summary is genuine: long enough that guessing them is useless."""

import secrets

# Crockford's base 32: no letter that could be read as a digit, none that makes rude words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20  # 100 bits
GROUP = 5
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


def new() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidy(typed: str) -> str:
    """What was meant by a code that someone read from paper: O is 0, I and L are 1, hyphens are nothing."""
    return typed.strip().upper().translate(READ_AS)


def grouped(code: str) -> str:
    """A code in groups, as it is printed and in addresses: 7H2KM-..."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def is_code(code: str) -> bool:
    """Whether a tidied text has the shape of a code."""
    return len(code) == LENGTH and set(code) <= set(ALPHABET)
