"""What the search has written down, as tables that are the same on every database (articles/search/), and what staff
tell it: which wordings mean the same. Nothing here is read by people but the last two."""

import string
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from articles.text.words import key_of

OTHER = "0"  # the letter of a name that starts with none


def letter_of(key: str) -> str:
    """The capital under which a name stands whose first word, folded, is this one."""
    first = key[:1].upper()
    return first if first and first in string.ascii_uppercase else OTHER


class Posting(models.Model):
    """A posting is where one word stands, in a block of articles whose ids lie close together.

    A word is a stem (`liver`), or a whole name behind an equals sign (`=liver metastasis`).
    """

    pk = models.CompositePrimaryKey("word", "block")
    word = models.CharField(max_length=64)
    block = models.PositiveIntegerField()
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.word} ({self.block})"


class Indexed(models.Model):
    """An indexed article is one that can be found. `words` are its stems and `forms` its words as written, with spaces
    between them, to take out what the next version no longer says. `length` is in words, each counted by its field."""

    article = models.OneToOneField("articles.Article", models.CASCADE, primary_key=True, related_name="+")
    length = models.PositiveIntegerField()
    words = models.TextField()
    forms = models.TextField()

    class Meta:
        verbose_name_plural = "indexed articles"

    def __str__(self) -> str:
        return f"{self.article_id}"


class Form(models.Model):
    """A form is a word as it is written in articles, without case and accents, by which misspelt words are known.

    `articles` is how many have it, `names` how many of their titles and other names do.
    """

    form = models.CharField(max_length=64, primary_key=True)
    stem = models.CharField(max_length=64, db_index=True)
    articles = models.PositiveIntegerField()
    names = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.form


class Name(models.Model):
    """A name is a title, or another name, of an article that can be found, from its first word or a later one on.

    `key` sorts it: its words from there on, folded, as bytes, since no two databases sort letters alike.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    key = models.BinaryField()
    letter = models.CharField(max_length=1)
    is_title = models.BooleanField()
    is_whole = models.BooleanField(help_text="From its first word on.")

    class Meta:
        indexes = [
            models.Index(fields=["is_whole", "key"], name="articles_name_start"),
            models.Index(fields=["letter"], condition=Q(is_whole=True), name="articles_name_letter"),
        ]

    def __str__(self) -> str:
        return self.name


class Equivalent(models.Model):
    """An equivalent is a pair of wordings that mean the same to whoever searches, such as CRC and colorectal cancer."""

    one = models.CharField(max_length=100, help_text="An abbreviation or a word, such as CRC.")
    other = models.CharField(max_length=100, help_text="What it means, or another way to say it: colorectal cancer.")
    one_key = models.CharField(max_length=200, editable=False)
    other_key = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["one", "other"]
        verbose_name = "search equivalent"
        constraints = [
            models.UniqueConstraint(
                Least("one_key", "other_key"),
                Greatest("one_key", "other_key"),
                name="articles_equivalent_pair_unique",
            ),
            models.CheckConstraint(condition=~Q(one_key=F("other_key")), name="articles_equivalent_not_itself"),
            models.CheckConstraint(condition=~Q(one_key="") & ~Q(other_key=""), name="articles_equivalent_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.one} = {self.other}"

    def set_keys(self) -> None:
        """Work out by which words the search knows the two."""
        self.one_key, self.other_key = key_of(self.one)[:200], key_of(self.other)[:200]

    def clean(self) -> None:
        """Refuse, with words, what the constraints refuse: the forms of the admin leave out the keys."""
        self.set_keys()
        if not self.one_key or not self.other_key:
            raise ValidationError("Write words in both: there are no letters or digits in one of them.")
        if self.one_key == self.other_key:
            raise ValidationError("The search takes these two for the same word already.")
        keys = [self.one_key, self.other_key]
        if Equivalent.objects.filter(one_key__in=keys, other_key__in=keys).exclude(pk=self.pk).exists():
            raise ValidationError("These two are known to mean the same already.")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)


class MissedSearch(models.Model):
    """A missed search is what people looked for and no article has. Nothing says who did."""

    words = models.CharField(max_length=60, unique=True, editable=False)
    count = models.PositiveIntegerField(default=1, editable=False)
    missed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-count", "-missed_at"]
        verbose_name_plural = "missed searches"

    def __str__(self) -> str:
        return self.words
