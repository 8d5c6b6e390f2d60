"""Payloads in every text people write, on every page and in every mail: shown, never run."""

import json
from collections import Counter
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import URLField
from django.test import Client
from django.utils.translation import override

from accounts import mailing
from publication.languages import LANGUAGES
from search.rebuilding import rebuild
from tests.access.world import World
from tests.factories import make_editor
from tests.people import signed_in
from tests.security.addresses import pages
from tests.security.payloads import TEMPLATES, marked
from tests.security.planting import APPS, Planting
from tests.security.reading import document, faults, shown
from tests.security.worlds import kinds_of_mail, mail_context, reached_by_mail, whole_world
from tests.test_admin import RECORDS, pages_of

pytestmark = pytest.mark.django_db
PAIRS = 2400
THOROUGH = "es"  # the language in which every state is read, by the last reader as well
QUERY = 999  # the number of the field that an address holds
# Shown whole on some page in each of the four languages; most others in parts, by their length.
WHOLE = ["Citation.typed", "Comment.text", "Entity.name", "Paragraph.text", "Section.text",
         "Theme.description", "Theme.name"]  # fmt: skip
# In a mail alone, or for the administration alone, which is read in one language a model.
ELSEWHERE = {"Mail.address", "Mail.error", "Mail.subject", "Mail.text", "Batch.file_name",
             "Batch.text", "Goal.title", "Nudge.note", "Meeting.short_name", "Entity.website",
             "Paragraph.life_cycle_reason", "Invitation.email", "Contact.text"}  # fmt: skip
REFLECTING = ["/{}/reports/?q={}", "/{}/secretariat/people/?q={}", "/{}/{}/",
              "/{}/reports/?year={}&theme={}&sort={}", "/{}/account/login/?next={}",
              "/{}/secretariat/audit/?q={}&kind={}", "/{}/secretariat/?entity={}",
              "/{}/admin/reports/report/?q={}", "/{}/secretariat/translations/?kind={}",
              "/{}/secretariat/citations/?q={}", "/{}/search/?q={}&kind={}&sort={}",
              "/{}/search/suggestions/?q={}", "/{}/follow/?theme={}&year={}",
              "/{}/follow/mine/?key={}", "/{}/follow/confirm/?token={}", "/{}/data/?date={}",
              "/api/v1/search/?lang={}&q={}&kind={}", "/api/v1/reports/?lang={}&theme={}&after={}",
              "/feeds/{}/reports.atom?theme={}&year={}"]  # fmt: skip
FOUND = ["zq", "script onerror", "javascript", "onclick", "svg", "style"]  # words of the payloads


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return whole_world()


class Reader:
    """Reads answers; keeps what was wrong, and which payload of which field was seen as text."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.pages: Counter = Counter()
        self.pairs: set[tuple[int, int, str]] = set()

    def read(self, place: str, response, language: str) -> None:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        self.pages[kind] += 1
        body = b"".join(response)  # to the end, or the place of a stream would stay taken
        named = response.headers.get("Content-Disposition", "")
        checks = {
            "fault": response.status_code < 500,
            "file name": not any(c in named for c in "\r\n") and named.count('"') in (0, 2),
            "nosniff": response.headers.get("X-Content-Type-Options") == "nosniff",
        }
        self.wrong += [f"{place}: {name}" for name, right in checks.items() if not right]
        if kind == "text/html":
            self.read_html(place, body.decode(), language)
        elif kind.endswith("json"):
            json.loads(body)
        elif kind.endswith("xml"):
            self.read_xml(place, ET.fromstring(body), language)

    def read_xml(self, place: str, root: ET.Element, language: str) -> None:
        """What a reader of feeds makes of it: addresses, and HTML that stands in it as text."""
        for element in root.iter():
            addresses = [element.attrib.get("href", ""), element.attrib.get("src", "")]
            if any(one and not one.startswith(("http://", "https://")) for one in addresses):
                self.wrong.append(f"{place} {language}: leads elsewhere {addresses}")
            if element.attrib.get("type") == "html":
                self.read_html(place, element.text or "", language)

    def read_html(self, place: str, html: str, language: str) -> None:
        page = document(html)
        found = [*faults(page), *(["a template was evaluated"] if "49zq" in html else [])]
        self.wrong += [f"{place} {language}: {fault}" for fault in found]
        self.pairs |= {(*pair, language) for pair in shown(page)}


def read_site(reader: Reader, world: World) -> None:
    """Every page in each language; in one of them also of each state, and by another reader."""
    browsers = world.browsers()
    for language in LANGUAGES:
        with override(language):
            for place, address, readers in pages(world, all_states=language == THOROUGH):
                is_public = readers[0] == "anonymous" or language != THOROUGH
                ends = readers[:1] if is_public else [readers[0], readers[-1]]
                for person in dict.fromkeys(ends):
                    reader.read(place, browsers[person].get(address, follow=True), language)


def read_what_is_found(reader: Reader) -> None:
    """The index of the payloads, asked for words of theirs, and pages that mails lead to."""
    rebuild()
    client = Client(raise_request_exception=False)
    for language in LANGUAGES:
        found = [f"/{language}/search/?q={quote(words)}" for words in FOUND]
        with override(language):
            found += reached_by_mail()
        for address in [*found, *(f"/api/v1/search/?q={quote(words)}" for words in FOUND)]:
            reader.read(address.partition("key=")[0], client.get(address), language)


def read_administration(reader: Reader, records: list) -> None:
    staff = signed_in(make_editor(), raise_request_exception=False)
    for number, (model, record) in enumerate(records):
        language = LANGUAGES[number % len(LANGUAGES)]
        with override(language):
            for address in pages_of(model, record):
                reader.read(address, staff.get(address), language)


def read_mails(reader: Reader, world: World) -> None:
    context = mail_context(world)
    for kind in kinds_of_mail():
        for language in LANGUAGES:
            mail = mailing.written(kind, language, context)
            assert "\n" not in mail["subject"]
            reader.read_html(f"mail {kind}", mail["html"], language)


def test_payloads_are_text_wherever_they_are_shown(world):
    records = [(model, make(1)) for model, make in RECORDS.items() if model.__name__ != "Page"]
    planting, reader = Planting(), Reader()
    planting.plant()
    for thing in (
        world.own,
        *world.reports.values(),
        *world.things.values(),
        *world.people.values(),
    ):
        thing.refresh_from_db()

    read_site(reader, world)
    read_what_is_found(reader)
    read_administration(reader, records)
    read_mails(reader, world)

    seen = {(planting.fields[field], payload, code) for field, payload, code in reader.pairs}
    by_place = Counter((field, code) for field, _payload, code in seen)
    in_all = [name for name in planting.fields if name not in ELSEWHERE]
    assert planting.missed() == []
    assert reader.wrong == []
    assert [name for name in in_all if not by_place[name, THOROUGH]] == []
    assert [(n, c) for n in WHOLE for c in LANGUAGES if by_place[n, c] < len(TEMPLATES)] == []
    assert len(seen) >= PAIRS
    assert reader.pages["text/html"] > 300


def test_payloads_in_addresses_are_text_too(world):
    reader, staff = Reader(), signed_in(make_editor(), raise_request_exception=False)
    batches = [
        range(start, min(start + 12, len(TEMPLATES))) for start in range(0, len(TEMPLATES), 12)
    ]
    for number, address in enumerate(REFLECTING):
        for batch in batches:
            query = quote(" ".join(marked(template, QUERY) for template in batch), safe="")
            code = LANGUAGES[(number + batch.start) % len(LANGUAGES)]
            reader.read(
                address, staff.get(address.replace("{}", query).replace(query, code, 1)), code
            )
    assert reader.wrong == []
    assert {payload for _field, payload, _code in reader.pairs} >= set(range(len(TEMPLATES)))


@pytest.mark.parametrize(
    "address", ["javascript:x", "data:text/html,x", "vbscript:x", "//e.example"]
)
def test_no_field_for_addresses_takes_a_script(address):
    fields = [
        field
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.fields
        if isinstance(field, URLField)
    ]
    for field in fields:
        with pytest.raises(ValidationError):
            field.clean(address, None)
    assert len(fields) > 5


def test_the_reader_sees_what_runs():
    """Each payload, put on a page without escaping, is noticed or is text there as well."""
    harmless = 0
    for template in range(len(TEMPLATES)):
        html = f"<!doctype html><title>t</title><p>{marked(template, 1)}</p>"
        harmless += not faults(document(html))
    assert len(TEMPLATES) >= 60
    assert len(TEMPLATES) - harmless >= 50
