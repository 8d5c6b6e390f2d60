"""Spaced-out text is not cut off and does not push the page sideways; hints in fields are whole."""

import pytest

from tests.browser.barriers import overflow
from tests.browser.places import LANGUAGES, PLACES

# The distances of WCAG 1.4.12, in a stylesheet that the policy lets a visitor's own tool make.
SPACE_OUT = """
() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}
"""
# Of each field with a hint: the room for its text, less the hint's width.
ROOM_LEFT = """
() => [...document.querySelectorAll('[placeholder]')].map(field => {
    const box = getComputedStyle(field), hint = getComputedStyle(field, '::placeholder');
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = `${hint.fontWeight} ${hint.fontSize} ${hint.fontFamily}`;
    const room = field.clientWidth - parseFloat(box.paddingLeft) - parseFloat(box.paddingRight);
    return room - pen.measureText(field.placeholder).width;
})
"""


@pytest.mark.parametrize("width", ["narrow", "widen"])
def test_spaced_out_text_is_whole(visitor, width):
    found = {}
    getattr(visitor, width)()
    for kind in PLACES:
        visitor.open_place(kind, "fr")
        visitor.tab.evaluate(SPACE_OUT)
        found[kind] = overflow(visitor)
    assert found == dict.fromkeys(PLACES, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_hints_of_the_search_are_whole_on_a_narrow_screen(visitor, language):
    visitor.narrow()
    visitor.open_place("home", language)
    left = visitor.tab.evaluate(ROOM_LEFT)
    assert len(left) == 2
    assert min(left) > 0


def test_overflow_is_noticed(visitor):
    visitor.narrow()
    visitor.open_place("home", "en")
    visitor.tab.evaluate("document.querySelector('h1').style.width = '400px'")
    assert overflow(visitor)
    visitor.tab.reload()
    visitor.tab.evaluate(
        "Object.assign(document.querySelector('main').style, {overflow: 'hidden', height: '20px'})"
    )
    assert overflow(visitor)
