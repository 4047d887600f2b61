"""Where the notes on a version belong in a later one: found by their words, and never by a guess.

`texts` reads a version as words, sentences and sections; `wordmap` says which words of one version became which of
another; `places` decides for one note. Why so: docs/decisions/0015-notes-survive-revision.md.
"""

from articles.text.placing.places import Found, page, passage, section
from articles.text.placing.texts import Text, Words
from articles.text.placing.wordmap import WordMap

__all__ = ["Found", "Text", "WordMap", "Words", "page", "passage", "section"]
