import re
from functools import cache

from django.core.files.base import ContentFile, File
from rcssmin import cssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Lines of a script that hold nothing but a comment. Safe as long as no text in back
# quotes goes over a line (tests/test_look.py).
COMMENTS = re.compile(r"^[ \t]*(?://.*|/\*(?s:.*?)\*/)\n", re.MULTILINE)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names each static file after its content, and rewrites the imports of ES modules to those names.

    So browsers keep files for good, modules import each other by plain relative paths, and no page needs an import
    map, which would be an inline script (docs/decisions/0006-static-files.md). Our style sheets and scripts travel
    without what only their authors read.
    """

    support_js_module_import_aggregation = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # A page asks for twenty addresses, and they stay the same while the process lives.
        self.url = cache(super().url)  # type: ignore[method-assign]  # kept for good

    def _save(self, name: str, content: File) -> str:
        if name.startswith(("css/", "js/")):
            content.seek(0)  # it was read before, for the hash in its name
            content = ContentFile(as_sent(name, content.read().decode()).encode())
        return super()._save(name, content)


def as_sent(name: str, text: str) -> str:
    """A style sheet without comments and spaces, a script without the lines that are comments."""
    return cssmin(text) if name.endswith(".css") else COMMENTS.sub("", text)
