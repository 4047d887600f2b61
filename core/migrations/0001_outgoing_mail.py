import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("recipient", models.EmailField(blank=True, max_length=320, verbose_name="address")),
                ("body", models.BinaryField(blank=True, null=True)),
                ("queued_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
                ("in_doubt_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.CharField(blank=True, max_length=100, verbose_name="last error")),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("failed_at", None), ("in_doubt_at", None), ("sent_at", None)),
                        fields=["kind", "id"],
                        name="core_mail_waiting",
                    ),
                    models.Index(fields=["kind", "queued_at"], name="core_mail_kind_queued"),
                    models.Index(
                        condition=models.Q(("body__isnull", False)), fields=["expires_at"], name="core_mail_expiring"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), _negated=True), name="core_mail_kind_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failed_at", None), ("in_doubt_at", None)),
                            models.Q(("in_doubt_at", None), ("sent_at", None)),
                            models.Q(("failed_at", None), ("sent_at", None)),
                            _connector="OR",
                        ),
                        name="core_mail_one_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, unique=True)),
                ("holder", models.CharField(blank=True, max_length=32)),
                ("ends_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), _negated=True), name="core_turn_kind_not_empty"
                    )
                ],
            },
        ),
    ]
