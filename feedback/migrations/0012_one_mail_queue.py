from django.db import migrations

COLUMNS = ("sent_at", "refused_at", "tries")


class Migration(migrations.Migration):
    """The state of a mail is in the queue (core.Mail), and so is whose turn it is to send."""

    dependencies = [
        ("feedback", "0011_queue_what_is_there"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="delivery", name="feedback_delivery_waiting"),
        migrations.RemoveIndex(model_name="notice", name="feedback_notice_waiting"),
        *(
            migrations.RemoveField(model_name=model, name=column)
            for model in ("reply", "notice", "commentnotice", "delivery")
            for column in COLUMNS
        ),
        migrations.RemoveField(model_name="delivery", name="in_doubt_at"),
        migrations.DeleteModel(name="Turn"),
    ]
