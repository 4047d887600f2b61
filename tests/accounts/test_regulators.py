"""accounts/regulators: every regulator is one whole file, and a file that is not is an error before the site starts."""

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry

from accounts.regulators import files
from accounts.regulators.checks import check_regulators


@pytest.fixture
def edit(regulator_files):
    """Change a regulator's file and say what the system check says then."""

    def edit(old, new, code="hcpc"):
        path = regulator_files / f"{code}.toml"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        files.read.cache_clear()
        return [error.msg for error in check_regulators()]

    return edit


def test_our_own_files_are_whole_and_the_check_is_run():
    assert check_regulators() == []
    assert check_regulators in registry.get_checks()
    assert [it for it in run_checks() if it.id == "accounts.E001"] == []


@pytest.mark.parametrize("table", ["register", "rules", "layout"])
def test_a_regulator_without_a_table_is_an_error_that_names_it(edit, regulator_files, table):
    text = (regulator_files / "hcpc.toml").read_text()
    head = text.index(f"[{table}]")
    ends = [at for name in ("[rules]", "[layout]") if (at := text.find(name)) > head]
    assert f"accounts/regulators/hcpc.toml: {table} is missing." in edit(text[head : min(ends, default=len(text))], "")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('example = "PH123456"', "", "register has no example."),
        ('example = "PH123456"', 'example = "1"', "register has an example that its pattern does not match."),
        ("[layout]", "[picture]\nx = 1\n[layout]", "picture is a table that nothing reads."),
        ("gap_months = 3", "gap_months = 3\noverview_words = 500", "layout has overview_words, which nothing reads."),
        ("gap_months = 3", "", "layout has no gap_months for its section gaps."),
        ('"record", "gaps"', '"record", "holes"', "layout.sections has holes, which does not exist."),
        ('record = "List', 'records = "List', "layout.headings has records, which is no section."),
        ('value = "method"', 'value = "way"', "layout.columns has the value way, which does not exist."),
        ("years = 2", 'years = "two"', "rules.cycle, row 1, has years that is not int."),
        ('source = "audit"', 'source = "hearsay"', "rules.sources has no hearsay."),
        ('fields = ["role"]', 'fields = ["rank"]', "rules.entry names the field rank, which does not exist."),
        (
            'measure = "learning_types"',
            'measure = "luck"',
            "rules.targets names the measure luck, which does not exist.",
        ),
        ('methods = ["teaching"]', "methods = []", "rules.learning_types does not count teaching."),
        ("years = 2", "years = 2\nuntil = 2020-01-01", "rules.cycle has ended."),
        ("[[rules.prompts]]", "[[rules.promptings]]", "rules has no prompts."),
    ],
)
def test_what_is_missing_unknown_or_wrong_is_named(edit, old, new, problem):
    assert f"accounts/regulators/hcpc.toml: {problem}" in edit(old, new)


def test_the_shared_file_is_checked_first(edit):
    [error] = edit('[headings]\ntotals = "Totals"\n', "[headings]\n", code="shared")
    assert error == "accounts/regulators/shared.toml: headings has no totals."
