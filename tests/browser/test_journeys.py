"""Finding a report: with the keyboard alone, without scripts, and what shows while doing it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import LANGUAGES, PLACES
from tests.browser.visitor import Visitor

STOPS = 20
MOST_STOPS = 600
# What holds the focus: is it shown by a visible ring, on the screen and in front, and after `last`?
LOOK_AT_FOCUS = """
() => {
    const at = document.activeElement, box = at.getClientRects()[0] || new DOMRect();
    const style = getComputedStyle(at), last = window.lastStop;
    window.firstStop ||= at;
    window.lastStop = at;
    const front = document.elementFromPoint(
        Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
        Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1));
    const inFront = front !== null && (at.contains(front) || front.contains(at)
        || [...(at.labels || [])].some(label => label.contains(front)));
    return {
        what: at.outerHTML.slice(0, 120),
        isPastEnd: at === document.body || Boolean(last) && at === window.firstStop,
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        colours: [style.outlineColor, getComputedStyle(document.body).backgroundColor],
        inFront,
        inOrder: !last || last.compareDocumentPosition(at) === Node.DOCUMENT_POSITION_FOLLOWING
            || last.contains(at),
    };
}
"""
MOVING = """
() => [...document.querySelectorAll("*")].filter(element => {
    const style = getComputedStyle(element);
    return style.animationName !== "none" || style.scrollBehavior !== "auto"
        || !style.transitionDuration.split(",").every(time => parseFloat(time) === 0);
}).map(element => element.outerHTML.slice(0, 120))
"""


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of "rgb(1, 2, 3)"."""
    channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * c for part, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def tab_to(tab: Page, selector: str) -> None:
    """Press Tab until the first element of `selector` has the focus."""
    wanted = tab.locator(selector).first
    expect(wanted).to_be_attached()
    for _stop in range(MOST_STOPS):
        tab.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


def follow(tab: Page, selector: str) -> None:
    """Go to a link by the keyboard and along it."""
    tab_to(tab, selector)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


def others_deep(first: str, *others: str) -> list:
    """One in the suite, the rest by `make deep`: the layout of the pages is the same in them."""
    return [first, *(pytest.param(one, marks=pytest.mark.deep) for one in others)]


@pytest.mark.parametrize("language", others_deep(*LANGUAGES))
def test_skip_link_comes_first_and_leads_to_the_content(visitor, language):
    for kind in PLACES:
        visitor.open_place(kind, language)
        visitor.tab.keyboard.press("Tab")
        skip = visitor.tab.locator("a.skip")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport(ratio=1)
        visitor.tab.keyboard.press("Enter")
        expect(visitor.tab.locator("main")).to_be_focused()


def skip_masthead(tab: Page) -> None:
    tab.keyboard.press("Tab")
    expect(tab.locator("a.skip")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_be_focused()


def focus_faults(tab: Page, stops: int = STOPS) -> list[str]:
    """What is wrong with the focus at each of the next stops of a page."""
    found = []
    for _stop in range(stops):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(LOOK_AT_FOCUS)
        if stop["isPastEnd"]:
            break
        right = stop["ring"] and stop["inFront"] and stop["inOrder"]
        if not right or contrast(*stop["colours"]) < 3:
            found.append(f"{stop}")
    return found


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        ("narrow", "light"),
        ("widen", "dark"),
        pytest.param("narrow", "dark", marks=pytest.mark.deep),
        pytest.param("widen", "light", marks=pytest.mark.deep),
    ],
)
def test_focus_shows_at_every_stop(visitor, width, scheme):
    visitor.tab.emulate_media(color_scheme=scheme)
    getattr(visitor, width)()
    visitor.open_place("home", "en")
    found = {"masthead": focus_faults(visitor.tab)}
    for kind in PLACES:
        visitor.open_place(kind, "en")
        skip_masthead(visitor.tab)
        found[kind] = focus_faults(visitor.tab)
    assert {place: faults for place, faults in found.items() if faults} == {}


def test_hidden_focus_is_noticed(visitor):
    visitor.open_place("home", "en")
    visitor.tab.evaluate("document.querySelector('.brand a').style.outline = 'none'")
    assert len(focus_faults(visitor.tab)) == 1


@pytest.mark.parametrize("width", ["narrow", "widen"])
@pytest.mark.parametrize(("language", "other"), [("en", "es"), ("es", "fr"), ("fr", "pt-br")])
def test_report_is_found_by_the_keyboard(visitor, language, other, width):
    tab = visitor.tab
    getattr(visitor, width)()
    visitor.open(f"/{language}/")
    follow(tab, f"main a[href='/{language}/themes/migration/']")
    narrow_by_state(tab)
    assert "kind=states" in visitor.address
    query = visitor.address.partition("?")[2].partition("#")[0]
    follow(tab, f".languages a[hreflang={other}]")
    assert visitor.address.startswith(f"/{other}/themes/migration/?{query}")
    assert tab.locator("html").get_attribute("lang").lower() == other
    unfold_by_keyboard(tab)
    follow(tab, f".report:has(.more[open]) a[href^='/{other}/reports/']")
    expect(tab.locator("h1")).to_be_visible()
    assert re.fullmatch(rf"/{other}/reports/\d+/", visitor.address)


def narrow_by_state(tab: Page) -> None:
    """Filter the theme's reports, by the keyboard, to those of states."""
    summary = tab.locator(".filters summary")
    if summary.is_visible():  # folded on narrow screens
        tab_to(tab, ".filters summary")
        tab.keyboard.press("Enter")
    tab_to(tab, ".filters select[name=kind]")
    tab.locator(".filters select[name=kind]").press("ArrowDown")
    with tab.expect_navigation():
        tab_to(tab, ".filters button")
        tab.keyboard.press("Enter")


def unfold_by_keyboard(tab: Page) -> None:
    """Read the first long text on."""
    tab_to(tab, ".report .more > summary")
    tab.keyboard.press("Enter")
    expect(tab.locator(".report .more[open] .passage").first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_is_found_without_scripts(scriptless, language):
    tab = scriptless.tab
    scriptless.open(f"/{language}/")
    tab.locator(f"main a[href='/{language}/themes/migration/']").first.click()
    tab.locator(".filters select[name=kind]").select_option("states")
    tab.locator(".filters button").click()
    assert "kind=states" in scriptless.address
    other = LANGUAGES[LANGUAGES.index(language) - 1]
    tab.locator(f".languages a[hreflang={other}]").click()
    assert scriptless.address.startswith(f"/{other}/themes/migration/?")
    assert "kind=states" in scriptless.address
    tab.locator(".report .more > summary").first.click()
    expect(tab.locator(".report .more[open] .passage").first).to_be_visible()
    tab.locator(f".report a[href^='/{other}/reports/']").first.click()
    assert re.fullmatch(rf"/{other}/reports/\d+/", scriptless.address)


def test_filters_that_are_not_set_stay_out_of_the_address(visitor):
    visitor.open("/en/reports/")
    tab = visitor.tab
    tab.locator("select[name=language]").select_option("es")
    tab.locator("form.filters button").click()
    expect(tab).to_have_url(re.compile(r"/en/reports/\?language=es$"))
    tab.go_back()
    assert tab.locator("form.filters :disabled").count() == 0


def test_filter_is_taken_off_by_its_chip(visitor):
    visitor.open("/en/themes/migration/?kind=states&year=2016")
    visitor.tab.locator(".chips a").first.click()
    assert len(re.findall("kind=states|year=2016", visitor.address)) == 1


@pytest.mark.parametrize("who", ["visitor", "scriptless"])
def test_search_in_the_masthead_leads_to_the_country(request, who):
    reader: Visitor = request.getfixturevalue(who)
    reader.open("/es/about/")
    reader.tab.locator("#q").fill("Argentina")
    reader.tab.locator("#q").press("Enter")
    reader.tab.wait_for_url("**/es/search/?q=Argentina")
    first = reader.tab.locator("main .results h3 a").first
    expect(first).to_have_attribute("href", "/es/countries/argentina/")


def test_nothing_moves_for_those_who_want_it_still(visitor):
    visitor.tab.emulate_media(reduced_motion="reduce")
    found = {}
    for kind in PLACES:
        visitor.open_place(kind, "en")
        found[kind] = visitor.tab.evaluate(MOVING)
    assert found == dict.fromkeys(PLACES, [])


@pytest.mark.parametrize("kind", ["home", "theme", "paragraph", "report", "country"])
def test_print_holds_the_content_without_navigation(visitor, kind):
    visitor.open_place(kind, "en")
    visitor.tab.emulate_media(media="print")
    for part in (".skip", ".languages", ".entries", ".masthead .search", ".crumbs", ".jump"):
        assert not any(one.is_visible() for one in visitor.tab.locator(part).all()), part
    expect(visitor.tab.locator("h1")).to_be_visible()
    assert visitor.tab.pdf().startswith(b"%PDF")


def test_matrix_of_documents_fits_a_sheet_that_lies_across(visitor):
    visitor.tab.set_viewport_size({"width": 1031, "height": 700})  # A4 without its margins
    visitor.open_place("coverage, documents", "en")
    visitor.tab.emulate_media(media="print")
    matrix = visitor.tab.locator(".matrix table")
    assert matrix.locator("thead th").count() > 15
    assert matrix.evaluate("table => table.getBoundingClientRect().right") <= 1031


def test_folded_text_is_printed(visitor):
    visitor.open_place("theme", "en")
    folded = visitor.tab.locator(".report .more:not([open]) .passage").first
    expect(folded).not_to_be_visible()
    visitor.tab.emulate_media(media="print")
    expect(folded).to_be_visible()


def test_forbidden_things_are_noticed(browser, origin):
    forbidden = {
        "style-src-attr": "document.body.insertAdjacentHTML('beforeend', '<b style=color:red>')",
        "https://example.org/": "fetch('https://example.org/').catch(() => {})",
    }
    with Visitor.arriving(browser, origin) as visitor:
        visitor.open("/en/")
        for told, deed in forbidden.items():
            with visitor.tab.expect_console_message(lambda said, told=told: told in said.text):
                visitor.tab.evaluate(deed)
            assert any(told in fault for fault in visitor.faults)
