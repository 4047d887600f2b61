"""A new site has its three groups of staff, and each may do its part."""

import pytest
from django.contrib.auth.models import Group

from articles.desk.roles import PERMISSIONS


@pytest.mark.django_db
@pytest.mark.parametrize("name", PERMISSIONS)
def test_a_group_may_do_what_it_is_for(name):
    held = Group.objects.get(name=name).permissions.filter(content_type__app_label="articles")
    assert set(held.values_list("codename", flat=True)) == set(PERMISSIONS[name])


@pytest.mark.django_db
@pytest.mark.parametrize("name", PERMISSIONS)
def test_every_group_reads_what_readers_say(name):
    held = Group.objects.get(name=name).permissions.filter(content_type__app_label="feedback")
    assert {"view_vote", "view_message"} <= set(held.values_list("codename", flat=True))
