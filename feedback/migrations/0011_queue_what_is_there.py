from django.db import migrations
from django.db.models import F, Max
from django.utils import timezone

MOST_TRIES = 8  # after which the earlier release gave a mail up
# The table of each kind of mail, and what in it says that nobody knows whether a mail went.
KINDS = {
    "reply": ("feedback_reply", "null"),
    "notice": ("feedback_notice", "null"),
    "comment": ("feedback_commentnotice", "null"),
    "newsletter": ("feedback_delivery", "in_doubt_at"),
}
MODELS = {"reply": "Reply", "notice": "Notice", "comment": "CommentNotice", "newsletter": "Delivery"}


def queue(apps, schema_editor):
    """Give every row its row in the queue, in the same state: what went does not go again, and what waits still does.

    One statement a table, since there may be a million rows: the keys of the mails are those of the rows, moved up.
    """
    Mail = apps.get_model("core", "Mail")
    for kind, (table, in_doubt_at) in KINDS.items():
        model = apps.get_model("feedback", MODELS[kind])
        base = Mail.objects.aggregate(last=Max("pk"))["last"] or 0
        _insert(schema_editor, kind, table, in_doubt_at, base)
        model.objects.update(mail_id=F("id") + base)
    _set_sequence(schema_editor)


def _insert(schema_editor, kind, table, in_doubt_at, base):
    given_up = f"sent_at is null and (refused_at is not null or tries >= {MOST_TRIES})"
    now = "cast(%s as timestamptz)" if schema_editor.connection.vendor == "postgresql" else "%s"
    moment = "cast(null as timestamptz)" if schema_editor.connection.vendor == "postgresql" else "null"
    doubt = moment if in_doubt_at == "null" else in_doubt_at
    error = "case when sent_at is null and refused_at is not null then 'refused'"
    error += f" when sent_at is null and tries >= {MOST_TRIES} then 'given up' else '' end"
    with schema_editor.connection.cursor() as cursor:
        at = schema_editor.connection.ops.adapt_datetimefield_value(timezone.now())
        cursor.execute(
            f"""insert into core_mail
                (id, kind, recipient, body, queued_at, due_at, expires_at, tries, sent_at, failed_at, in_doubt_at, error)
                select id + %s, %s, '', null, {now}, {now}, {moment}, tries, sent_at,
                case when {given_up} then coalesce(refused_at, {now}) else {moment} end,
                case when sent_at is null and not ({given_up}) then {doubt} else {moment} end, {error}
                from {table}""",  # noqa: S608 - the names are those above
            [base, kind, at, at, at],
        )


def _set_sequence(schema_editor):
    """PostgreSQL counts on from its own number, whatever keys were given. SQLite looks for itself."""
    if schema_editor.connection.vendor == "postgresql":
        last = "coalesce((select max(id) from core_mail), 1), exists (select 1 from core_mail)"
        schema_editor.execute(f"select setval(pg_get_serial_sequence('core_mail', 'id'), {last})")


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0010_mail_of_rows"),
    ]

    operations = [
        migrations.RunPython(queue),
    ]
