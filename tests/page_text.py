"""Reading pages in tests: the words between tags, and a document with a short name of its own."""

import datetime
import re

from django.test import Client

from mandates.models import Document
from tests.factories import in_four, make_document, make_meeting


def texts(pattern: str, html: str) -> list[str]:
    """What the pattern's group finds, without tags and doubled spaces."""
    plain = (re.sub(r"<[^>]+>", "", found) for found in re.findall(pattern, html, re.DOTALL))
    return [" ".join(found.split()) for found in plain]


def metas(html: str) -> list[str]:
    """The quiet lines of the page."""
    return texts(r'<p class="meta">(.*?)</p>', html)


def said_on(browser: Client, address: str) -> list[str]:
    """What the page at the address says was done just before."""
    html = browser.get(address).text
    statuses = re.findall(r'<div role="status">(.*?)</div>\n</div>', html, re.DOTALL)
    return texts(r"<p>(.*?)</p>", "".join(statuses))


def a_document(place: str, year: int, **fields) -> Document:
    """A plan of action of the Summit known as "<place> <year>"."""
    meeting = make_meeting(slug=f"{place.lower()}-{year}", starts_on=datetime.date(year, 4, 1))
    for language in in_four("", "", "", ""):
        meeting.write(language, short_name=f"{place} {year}")
    meeting.save()
    return make_document(meeting=meeting, slug=f"{place.lower()}-{year}-plan", **fields)
