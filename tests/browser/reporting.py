"""The steps of a report's journey, each as somebody takes it with the keyboard.

Places are named by addresses and ids, never by words, so that every language goes the same way.
"""

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.newcomer import Person
from tests.browser.places import CYCLE, LANGUAGES
from tests.browser.visitor import Visitor

GO = "main .actions button"
ENTITIES = ("caribbean", "central-america", "north-america", "south-america")
FIRST, PART, THIS, OTHER = "Ten schools.", "The ministry: 12.", "This window.", "The other window."
LATE, ASKED, ANSWER = "Written too late.", "In which year?", "In 2025."
ANSWERED, CORRECTED = "Answered: in 2025.", "Corrected: in 2026."


@dataclass
class Scene:
    """One way through: in a language, with scripts or without, by people of one entity."""

    language: str
    scripts: bool
    database: Path
    arriving: Callable[..., Visitor]

    @property
    def theme(self) -> str:
        return "health" if self.scripts else "energy"

    @property
    def entity(self) -> str:
        return f"demonstration-{ENTITIES[LANGUAGES.index(self.language)]}"

    @property
    def entity_id(self) -> str:
        with sqlite3.connect(self.database) as connection:
            query = "SELECT id FROM countries_entity WHERE slug = ?"
            return str(connection.execute(query, [self.entity]).fetchone()[0])

    def person(self, name: str, language: str = "") -> Person:
        """Somebody with a browser of their own."""
        email = name if "@" in name else f"{name}-{self.language}-{self.theme}@example.org"
        visitor = self.arriving(java_script_enabled=self.scripts)
        return Person(visitor, language or self.language, email)


def invite(chief: Person, coordinator: Person, scene: Scene) -> None:
    chief.sign_in("secretariat/people/invitations/")
    chief.keys.write("#id_email", coordinator.email)
    chief.keys.pick("#id_role", "coordinator")
    chief.keys.pick("#id_entity", scene.entity_id)
    chief.keys.pick("#id_language", scene.language)
    chief.keys.follow(GO)
    expect(chief.tab.locator(".tasks h3", has_text=coordinator.email)).to_be_visible()


def begin(coordinator: Person, scene: Scene) -> int:
    """Begin the report of the cycle from the workspace, write, mark a paragraph, save."""
    keys, tab = coordinator.keys, coordinator.tab
    coordinator.open("workspace/")
    keys.follow(f"a[href*='cycle={CYCLE}'][href*='theme={scene.theme}']")
    keys.press("#id_prefill", "Space")
    keys.follow(GO)
    number = int(re.search(r"/reports/(\d+)/", tab.url)[1])
    keys.write("#done", FIRST)
    keys.press("[data-group]:not([open]) > summary")
    keys.press("[data-group][open] .pick input", "Space")
    keys.pick("[data-group][open] .pick-more select", "done")
    save(coordinator, scene)
    return number


def save(person: Person, scene: Scene) -> None:
    """With scripts by Ctrl+S, and the page says when; without them by the button."""
    if not scene.scripts:
        person.keys.follow("button[value=save]")
        expect(person.tab.locator("main [role=status]").first).to_be_visible()
        return
    person.tab.keyboard.press("Control+s")
    expect(person.tab.locator("[data-saved]")).to_have_text(re.compile(r"\d"))


def contribute(coordinator: Person, number: int, scene: Scene) -> None:
    """Somebody is invited, writes the part, hands it in; it is added below the draft's text."""
    contributor = scene.person("contributor")
    coordinator.open("workspace/people/")
    coordinator.keys.write("#id_email", contributor.email)
    coordinator.keys.pick("#id_language", scene.language)
    coordinator.keys.follow(GO)
    contributor.accept(scene.database)
    parts = f"workspace/reports/{number}/parts/"
    coordinator.open(parts)
    mine = coordinator.tab.get_by_label(contributor.name).get_attribute("id")
    coordinator.keys.press(f"#{mine}", "Space")
    coordinator.keys.write("#id_note", "How many?")
    coordinator.keys.follow(GO)
    write_part(contributor)
    coordinator.open(parts)
    coordinator.keys.follow(".tasks a[href*='/workspace/parts/']")
    coordinator.keys.follow(GO)
    coordinator.open(f"workspace/reports/{number}/")
    assert coordinator.tab.input_value("#done").split() == f"{FIRST} {PART}".split()


def write_part(contributor: Person) -> None:
    contributor.open("workspace/")
    contributor.keys.follow(".tasks a[href*='/workspace/parts/']")
    contributor.keys.write("#id_done", PART)
    contributor.keys.follow("button[name=hand_in]")
    expect(contributor.tab.locator("#id_done")).to_have_count(0)


def clash(coordinator: Person, number: int, scene: Scene) -> None:
    """Two windows change the same text: both stand there, and one is chosen."""
    coordinator.open(f"workspace/reports/{number}/")
    other = coordinator.in_another_window()
    other.open(f"workspace/reports/{number}/")
    other.keys.write("#done", OTHER)
    save(other, scene)
    other.tab.close()
    keys, tab = coordinator.keys, coordinator.tab
    tab.bring_to_front()
    keys.write("#done", THIS)
    if scene.scripts:
        tab.keyboard.press("Control+s")
        keys.follow("[data-trouble-conflict] button")
    else:
        keys.follow("button[value=save]")
    assert tab.input_value("textarea[name=done]") == THIS
    assert tab.inner_text(".side:not(.mine) .text") == OTHER
    keys.choose("take-done", "mine")
    keys.follow(GO)
    assert tab.input_value("#done") == THIS


def lose_the_session(coordinator: Person, number: int, scene: Scene) -> None:
    """The session ends while somebody writes: the text is there again after signing in."""
    address, keys = f"workspace/reports/{number}/", coordinator.keys
    coordinator.open(address)
    coordinator.tab.context.clear_cookies(name=re.compile("session"))
    keys.write("#done", LATE)
    if scene.scripts:
        coordinator.tab.keyboard.press("Control+s")
        expect(coordinator.tab.locator("[data-trouble-login]")).to_be_visible()
        coordinator.begin_anew()
        coordinator.sign_in(address)
        keys.press("[data-take]")
        save(coordinator, scene)
    else:
        keys.follow("button[value=save]")
        coordinator.give_password()
        coordinator.give_code()
        assert coordinator.tab.input_value("#done") == LATE
        save(coordinator, scene)
    coordinator.open(address)
    assert coordinator.tab.input_value("#done") == LATE


def submit(coordinator: Person, number: int, text: str) -> None:
    """Look at the answers, submit, and have a receipt."""
    keys, tab = coordinator.keys, coordinator.tab
    coordinator.open(f"workspace/reports/{number}/")
    keys.follow("button[value=check]")
    expect(tab.locator(".answers .passage").first).to_have_text(text)
    keys.follow("main form.actions button")
    assert re.search(rf"/reports/{number}/receipt/\d+/", tab.url)


def send_back(chief: Person, number: int) -> None:
    """The report comes from the inbox, and goes back with a comment on its text."""
    keys, tab = chief.keys, chief.tab
    chief.open("secretariat/")
    keys.follow(f"a[href$='/secretariat/reports/{number}/']")
    keys.press("summary:has(+ * #id_on_done)")
    keys.write("#id_on_done", ASKED)
    keys.choose("decision", "return")
    keys.write("#id_note", "One question.")
    keys.follow("#decision button.button")
    expect(tab.locator("#decision")).to_have_count(0)


def answer(coordinator: Person, number: int, scene: Scene) -> None:
    """Come from the workspace, answer the comment, change the text, and submit again."""
    keys, tab = coordinator.keys, coordinator.tab
    coordinator.open(f"workspace/?entity={scene.entity}")
    keys.follow(f"[aria-labelledby=returned-title] .tasks a[href*='/reports/{number}/']")
    expect(tab.locator(".comments .text").first).to_have_text(ASKED)
    keys.write("textarea[name^='answer-']", ANSWER)
    keys.write("#done", ANSWERED)
    keys.follow("button[value=save]")
    expect(tab.locator(".comments .text").nth(1)).to_have_text(ANSWER)
    submit(coordinator, number, ANSWERED)


def publish(chief: Person, number: int) -> None:
    chief.open(f"secretariat/reports/{number}/")
    chief.keys.choose("decision", "publish")
    chief.keys.follow("#decision button.button")
    expect(chief.tab.locator("#decision")).to_have_count(0)


def read(scene: Scene, number: int, text: str) -> Person:
    """Somebody who has not signed in reads the report in the next language, as it was written."""
    languages = [*LANGUAGES, *LANGUAGES]
    reader = scene.person("reader", languages[languages.index(scene.language) + 1])
    reader.open(f"reports/{number}/")
    assert reader.tab.get_attribute("html", "lang").lower() == reader.language
    passage = reader.tab.locator("main .part .passage").first
    expect(passage).to_have_text(text)
    assert passage.get_attribute("lang").lower() == scene.language
    return reader


def correct(coordinator: Person, number: int, scene: Scene) -> int:
    """Begin the next edition from the workspace, change the text, and submit it."""
    keys = coordinator.keys
    coordinator.open(f"workspace/?entity={scene.entity}")
    keys.follow(f"a[href$='/reports/{number}/correct/']")
    keys.write("#id_note", "The year was wrong.")
    keys.follow(GO)
    second = int(re.search(r"/reports/(\d+)/", coordinator.tab.url)[1])
    keys.write("#done", CORRECTED)
    save(coordinator, scene)
    submit(coordinator, second, CORRECTED)
    return second


def look_back(reader: Person, coordinator: Person, number: int, scene: Scene) -> None:
    """What is public of two editions; with the entity also the return and the answer to it."""
    reader.keys.press("#origin details > summary")
    expect(reader.tab.locator("#origin .timeline:visible > li")).to_have_count(6)
    reader.keys.follow("#origin dd a[href*='/editions/1/']")
    expect(reader.tab.locator("main .part .passage").first).to_have_text(ANSWERED)
    coordinator.open(f"workspace/entities/{scene.entity}/history/")
    steps = coordinator.tab.locator(f".timeline > li:has(a[href*='/reports/{number}/'])")
    expect(steps).to_have_count(10)
