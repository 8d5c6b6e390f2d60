"""Uploads on their way in, before any view sees them: bounded, and no fault of the disk is a 500.

A file that is too large is read to its end and not kept, so that the form can say so.
"""

from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from .file_kinds import MAX_BYTES

# Set on a file that could not be written for want of room.
NOT_WRITTEN = "not_written"


class Bounded(FileUploadHandler):
    """Passes on no more of a file than shows that it is too large."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= MAX_BYTES else None

    def file_complete(self, file_size: int) -> None:
        return None


class Temporary(TemporaryFileUploadHandler):
    """Files in the folder of temporary files; one that finds no room is marked and left empty."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.full = False
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self.full, self.file = True, None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.full:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self.full = True

    def file_complete(self, file_size: int) -> TemporaryUploadedFile | UploadedFile | None:
        if self.file is not None and not self.full:
            try:
                return super().file_complete(file_size)
            except OSError:
                self.full = True
        file = self.file or UploadedFile(None, self.file_name, self.content_type, 0)
        setattr(file, NOT_WRITTEN, True)
        return file
