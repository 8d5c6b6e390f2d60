"""Every public page: crawled from the home page in each language over the demonstration data.

In English fifty of each kind are read, in the other languages some; `make deep` reads them all.
"""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import resolve

OTHERS = ["es", "fr", "pt-br"]
ASKED = {"reports:timeline", "reports:changes"}  # nothing without a query
CRAWLS = [
    ("en", 50),
    *((language, 8) for language in OTHERS),
    *(pytest.param(language, None, marks=pytest.mark.deep) for language in ("en", *OTHERS)),
]


class Page(HTMLParser):
    """What the crawl looks at: language, headings, ids, links, and anything inline."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lang, self.links, self.ids, self.inline = "", [], Counter(), []
        self.headings, self.title, self._in = Counter(), "", None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self._in = tag
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag in ("h1", "h2", "h3"):
            self.headings[tag] += 1
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if "id" in given:
            self.ids[given["id"]] += 1
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]

    def handle_data(self, data):
        if self._in == "title" and not self.title:
            self.title = data.strip()

    def handle_endtag(self, tag):
        self._in = None


def faults(url: str, language: str, response, page: Page) -> list[str]:
    """What is wrong with a page that anybody may read."""
    expected = "pt-BR" if language == "pt-br" else language
    policy = response.headers.get("Content-Security-Policy", "")
    checks = {
        "policy": "default-src 'none'" in policy and "unsafe" not in policy,
        "lang": page.lang == expected,
        "one h1": page.headings["h1"] == 1,
        "title": bool(page.title),
        "inline": page.inline == [],
        "ids once": all(number == 1 for number in page.ids.values()),
        "no cookie": not response.cookies,
        "jumps land": all(link[1:] in page.ids for link in page.links if re.match("#.", link)),
        "no template rest": "{{" not in response.text and "{%" not in response.text,
        "no None": not re.search(r">\s*None\s*<(?!/option)", response.text),
    }
    return [f"{url}: {name}" for name, right in checks.items() if not right]


@pytest.mark.parametrize(("language", "sample"), CRAWLS)
def test_every_page_that_can_be_reached_is_whole(demonstration, language, sample):
    """`sample` is the number of pages of each kind that are read, None for all."""
    client = Client(raise_request_exception=False)
    waiting, seen, wrong, expected_gone = [f"/{language}/"], {f"/{language}/"}, [], 0
    kinds = Counter()
    while waiting:
        url = waiting.pop()
        response = client.get(url)
        if response.status_code == 410:
            expected_gone += 1
        elif response.status_code != 200:
            wrong.append(f"{url}: {response.status_code}")
            continue
        page = Page(response.text)
        wrong += faults(url, language, response, page)
        for link in page.links:
            target = link.split("#")[0].split("?")[0]
            # Ways in and forms set a cookie: tests/accounts/test_sign_in_pages.py and
            # tests/following look at them; documents are made by jobs: tests/opendata.
            elsewhere = target.startswith(
                tuple(f"/{language}/{part}/" for part in ("account", "follow", "data/files"))
            )
            if not target.startswith(f"/{language}/") or elsewhere or target in seen:
                continue
            seen.add(target)
            kind = resolve(target).view_name
            kinds[kind] += 1
            if sample is None or kinds[kind] <= sample:
                waiting.append(link.split("#")[0] if kind in ASKED else target)
    assert wrong[:20] == []
    assert len(seen) > 300 and len(kinds) > 20
    assert expected_gone == 0  # a withdrawn report is linked from nowhere
