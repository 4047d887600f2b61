"""References made up by chance, printed in the styles that health pages use, and read back whole."""

import random

import pytest

from articles.references.lookup.names import are_names, people_and_groups
from articles.references.lookup.printed_line import take_apart

FAMILIES = [
    "Mahnken",
    "de Baere",
    "O’Tester",
    "Smith-Jones",
    "van der Berg",
    "Ng",
    "Müller",
    "D'Test",
    "García y Vega",
    "Åström",
]
TITLES = [
    "Testing of lamps: a randomised trial",
    "Why do lamps burn? A review",
    "Hooks, ropes and WASP-1 in 2.5 m of water",
    "Testing at 10⁹/L and CO₂ (the LAMP study)",
    "Effects of oil on light [corrected]",
    "A test",
]
JOURNALS = [
    "Radiology",
    "J Tests",
    "BMJ",
    "Cochrane Database Syst Rev",
    "N Engl J Tests",
    "J. Clin. Test",
    "Lancet Lamps",
]
DATES = ["2013", "2013 Feb", "2014 May 28", "1999 Jan-Feb", "2008 Winter"]
PLACES = [
    ("266", "2", "407-30"),
    ("12", "", "S3-S9"),
    ("5", "3 Suppl 1", "e1"),
    ("6", "", "CD006317"),
    ("372", "", "n71"),
]


def made(seed: int) -> dict[str, str]:
    """One made-up reference."""
    chance = random.Random(seed)  # noqa: S311 - the same every time
    people = [
        f"{chance.choice(FAMILIES)} {''.join(chance.choices('ABCDEJM', k=chance.randint(1, 3)))}"
        for _ in range(chance.randint(1, 6))
    ]
    volume, issue, pages = chance.choice(PLACES)
    authors = ", ".join([*people, *chance.choice([[], [], ["et al"]])])
    return {
        "authors": authors,
        "title": chance.choice(TITLES),
        "source": chance.choice(JOURNALS),
        "issued": chance.choice(DATES),
        "volume": volume,
        "issue": issue,
        "pages": pages,
    }


def place(it: dict[str, str]) -> str:
    return f"{it['volume']}{'(' + it['issue'] + ')' if it['issue'] else ''}:{it['pages']}"


def title(it: dict[str, str]) -> str:
    return it["title"] if it["title"].endswith("?") else f"{it['title']}."


STYLES = {
    "ICMJE": lambda it: f"{it['authors']}. {title(it)} {it['source']}. {it['issued']};{place(it)}.",
    "semicolon": lambda it: (
        f"{it['authors']}; {title(it)} {it['source']}. {it['issued']};{place(it)}. doi: 10.1000/x.1."
    ),
    "BMJ": lambda it: f"3. {it['authors']}. {title(it)} {it['source']} {it['issued']};{place(it)}",
    "AMA": lambda it: f"{it['authors']}. {title(it)} {it['source']}. {it['issued']};{place(it)}. doi:10.1000/x.1",
    "BMC": lambda it: f"{it['authors']}: {title(it)} {it['source']} {it['issued'][:4]}, {place(it)}.",
    "Harvard": lambda it: f"{it['authors']} ({it['issued'][:4]}) {title(it)} {it['source']} {place(it)}",
}


@pytest.mark.parametrize("style", STYLES)
def test_of_three_hundred_in_each_style_all_are_read_whole(style):
    for seed in range(300):
        wanted = made(seed)
        if style in {"BMC", "Harvard"}:
            wanted["issued"] = wanted["issued"][:4]
        found = take_apart(STYLES[style](wanted))
        read = {name: found.get(name, "").removesuffix(".") for name in wanted}
        assert read == {name: text.removesuffix(".") for name, text in wanted.items()}, STYLES[style](wanted)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Smith, J. A., & Brown, K. (2019). Some test. Journal of Tests, 12(3), 4–5. https://doi.org/10.1000/xyz",
            {
                "authors": "Smith, J. A., & Brown, K.",
                "title": "Some test",
                "source": "Journal of Tests",
                "pages": "4–5",
                "doi": "10.1000/xyz",
            },
        ),
        (
            "Smith, A.B. and Jones, C. (2019) ‘Some test’, Journal of Tests, 12(3), pp. 4–5.",
            {
                "title": "Some test",
                "source": "Journal of Tests",
                "volume": "12",
                "issue": "3",
                "pages": "4–5",
                "issued": "2019",
            },
        ),
        (
            "Smith, J. et al. Title of it. J. Clin. Test. 12, 34–56 (2019).",
            {
                "authors": "Smith, J. et al",
                "title": "Title of it",
                "source": "J. Clin. Test",
                "pages": "34–56",
                "issued": "2019",
            },
        ),
        (
            "National Institute for Tests (2019) Lamps [NG136]. Available at: https://x.test (Accessed: 3 May 2020).",
            {
                "authors": "National Institute for Tests",
                "title": "Lamps [NG136]",
                "issued": "2019 [Accessed: 3 May 2020]",
                "url": "https://x.test",
            },
        ),
        (
            "NICE. Lamp guideline. London: NICE; 2014.",
            {"authors": "NICE", "title": "Lamp guideline", "source": "London: NICE"},
        ),
        (
            "Lamps in use: care and cleaning; NICE guideline (June 2015)",
            {"title": "Lamps in use: care and cleaning", "source": "NICE guideline", "issued": "June 2015"},
        ),
        (
            "Lighting Council UK; Statement on lamps. 2014.",
            {"authors": "Lighting Council UK", "title": "Statement on lamps"},
        ),
        (
            "Author A, Writer B, editors. A book. 5th ed. London: Press; 2010. p. 10-20.",
            {"title": "A book. 5th ed", "source": "London: Press", "pages": "10-20"},
        ),
        (
            "Author A. A chapter. In: Editor B, editor. A book. 2nd ed. London: Press; 2010. p. 10-20.",
            {
                "authors": "Author A",
                "title": "A chapter",
                "source": "In: Editor B, editor. A book. 2nd ed. London: Press",
            },
        ),
        (
            "World Lamp Organization. Lamps. Geneva: Press; 2015 [cited 2016 May 3].",
            {"issued": "2015 [cited 2016 May 3]"},
        ),
        (
            "Smith J. 2019. A test here. Cell 12: 3-4.",
            {"authors": "Smith J", "issued": "2019", "source": "Cell", "pages": "3-4"},
        ),
    ],
)
def test_lines_of_other_styles(line, expected):
    found = take_apart(line)
    assert {name: found.get(name, "") for name in expected} == expected


@pytest.mark.parametrize(
    "name",
    [
        "Cancer Research UK",
        "Diabetes UK",
        "Resuscitation Council UK",
        "Department of Health, Social Services and Public Safety",
        "Working Group A",
    ],
)
def test_an_organisation_is_one_name_and_no_person(name):
    assert people_and_groups(name) == [name]
    assert not are_names(name)


def test_people_and_organisations_beside_each_other_are_told_apart():
    assert people_and_groups("Smith J, Department of Tests, Lamps and Hooks, de Baere T, et al") == [
        *("Smith J", "Department of Tests, Lamps and Hooks", "de Baere T", "et al")
    ]
    assert people_and_groups("Smith, J. A., & Brown, K.") == ["Smith JA", "Brown K"]
