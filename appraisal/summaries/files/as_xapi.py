"""The summary as xAPI 1.0.3 statements for a learning record store: one for each reflection and each view logged."""

import json
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings

REFLECTED = {"id": "http://id.tincanapi.com/verb/reflected", "display": {"en-GB": "reflected on"}}
READ = {"id": "http://id.tincanapi.com/verb/viewed", "display": {"en-GB": "read"}}
SAVED = {"id": "http://activitystrea.ms/schema/1.0/save", "display": {"en-GB": "saved"}}
REFLECTION = "http://id.tincanapi.com/activitytype/reflection"
ARTICLE = "http://activitystrea.ms/schema/1.0/article"
FILE = "http://activitystrea.ms/schema/1.0/file"


def render(summary: dict[str, Any], stamp: Any = None) -> str:
    """A JSON array of statements, the oldest first. Their ids are the same each time: sent twice, nothing is added.

    A frozen summary of nothing has one about itself, so that no two have the same file.
    """
    who = actor(summary)
    entries = [reflected(summary, who, entry) for entry in summary["entries"] or []]
    views = [read(summary, who, number, view) for number, view in enumerate(summary["reading_log"] or [])]
    alone = [saved(summary, who)] if summary["code"] and not entries + views else []
    statements = sorted([*entries, *views, *alone], key=lambda it: datetime.fromisoformat(it["timestamp"]))
    return json.dumps(statements, ensure_ascii=False, indent=2)


def actor(summary: dict[str, Any]) -> dict[str, Any]:
    """Who did it, known by the summary's code: no email address and no registration number leave with a statement."""
    name = summary["code"] or "preview"
    return {
        "objectType": "Agent",
        "name": summary["member"]["name"],
        "account": {"homePage": settings.SITE_URL, "name": f"summary-{name}"},
    }


def statement_id(summary: dict[str, Any], what: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/{summary['code'] or summary['generated_at']}/{what}"))


def reflected(summary: dict[str, Any], who: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    """A member reflected on what they had read: the answers are the response, what was claimed is the duration."""
    response = "\n\n".join(f"{line['heading']}\n{line['text']}" for line in entry["lines"])
    sources = [activity(source) for source in entry["sources"]]
    return {
        "id": statement_id(summary, f"entry-{entry['id']}"),
        "actor": who,
        "verb": REFLECTED,
        "object": {
            "objectType": "Activity",
            "id": f"{settings.SITE_URL}/verify/{summary['code'] or 'preview'}/entries/{entry['id']}",
            "definition": {"type": REFLECTION, "name": {"en-GB": entry["title"]}},
        },
        "result": {"response": response, "duration": duration(entry["claimed_minutes"] * 60)},
        **({"context": {"contextActivities": {"other": sources}}} if sources else {}),
        "timestamp": f"{entry['date']}T12:00:00Z",
    }


def read(summary: dict[str, Any], who: dict[str, Any], number: int, view: dict[str, Any]) -> dict[str, Any]:
    """A member read a version of an article for so long, as measured."""
    return {
        "id": statement_id(summary, f"view-{number}"),
        "actor": who,
        "verb": READ,
        "object": activity(view),
        "result": {"duration": duration(view["active_seconds"])},
        "timestamp": datetime.fromisoformat(view["opened_at"]).isoformat(),
    }


def saved(summary: dict[str, Any], who: dict[str, Any]) -> dict[str, Any]:
    """A member saved this summary."""
    return {
        "id": statement_id(summary, "summary"),
        "actor": who,
        "verb": SAVED,
        "object": {
            "objectType": "Activity",
            "id": summary["verify_url"],
            "definition": {"type": FILE, "name": {"en-GB": summary["title"]}},
        },
        "timestamp": summary["generated_at"],
    }


def activity(source: dict[str, Any]) -> dict[str, Any]:
    """The exact version, known by its lasting address."""
    return {
        "objectType": "Activity",
        "id": source["url"],
        "definition": {"type": ARTICLE, "name": {"en-GB": f"{source['title']}, version {source['version']}"}},
    }


def duration(seconds: int) -> str:
    """ISO 8601, as xAPI asks for: PT1H30M."""
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = "".join(f"{value}{unit}" for value, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if value)
    return f"PT{parts or '0S'}"
