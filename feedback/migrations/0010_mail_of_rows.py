from django.db import migrations, models


def mail() -> models.OneToOneField:
    return models.OneToOneField(
        blank=True, editable=False, null=True, on_delete=models.deletion.SET_NULL, to="core.mail"
    )


class Migration(migrations.Migration):
    """Each row from which a mail is composed gets a key to its place in the one outgoing queue."""

    dependencies = [
        ("core", "0001_outgoing_mail"),
        ("feedback", "0009_settled"),
    ]

    operations = [
        migrations.AddField(model_name=name, name="mail", field=mail())
        for name in ("reply", "notice", "commentnotice", "delivery")
    ]
