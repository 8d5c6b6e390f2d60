"""What bars somebody's way on a page: what axe finds, and what scrolls sideways or is cut off."""

from typing import NamedTuple

from axe_playwright_python.base import AXE_SCRIPT

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
    "preload": False,  # copies of stylesheets, which the policy forbids and no rule here reads
}


class Look(NamedTuple):
    """How pages are looked at: axe's options on either screen, None where it is passed over.

    With `third`, of two pages in three only the width is looked at.
    """

    narrow: dict | None
    wide: dict | None
    third: int | None = None

    def at(self, place: int) -> "Look":
        """How the page at this place among others is looked at."""
        return self if self.third in (None, place % 3) else WIDTH


# By far the slowest rule, and colours are the same on all screens and in all languages.
BUT_COLOURS = OPTIONS | {"rules": OPTIONS["rules"] | {"color-contrast": {"enabled": False}}}
ONLY_COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "rules": {}}
WHOLE = Look(OPTIONS, OPTIONS)
ONCE = Look(BUT_COLOURS, OPTIONS)
# Where the words are others and nothing else is: at their tightest.
WORDS = Look(BUT_COLOURS, None)
# Where the colours are others and nothing else is.
COLOURS = Look(None, ONLY_COLOURS)
WIDTH = Look({}, None)
# What axe leaves to a person (its rule and message, inside which element), and what was found.
REVIEWED = {
    ("color-contrast", "elmPartiallyObscured", ".scroll"): (
        "A cell beneath the table's first column, which stays in place while the others scroll: "
        "the same cells are scanned in the open on the wide screen."
    ),
    ("color-contrast", "elmPartiallyObscured", ".panels"): (
        "A text at the edge of the panel beside a form, which scrolls by itself: the same text is "
        "scanned in the open on the narrow screen."
    ),
    ("color-contrast", "elmPartiallyObscured", ".chosen"): (
        "A row at the edge of a list of boxes that scrolls by itself, of the colours of the others."
    ),
    ("color-contrast", "elmPartiallyObscured", ".select2-selection"): (
        "The name of a chosen record beside the cross that takes it away, in the field's colours."
    ),
    ("color-contrast", "elmPartiallyObscured", "#deleted-objects"): (
        "One of many records at the edge of the administration's window, of the others' colours."
    ),
    ("color-contrast", "elmPartiallyObscuring", ".scroll, #content"): (
        "A text at the edge of a table that scrolls by itself, or of the administration's window, "
        "in the colours of the texts around it."
    ),
    ("th-has-data-cells", "th-has-data-cells", "#nav-sidebar, #content-main"): (
        "The administration's list of what can be looked at, where nothing can be added."
    ),
    ("color-contrast", "nonBmp", "[aria-hidden=true]"): (
        "A sign for the eye beside words that say the same, of the colour of the text around."
    ),
    ("color-contrast", "imgNode", "svg.chart, svg.map, svg.values"): (
        "Words in a drawing without a ground of its own, in the colours of the text around: ink, "
        "quiet ink and accent on paper."
    ),
    ("color-contrast", "nonBmp", "svg.chart"): "Signs in such words.",
}
SCAN = """
async ([options, reviewed]) => {
    const results = await axe.run(options);
    const decided = (rule, node) => {
        const messages = [...node.any, ...node.all]
            .map(check => check.data?.messageKey ?? check.id);
        const place = document.querySelector(node.target[0]);
        return reviewed.some(([known, message, area]) =>
            rule === known && messages.includes(message) && place.closest(area));
    };
    const told = (rule, node) => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`;
    return [
        ...results.violations.flatMap(rule => rule.nodes.map(node => told(rule, node))),
        ...results.incomplete.flatMap(rule => rule.nodes
            .filter(node => !decided(rule.id, node)).map(node => told(rule, node))),
    ];
}
"""
# Two frames later what a page does when its size changes, such as naming what scrolls, is done.
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
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
CUT_OFF = """
() => [...document.body.querySelectorAll("*")]
    .filter(element => {
        const style = getComputedStyle(element);
        const cuts = value => ["hidden", "clip"].includes(value);
        const isOnlyHeard = at => at !== null
            && (getComputedStyle(at).clipPath === "inset(50%)" || isOnlyHeard(at.parentElement));
        return !element.closest(".visually-hidden, svg, input, select")
            && element.checkVisibility() && !isOnlyHeard(element)
            && (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1
                || cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
    })
    .map(element => element.outerHTML.slice(0, 120))
"""


def scan(visitor: Visitor, options: dict = OPTIONS) -> list[str]:
    """What axe finds on the open page, and what it leaves undecided and nobody has reviewed."""
    tab = visitor.tab
    visitor.unfold()
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE_SCRIPT)
        tab.evaluate(CONFIGURE, CONTRAST)
    return tab.evaluate(SCAN, [options, [list(one) for one in REVIEWED]])


def overflow(visitor: Visitor) -> list:
    """What makes the open page scroll sideways, scrolls without a name, or is cut off."""
    visitor.unfold()
    visitor.tab.evaluate(SETTLED)
    return [
        fault
        for measure in (OVERFLOW, UNLABELLED_SCROLLERS, CUT_OFF)
        for fault in visitor.tab.evaluate(measure)
    ]


def barriers(visitor: Visitor, look: Look = ONCE) -> list:
    """What is wrong with the open page: sideways on a narrow screen, and with axe."""
    found = []
    if look.narrow is not None:
        visitor.narrow()
        found += overflow(visitor)
    if look.narrow:
        found += scan(visitor, look.narrow)
    if look.wide:
        visitor.widen()
        found += scan(visitor, look.wide)
    return found
