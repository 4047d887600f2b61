"""Files are refused, in words, before they can take too much memory or time."""

import io
import zipfile

import pytest

from articles.transfer import apart, limited, limits
from articles.transfer.files import ArticleFileError
from core import process
from tests.articles.transfer.printed_samples import DOCUMENTS, WRITERS


def package(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name.replace("__", "/"), part)
    return content.getvalue()


def refused(content, name):
    with pytest.raises(ArticleFileError) as caught:
        limits.weighed(content, name=name)
    return caught.value.message


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"x" * 6_000_000, "at most 5.0 MB are read. Take its pictures out."),
        ("a.txt", b"x" * 600_000, "at most 0.5 MB are read. Split it"),
        ("a.html", b"<p>x" * 70_000, "more than 60,000 parts"),
        ("a.xml", b"<p/>" * 70_000, "more than 60,000 parts"),
        ("a.docx", package(**{"word__document.xml": b"<w:t/>" * 400_000}), "more than 300,000 parts"),
        ("a.docx", package(**{"word__document.xml": b" " * 9_000_000}), "at most 8.0 MB are read"),
        ("a.docx", package(**{f"word__media__{at}.png": b"" for at in range(2_001)}), "more than 2,000 pieces"),
        ("a.docx", b"no zip", "cannot be read"),
    ],
)
def test_what_is_too_large_is_refused_with_what_to_do(name, content, words):
    assert words in refused(content, name)


def test_pictures_in_a_file_weigh_nothing():
    picture = b"<img src='data:image/png;base64," + b"A" * 4_000_000 + b"'>"
    assert limits.weighed(b"<h1>Lanterns</h1>" + picture, name="a.html").bytes < 1_000
    assert limits.weighed(package(**{"word__media__a.png": b"0" * 60_000_000}), name="a.docx").bytes == 0


@pytest.mark.parametrize("ending", sorted(WRITERS))
def test_documents_of_common_size_are_read_at_once(ending, monkeypatch):
    monkeypatch.setattr(process, "run", None)
    assert limited.read(WRITERS[ending](DOCUMENTS["doses"]), name=f"a{ending}").article.title == "Lanterns"


LONG = b"<h1>Lanterns</h1>" + b"<p>They burn for 5 <b>hours</b>.</p>" * 2_500


def test_a_larger_document_is_read_by_a_process_of_its_own():
    reading = limited.read(LONG, name="a.html")
    assert reading.article.title == "Lanterns"
    assert reading.article.body_html.count("They burn") == 2_500


def test_the_words_of_a_refusal_come_out_of_that_process():
    with pytest.raises(ArticleFileError, match=r"There is nothing in this file|No title was found"):
        limited.read(b"<article>" + b"<p/>" * 20_000 + b"</article>", name="a.xml")


def test_what_takes_too_long_or_too_much_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 0.01)
    with pytest.raises(ArticleFileError, match=r"too much memory or time. Split it"):
        limited.read(LONG, name="a.html")


def test_the_process_may_take_only_so_much_more_memory(tmp_path):
    script = tmp_path / "greedy.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(apart.ROOT)!r})\n"
        "from articles.transfer.apart import _limit\n_limit(50, 20)\nprint(len(b'0' * 20_000_000))\n"
        "b'0' * 100_000_000\n"
    )
    with pytest.raises(process.Failed, match="MemoryError"):
        process.run(script, b"", seconds=20)
