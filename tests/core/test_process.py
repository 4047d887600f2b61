"""Work in a process that ends."""

import pytest

from core import process


def script(folder, text):
    path = folder / "work.py"
    path.write_text(text)
    return path


def test_a_script_answers_what_it_is_given(tmp_path):
    echo = script(tmp_path, "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])")
    assert process.run(echo, b"abc", seconds=20) == b"cba"


def test_a_script_that_fails_says_why(tmp_path):
    with pytest.raises(process.Failed, match="no lantern"):
        process.run(script(tmp_path, "raise SystemExit('no lantern')"), b"", seconds=20)


def test_a_script_that_nobody_can_wait_for_is_ended(tmp_path):
    with pytest.raises(process.TookTooLong):
        process.run(script(tmp_path, "import time; time.sleep(60)"), b"", seconds=0.5)
