"""A draft as words in order: its title, what is said before the body, and the body."""

from lxml.html import fragment_fromstring

from articles.transfer.files import ArticleFile
from articles.transfer.loss.markup import Markup
from articles.transfer.loss.words import BULLET, Block, Collector


def blocks(article: ArticleFile, *, has_numbers: bool, has_bullets: bool) -> list[Block]:
    """What a reader of the draft sees before its references.

    `has_numbers` and `has_bullets` say whether the source has in its words what stands before the items of its lists.
    """
    found = Collector()
    for text in (article.title, article.summary, *article.key_points, article.change_note, article.interests):
        found.add(text)
        found.end()
    root = fragment_fromstring(article.body_html or " ", create_parent="div")
    if has_bullets:
        for item in root.iter("li"):
            if item.getparent().tag == "ul":
                item.text = f" {BULLET} {item.text or ''}"
    cited = {reference.key: number for number, reference in enumerate(article.references, start=1)}
    return [*found.blocks, *Markup(root, cited=cited, has_numbers=has_numbers).blocks()]
