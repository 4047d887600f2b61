"""Write who may do what into docs/roles.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from articles.desk.admin.table import markdown

PAGE = settings.BASE_DIR / "docs" / "roles.md"
WORDS = """# Who may do what at the desk

Made from the code by `python manage.py roles_table`; `tests/articles/desk/test_roles_table.py` tries every cell through
the admin, with forged fields too. **A** is the group Author, **R** Reviewer, **P** Publisher. A superuser may do all of
it but what nobody may.

{table}

Beside the table, whoever is asking:

- Nobody approves a version that has words of theirs, whatever groups they are in.
- The next draft is started only while no version of the article is being worked on.
- “Do not publish at that time” and “Do not withdraw at that time” are offered while a time is set.
- “Take up the check” is offered while nobody has, “Give up the check” while someone has.
- Comments on passages are made, answered and resolved by whoever may write or review, until the version is published.
- Words change in a draft and nowhere else; only drafts can be deleted; there are no bulk actions.
"""


class Command(BaseCommand):
    """One page, the same each time for the same code."""

    help = "Write the table of roles, actions and states into docs/roles.md."

    def handle(self, *args: Any, **options: Any) -> None:
        PAGE.write_text(page(), encoding="utf-8")
        self.stdout.write(f"Written: {PAGE.relative_to(settings.BASE_DIR)}")


def page() -> str:
    """The page as the code would have it."""
    return WORDS.format(table=markdown())
