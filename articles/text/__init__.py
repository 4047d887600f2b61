"""The body of an article: what may stand in it, and how the page that readers see is made from it.

`sanitise` holds the one allowlist. `render` numbers the citations, completes tables, gives headings their ids, and
writes the page and its canonical text in the same walk, so that the two cannot disagree.
"""

from articles.text.allowlist import clean_words, linked_articles, sanitise
from articles.text.page import Rendered, render

__all__ = ["Rendered", "clean_words", "linked_articles", "render", "sanitise"]
