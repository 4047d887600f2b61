"""How HTML and text are written side by side."""

from html import escape

from articles.text import raised


class Prose:
    """The HTML and the text of one section, written side by side.

    White space waits until words follow it, and so do opening tags: an element without words is never written, and
    no line starts or ends with a space. Blocks stand on lines of their own, in the HTML as in the text.
    """

    def __init__(self) -> None:
        self.html: list[str] = []
        self.text: list[str] = []
        self.gap = ""
        self.opening: list[str] = []

    def space(self) -> None:
        self.gap = self.gap or self._gap(" ")

    def line_break(self) -> None:
        if not self.gap.endswith("\n"):
            self.gap = self._gap("<br>\n")

    def block(self) -> None:
        """The end of one block, the start of another, or both."""
        self.gap = self._gap("\n")

    def _gap(self, gap: str) -> str:
        return gap if self.text and not self.text[-1].endswith("\n") else ""

    def open(self, tag: str) -> None:
        self.opening.append(tag)

    def close(self, name: str, *, even_if_empty: bool = False) -> None:
        if self.opening and even_if_empty:
            self._write_opening()
        if self.opening:
            self.opening.pop()
        else:
            self.html.append(f"</{name}>")

    def words(self, words: str) -> None:
        self._write_gap()
        self._write_opening()
        self.html.append(escape(words, quote=False))
        self.text.append(words)

    def sign(self, words: str) -> None:
        """A sign that belongs to the text and is not seen on the page."""
        self._write_gap()
        self._write_opening()
        self.html.append(raised.sign(words))
        self.text.append(words)

    def beside(self, html: str) -> None:
        """HTML that is no part of the text, set close to the words before it."""
        if self.gap != " ":
            self._write_gap()
        self._write_opening()
        self.html.append(html)

    def _write_gap(self) -> None:
        if self.gap:
            self.html.append(self.gap)
            self.text.append(self.gap.removeprefix("<br>"))
            self.gap = ""

    def _write_opening(self) -> None:
        self.html += self.opening
        self.opening.clear()
