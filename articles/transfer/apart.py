"""Reading one file in a process of its own, which ends when it takes too much memory (`limited.py` runs this file)."""

import pickle
import resource
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def _limit(megabytes: int, seconds: int) -> None:
    """Let this process have so much more memory than it has, and so much time of the processor."""
    pages = int(Path("/proc/self/statm").read_text().split()[5]) if Path("/proc/self/statm").exists() else 0
    most = pages * resource.getpagesize() + megabytes * 1_000_000
    if pages:
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def main() -> None:
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from articles.transfer import formats, limits
    from articles.transfer.files import ArticleFileError

    content, name = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 (from our own process)
    _limit(limits.MEGABYTES, limits.SECONDS)
    try:
        answer: object = formats.read(content, name=name)
    except ArticleFileError as error:
        answer = error
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
