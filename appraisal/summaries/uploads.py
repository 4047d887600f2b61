"""An upload of which only the hash is taken: the file is written nowhere."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

MOST_BYTES = 50 * 1024 * 1024


class HashedFile(UploadedFile):
    """A hashed file is what is left of an upload: its size, and its SHA-256 in hexadecimal."""

    def __init__(self, sha256: str, size: int) -> None:
        super().__init__(ContentFile(b""), name="file", size=size)
        self.sha256 = sha256


class HashingUploadHandler(FileUploadHandler):
    """Hashes each piece as it arrives and forgets it. What is longer than any file of ours is not read to its end."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.hash = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MOST_BYTES:
            raise StopUpload(connection_reset=True)
        self.hash.update(raw_data)

    def file_complete(self, file_size: int) -> HashedFile:
        return HashedFile(self.hash.hexdigest(), file_size)
