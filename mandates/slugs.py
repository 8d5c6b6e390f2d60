"""Proposals for address parts. A slug is stored once and never computed again."""

from django.utils.text import slugify


def propose_document_slug(place: str, year: int, short_title: str) -> str:
    """Address part from the town, the year and the short title, in English where there is one.

    propose_document_slug("Panama City, Panama", 2015, "Mandates") is "panama-city-2015-mandates".
    """
    town = place.split(",")[0]
    return slugify(f"{town} {year} {short_title}")[:120].strip("-")
