"""Whether requirements/*.txt are what pyproject.toml asks for.

With --write, make them so; with --write --upgrade, in the newest versions that it allows.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"base": [], "dev": ["--group", "dev"]}


def compile_lock(name: str, output: Path, *options: str) -> None:
    """Resolve one lock, keeping the versions that `output` has. pyproject.toml says how.

    Raises subprocess.CalledProcessError when the resolver fails: then nobody knows.
    """
    uv = Path(sys.executable).with_name("uv")
    arguments = ["pip", "compile", "--quiet", "--system-certs", *LOCKS[name], *options, "pyproject.toml"]
    subprocess.run([uv, *arguments, "-o", output], cwd=ROOT, check=True)


def is_current(name: str) -> bool:
    """Whether compiling the lock again changes nothing."""
    path = ROOT / "requirements" / f"{name}.txt"
    with tempfile.TemporaryDirectory() as folder:
        again = Path(shutil.copy(path, folder))
        compile_lock(name, again)
        return again.read_bytes() == path.read_bytes()


def main(arguments: Sequence[str]) -> int:
    if "--write" in arguments:
        for name in LOCKS:
            compile_lock(name, ROOT / "requirements" / f"{name}.txt", *(set(arguments) - {"--write"}))
        return 0
    old = [name for name in LOCKS if not is_current(name)]
    for name in old:
        print(
            f"requirements/{name}.txt is not what pyproject.toml asks for: run .venv/bin/python -m checks.locks --write"
        )
    return 1 if old else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError:
        sys.exit("Nobody knows whether requirements/*.txt are right, since the resolver failed (see above).")
