"""What became of a passage in another version of its text."""

from django.db import models


class State(models.TextChoices):
    EXACT = "exact", "In place"  # its own words, in their section
    MOVED = "moved", "Moved"  # its own words, in another section
    CHANGED = "changed", "Changed nearby"  # found, but something differs: the member is asked
    DETACHED = "detached", "Not found"  # nowhere to be found, or nowhere with certainty
