"""What a load balancer asks: is the process alive, and can it do its work?

Two plain answers rather than django-health-check: its page runs on async views, brings inline styles that our policy
forbids, and tells everybody what is wrong.
"""

import logging

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Restart it when this fails."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """The database and the shared cache answer. Send no visitors here while this is 503; the log says why."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from django_migrations")
        cache.set("health", "ready", timeout=60)
        is_ready = cache.get("health") == "ready"
    except Exception:  # whatever is wrong, this server cannot work
        log.exception("not ready")
        is_ready = False
    return HttpResponse(
        "ready\n" if is_ready else "not ready\n", content_type="text/plain", status=200 if is_ready else 503
    )
