"""axe on every kind of public page, in four languages, narrow and wide, light and dark."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.places import LANGUAGES, PLACES
from tests.browser.visitor import Visitor

# axe's own options, but that one-character texts count: numbers in tables and in the margin.
CONTRAST = {
    "ignoreUnicode": True,
    "ignoreLength": True,
    "ignorePseudo": False,
    "boldValue": 700,
    "boldTextPt": 14,
    "largeTextPt": 18,
    "contrastRatio": {"normal": {"expected": 4.5}, "large": {"expected": 3}},
    "pseudoSizeThreshold": 0.25,
    "shadowOutlineEmMax": 0.1,
}
CONFIGURE = "options => axe.configure({checks: [{id: 'color-contrast', options}]})"
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],
}
# What axe leaves to a person (its rule and message, inside which element), and what was found.
REVIEWED = {
    ("color-contrast", "elmPartiallyObscured", ".scroll"): (
        "A cell beneath the table's first column, which stays in place while the others scroll: "
        "the same cells are scanned in the open on the wide screen."
    ),
}


def scan(visitor: Visitor) -> list[str]:
    """What axe finds on the open page, and what it leaves undecided and nobody has reviewed."""
    tab = visitor.tab
    visitor.unfold()
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE_SCRIPT)
        tab.evaluate(CONFIGURE, CONTRAST)
    results = tab.evaluate("options => axe.run(options)", OPTIONS)
    found = [(rule, node) for rule in results["violations"] for node in rule["nodes"]]
    found += [
        (rule, node)
        for rule in results["incomplete"]
        for node in rule["nodes"]
        if not is_reviewed(visitor, rule["id"], node)
    ]
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule, node in found]


def is_reviewed(visitor: Visitor, rule: str, node: dict) -> bool:
    messages = {(check["data"] or {}).get("messageKey") for check in node["any"]}
    place = visitor.tab.locator(node["target"][0])
    return any(
        rule == known
        and message in messages
        and place.evaluate("(element, area) => element.closest(area) !== null", area)
        for known, message, area in REVIEWED
    )


def scan_both_widths(visitor: Visitor) -> dict[str, list[str]]:
    visitor.narrow()
    narrow = scan(visitor)
    visitor.widen()
    return {"narrow": narrow, "wide": scan(visitor)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PLACES)
def test_page_has_no_barrier(visitor, kind, language):
    visitor.open_place(kind, language)
    assert scan_both_widths(visitor) == {"narrow": [], "wide": []}


@pytest.mark.parametrize("kind", PLACES)
def test_dark_page_has_no_barrier(visitor, kind):
    visitor.tab.emulate_media(color_scheme="dark")
    visitor.open_place(kind, "en")
    assert scan_both_widths(visitor) == {"narrow": [], "wide": []}


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
