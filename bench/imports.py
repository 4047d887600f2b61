"""What a batch of 200 articles takes to import, in each format: time, and the most memory.

`python3 bench/imports.py` imports into a new SQLite database; with --postgresql ADDRESS into the empty database there.
Each format has a process of its own, so that its memory is its own. Options: --help.
"""

import argparse
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FORMATS = (".html", ".docx", ".txt", ".xml")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--postgresql", metavar="ADDRESS", help="of an empty database, instead of a new SQLite one")
    parser.add_argument("--only", choices=FORMATS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        measure(options.only, options.articles)
        return
    print(
        f"{'format':8} {'articles':>8} {'bytes each':>10} {'seconds':>8} {'of processor':>12} {'MiB before / most':>18}"
    )
    with tempfile.TemporaryDirectory() as folder:
        settings = {"DJANGO_SETTINGS_MODULE": "patientplus.settings", "SECRET_KEY": "bench", "DATA_DIR": folder}
        settings["DATABASE_URL"] = options.postgresql or f"sqlite:///{folder}/bench.sqlite3"
        for ending in FORMATS:
            command = [sys.executable, __file__, f"--articles={options.articles}", f"--only={ending}"]
            subprocess.run(command, check=True, env=os.environ | settings)


def measure(ending: str, articles: int) -> None:
    """Import so many articles of about a thousand words in one format, as drafts of one author."""
    import django

    django.setup()
    from django.contrib.auth.models import Group
    from django.core.management import call_command

    from accounts.models import User
    from tests.articles.transfer.printed_samples import DOCUMENTS, WRITERS

    call_command("prepare", verbosity=0)
    author, _ = User.objects.get_or_create(email="author@example.org", defaults={"display_name": "Demo author"})
    author.groups.add(Group.objects.get(name="Author"))
    document = [*DOCUMENTS["long"][:4], *DOCUMENTS["doses"][4:5], *DOCUMENTS["bullets"][4:], *DOCUMENTS["long"][4:]]
    document += DOCUMENTS["cited"][-5:]
    content = WRITERS[ending]([part for part in document if not str(part[1]).startswith("Document ID")])
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}{ending}" for number in range(articles)]
        for file in files:
            file.write_bytes(content)
        options = ["--author=author@example.org", f"--number-from={(FORMATS.index(ending) + 1) * 10_000}"]
        before, started, processor = _most_memory(), time.perf_counter(), time.process_time()
        call_command("import_article", *map(str, files), *options, stdout=io.StringIO(), stderr=io.StringIO())
    seconds, of_processor = time.perf_counter() - started, time.process_time() - processor
    memory = f"{before:.0f} / {_most_memory():.0f}"
    print(f"{ending:8} {articles:8} {len(content):10} {seconds:8.1f} {of_processor:12.1f} {memory:>18}", flush=True)


def _most_memory() -> float:
    """The most that this process has held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
