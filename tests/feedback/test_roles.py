"""What the groups of staff may do with what readers say, and with mail."""

import pytest
from django.contrib.auth.models import Group


@pytest.mark.parametrize(("group", "may"), [("Author", False), ("Reviewer", False), ("Publisher", True)])
def test_publishers_see_to_mail_that_failed(db, group, may):
    codenames = set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))
    assert ({"view_mail", "change_mail"} <= codenames) is may
    assert "view_message" in codenames
