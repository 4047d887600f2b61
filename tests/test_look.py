"""The look, checked: contrast, weight, what a strict CSP allows, and error pages that survive anything."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError
from django.template import engines
from django.template.loader import get_template
from django.urls import resolve

from patientplus.storage import StaticFilesStorage, as_sent

ROOT = Path(__file__).parent.parent
CSS = ROOT / "static" / "css"
DESK = ROOT / "static" / "desk"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ERRORS = ["400", "403", "403_csrf", "404", "410", "429", "500"]

# Every pair of colours that carries words (4.5 : 1) or shapes (3 : 1), by WCAG 2.2, 1.4.3 and 1.4.11.
WORDS = [
    *[("ink", ground) for ground in ("paper", "canvas", "ed-wash", "you-wash", "you-paper", "alert-wash", "pick")],
    *[("ink-2", ground) for ground in ("paper", "canvas", "ed-wash", "you-paper", "alert-wash")],
    *[("ed", ground) for ground in ("paper", "canvas", "ed-wash", "you-paper", "alert-wash")],
    ("ed-2", "ed-wash"),
    *[("you", ground) for ground in ("paper", "canvas", "you-wash", "you-paper")],
    ("alert", "paper"),
    ("on-ed", "ed"),
    ("on-ed", "ed-2"),
    ("on-pop", "pop"),
    ("paper", "you"),
    ("paper", "ink"),
    ("white", "alert-fill"),
    ("focus-ink", "focus"),
]
THEMES = ["light", "dark", "light, more contrast", "dark, more contrast"]
SHAPES = [
    ("edge", "paper"),
    ("edge", "canvas"),
    ("ed", "paper"),
    ("you-mark", "paper"),
    ("you-mark", "you-paper"),
    ("you-mark", "track"),
    ("ed", "track"),
]


def colours(theme: str) -> dict[str, str]:
    """The tokens as hexadecimal colours, in one of THEMES."""
    css = (CSS / "tokens.css").read_text()
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", css)
    both = re.findall(r"--([\w-]+): (#\w+);", css)
    chosen = {name: light if theme.startswith("light") else dark for name, light, dark in pairs}
    more = css.partition("(prefers-contrast: more)")[2] if theme.endswith("more contrast") else ""
    stronger = {name: chosen[other] for name, other in re.findall(r"--([\w-]+): var\(--([\w-]+)\)", more)}
    return {"white": "#fff", **dict(both), **chosen, **stronger}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, by the formula of WCAG 2.2."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def weight(*contents: str) -> int:
    """Bytes that travel for these files, each compressed on its own."""
    return sum(len(gzip.compress(content.encode())) for content in contents)


def modules(names: list[str]) -> dict[str, str]:
    """These scripts and all that they import, each once."""
    found: dict[str, str] = {}
    while names:
        name = names.pop()
        if name not in found:
            found[name] = (ROOT / "static" / "js" / name).read_text()
            names += re.findall(r"from '\./([\w-]+\.js)'", found[name])
    return found


def test_contrast_is_measured_as_wcag_says():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("word", "ground"), WORDS)
def test_words_stand_out(word, ground, theme):
    assert contrast(colours(theme)[word], colours(theme)[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_stand_out(shape, ground, theme):
    assert contrast(colours(theme)[shape], colours(theme)[ground]) >= 3


def test_asking_for_more_contrast_gives_more():
    assert colours("light, more contrast")["ink-2"] == colours("light")["ink"]
    assert colours("dark, more contrast")["line"] == colours("dark")["edge"]


@pytest.mark.parametrize("sheet", [*CSS.glob("*.css"), *DESK.glob("*.css")], ids=lambda path: path.name)
def test_nothing_moves_so_that_nobody_has_to_ask_for_less(sheet):
    assert not re.search(r"\b(transition|animation|scroll-behavior)\b", sheet.read_text())


@pytest.mark.parametrize("theme", THEMES)
def test_the_focus_ring_stands_out_on_paper(theme):
    chosen = colours(theme)
    assert max(contrast(chosen[ring], chosen["paper"]) for ring in ("focus", "focus-ink")) >= 3


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_style_sheets_use_tokens_that_exist(sheet):
    known = set(re.findall(r"(--[\w-]+):", (CSS / "tokens.css").read_text()))
    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text())) <= known


@pytest.mark.parametrize("reader", ["client", "as_grace"])
def test_the_article_page_stays_light(request, reader, article):
    page = request.getfixturevalue(reader).get(article.get_absolute_url()).content.decode()
    sheets = re.findall(r'href="/static/(css/[\w-]+\.css)"', page)
    scripts = modules(re.findall(r'<script[^>]* src="/static/js/([\w-]+\.js)"', page))
    assert {"css/tokens.css", "css/print.css"} <= set(sheets)
    assert {"theme.js", "util.js"} <= set(scripts)
    assert weight(*[as_sent(sheet, (ROOT / "static" / sheet).read_text()) for sheet in sheets]) <= 12 * 1024
    assert weight(*[as_sent(name, text) for name, text in scripts.items()]) <= 15 * 1024


def test_what_comes_when_someone_writes_stays_light(as_grace, article):
    page = as_grace.get(article.get_absolute_url()).content.decode()
    at_once = modules(re.findall(r'<script[^>]* src="/static/js/([\w-]+\.js)"', page))
    later = {name: text for name, text in modules(["writing.js", "unsaved.js"]).items() if name not in at_once}
    assert {"drafts.js", "sending.js", "writing.js", "unsaved.js"} == set(later)
    assert weight(*[as_sent(name, text) for name, text in later.items()]) <= 11 * 1024


@pytest.mark.parametrize("path", sorted((ROOT / "static" / "js").glob("*.js")), ids=lambda path: path.name)
def test_comments_can_be_taken_out_of_scripts(path):
    text = path.read_text()
    assert all(line.count("`") % 2 == 0 for line in text.splitlines())
    assert not re.search(r"^\s*(//|/\*)", as_sent(path.name, text), re.MULTILINE)


def test_what_is_sent_is_what_was_written_but_for_names(tmp_path):
    collected = StaticFilesStorage(location=tmp_path)
    names = [str(path.relative_to(ROOT / "static")) for path in (ROOT / "static").rglob("*.*")]
    for name in names:
        collected.save(name, ContentFile((ROOT / "static" / name).read_bytes()))
    list(collected.post_process({name: (collected, name) for name in names}))
    for name in names:
        sent, written = ((tmp_path / of).read_bytes() for of in (collected.stored_name(name), name))
        plain = [re.sub(rb"""\.[0-9a-f]{12}(?=\.)|['"]""", b"", text) for text in (sent, written)]
        assert plain[0] == plain[1] != b"", name


def test_fonts_stay_light():
    assert sum(path.stat().st_size for path in (ROOT / "static" / "fonts").glob("*.woff2")) <= 60 * 1024


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_parse_and_obey_the_csp(path):
    get_template(str(path.relative_to(ROOT / "templates")))
    if "emails" in path.parts or path.suffix != ".html":
        return
    source = path.read_text()
    assert not re.search(r'<style\b|\sstyle="|\son[a-z]+="', source)
    for script in re.findall(r"<script\b([^>]*)>", source):
        assert "src=" in script or "application/" in script, script


@pytest.mark.parametrize("name", ERRORS)
def test_error_pages_need_neither_database_nor_request(name):
    page = get_template(f"{name}.html").render()
    assert "<h1>" in page
    assert 'href="/feedback/"' in page


def test_a_missing_page_offers_a_search(client, db):
    response = client.get("/there-is-no-such-page/")
    assert response.status_code == 404
    assert b'action="/search/"' in response.content


def test_a_missing_page_names_what_was_likely_meant(client, article):
    page = client.get("/articles/lantern/").content.decode()
    assert "Were you looking for" in page
    assert '<a href="/articles/1234/lanterns/">Lanterns</a>' in page
    assert "Were you looking for" not in client.get("/candles/").content.decode()


def test_a_missing_page_is_there_without_a_database(client, db, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr("patientplus.errors.find", fail)
    assert client.get("/articles/lantern/").status_code == 404


@pytest.mark.parametrize("about", ["log-your-activity", "about", "accessibility", "privacy"])
def test_pages_about_the_site_are_the_same_for_everybody(client, db, about, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(f"/{about}/")
    assert response.status_code == 200
    assert not response.cookies


def test_the_menu_is_for_who_is_there(client, as_grace):
    assert b'href="/diary/"' in as_grace.get("/about/").content
    as_grace.logout()
    page = client.get("/about/").content
    assert b'href="/diary/"' not in page
    assert b"/accounts/login/?next=/about/" in page


@pytest.mark.parametrize("address", ["/log-your-activity/", "/articles/", "/topics/"])
def test_the_menu_marks_where_one_is(client, db, address):
    menu = client.get(address).content.decode().partition('<nav id="menu"')[2].partition("</nav>")[0]
    assert f'<a href="{address}" aria-current="page">' in menu
    assert menu.count("aria-current") == 1


@pytest.mark.parametrize("name", ["_footer", "_error", "accounts/_tabs", "_find"])
def test_links_of_the_frame_lead_somewhere(name):
    source = (ROOT / "templates" / f"{name}.html").read_text()
    addresses = re.findall(r'(?:href|action)="(/[^"{?]*)|nav_link "([^"]+)"', source)
    assert addresses
    for href, nav in addresses:
        resolve(href or nav)


def test_the_honeypot_is_hidden_without_inline_style(client, db):
    page = client.get("/accounts/signup/").content.decode()
    trap = re.search(r'<div class="trap".*?</div>', page, re.DOTALL)[0]
    assert f'name="{settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD}"' in trap
    assert "style=" not in page


def test_a_wrong_form_says_so_and_keeps_what_was_typed(client, db):
    page = client.post("/accounts/signup/", {"email": "not-an-address", "password1": ""}).content.decode()
    assert 'value="not-an-address"' in page
    assert 'aria-describedby="id_email_error"' in page
    assert '<div class="error" id="id_email_error">' in page


def test_titles_of_libraries_become_sentences():
    template = engines["django"].from_string("{% load look %}{{ words|sentence }}")
    assert template.render({"words": "\n Two-Factor Authentication "}) == "Two-factor authentication"


def test_an_icon_is_decoration():
    assert 'aria-hidden="true"' in engines["django"].from_string('{% load look %}{% icon "plus" %}').render()
