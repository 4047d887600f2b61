"""What a batch of 200 articles takes to import, in each format: seconds, and the most memory.

.venv/bin/python bench/imports.py [--articles 200]
"""

import argparse
import io
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200)
    articles = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "patientplus.settings", "SECRET_KEY": "bench", "DATA_DIR": folder}
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        measure(Path(folder), articles)


def measure(folder: Path, articles: int) -> None:
    """Import so many articles of about a thousand words in each format, as drafts of one author."""
    import django

    django.setup()
    from django.contrib.auth.models import Group
    from django.core.management import call_command

    from accounts.models import User
    from tests.articles.printed_samples import DOCUMENTS, WRITERS

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    author = User.objects.create_user("author@example.org", display_name="Demo author")
    author.groups.add(Group.objects.get(name="Author"))
    document = [*DOCUMENTS["long"][:4], *DOCUMENTS["doses"][4:5], *DOCUMENTS["bullets"][4:], *DOCUMENTS["long"][4:]]
    document += DOCUMENTS["cited"][-5:]
    print(f"{'format':8} {'articles':>8} {'seconds':>8} {'most MiB':>9}")
    for place, (ending, write) in enumerate(WRITERS.items(), start=1):
        content = write([part for part in document if not str(part[1]).startswith("Document ID")])
        files = []
        for number in range(articles):
            files.append(folder / f"{number}{ending}")
            files[-1].write_bytes(content)
        started, out = time.perf_counter(), io.StringIO()
        options = ["--author=author@example.org", f"--number-from={place * 10_000}"]
        call_command("import_article", *map(str, files), *options, stdout=out, stderr=out)
        seconds = time.perf_counter() - started
        print(
            f"{ending:8} {articles:8} {seconds:8.1f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:9.0f}"
        )


if __name__ == "__main__":
    main()
