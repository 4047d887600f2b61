"""What a member does with a file of annotations: look at it, take its notes in, or put it away."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles.models import Version
from notes.annotations.actions import restore
from notes.annotations.collection import actions
from notes.annotations.imports.annotations import Candidate
from notes.annotations.placements import tasks
from notes.models import Note, Upload

LIFETIME = timedelta(days=1)  # how long a file waits


def lay_out(text: str, *, by: User) -> Upload:
    """Keep a file to be looked at, in place of one from before."""
    upload, _ = Upload.objects.update_or_create(user=by, defaults={"text": text, "uploaded_at": timezone.now()})
    return upload


def put_away(*, by: User) -> None:
    """Forget the file. Nothing of it was taken in."""
    Upload.objects.owned_by(by).delete()


def put_away_old() -> int:
    """Forget the files that nobody took in for a day. Returns how many there were."""
    return Upload.objects.filter(uploaded_at__lt=timezone.now() - LIFETIME).delete()[0]


@transaction.atomic
def take_in(candidates: Sequence[Candidate], *, by: User) -> int:
    """Make notes of the candidates, each once: what was here before stays as it is, and what was deleted comes back.

    The file is put away. Returns how many notes were made or brought back.
    """
    User.objects.select_for_update().only("pk").get(pk=by.pk)  # so that two answers to one page make no note twice
    here = {note.key: note for note in Note.objects.filter(user=by).only("key", "deleted_at")}
    new = [candidate for candidate in candidates if candidate.key not in here]
    back = [note for key in {candidate.key for candidate in candidates} if (note := here.get(key)) and note.deleted_at]
    for note in back:
        restore(note, by=by)
    notes = Note.objects.bulk_create([_note(candidate, by) for candidate in new], batch_size=500)
    actions.file({note.pk: candidate.tags for note, candidate in zip(notes, new, strict=True) if candidate.tags}, by=by)
    put_away(by=by)
    _place(notes)
    return len(notes) + len(back)


def _place(notes: Iterable[Note]) -> None:
    """Have those that stand on earlier versions looked for in the live ones, once they are committed."""
    articles = {note.version.article_id for note in notes if not note.version.is_live}
    for version in Version.objects.published().filter(article__in=articles).values_list("pk", flat=True):
        transaction.on_commit(partial(tasks.place_notes.enqueue, version))


def _note(candidate: Candidate, by: User) -> Note:
    place = candidate.place
    return Note(
        user=by,
        key=candidate.key,
        version=place.version,
        section=place.section,
        body=candidate.body,
        created_at=candidate.created_at,
        updated_at=candidate.updated_at,
        edits=int(candidate.updated_at > candidate.created_at),
        **(vars(place.anchor) if place.anchor else {}),
    )
