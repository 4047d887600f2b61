"""appraisal/rules: what is asked is data with a date and a source, and one entry has the shape of each."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from accounts.regulators import regulators
from appraisal import rules as asked
from appraisal.models import MOST_SIGNIFICANT
from appraisal.rules import files
from appraisal.summaries.document import build, layouts

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("code", regulators())
def test_every_regulator_has_rules(code):
    asked_of = files.rules(code, TODAY)
    assert asked_of.rows
    assert asked_of.prompts
    assert 0 < asked_of.most_significant <= MOST_SIGNIFICANT


def test_a_rule_that_changes_is_a_change_of_data():
    before, after = (files.rules("gphc", on).standards for on in (date(2025, 12, 31), date(2026, 1, 1)))
    assert (len(before.choices), len(after.choices)) == (3, 9)


def test_a_regulator_without_rules_asks_nothing():
    assert files.rules("", TODAY) is None
    assert files.rules("../gmc", TODAY) is None


def test_a_new_regulator_is_one_file_from_which_a_summary_is_built(grace, reflect, regulator_files):
    file = (regulator_files / "gphc.toml").read_text()
    (regulator_files / "made_up.toml").write_text(
        file.replace('title = "Records of learning"', 'title = "Optical CPD"')
    )
    grace.regulator = "made_up"
    reflect(grace, learned_on=TODAY)
    document = build.summary(grace, build.Choices(TODAY, TODAY))
    assert (document["title"], document["layout"]["code"]) == ("Optical CPD", "made_up")


def test_no_regulator_has_a_layout_of_its_own_and_an_unknown_one_has_none():
    assert "GMC" not in str(layouts.layout_of(""))
    with pytest.raises(KeyError):
        layouts.layout_of("nobody")


# --- No regulator in the code ---


def said_in(path: Path) -> list[str]:
    """What a file says to people: the strings of a module that are no docstrings, or all of a template or script."""
    if path.suffix != ".py":
        return [re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}|^\s*//.*?$", "", path.read_text(), flags=re.S | re.M)]
    tree = ast.parse(path.read_text())
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [node.value for node in strings if id(node) not in docs]


def code_files() -> list[Path]:
    here = [
        path
        for room in ("core", "accounts", "notes", "appraisal", "templates", "static/js")
        for path in (ROOT / room).rglob("*")
    ]
    return [it for it in here if it.suffix in {".py", ".html", ".js", ".typ", ".txt"} and "migrations" not in it.parts]


def names_and_headings() -> list[str]:
    """Names, numbers with their unit, and every heading or standard long enough to be nobody else's words."""
    found = [word for it in regulators().values() for word in (it.name, it.number_name)]
    found += [*(rf"\b{code.upper()}\b" for code in regulators()), r"\bRCGP\b"]
    for code in regulators():
        rules = files.rules(code, TODAY)
        found += [row.heading for row in rules.rows if len(row.heading) > 14 and row.heading not in OUR_OWN]
        found += [choice.label for group in (rules.standards, rules.learning_types) for choice in group.choices]
        found += [rf"\b{target.amount // 60} (hours|credits)\b" for target in rules.targets if target.amount > 60]
    return [word for word in found if len(word) > 8 or word.startswith(r"\b")]


# Words of a heading that any form uses.
OUR_OWN = {"Planned or unplanned", "Credits claimed"}


def test_no_name_number_or_heading_of_a_regulator_is_in_the_code():
    words = [word if word.startswith(r"\b") else re.escape(word) for word in names_and_headings()]
    sought = re.compile("|".join(words))
    found = {
        (str(path.relative_to(ROOT)), match[0])
        for path in code_files()
        for text in said_in(path)
        for match in sought.finditer(text)
    }
    assert len(code_files()) > 50
    assert found == set()


def test_a_name_in_the_code_would_be_seen(tmp_path):
    (tmp_path / "a.py").write_text('"""GMC in a docstring."""\nASKED = "35 hours for the NMC"\n')
    assert said_in(tmp_path / "a.py") == ["35 hours for the NMC"]
    assert re.search("|".join(names_and_headings()), "35 hours for the NMC")


# --- One entry, four shapes ---


@pytest.fixture
def entry(grace, version, read, reflect):
    """One piece of learning with everything that any regulator asks for."""
    return reflect(
        grace,
        page_views=[read(grace, version, seconds=600)],
        look_again_on=TODAY,
        what="Read how lanterns are hung.",
        so_what="Hooks matter.",
        what_next="Hang them lower.",
        benefit="People see the step.",
        claimed_minutes=90,
        participatory_minutes=30,
        method="reading",
        is_planned=True,
        plan="Learn about hooks.",
        role="Lamplighter",
        standards=["gmc:knowledge", "nmc:preserve", "gphc:2", "hcpc:4"],
    )


def lines(entry, code):
    return {line.heading: line.text for line in asked.shape(entry, code)}


def test_one_entry_has_the_shape_of_each_regulator(entry):
    doctor, nurse, pharmacist, paramedic = (lines(entry, code) for code in ("gmc", "nmc", "gphc", "hcpc"))
    assert doctor["Credits claimed"] == "1.50"
    assert doctor["Time measured while reading"] == "10 minutes"
    assert (nurse["Number of hours"], nurse["Number of participatory hours"]) == ("1.5", "0.5")
    assert nurse["Part of the Code"] == "Preserve safety"
    assert pharmacist["What are you planning to learn?"] == "Learn about hooks."
    assert "document 1234, version 1, last checked" in pharmacist["Reference of the text"]
    assert paramedic["Type of learning"] == "Self-directed learning"
    for shape in (doctor, nurse, pharmacist, paramedic):
        assert "Hooks matter." in "\n".join(shape.values())


def test_what_is_asked_for_and_not_there_is_said_and_the_rest_left_out(grace, reflect):
    entry = reflect(grace)
    asked_for = {line.heading for line in asked.shape(entry, "gphc") if line.is_missing}
    assert "How it benefited the people using your services" in asked_for
    assert "What are you planning to learn?" not in lines(entry, "gphc")
    assert "Impact" not in lines(entry, "gmc")


def test_an_entry_keeps_the_rules_it_was_written_under(grace, reflect, time_machine):
    time_machine.move_to("2025-12-31T12:00:00+00:00", tick=False)
    entry = reflect(grace, standards=["gphc:3", "gphc:5"])
    assert lines(entry, "gphc")["Standards"] == "5. Use their professional judgement"


def test_progress_is_counted_in_the_cycle_and_of_this_member(grace, mallory, entry, reflect, queries):
    today = entry.learned_on
    reflect(mallory, claimed_minutes=600)
    with queries() as count:
        rules, since, found = asked.progress(grace, "nmc", today)
    assert len(count) == 1
    assert [(it.target.label, it.done, it.wanted) for it in found] == [
        ("CPD hours", "1.5", "35"),
        ("Of them participatory", "0.5", "20"),
        ("Reflective accounts", "1", "5"),
    ]
    assert (rules.years, today.year - since.year) == (3, 3)


def test_an_entry_before_the_cycle_does_not_count(grace, reflect):
    reflect(grace, learned_on=TODAY.replace(year=TODAY.year - 4), claimed_minutes=60)
    assert asked.progress(grace, "nmc", TODAY)[2][0].done == "0"
