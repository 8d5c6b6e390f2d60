"""Whole copies of the portal: one file with the database, uploaded files and checksums."""

from .archive import Unusable, read, write

__all__ = ["Unusable", "read", "write"]
