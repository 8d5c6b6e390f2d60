"""The same address in another language: only the first part of the path differs."""

from django.utils.translation import get_language_from_path


def without_language(path: str) -> str:
    """ "/es/themes/" becomes "/themes/"; a path without language stays as it is."""
    language = get_language_from_path(path)
    if not language or not path.lower().startswith(f"/{language}/"):
        return path
    return path[len(language) + 1 :]


def in_language(path: str, language: str) -> str:
    """`path` (a query may follow) in `language`; the home page where the path has no language."""
    bare = without_language(path)
    return f"/{language}/" if bare == path else f"/{language}{bare}"
