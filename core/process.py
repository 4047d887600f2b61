"""Work in a process that ends: that gives all memory back, and what takes too much of it ends this and not the site."""

import subprocess
import sys
from pathlib import Path


class Failed(Exception):
    """The process ended without an answer; its own words say why."""


class TookTooLong(Exception):
    """The process was ended, since nobody can wait for it."""


def run(script: Path, given: bytes, *, seconds: float) -> bytes:
    """What a script of ours answers on its output to what it is given on its input. Raises Failed and TookTooLong."""
    command = [sys.executable, "-I", str(script)]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=seconds, check=False)  # noqa: S603 (ours)
    except subprocess.TimeoutExpired as error:
        raise TookTooLong from error
    if done.returncode:
        raise Failed(done.stderr.decode(errors="replace").strip())
    return done.stdout
