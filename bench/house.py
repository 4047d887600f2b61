"""How large the rooms are and how the code is laid out: python -m bench.house [CHECKOUT]

Prints the rows of the table in docs/conventions.md for a checkout, this one unless another is named.
"""

import ast
import re
import sys
from pathlib import Path
from statistics import median

ROOMS = ("core", "accounts", "articles", "notes", "appraisal", "feedback", "patientplus")
MAY_IMPORT = {
    "core": {"core"},
    "accounts": {"accounts", "core"},
    "articles": {"articles", "accounts", "core"},
    "notes": {"notes", "articles", "accounts", "core"},
    "appraisal": {"appraisal", "notes", "articles", "accounts", "core"},
    "feedback": {"feedback", "articles", "accounts", "core"},
    "patientplus": set(ROOMS),
}


def modules(root: Path) -> dict[str, Path]:
    """Every module of the rooms but migrations, by its dotted name."""
    paths = (path for room in ROOMS for path in (root / room).rglob("*.py") if "migrations" not in path.parts)
    return {".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def arrows_of(name: str, path: Path, known: set[str]) -> set[str]:
    """The modules of `known` that a module imports, wherever it stands in it."""
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {full if (full := f"{module}.{alias.name}") in known else module for alias in node.names}
    return (found & known) - {name}


def in_circles(arrows: dict[str, set[str]]) -> int:
    """How many modules lead back to themselves."""

    def reached(name: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(arrows[name])
        while waiting:
            if (other := waiting.pop()) not in seen:
                seen.add(other)
                waiting += arrows[other]
        return seen

    return sum(name in reached(name) for name in arrows)


def functions(paths: list[Path]) -> list[ast.FunctionDef]:
    """Every function and method."""
    return [
        node for path in paths for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)
    ]


def is_typed(function: ast.FunctionDef) -> bool:
    """Whether it says what it takes and gives."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    named = [it for it in arguments if it.arg not in {"self", "cls"}]
    return function.returns is not None and all(it.annotation for it in named)


def main() -> None:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent)
    found = modules(root)
    paths = list(found.values())
    for room in ROOMS:
        urls = root / room / "urls.py"
        addresses = len(re.findall(r"\bpath\(", urls.read_text())) if urls.exists() else 0
        print(f"{room}: {sum(name.partition('.')[0] == room for name in found)} modules, {addresses} addresses")
    arrows = {name: arrows_of(name, path, set(found)) for name, path in found.items()}
    room_of = {name: name.partition(".")[0] for name in found}
    wrong = [(a, b) for a, others in arrows.items() for b in others if room_of[b] not in MAY_IMPORT[room_of[a]]]
    lengths = [it.end_lineno - it.lineno + 1 for it in functions(paths) if it.end_lineno]
    templates = [path.read_text().splitlines() for path in (root / "templates").rglob("*.html")]
    text = "".join(path.read_text() for path in paths)
    print(f"modules in circles: {in_circles(arrows)}; arrows the wrong way: {len(wrong)}")
    print(f"functions: median {median(lengths)} lines, {sum(it > 40 for it in lengths)} over 40 of {len(lengths)}")
    print(f"templates: median {median(map(len, templates))} lines, longest {max(map(len, templates))}")
    print(f"template lines over 120: {sum(len(line) > 120 for lines in templates for line in lines)}")
    print(
        f"type: ignore: {text.count('type: ignore')}; functions untyped: {sum(not is_typed(it) for it in functions(paths))}"
    )


if __name__ == "__main__":
    main()
