"""A keyboard and nothing else: what people do who use no mouse."""

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor

MOST_STOPS = 900
MOST_CHOICES = 100
IS_SKIPPED_TO = """
selector => document.activeElement === document.body
    && document.querySelector(selector)?.closest("main") !== null
"""
HAS_FOCUS = "selector => document.activeElement.matches(selector)"
CHOSEN = "() => document.activeElement.value"


class Keyboard:
    """Works a tab by its keys; places are named by selectors, so that no language matters."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    @property
    def tab(self) -> Page:
        return self.visitor.tab

    def reach(self, selector: str) -> None:
        """Press Tab until something of `selector` has the focus, at first past the navigation."""
        expect(self.tab.locator(f"{selector} >> visible=true").first).to_be_visible()
        if self.tab.evaluate(IS_SKIPPED_TO, selector):
            self.tab.keyboard.press("Tab")
            if self.tab.evaluate(HAS_FOCUS, "a.skip"):
                self.tab.keyboard.press("Enter")
        for _stop in range(MOST_STOPS):
            if self.tab.evaluate(HAS_FOCUS, selector):
                return
            self.tab.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached by the keyboard")

    def press(self, selector: str, key: str = "Enter") -> None:
        self.reach(selector)
        self.tab.keyboard.press(key)

    def follow(self, selector: str) -> None:
        """Press Enter on a link or button, and wait for the page it leads to."""
        self.reach(selector)
        with self.tab.expect_navigation():
            self.tab.keyboard.press("Enter")

    def write(self, selector: str, text: str) -> None:
        """Type in place of what stands in a field."""
        self.reach(selector)
        self.tab.keyboard.press("Control+a")
        self.tab.keyboard.type(text)

    def pick(self, selector: str, value: str) -> None:
        """Choose from a list that opens, by the arrow keys."""
        self.reach(selector)
        self.tab.keyboard.press("Home")
        for _choice in range(MOST_CHOICES):
            if self.tab.evaluate(CHOSEN) == value:
                return
            self.tab.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not among the choices of {selector}")

    def choose(self, name: str, value: str) -> None:
        """Choose one of several round buttons, by Tab, Space and the arrow keys."""
        self.press(f"input[name='{name}']", "Space")
        for _choice in range(MOST_CHOICES):
            if self.tab.evaluate(CHOSEN) == value:
                break
            self.tab.keyboard.press("ArrowDown")
        expect(self.tab.locator(f"input[name='{name}'][value='{value}']")).to_be_checked()
