"""Every setting is explained in .env.example, and nothing else is."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def names_read(source: str) -> set[str]:
    """The names that settings ask the environment for: the first argument of every env.something(...)."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    asked = [call for call in calls if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "env"]
    return {ast.literal_eval(call.args[0]) for call in asked}


def names_explained(example: str) -> set[str]:
    """The names set in an env file, those in comments included."""
    return set(re.findall(r"^#?([A-Z][A-Z0-9_]*)=", example, re.MULTILINE))


def test_every_setting_is_explained_and_no_other():
    settings = (ROOT / "patientplus" / "settings.py").read_text()
    assert names_explained((ROOT / ".env.example").read_text()) == names_read(settings)


def test_a_setting_is_found_wherever_it_is_read():
    assert names_read("X = {'a': env.int('ONE', default=1)}\nif env.bool('TWO'): pass\nother('THREE')") == {
        "ONE",
        "TWO",
    }


def test_names_stand_at_the_start_of_a_line():
    assert names_explained("ONE=1\n#TWO=2\n# Say THREE=3 or not\n") == {"ONE", "TWO"}
