"""Nothing scrolls sideways at 320 px, and spaced-out text is not cut off."""

import pytest

from tests.browser.places import LANGUAGES, PLACES
from tests.browser.visitor import Visitor

# How far the page can be scrolled sideways, and the elements that make it so.
OVERFLOW = """
() => {
    const page = document.scrollingElement, right = page.clientWidth;
    if (page.scrollWidth <= right) return [];
    return [page.scrollWidth, ...[...document.body.querySelectorAll("*")]
        .filter(element => element.getBoundingClientRect().right > right
            && !element.closest(".scroll"))
        .map(element => element.outerHTML.slice(0, 120))];
}
"""
# What scrolls sideways by itself must be reached by the keyboard, and have a name.
UNLABELLED_SCROLLERS = """
() => [...document.body.querySelectorAll("*")]
    .filter(element => element.scrollWidth > element.clientWidth + 1
        && ["auto", "scroll"].includes(getComputedStyle(element).overflowX)
        && !(element.tabIndex === 0 && element.getAttribute("role") === "region"
            && (element.getAttribute("aria-label") || element.getAttribute("aria-labelledby"))))
    .map(element => element.outerHTML.slice(0, 120))
"""
# The distances of WCAG 1.4.12, in a stylesheet that the policy lets a visitor's own tool make.
SPACE_OUT = """
() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}
"""
CUT_OFF = """
() => [...document.body.querySelectorAll("*")]
    .filter(element => {
        const style = getComputedStyle(element);
        const cuts = value => ["hidden", "clip"].includes(value);
        return !element.closest(".visually-hidden, svg, input, select")
            && element.checkVisibility()
            && (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1
                || cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
    })
    .map(element => element.outerHTML.slice(0, 120))
"""


def faults(visitor: Visitor) -> list:
    tab = visitor.tab
    visitor.unfold()
    return tab.evaluate(OVERFLOW) + tab.evaluate(UNLABELLED_SCROLLERS) + tab.evaluate(CUT_OFF)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_fit_a_narrow_screen(visitor, language):
    found = {}
    visitor.narrow()
    for kind in PLACES:
        visitor.open_place(kind, language)
        found[kind] = faults(visitor)
    assert found == dict.fromkeys(PLACES, [])


@pytest.mark.parametrize("width", ["narrow", "widen"])
def test_spaced_out_text_is_whole(visitor, width):
    found = {}
    getattr(visitor, width)()
    for kind in PLACES:
        visitor.open_place(kind, "fr")
        visitor.tab.evaluate(SPACE_OUT)
        found[kind] = faults(visitor)
    assert found == dict.fromkeys(PLACES, [])


def test_overflow_is_noticed(visitor):
    visitor.narrow()
    visitor.open_place("home", "en")
    visitor.tab.evaluate("document.querySelector('h1').style.width = '400px'")
    assert faults(visitor)
    visitor.tab.reload()
    visitor.tab.evaluate(
        "Object.assign(document.querySelector('main').style, {overflow: 'hidden', height: '20px'})"
    )
    assert faults(visitor)
