"""The tables of diary, evidence, plans and summaries, which `notes` made and let go: here they get their new names."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import appraisal.models.evidence


def rename_promises(apps, schema_editor):
    """Name constraints and indexes for the tables that they are on now. On SQLite a table says them in its own words."""
    for model in apps.get_app_config("appraisal").get_models():
        if schema_editor.connection.vendor == "sqlite":
            schema_editor._remake_table(model)
            continue
        table = schema_editor.quote_name(model._meta.db_table)
        for constraint in model._meta.constraints:
            schema_editor.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {before(constraint)} TO {constraint.name}")
        for index in model._meta.indexes:
            schema_editor.execute(f"ALTER INDEX {before(index)} RENAME TO {index.name}")


def before(promise):
    return promise.name.replace("appraisal_", "notes_", 1)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_desk"),
        ("notes", "0008_appraisal_moves_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Share",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                default=uuid.uuid4, help_text="Made by the client: a form sent twice makes one link."
                            ),
                        ),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("expires_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Objective",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                default=uuid.uuid4,
                                help_text="Made by the client: a form sent twice makes one objective.",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="what you want to learn or change")),
                        ("reason", models.TextField(blank=True, verbose_name="why, and how you will know")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="reached on")),
                        ("outcome", models.TextField(blank=True, verbose_name="what came of it")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="objectives",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                default=uuid.uuid4, help_text="Made by the client: a form sent twice makes one entry."
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        (
                            "learned_on",
                            models.DateField(
                                default=django.utils.timezone.localdate, help_text="The first day.", verbose_name="date"
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True,
                                help_text="When it took more than one day.",
                                null=True,
                                verbose_name="last day",
                            ),
                        ),
                        ("model", models.CharField(blank=True, max_length=20, verbose_name="model of reflection")),
                        ("what", models.TextField(blank=True, verbose_name="What?")),
                        ("so_what", models.TextField(blank=True, verbose_name="So what?")),
                        ("what_next", models.TextField(blank=True, verbose_name="What next?")),
                        ("benefit", models.TextField(blank=True, verbose_name="benefit to those who use the service")),
                        (
                            "claimed_minutes",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="Declared by you; the measured reading time is kept apart.",
                                validators=[django.core.validators.MaxValueValidator(1440)],
                                verbose_name="minutes you claim",
                            ),
                        ),
                        (
                            "participatory_minutes",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(1440)],
                                verbose_name="of them with other professionals",
                            ),
                        ),
                        (
                            "question",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="the question or need that led to it"
                            ),
                        ),
                        ("is_planned", models.BooleanField(default=False, verbose_name="planned beforehand")),
                        ("planned_on", models.DateField(blank=True, null=True, verbose_name="planned on")),
                        ("plan", models.TextField(blank=True, verbose_name="what was planned")),
                        ("method", models.CharField(blank=True, max_length=20, verbose_name="how you learned")),
                        ("provider", models.CharField(blank=True, max_length=200, verbose_name="where or from whom")),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "standards",
                            models.JSONField(blank=True, default=list, help_text='Codes as "regulator:code".'),
                        ),
                        ("clause", models.CharField(blank=True, max_length=100, verbose_name="clause or section")),
                        ("role", models.CharField(blank=True, max_length=100, verbose_name="your role")),
                        (
                            "significant_year",
                            models.SmallIntegerField(
                                blank=True,
                                editable=False,
                                help_text="The calendar year in which its appraisal year began.",
                                null=True,
                            ),
                        ),
                        ("significant_place", models.SmallIntegerField(blank=True, editable=False, null=True)),
                        ("is_in_summary", models.BooleanField(default=True, verbose_name="may go into a summary")),
                        ("anonymity_confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("edits", models.PositiveIntegerField(default=0, editable=False)),
                        ("notes", models.ManyToManyField(blank=True, related_name="entries", to="notes.note")),
                        ("page_views", models.ManyToManyField(blank=True, related_name="entries", to="notes.pageview")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "objectives",
                            models.ManyToManyField(blank=True, related_name="entries", to="appraisal.objective"),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "entries",
                        "ordering": ["-learned_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ShareVisit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("visited_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "share",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="appraisal.share"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-visited_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "checked_on",
                            models.DateField(
                                blank=True, help_text="Its last check when the entry was saved.", null=True
                            ),
                        ),
                        ("read_on", models.DateField()),
                        ("opened_count", models.PositiveIntegerField(default=0)),
                        ("active_seconds", models.PositiveIntegerField(default=0)),
                        (
                            "is_edited",
                            models.BooleanField(
                                default=False, help_text="Whether the member had changed the log of a visit."
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sources",
                                to="appraisal.entry",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.version"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["read_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Summary",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                default=uuid.uuid4, help_text="Made by the client: a form sent twice makes one summary."
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("document", models.TextField(help_text="Canonical JSON, as it was hashed.")),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "code",
                            models.CharField(
                                help_text="By which anyone can ask whether it is genuine.", max_length=20, unique=True
                            ),
                        ),
                        ("frozen_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="successor",
                                to="appraisal.summary",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="summaries",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "summaries",
                        "ordering": ["-frozen_at", "-pk"],
                    },
                ),
                migrations.AddField(
                    model_name="share",
                    name="summary",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="appraisal.summary"
                    ),
                ),
                migrations.CreateModel(
                    name="SummaryFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("content", models.BinaryField()),
                        ("size", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "summary",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="appraisal.summary",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Action",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="look at it again on")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                        ("outcome", models.TextField(blank=True, verbose_name="what changed")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="planned_actions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="action", to="appraisal.entry"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "pk"],
                        "indexes": [models.Index(fields=["user", "done_on", "due_on"], name="appraisal_action_open")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("outcome", ""), ("done_on__isnull", False), _connector="OR"),
                                name="appraisal_action_outcome_of_done",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "file",
                            models.FileField(
                                storage=appraisal.models.evidence.private_storage,
                                upload_to=appraisal.models.evidence.place_of,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("kind", models.CharField(max_length=100)),
                        ("size", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="appraisal.entry",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "evidence",
                        "ordering": ["added_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("entry", "sha256"), name="appraisal_evidence_once"),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="appraisal_evidence_name_not_empty",
                            ),
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="objective",
                    constraint=models.UniqueConstraint(fields=("user", "key"), name="appraisal_objective_key_unique"),
                ),
                migrations.AddConstraint(
                    model_name="objective",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="appraisal_objective_title_not_empty"
                    ),
                ),
                migrations.AddIndex(
                    model_name="entry",
                    index=models.Index(fields=["user", "-learned_on"], name="appraisal_entry_newest"),
                ),
                migrations.AddConstraint(
                    model_name="entry",
                    constraint=models.UniqueConstraint(fields=("user", "key"), name="appraisal_entry_key_unique"),
                ),
                migrations.AddConstraint(
                    model_name="entry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("claimed_minutes__gte", 0), ("claimed_minutes__lte", 1440)),
                        name="appraisal_entry_minutes_within_bounds",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="entry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("participatory_minutes__gte", 0),
                            ("participatory_minutes__lte", models.F("claimed_minutes")),
                        ),
                        name="appraisal_entry_participatory_within_claimed",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="entry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="appraisal_entry_title_not_empty"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="entry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("so_what", ""), ("what", ""), ("what_next", ""), _negated=True),
                        name="appraisal_entry_answers_a_question",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="entry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("ended_on__gte", models.F("learned_on")), _connector="OR"
                        ),
                        name="appraisal_entry_ends_after_it_began",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="entry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("is_planned", True), models.Q(("plan", ""), ("planned_on", None)), _connector="OR"
                        ),
                        name="appraisal_entry_plan_of_planned",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="entry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("significant_place", None), ("significant_year", None)),
                            models.Q(
                                ("significant_place__gte", 1),
                                ("significant_place__lte", 3),
                                ("significant_year__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="appraisal_entry_significant_place_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="entry",
                    constraint=models.UniqueConstraint(
                        fields=("user", "significant_year", "significant_place"),
                        name="appraisal_entry_significant_at_most_three",
                    ),
                ),
                migrations.AddIndex(
                    model_name="sharevisit",
                    index=models.Index(fields=["share", "-visited_at"], name="appraisal_sharevisit_newest"),
                ),
                migrations.AddConstraint(
                    model_name="source",
                    constraint=models.UniqueConstraint(fields=("entry", "version"), name="appraisal_source_once"),
                ),
                migrations.AddConstraint(
                    model_name="source",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "active_seconds__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("opened_count"), "*", models.Value(7200)
                                ),
                            )
                        ),
                        name="appraisal_source_seconds_within_bounds",
                    ),
                ),
                migrations.AddIndex(
                    model_name="summary",
                    index=models.Index(fields=["user", "-frozen_at"], name="appraisal_summary_newest"),
                ),
                migrations.AddIndex(
                    model_name="summary",
                    index=models.Index(fields=["sha256"], name="appraisal_summary_by_hash"),
                ),
                migrations.AddConstraint(
                    model_name="summary",
                    constraint=models.UniqueConstraint(fields=("user", "key"), name="appraisal_summary_key_unique"),
                ),
                migrations.AddConstraint(
                    model_name="summary",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="appraisal_summary_days_in_order",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="summary",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document", ""), _negated=True),
                            models.Q(("sha256", ""), _negated=True),
                            models.Q(("code", ""), _negated=True),
                        ),
                        name="appraisal_summary_is_whole",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="share",
                    constraint=models.UniqueConstraint(fields=("summary", "key"), name="appraisal_share_key_unique"),
                ),
                migrations.AddConstraint(
                    model_name="share",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="appraisal_share_ends_after_it_began",
                    ),
                ),
                migrations.AddIndex(
                    model_name="summaryfile",
                    index=models.Index(fields=["sha256"], name="appraisal_summaryfile_by_hash"),
                ),
                migrations.AddConstraint(
                    model_name="summaryfile",
                    constraint=models.UniqueConstraint(
                        fields=("summary", "kind"), name="appraisal_summaryfile_one_of_a_kind"
                    ),
                ),
            ],
        ),
        migrations.RunPython(rename_promises, migrations.RunPython.noop),
    ]
