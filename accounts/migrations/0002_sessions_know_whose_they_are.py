import django.db.models.deletion
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models
from django.utils import timezone


def keep_people_signed_in(apps, schema_editor):
    """Move the sessions that are going on out of Django's own table, and drop it."""
    if "django_session" not in schema_editor.connection.introspection.table_names():
        return
    session_model, store = apps.get_model("accounts", "Session"), SessionStore()
    people = set(apps.get_model("accounts", "User").objects.values_list("pk", flat=True))
    for session in session_model.objects.raw("SELECT *, NULL AS user_id FROM django_session"):
        data = store.decode(session.session_data)
        user_id = int(data.get(SESSION_KEY, 0))
        if session.expire_date > timezone.now() and user_id in people:
            data[BACKEND_SESSION_KEY] = "accounts.sessions.AuthenticationBackend"
            session_model.objects.create(
                session_key=session.session_key,
                session_data=store.encode(data),
                expire_date=session.expire_date,
                user_id=user_id,
            )
    schema_editor.execute("DROP TABLE django_session")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.RunPython(keep_people_signed_in, migrations.RunPython.noop),
    ]
