"""Finding: what comes first, what is found at all, and that nothing typed is an error. On both databases alike."""

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import actions, search
from articles.models import Equivalent
from articles.search.snippets import LENGTH, snippet
from articles.text.words import WORD, stem, words_of


def body(words: str) -> str:
    return f'<h2>Introduction</h2><p>{words}<cite data-ref="first"></cite><cite data-ref="second"></cite></p>'


@pytest.fixture
def library(make_article):
    """Five articles that share words."""
    make_article(
        1, "Liver metastases", synonyms=["secondary liver cancer", "liver mets"], body=body("Ascites may show.")
    )
    make_article(2, "Liver", body=body("An organ. Haemorrhage is rare, ascites is not."))
    make_article(3, "Primary liver cancer", body=body("Not from metastases."))
    make_article(4, "Café au lait spots", body=body("Spots of the skin, as in neurofibromatosis."))
    make_article(5, "Ascites", body=body("Fluid, with many causes; the liver is one."))


def found(text: str) -> list[str]:
    return [hit.version.title for hit in search.find(text).hits]


def test_the_exact_title_comes_first(library):
    assert found("liver")[0] == "Liver"
    assert found("Liver metastases")[0] == "Liver metastases"


def test_an_exact_other_name_comes_next_before_any_word(library):
    assert found("Secondary liver cancer")[0] == "Liver metastases"


def test_the_document_id_finds_its_article(library):
    assert found("4") == ["Café au lait spots"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("metastatic", "Liver metastases"),
        ("hemorrhages", "Liver"),
        ("CAFE", "Café au lait spots"),
        ("what could cause fluid in the belly?", "Ascites"),
    ],
)
def test_endings_spelling_accents_and_plain_questions(library, typed, title):
    assert title in found(typed)


def test_a_rare_word_counts_more_than_a_common_one(library):
    assert found("liver neurofibromatosis")[0] == "Café au lait spots"


def test_the_order_is_the_same_on_every_database(library):
    assert found("liver ascites") == [
        "Ascites",
        "Liver",
        "Liver metastases",
        "Primary liver cancer",
    ]
    assert found("secondary cancer of the liver") == ["Liver metastases", "Primary liver cancer", "Liver", "Ascites"]


def test_a_new_version_is_found_by_its_words_and_no_longer_by_the_old(library, make_article):
    article = make_article(6, "Lamps", body=body("Paraffin."))
    make_article.revise(article, body=body("Electricity."))
    assert (found("paraffin"), found("electricity")) == ([], ["Lamps"])


def test_a_new_synonym_is_found_at_once(article):
    assert found("glowworm") == []
    actions.plan(document_id=1234, title="Lanterns", audience="professional", synonyms=["glowworm"])
    assert found("glowworm") == ["Lanterns"]


def test_what_is_not_published_is_not_found(make_article):
    make_article(7, "Torches", to="approved")
    assert found("torches") == []


def test_the_index_can_be_built_anew(library, capsys):
    before = found("liver")
    for hit in search.find("liver").hits:
        search.remove(hit.version.article)
    assert found("liver") == []
    call_command("rebuild_search_index")
    assert "5 articles indexed." in capsys.readouterr().out
    assert found("liver") == before


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ascites", ""),
        ("asites", "ascites"),
        ("ascitess", "ascites"),
        ("acsites", "ascites"),
        ("ascitas", "ascites"),
        ("livr metastases", "liver metastases"),
        ("livermetastases", "liver metastases"),
        ("liver meta stases", "liver metastases"),
    ],
)
def test_one_slip_is_put_right_and_said(library, typed, meant):
    assert search.find(typed).corrected == meant
    assert found(typed)[0] == ("Ascites" if "liv" not in typed else "Liver metastases")


def test_a_word_that_is_like_none_is_not_put_right(library):
    assert (found("submarine"), search.find("submarine").corrected) == ([], "")


def test_what_staff_say_means_the_same_is_found_both_ways(library):
    pair = Equivalent.objects.create(one="LM", other="liver metastases")
    assert found("LM")[0] == "Liver metastases"
    make_the_same = Equivalent.objects.create(one="belly water", other="ascites")
    assert found("belly water")[0] == "Ascites"
    assert "Liver metastases" not in found("belly water")[:1]
    make_the_same.delete()
    pair.delete()
    assert found("LM") == []


def test_a_wording_of_several_words_needs_them_all(library):
    Equivalent.objects.create(one="plc", other="primary liver cancer")
    assert found("plc") == ["Primary liver cancer"]


def test_the_first_letters_of_a_title_find_it(make_article):
    make_article(1, "Chronic want of oil")
    assert found("CWOO") == found("cwo") == ["Chronic want of oil"]


def test_words_that_stand_side_by_side_count_more(make_article):
    far = " ".join(["word"] * 40)
    make_article(1, "One", body=body(f"Amber {far} beetle {far}."))
    make_article(2, "Two", body=body(f"{far} amber beetle {far}."))
    assert found("amber beetle") == ["Two", "One"]


def test_it_can_be_narrowed_and_the_choices_are_counted(make_article):
    make_article(1, "Red lamps", topics=["Colour", "Light"])
    make_article(2, "Blue lamps", topics=["Colour"], audience="patient")
    make_article(3, "Lamps", topics=["Light"])
    answer = search.find("lamps", topic="colour")
    assert {hit.version.title for hit in answer.hits} == {"Red lamps", "Blue lamps"}
    assert [(choice.name, choice.count) for choice in answer.audiences] == [
        ("Health professionals", 1),
        ("Patients and carers", 1),
    ]
    assert [(choice.name, choice.count) for choice in answer.topics] == [("Colour", 2), ("Light", 2)]
    assert [hit.version.title for hit in search.find("lamps", audience="patient").hits] == ["Blue lamps"]


def test_sections_whose_heading_has_a_word_are_results(make_article):
    make_article(1, "Lanterns", body=body("Light them.") + "<h2>Care of wicks</h2><p>Trim them.</p>")
    (section,) = search.find("wicks").sections
    assert (section.section["id"], section.title) == ("care-of-wicks", [("Care of ", False), ("wicks", True)])


def test_pages_follow_each_other(make_article):
    for number in range(12):
        make_article(number + 1, f"Lamp {number}")
    first, second = (search.find("lamps", page=page) for page in (1, 2))
    assert (first.count, first.pages, len(first.hits), len(second.hits)) == (12, 2, 10, 2)
    assert not {hit.version.pk for hit in first.hits} & {hit.version.pk for hit in second.hits}
    assert search.find("lamps", page=99).page == 2


@given(text=st.one_of(st.text(max_size=200), st.text(alphabet="\"'*():^-~\\%_\0 aeliver", max_size=40)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_typed_is_an_error(article, text):
    search.find(text)


@pytest.mark.parametrize(
    "typed",
    ["x" * 10_000, "liver " * 2_000, "\0", '"', "'; drop table x; --", "🏮" * 500, "AND OR NOT NEAR(", "\ud800"],
)
def test_nothing_odd_is_an_error(client, article, typed):
    search.find(typed)
    assert client.get("/search/", {"q": typed.encode("utf-8", "replace")}).status_code == 200


def places(text: str, wanted: str) -> list[tuple[int, str]]:
    return [(match.start(), wanted) for match in WORD.finditer(text) if stem(match[0]) == wanted]


def test_marks_never_change_the_words(library):
    for hit in search.find("spots of the skin").hits:
        assert "".join(words for words, _ in hit.summary) == hit.version.summary
        assert any(is_match for _, is_match in hit.snippet)


@given(text=st.text(alphabet="ab cd\n", max_size=800))
def test_a_snippet_is_short_and_of_the_text(text):
    pieces, _ = snippet(text, [{"text": [0, len(text)]}], places(text, "ab"), {"ab": 1})
    words = "".join(words for words, _ in pieces).removeprefix("… ").removesuffix(" …")
    assert words in " ".join(text.split())
    assert len(words) <= LENGTH
    assert bool(pieces) == ("ab" in text.replace("\n", " ").split())


@pytest.mark.parametrize(
    "family",
    [
        "metastasis metastases metastatic",
        "cirrhosis cirrhotic",
        "tumour tumor tumours",
        "oedema edema",
        "ablation ablated",
        "biopsy biopsies",
        "treat treated treatment",
        "ischaemia ischemia",
        "fibre fibers",
        "labelled labeling",
        "programme program",
        "defence defense",
        "sulphate sulfate",
        "Crohn's Crohns Crohn\u2019s",
        "practise practice",
    ],
)
def test_words_of_a_family_are_one(family):
    assert len(set(words_of(family))) == 1


@pytest.mark.parametrize("name", ["ALL", "ME", "AS", "IT"])
def test_an_abbreviation_that_is_also_a_small_word_is_found(make_article, name):
    make_article(synonyms=[name])
    make_article(2, "Candles", body=body("They are all as bright as it, said me."))
    assert found(name)[0] == "Lanterns"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{'Word ' * 40}. Do not ever in any case whatever the reason and however asked give lamps.", "Do not ever"),
        (f"Lamps {'word ' * 46} 2.5 mg {'word ' * 40}.", "word …"),
    ],
)
def test_a_snippet_keeps_a_not_and_a_dose_whole(text, shown):
    contents = [{"id": "", "title": "", "text": [0, len(text)]}]
    pieces, _ = snippet(text, contents, places(text, "lamp"), {"lamp": 1})
    assert shown in "".join(words for words, _ in pieces)
    assert "2.5 …" not in "".join(words for words, _ in pieces)
