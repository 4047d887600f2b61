"""Work that nobody waits for. Tasks hold only ids; `run_due` finds again what is lost (docs/decisions/0014)."""

from django_tasks import task

from articles.models import Version
from notes.annotations.placements import actions


@task()
def place_notes(version_id: int) -> int:
    """Place the notes on earlier versions in this one. Returns how many there were."""
    return actions.place(Version.objects.only("number", "article").get(pk=version_id))
