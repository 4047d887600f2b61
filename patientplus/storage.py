from django.core.files.base import ContentFile, File
from rcssmin import cssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names each static file after its content, and rewrites the imports of ES modules to those names.

    So browsers keep files for good, modules import each other by plain relative paths, and no page needs an import
    map, which would be an inline script (docs/decisions/0006-static-files.md). Style sheets lose their comments and
    spaces, which were a quarter of what travelled.
    """

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: File) -> str:
        if name.endswith(".css"):
            content = ContentFile(cssmin(content.read().decode()).encode())
        return super()._save(name, content)
