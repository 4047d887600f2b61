from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names each static file after its content, and rewrites the imports of ES modules to those names.

    So browsers keep files for good, modules import each other by plain relative paths, and no page needs an import
    map, which would be an inline script (docs/decisions/0006-static-files.md).
    """

    support_js_module_import_aggregation = True
