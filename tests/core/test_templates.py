"""Templates are laid out for those who read them, and sent without their layout."""

import pytest

from core.templates import on_one_line, without_layout


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("<p>Two\n   words</p>", "<p>Two words</p>"),
        ('<a\n  href="x"\n  class="y">', '<a href="x" class="y">'),
        ("<ul>\n  <li>\n    One</li>\n\n</ul>\n", "<ul>\n<li> One</li>\n</ul>\n"),
        ("{% if x %}\n  {{ a }}\n{% endif %}\n<p>", "{% if x %} {{ a }} {% endif %}\n<p>"),
        ("{% load look %}\n{# Takes: a. #}\n<p>", "{% load look %}{# Takes: a. #} <p>"),
        (
            "{% comment %}\nOne.\n{% endcomment %}\n\n{% load look %}\n<p>",
            "{% comment %} One. {% endcomment %}{% load look %}<p>",
        ),
        ("<textarea>\n  a\n  b</textarea>", "<textarea>\n  a\n  b</textarea>"),
        ("<textarea>\n  {{ text }}</textarea>", "<textarea>\n{{ text }}</textarea>"),
        ('{% include "a.html"\n  with b=c only %}', '{% include "a.html" with b=c only %}'),
    ],
)
def test_a_line_break_is_one_character_but_for_what_is_exact(source, sent):
    assert without_layout(source) == sent


def test_a_tag_of_a_plain_text_may_run_over_several_lines():
    assert on_one_line("A {{\n  name }} is {% if\n  lit %}lit{% endif %}\nand\n\nhangs.") == (
        "A {{ name }} is {% if lit %}lit{% endif %}\nand\n\nhangs."
    )
