"""Where in a version the words stand that a reader quotes, for whoever reads what they wrote.

Nothing hangs on it, unlike on the place of a note: words that are nowhere are kept as they were typed.
"""

from articles.models import Version
from articles.text.sections import sections_of


def section_of(version: Version, quote: str) -> str:
    """The id of the first section that holds these words, however they are spaced; empty when none does."""
    words = " ".join(quote.split())
    for section in sections_of(version) if words else []:
        if words in " ".join(version.text[section.start : section.end].split()):
            return section.id
    return ""
