"""How fast and how forgiving the search is in a large library, beside raw SQL (floor E).

python -m bench.library 5000          fills the empty database of DATABASE_URL
python -m bench.search [HOSTILE]      misspelt titles, abbreviations, hostile texts (10,000), pages, publishing

Floor E is the least with which one could search: one view without middleware that asks the database's own index (weighted
tsvector with GIN, or FTS5 with bm25) for articles with all words, and prints ten titles and summaries. No typos, no
equivalents, no filters, no snippets. Site and floor answer in turns, in this process: what is measured is the work of one
request, without a network. Each question is asked once, so that nothing comes from memory unless the row says so.
"""

import random
import statistics
import string
import sys
import time
from collections.abc import Callable, Iterable, Sequence

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles import generations, search  # noqa: E402
from articles.models import Equivalent, Form, Version  # noqa: E402

SEED = 7
EACH = 200  # requests of each kind
FIRST = 3  # results among which the right one has to be
SIGNS = "\"'*():^-~\\%_\0\n\t;<>&|!{}[]\u202e\u0301\ufb01\ufdfa🏮é" + string.printable
SMALL_TEMPLATE = Engine().from_string(
    "<!doctype html><title>{{ q }}</title>{% for title, summary in rows %}<p>{{ title }}</p><p>{{ summary }}</p>{% endfor %}"
)


# --- Questions ---


def slip(chance: random.Random, title: str) -> str:
    """A title with one edit anywhere: a letter left out, put in, changed, or two of them swapped."""
    at = chance.randrange(1, len(title) - 1)
    head, letter, tail = title[:at], title[at], title[at + 1 :]
    other = chance.choice(string.ascii_lowercase)
    ways = [head + tail, head + other + letter + tail, head + other + tail, head + tail[0] + letter + tail[1:]]
    return chance.choice(ways)


def hostile(chance: random.Random, words: Sequence[str]) -> str:
    """Something that nobody should have to look for: signs, commands, other scripts, too much of anything."""
    return chance.choice(
        [
            "".join(chance.choices(SIGNS, k=chance.randrange(1, 200))),
            " ".join(chance.choices(words, k=chance.randrange(1, 150))),
            "".join(chr(chance.randrange(0x10FFFF)) for _ in range(chance.randrange(1, 60))),
            "".join(chance.choices(string.ascii_lowercase, k=chance.randrange(1, 40))),
            chance.choice([*words[:50], "AND", "NEAR(", "' or 1=1 --", "x" * 300]) * chance.randrange(1, 40),
        ]
    )


# --- Floor E ---


def make_floor() -> None:
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists floor_e")
        if connection.vendor == "sqlite":
            cursor.execute("create virtual table floor_e using fts5(title, summary, text, tokenize = 'porter')")
            cursor.execute("insert into floor_e select title, summary, text from articles_version")
            return
        cursor.execute(
            "create table floor_e as select title, summary, setweight(to_tsvector('english', title), 'A')"
            " || setweight(to_tsvector('english', summary), 'B') || setweight(to_tsvector('english', text), 'D') as words"
            " from articles_version"
        )
        cursor.execute("create index on floor_e using gin (words)")
        cursor.execute("vacuum analyze floor_e")


def floor_e(request) -> HttpResponse:
    """Ten titles and summaries of articles that have all the words, by the database's own ranking."""
    asked = request.GET["q"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            quoted = " ".join(f'"{word}"' for word in asked.split())
            cursor.execute(
                "select title, summary from floor_e where floor_e match %s order by bm25(floor_e, 6, 2, 1) limit 10",
                [quoted],
            )
        else:
            cursor.execute(
                "select title, summary from floor_e, plainto_tsquery('english', %s) as asked where words @@ asked"
                " order by ts_rank(words, asked) desc limit 10",
                [asked],
            )
        rows = cursor.fetchall()
    return HttpResponse(SMALL_TEMPLATE.render(Context({"q": asked, "rows": rows})))


# --- Measuring ---

SITE = WSGIHandler()


def ask_site(path: str, **asked: str) -> None:
    environ = RequestFactory(SERVER_NAME="localhost").get(path, asked, secure=True).environ
    response = SITE(environ, lambda *args: None)
    if response.status_code != 200:
        raise SystemExit(f"{path} answers {response.status_code}.")


def ask_floor(path: str, **asked: str) -> None:
    floor_e(RequestFactory().get(path, asked))


def milliseconds(call: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    call()
    return 1000 * (clock() - start)


def both(call: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of this process alone: what a busy machine does not stretch."""
    worked = time.process_time()
    passed = milliseconds(call)
    return passed, 1000 * (time.process_time() - worked)


def spread(times: Iterable[float]) -> tuple[float, float, float]:
    """Median, 95th percentile, and the longest."""
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(0.95 * len(ordered))], ordered[-1]


def queries(path: str, **asked: str) -> int:
    """Queries of a page whose edition is in memory; without asking for the edition, ten times a second at most."""
    lease, generations.LEASE = generations.LEASE, 3600.0
    with CaptureQueriesContext(connection) as captured:
        ask_site(path, **asked)
    generations.LEASE = lease
    return len(captured)


def compare(name: str, path: str, asked: Sequence[dict[str, str]], *, has_floor: bool = False) -> None:
    """A row of the table: the site's times, and in turns with them those of the floor."""
    site, floor = [], []
    for values in asked:
        site.append(both(lambda values=values: ask_site(path, **values)))
        if has_floor:
            floor.append(both(lambda values=values: ask_floor(path, **values)))
    count = queries(path, **(asked[0] | {"page": "2"} if has_floor else asked[0]))
    row = f"| {name} | {_figures(site)} | {count} |"
    if has_floor:
        row += f" {_figures(floor)} | {sum(passed for passed, _ in floor) / sum(passed for passed, _ in site):.2f} |"
    print(row + ("" if has_floor else " | | |"), flush=True)


def _figures(times: Sequence[tuple[float, float]]) -> str:
    p50, p95, _ = spread(passed for passed, _ in times)
    worked50, worked95, _ = spread(worked for _, worked in times)
    return f"{p50:.1f} / {p95:.1f} | {worked50:.1f} / {worked95:.1f}"


def pages(chance: random.Random, titles: Sequence[str], words: Sequence[str]) -> None:
    make_floor()
    print("| page | p50 / p95 ms | of Python | queries | floor E p50 / p95 ms | of Python | beside floor E |")
    print("|---|---|---|---|---|---|---|")
    common = words[:40]
    kinds = {
        "search: a title": chance.sample(titles, EACH),
        "search: two rarer words": [" ".join(chance.sample(words[500:5000], 2)) for _ in range(EACH)],
        "search: a word in nearly every article": common,
        "search: three such words": [" ".join(chance.sample(common, 3)) for _ in range(EACH)],
        "search: a misspelt title": [slip(chance, title) for title in chance.sample(titles, EACH)],
        "search: a question of eight words": [" ".join(chance.sample(words[:3000], 8)) for _ in range(EACH)],
    }
    for name, asked in kinds.items():
        compare(name, "/search/", [{"q": text} for text in asked], has_floor=True)
    again = [{"q": text} for text in chance.choices(chance.sample(titles, 40), k=EACH)]
    compare("search: what was asked before", "/search/", again, has_floor=True)
    typed = [{"q": title[: chance.randrange(2, 8)]} for title in chance.sample(titles, EACH)]
    compare("suggestions", "/search/suggest/", typed)
    settings.KEEP_PAGES = False  # what follows would come from memory
    first = Version.objects.published().select_related("article").first()
    compare("home", "/", [{}] * 20)
    compare("A to Z, one letter", "/articles/b/", [{}] * 20)
    compare("topic", "/topics/topic-01/", [{}] * 20)
    compare("article", first.article.get_absolute_url(), [{}] * 20)
    settings.KEEP_PAGES = True


def forgiving(chance: random.Random, titles: Sequence[str]) -> None:
    def found(text: str, meant: str) -> bool:
        return meant in [hit.version.title for hit in search.find(text).hits[:FIRST]]

    misspelt = [(slip(chance, title), title) for title in chance.sample(titles, 200)]
    print(f"misspelt titles: {sum(found(*it) for it in misspelt)} of {len(misspelt)} among the first {FIRST}")
    short = list(Equivalent.objects.values_list("one", "other"))
    print(f"abbreviations: {sum(found(*it) for it in short)} of {len(short)} among the first {FIRST}", flush=True)


def unbreakable(chance: random.Random, words: Sequence[str], count: int) -> None:
    texts = [hostile(chance, words) for _ in range(count)]
    times = [both(lambda text=text: search.find(text)) for text in texts]
    for name, values in (("by the clock", [it for it, _ in times]), ("of Python", [it for _, it in times])):
        p50, p95, longest = spread(values)
        print(
            f"{count} hostile texts, no error, ms {name}: p50 {p50:.1f}, p95 {p95:.1f}, longest {longest:.1f}",
            flush=True,
        )


def writing() -> None:
    """One article indexed in place of itself, as when its next version is published."""
    some = list(
        Version.objects.published().select_related("article").order_by("pk")[:: max(1, Version.objects.count() // 20)]
    )
    times = [both(lambda version=version: search.index(version)) for version in some]
    for name, values in (("by the clock", [it for it, _ in times]), ("of Python", [it for _, it in times])):
        p50, _, longest = spread(values)
        print(f"indexing one article, ms {name}: p50 {p50:.0f}, longest {longest:.0f}", flush=True)


def rebuilding() -> None:
    """Everything indexed anew, as after a change of how words are looked for."""
    with transaction.atomic():
        passed, worked = both(search.rebuild)
    count = Version.objects.published().count()
    print(f"indexing all {count} anew: {passed / 1000:.0f} s by the clock, {worked / 1000:.0f} s of Python")


if __name__ == "__main__":
    settings.ALLOWED_HOSTS = ["*"]
    chance = random.Random(SEED)
    titles = list(Version.objects.published().order_by("pk").values_list("title", flat=True))
    words = list(Form.objects.order_by("-articles", "form").values_list("form", flat=True))
    print(f"**{connection.vendor}**, {len(titles)} articles")
    search.find(titles[0])
    forgiving(chance, titles)
    pages(chance, titles, words)
    writing()
    unbreakable(chance, words, int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    rebuilding()
