"""Times in words, rounded down: never more than was measured."""


def in_words(seconds: int) -> str:
    """A measured time in whole minutes, rounded down: "12 minutes", "14 hours 20 minutes", "under a minute"."""
    if seconds < 60:
        return "under a minute" if seconds else "no time measured"
    return minutes_in_words(seconds // 60)


def minutes_in_words(minutes: int) -> str:
    """Whole minutes: "1 minute", "2 hours", "14 hours 20 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in [(hours, "hour"), (rest, "minute")] if count
    ]
    return " ".join(parts) or "0 minutes"
