"""The newsletter's sender, to be killed: `python -m bench.sender`. Only its lease is shorter than on a server.

Says at its end of how many mails nobody knows whether they went.
"""

import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patientplus.settings")
LEASE = timedelta(seconds=float(os.environ.get("SENDER_LEASE", "1")))


def main() -> None:
    django.setup()
    from core.mail import models, sender
    from feedback.newsletter.emails import DELIVERY

    models.LEASE = sender.LEASE = LEASE
    sender.send_due(DELIVERY)
    print(models.Mail.objects.in_doubt().count(), flush=True)


if __name__ == "__main__":
    main()
