"""How often one member, or one network, may do what anyone may do, and how much of a page they may quote."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

VOTES_PER_HOUR, MESSAGES_PER_HOUR, SUBSCRIPTIONS_PER_HOUR = 120, 20, 60
LONGEST_QUOTE = 500  # characters
NO_PATIENTS = "Please leave out anything that could identify a patient."
MAILS_PER_HOUR = 5  # to one address, when it asks for the newsletter


def too_many(request: HttpRequest, what: str) -> HttpResponse:
    """The page that says so."""
    return render(request, "429.html", {"what": what}, status=429)
