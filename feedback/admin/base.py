from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from ..models import Message, Subscription, Usefulness, Vote


class ReadOnlyAdmin(admin.ModelAdmin):
    """What readers tell us is read here, never written."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Usefulness)
class UsefulnessAdmin(ReadOnlyAdmin):
    """Yes and no per version, so that a revision can be judged by the one before it."""

    list_display = ["title", "document_id", "number", "status", "yes", "no", "useful", "comments"]
    list_display_links = None
    list_filter = ["status", "article__topics"]
    search_fields = ["title", "article__document_id"]
    list_select_related = ["article"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            Usefulness.objects.released()
            .defer(*Usefulness.LONG)
            .annotate(
                yes_votes=Count("votes", filter=Q(votes__is_useful=True, votes__set_aside="")),
                no_votes=Count("votes", filter=Q(votes__is_useful=False, votes__set_aside="")),
                comment_count=Count("votes", filter=~Q(votes__comment="")),
            )
        )

    @admin.display(ordering="article__document_id", description="document ID")
    def document_id(self, version: Usefulness) -> int:
        return version.article.document_id

    @admin.display(ordering="yes_votes")
    def yes(self, version) -> int:
        return version.yes_votes

    @admin.display(ordering="no_votes")
    def no(self, version) -> int:
        return version.no_votes

    @admin.display(description="useful to")
    def useful(self, version) -> str:
        votes = version.yes_votes + version.no_votes
        return f"{version.yes_votes / votes:.0%} of {votes}" if votes else "no answers yet"

    @admin.display(ordering="comment_count")
    def comments(self, version) -> int:
        return version.comment_count


@admin.register(Vote)
class VoteAdmin(ReadOnlyAdmin):
    """Single answers, for their comments. Who gave them is not shown."""

    list_display = ["version", "is_useful", "comment", "voted_at"]
    list_filter = ["is_useful", ("comment", admin.EmptyFieldListFilter), "voted_at"]
    list_select_related = ["version"]
    search_fields = ["comment", "version__title"]
    fields = ["version", "is_useful", "comment", "voted_at"]


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["sent_at", "body", "email"]
    search_fields = ["body", "email"]
    fields = ["sent_at", "body", "email"]


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = ["email", "topic", "asked_at", "confirmed_at", "ended_at"]
    list_filter = ["topic", ("confirmed_at", admin.EmptyFieldListFilter), ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["topic"]
    search_fields = ["email"]
