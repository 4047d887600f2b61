"""The rich-text editor in which staff write the body of a version.

What it offers is what `articles.body.sanitise` lets through: the allowlist is there, and a test writes with
everything below and sees that nothing is lost.
"""

from typing import Any

from django.templatetags.static import static
from django_prose_editor.widgets import AdminProseEditorWidget

# Extensions by name: those of django-prose-editor, and our own from static/desk/editor.js.
# TextAlign, Color, Highlight and TextStyle stay out: they write style attributes.
EXTENSIONS: dict[str, Any] = {
    "Heading": {"levels": [2, 3]},
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "BulletList": True,
    "NumberedList": True,
    "ListItem": True,
    "Blockquote": True,
    "CaptionedTable": True,
    "TableRow": True,
    "PlainTableHeader": True,
    "PlainTableCell": True,
    "WebLink": True,
    "ArticleLink": True,
    "Citation": True,
    "Paste": True,
    "SignsStay": True,
    "Accessible": True,
    "History": True,
    # Writers want their browser to check their spelling.
    "NoSpellCheck": False,
    # Buttons only: the drop-down of headings cannot be opened from the keyboard.
    "Menu": {
        "groups": [
            {"group": "headings"},
            {"group": "blockType -headings -lists"},
            {"group": "lists"},
            {"group": "marks"},
            {"group": "cite"},
            {"group": "link"},
            {"group": "nodes -blockType -lists"},
            {"group": "table"},
            {"group": "history"},
        ]
    },
}

# The one <style> that the editor's engine adds to the page, for the policy of the page that holds the editor.
STYLE_HASH = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


class BodyWidget(AdminProseEditorWidget):
    """The editor. Its textarea keeps the HTML, so a form without JavaScript still saves."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, config={"extensions": EXTENSIONS}, preset="configurable")

    def get_config(self) -> dict[str, Any]:
        """Names our own module here, so that no setting has to."""
        return super().get_config() | {"js_modules": [static("desk/editor.js")]}
