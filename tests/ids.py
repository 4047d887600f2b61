"""What can be wrong with the ids of a page: one stands twice, or something names one that is not there."""

from collections import Counter

from lxml import html

# What names one element of the page, and what names several.
ONE = ("for", "form", "list", "popovertarget")
SEVERAL = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers")


def faults(page: str | bytes) -> list[str]:
    """What is wrong with the ids of an HTML page, in sentences; none when all is well."""
    tree = html.fromstring(page)
    ids = Counter(tree.xpath("//@id"))
    named = {one for name in ONE for one in tree.xpath(f"//@{name}")}
    named |= {one for name in SEVERAL for several in tree.xpath(f"//@{name}") for one in several.split()}
    named |= {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#") and link != "#"}
    twice = [f"{one} stands {count} times" for one, count in ids.items() if count > 1]
    return twice + [f"{one} is named and not there" for one in sorted(named - ids.keys())]
