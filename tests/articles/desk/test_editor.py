"""The editor and the allowlist agree. What the editor really writes is tried in tests/browser/test_desk_editor.py."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from articles.desk.editor import EXTENSIONS, BodyWidget
from articles.text import sanitise

# What each extension writes; an empty list for one that writes nothing.
WRITES = {
    "Heading": ["<h2>One</h2>", "<h3>Two</h3>"],
    "Bold": ["<p><strong>x</strong></p>"],
    "Italic": ["<p><em>x</em></p>"],
    "Subscript": ["<p>H<sub>2</sub>O</p>"],
    "Superscript": ["<p>10<sup>9</sup></p>"],
    "HardBreak": ["<p>x<br>y</p>"],
    "BulletList": ["<ul><li><p>x</p></li></ul>"],
    "NumberedList": ["<ol><li><p>x</p></li></ol>", '<ol start="3"><li><p>x</p></li></ol>'],
    "ListItem": ["<ul><li><p>x</p><ul><li><p>y</p></li></ul></li></ul>"],
    "Blockquote": ["<blockquote><p>x</p></blockquote>"],
    "CaptionedTable": ["<table><caption>x</caption><tbody><tr><td><p>y</p></td></tr></tbody></table>"],
    "TableRow": [],
    "PlainTableHeader": ['<table><tbody><tr><th colspan="2"><p>y</p></th></tr></tbody></table>'],
    "PlainTableCell": ['<table><tbody><tr><td rowspan="3"><p>y</p></td></tr></tbody></table>'],
    "WebLink": ['<p><a href="https://example.org/a?b=c&amp;d=e">x</a> <a href="mailto:a@example.org">y</a></p>'],
    "ArticleLink": ['<p><a data-article="1234">x</a></p>'],
    "Citation": ['<p>x<cite data-ref="first"></cite><cite data-ref="second"></cite></p>'],
    "Paste": [],
    "SignsStay": [],
    "Accessible": [],
    "History": [],
    "NoSpellCheck": [],
    "Menu": [],
}


def test_every_extension_is_accounted_for():
    assert WRITES.keys() == EXTENSIONS.keys()


@pytest.mark.parametrize("html", [html for found in WRITES.values() for html in found])
def test_what_the_editor_writes_passes_the_allowlist_unchanged(html):
    assert sanitise(html) == html


def test_extensions_that_write_style_attributes_stay_out():
    assert EXTENSIONS.keys().isdisjoint({"TextAlign", "Color", "Highlight", "TextStyle", "HTML"})


def test_our_own_extensions_are_in_our_module():
    module = (Path(settings.BASE_DIR) / "static/desk/editor.js").read_text()
    ours = set(re.findall(r"^export const (\w+)", module, re.MULTILINE))
    assert ours == {
        "Accessible",
        "ArticleLink",
        "CaptionedTable",
        "Citation",
        "NumberedList",
        "Paste",
        "PlainTableCell",
        "PlainTableHeader",
        "SignsStay",
        "WebLink",
    }
    assert ours <= EXTENSIONS.keys()


def test_the_editor_is_told_where_our_module_is():
    attributes = BodyWidget().get_context("body", "", {})["widget"]["attrs"]
    config = json.loads(attributes["data-django-prose-editor-configurable"])
    assert config["js_modules"] == ["/static/desk/editor.js"]
