"""Every kind of public page in four languages, light and dark: axe and the width.

English is looked at on a narrow and a wide screen, its colours on the wide one. The dark colours
and the other languages are looked at for what differs in them: the width on all pages, the rest in
each of the three languages on a third of them, so that all pages are seen in one. `make deep` looks
at everything whole.
"""

import pytest

from tests.browser.barriers import COLOURS, ONCE, WHOLE, WORDS, barriers, scan
from tests.browser.places import LANGUAGES, PLACES

LOOKS = [
    pytest.param("en", ONCE, id="en"),
    *(
        pytest.param(language, WORDS._replace(third=third), id=language)
        for third, language in enumerate(LANGUAGES[1:])
    ),
    *(
        pytest.param(language, WHOLE, id=f"{language}-whole", marks=pytest.mark.deep)
        for language in LANGUAGES
    ),
]
DARK_LOOKS = [COLOURS, pytest.param(WHOLE, marks=pytest.mark.deep)]


def look_at_all(visitor, language, look) -> dict[str, list]:
    found = {}
    for place, kind in enumerate(PLACES):
        visitor.open_place(kind, language)
        found[kind] = barriers(visitor, look.at(place))
    return {kind: faults for kind, faults in found.items() if faults}


@pytest.mark.parametrize(("language", "look"), LOOKS)
def test_pages_have_no_barrier(visitor, language, look):
    assert look_at_all(visitor, language, look) == {}


@pytest.mark.parametrize("look", DARK_LOOKS, ids=["colours", "whole"])
def test_dark_pages_have_no_barrier(visitor, look):
    visitor.tab.emulate_media(color_scheme="dark")
    assert look_at_all(visitor, "en", look) == {}


@pytest.mark.parametrize(
    ("barrier", "rule"),
    [
        ("document.querySelector('label[for=f-year]').remove()", "select-name"),
        ("document.querySelector('h1').style.color = '#ddd'", "color-contrast"),
        ("document.documentElement.lang = ''", "html-has-lang"),
    ],
)
def test_scan_notices_a_barrier(visitor, barrier, rule):
    visitor.open_place("theme", "en")
    visitor.tab.evaluate(barrier)
    assert rule in {line.partition(":")[0] for line in scan(visitor)}
