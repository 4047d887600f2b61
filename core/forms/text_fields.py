"""The fields of forms that hold a member's own text, which is given back to them when it cannot be saved."""

from collections.abc import Iterable, Mapping

from core.contributions import Question

# The names of such fields: each app answers for its own forms.
text_fields: Question[[], Iterable[str]] = Question()


def typed_text(sent: Mapping[str, str]) -> str:
    """What someone typed into the text fields of a form, a blank line between two of them."""
    names = dict.fromkeys(name for answer in text_fields.ask() for name in answer)
    return "\n\n".join(filter(None, (sent.get(name) for name in names)))
