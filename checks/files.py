"""Faults of any text file that git tracks: no newline at its end, or the address of a package registry.

Where packages come from is the business of each machine.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# Split so that these lines are not themselves what they look for.
REGISTRY_ADDRESS = r"(pythonhosted|pypi|pypi\.python|npmjs|yarnpkg|rubygems)\.(org|com)|crates\.io|://[^ ]+/simple\b"
REGISTRY_OPTION = r"^(-i|-f|--index-|--extra-|--find-|--trusted-)|://| @ "


def tracked(root: Path) -> list[Path]:
    """The files that git tracks and that are there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, text=True, capture_output=True).stdout
    return [path for name in listed.split("\0") if name and (path := root / name).is_file()]


def read_text(path: Path) -> str:
    """The text of a file; empty when it is not text."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode(errors="replace")


def lines_matching(pattern: str, path: Path) -> Iterator[str]:
    """Each line of a text file in which the pattern is found, as path:number: line."""
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if re.search(pattern, line):
            yield f"{path}:{number}: {line.strip()[:160]}"


def faults(path: Path) -> Iterator[str]:
    """What is wrong with one file."""
    text = read_text(path)
    if text and not text.endswith("\n"):
        yield f"{path}: no newline at its end"
    if path.name == "uv.lock":
        yield f"{path}: names registry addresses, do not commit it"
    yield from lines_matching(REGISTRY_ADDRESS, path)
    if path.parent.name == "requirements" and path.suffix == ".txt":
        yield from lines_matching(REGISTRY_OPTION, path)


def main(root: Path) -> int:
    found = [fault for path in tracked(root) for fault in faults(path)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))
