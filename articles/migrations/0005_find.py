# What the search writes down, in tables that are alike on every database, in place of an index that each had of its own.
# `manage.py prepare` indexes what was published before.

from importlib import import_module

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.db import migrations, models

before = import_module("articles.migrations.0002_search")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_names_as_printed"),
    ]

    operations = [
        migrations.RunPython(before.drop, before.make),
        migrations.CreateModel(
            name="Form",
            fields=[
                ("form", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("stem", models.CharField(db_index=True, max_length=64)),
                ("articles", models.PositiveIntegerField()),
                ("names", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Indexed",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("length", models.PositiveIntegerField()),
                ("words", models.TextField()),
                ("forms", models.TextField()),
            ],
            options={
                "verbose_name_plural": "indexed articles",
            },
        ),
        migrations.CreateModel(
            name="MissedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(editable=False, max_length=60, unique=True)),
                ("count", models.PositiveIntegerField(default=1, editable=False)),
                ("missed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name_plural": "missed searches",
                "ordering": ["-count", "-missed_at"],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word", "block", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("word", models.CharField(max_length=64)),
                ("block", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Equivalent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("one", models.CharField(help_text="An abbreviation or a word, such as CRC.", max_length=100)),
                (
                    "other",
                    models.CharField(
                        help_text="What it means, or another way to say it: colorectal cancer.", max_length=100
                    ),
                ),
                ("one_key", models.CharField(editable=False, max_length=200)),
                ("other_key", models.CharField(editable=False, max_length=200)),
            ],
            options={
                "verbose_name": "search equivalent",
                "ordering": ["one", "other"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("one_key", "other_key"),
                        django.db.models.functions.comparison.Greatest("one_key", "other_key"),
                        name="articles_equivalent_pair_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one_key", models.F("other_key")), _negated=True),
                        name="articles_equivalent_not_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("one_key", ""), _negated=True), models.Q(("other_key", ""), _negated=True)
                        ),
                        name="articles_equivalent_has_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Name",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("key", models.BinaryField()),
                ("letter", models.CharField(max_length=1)),
                ("is_title", models.BooleanField()),
                ("is_whole", models.BooleanField(help_text="From its first word on.")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["is_whole", "key"], name="articles_name_start"),
                    models.Index(
                        condition=models.Q(("is_whole", True)), fields=["letter"], name="articles_name_letter"
                    ),
                ],
            },
        ),
    ]
