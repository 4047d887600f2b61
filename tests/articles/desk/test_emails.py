"""Everyone concerned hears of a move by mail, with what changed; whoever made it does not."""

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.utils import timezone

from articles import actions
from articles.desk import changes
from core.mail.models import Mail
from tests.conftest import BODY


@pytest.fixture
def staff(ada, rita, petra):
    for person, group in [(ada, "Author"), (rita, "Reviewer"), (petra, "Publisher")]:
        person.is_staff = True
        person.save()
        person.groups.add(Group.objects.get(name=group))


@pytest.fixture
def told(staff, django_capture_on_commit_callbacks):
    """Who gets which mails from a move: `told(actions.submit, version, by=ada)`."""

    def told(verb, version, **options):
        Mail.objects.all().delete()  # of the moves before it
        with django_capture_on_commit_callbacks(execute=True):
            verb(version, **options)
        return {message.to[0].partition("@")[0]: message for message in mail.outbox}

    return told


@pytest.fixture
def second(article, make_article):
    return make_article.revise(article, body=BODY.replace("2.5 hours", "5 hours"), to="draft")


def test_reviewers_are_asked_with_what_changes_and_one_link_to_the_comparison(told, second, ada):
    mails = told(actions.submit, second, by=ada, comment="Only the hours")
    assert set(mails) == {"rita"}
    message = mails["rita"]
    assert message.subject == "To review: Lanterns"
    assert "They say: Only the hours" in message.body
    assert (
        "Introduction: Lanterns are lit at dusk.[1] They burn for [removed: 2.5 hours] [added: 5 hours]."
        in message.body
    )
    assert f"/admin/articles/version/{second.pk}/compare/" in message.body


def test_a_reviewer_who_wrote_words_of_it_is_not_asked(told, second, ada, rita):
    actions.write(second, by=rita, summary="Rita’s")
    assert told(actions.submit, second, by=ada) == {}


def test_authors_hear_what_to_change(told, second, ada, rita, petra):
    actions.write(second, by=petra, summary="Petra’s")
    actions.submit(second, by=ada)
    mails = told(actions.request_changes, second, by=rita, comment="Cite the hours")
    assert set(mails) == {"ada", "petra"}
    assert "Cite the hours" in mails["ada"].body


def test_everyone_who_heard_of_an_approval_hears_that_it_is_gone(told, second, ada, rita):
    actions.approve(actions.submit(second, by=ada), by=rita)
    mails = told(actions.request_changes, second, by=rita, comment="Once more")
    assert set(mails) == {"ada", "petra"}
    assert "its approval is gone" in mails["petra"].body


def test_a_time_that_is_taken_back_is_told_to_those_who_heard_of_it(told, second, ada, rita, petra):
    actions.approve(actions.submit(second, by=ada), by=rita)
    actions.schedule(second, by=petra, publish_at=timezone.datetime.fromisoformat("2099-06-03T08:00+00:00"))
    mails = told(actions.unschedule, second, by=petra, comment="Not yet")
    assert set(mails) == {"ada", "rita"}
    assert "They say: Not yet" in mails["ada"].body


def test_every_mail_of_a_change_leads_to_the_comparison(told, second, ada, rita, petra):
    comparison = f"/admin/articles/version/{second.pk}/compare/"
    at = timezone.datetime.fromisoformat("2099-06-03T08:00+00:00")
    for verb, by, more in [
        (actions.submit, ada, {}),
        (actions.request_changes, rita, {"comment": "No"}),
        (actions.submit, ada, {}),
        (actions.approve, rita, {}),
        (actions.schedule, petra, {"publish_at": at}),
        (actions.unschedule, petra, {}),
        (actions.publish, petra, {}),
    ]:
        bodies = [message.body for message in told(verb, second, by=by, **more).values()]
        assert bodies
        assert [body.count(comparison) for body in bodies] == [1] * len(bodies)
        assert all("[removed: 2.5 hours] [added: 5 hours]" in body for body in bodies)


def test_a_withdrawal_names_what_to_read_instead(told, second, make_article, ada, rita, petra):
    hooks = make_article(77, "Hooks")
    actions.publish(actions.approve(actions.submit(second, by=ada), by=rita), by=petra)
    body = told(actions.withdraw, second, by=petra, comment="Wrong hours", replacement=hooks)["ada"].body
    assert "They are pointed to Hooks (77) instead." in body
    assert "What changes" not in body


def test_an_approval_goes_to_the_author_and_the_publishers(told, second, ada, rita):
    actions.submit(second, by=ada)
    assert set(told(actions.approve, second, by=rita)) == {"ada", "petra"}


def test_a_set_time_is_told_in_british_time(told, second, ada, rita, petra):
    actions.approve(actions.submit(second, by=ada), by=rita)
    nine = timezone.datetime.fromisoformat("2099-06-03T08:00+00:00")
    mails = told(actions.schedule, second, by=petra, publish_at=nine)
    assert set(mails) == {"ada", "rita"}
    assert "3 June 2099, 09:00" in mails["ada"].body


def test_publication_and_withdrawal_are_told(told, second, ada, rita, petra):
    actions.approve(actions.submit(second, by=ada), by=rita)
    published = told(actions.publish, second, by=petra)
    assert set(published) == {"ada", "rita"}
    assert "[removed: 2.5 hours]" in published["rita"].body
    withdrawn = told(actions.withdraw, second, by=petra, comment="Wrong hours")
    assert set(withdrawn) == {"ada", "rita"}
    assert "Wrong hours" in withdrawn["ada"].body


def test_whoever_left_gets_no_mail(told, second, ada, rita):
    rita.is_active = False
    rita.save()
    assert told(actions.submit, second, by=ada) == {}


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_does_not_answer_undoes_nothing_and_loses_nothing(staff, second, ada, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert actions.submit(second, by=ada).status == "in_review"
    assert [(waiting.kind, waiting.recipient) for waiting in Mail.objects.due()] == [("move", "rita@example.org")]


def test_words_that_were_added_stand_apart(article, make_article):
    new = make_article.revise(article, title="Lanterns and lamps", to="in_review")
    assert changes.in_words(article.versions.get(number=1), new) == ["Title: Lanterns [added: and lamps]"]


def test_words_far_from_a_change_are_left_out(article, make_article):
    long = " ".join(f"word{n}" for n in range(60))
    old = make_article.revise(article, body=BODY + f"<p>{long} 2 mg {long}</p>")
    new = make_article.revise(article, body=BODY + f"<p>{long} 4 mg {long}</p>", to="in_review")
    (line,) = changes.in_words(old, new)
    assert "[removed: 2 mg] [added: 4 mg]" in line
    assert line.startswith("Presentation: … word52")
    assert len(line) < 250


def test_a_mail_stays_short_however_much_changed(article, make_article):
    body = BODY + "".join(f"<p>Line {n} of it.</p>" for n in range(90))
    new = make_article.revise(article, body=body, to="in_review")
    lines = changes.in_words(article.versions.get(number=1), new)
    assert len(lines) == changes.MOST_LINES + 1
    assert lines[-1] == "… and 50 more lines, all in the comparison"


def test_a_sent_mail_has_no_markup(told, make_article, ada):
    with time_machine.travel("2026-11-23T12:00Z"):
        draft = make_article(to="draft", title="Lamps & <b>oil</b>").versions.get()
    message = told(actions.submit, draft, by=ada)["rita"]
    assert message.subject == "To review: Lamps & <b>oil</b>"
    assert "all of it is new" in message.body
