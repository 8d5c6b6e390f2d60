"""A word of its own in every private text: no page, list, file or answer for everybody has one."""

import gzip
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db.models import Q, QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Invitation, Mail, SecondFactorReset, User
from following.models import Asking, Follow, Follower, NewsletterText
from imports.models import Batch, Contact
from opendata.bulk.building import build
from opendata.page_files import made
from opendata.records import KINDS
from publication.languages import LANGUAGES, column
from publication.translated import Translated
from reports.models import (
    Attachment,
    Citation,
    Comment,
    Cycle,
    DelegatedParagraph,
    DelegatedText,
    Delegation,
    ExtensionRequest,
    Nudge,
    RelatedResource,
    Report,
    Section,
    Transition,
)
from search.models import Entry, Kind, Word
from search.rebuilding import rebuild
from tests import factories as make
from tests.access.world import World
from tests.security.addresses import pages
from tests.security.planting import text_fields
from tests.security.worlds import reached_by_mail, whole_world

pytestmark = pytest.mark.django_db
# Addresses are told apart by a number; only what was public is withdrawn.
ADMINISTERED = ("Batch.", "Mail.", "Contact.")  # read in the administration alone, or nowhere
NOT_PUT = ("email", "address", "withdrawal_reason")
CANARY = re.compile(r"zqcanary\d+x")
HIDDEN = Q(report__state__in=["draft", "submitted", "returned"])
GONE = HIDDEN | Q(report__state="withdrawn")
FILES = [f"/data/exports/{kind}.{ending}" for kind in KINDS for ending in ("csv", "json", "xlsx")]
MACHINES = [*FILES, "/sitemap.xml", "/robots.txt", "/readyz", "/livez", *(
    f"/sitemap-{name}.xml" for name in ("pages", "themes", "entities", "documents", "paragraphs",
                                        "meetings", "reports")
)]  # fmt: skip


def private() -> dict[str, QuerySet]:
    """The rows whose texts are nobody's business outside."""
    whole = (User, Invitation, Mail, SecondFactorReset, Delegation, DelegatedParagraph,
             DelegatedText, Comment, ExtensionRequest, Nudge, Batch, Contact, Asking, Follow,
             Follower)  # fmt: skip
    return {
        **{model.__name__: model.objects.all() for model in whole},
        "Report": Report.objects.filter(state__in=["draft", "submitted", "returned"]),
        "Section": Section.objects.filter(GONE),
        "Citation": Citation.objects.filter(GONE),
        "Attachment": Attachment.objects.filter(GONE | Q(is_public=False)),
        "RelatedResource": RelatedResource.objects.filter(HIDDEN),
        "Transition": Transition.objects.filter(Q(verb="return") | HIDDEN),
        "NewsletterText": NewsletterText.objects.filter(newsletter__sent_at=None),
        "Cycle": Cycle.objects.filter(announced_at=None),
    }


def let_canaries_in() -> list[str]:
    """A word per column of these rows; the names of the columns, by the number in the word."""
    columns: list[str] = []
    for name, rows in private().items():
        for field in text_fields(rows.model):
            if field.name in NOT_PUT or not rows.exists():
                continue
            word = f"zqcanary{len(columns)}x"
            columns.append(f"{name}.{field.name}")
            for row in rows:
                _put(row, field.name, word)
    for number, person in enumerate(User.objects.all()):
        User.objects.filter(pk=person.pk).update(email=f"zqcanary900x{number}@example.org")
    for follower in Follower.objects.exclude(address=""):
        Follower.objects.filter(pk=follower.pk).update(address="zqcanary901x@example.org")
    Asking.objects.update(address="zqcanary902x@example.org")
    return columns


def _put(row, name: str, word: str) -> None:
    kept = Q()
    if isinstance(row, Follow):
        kept = Q(kind="list")
    if name == "no_report_reason":
        kept = Q(nothing_to_report=True)
    if name.endswith("url"):
        word = f"https://example.org/{word}"
    if isinstance(row, Translated):
        for code in LANGUAGES:
            setattr(row, column(name, code), word)
        row.save()
    elif isinstance(row, NewsletterText):  # saving renders it
        setattr(row, name, word)
        row.save()
    type(row)._base_manager.filter(kept, pk=row.pk).update(**{name: word})


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    world = whole_world()
    report = world.reports["published"]
    now = timezone.now()
    Attachment.objects.create(
        report=report, name="b.txt", title="Private", language="en", size=1, is_public=False,
        content_type="text/plain", added_at=now, sha256="0" * 64, file="attachments/b",
    )  # fmt: skip
    make.make_cycle(announced_at=None, asked=[world.own], themes=[world.things["theme"]])
    return world


def words_of(response) -> set[str]:
    # What is streamed ends itself; another `close` would end the connection of PostgreSQL as well.
    body = b"".join(response.streaming_content) if response.streaming else response.content
    said = text_of(body) + str(dict(response.headers))
    return set(CANARY.findall(said))


def text_of(body: bytes) -> str:
    """The text of a page; of a spreadsheet or Word document that of all its parts."""
    if body.startswith(b"\x1f\x8b"):
        body = gzip.decompress(body)
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with ZipFile(BytesIO(body)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def test_nothing_private_is_shown_to_everybody(world):
    columns, found, read = let_canaries_in(), {}, 0
    rebuild()
    files = [f"/data/latest/{file['name']}" for file in build(timezone.now()).files]
    client = Client(raise_request_exception=False)
    for address in [*files, *(f"/api/v1/search/{query}" for query in asked("zqcanary0x"))]:
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        if seen := words_of(response) - set(CANARY.findall(address)):
            found[address] = seen
    for language in LANGUAGES:
        with override(language):
            public = [address for _n, address, who in pages(world) if who[0] == "anonymous"]
        words = "+".join(f"zqcanary{number}x" for number in range(3))
        public += [f"/{language}/reports/?q={words}", f"/{language}/reports/?sort=oldest"]
        public += [f"/{language}/reports/{report.pk}/" for report in Report.objects.all()]
        public += [f"/{language}/search/{query}" for query in asked(words)]
        for address in public + MACHINES:
            response = client.get(address, follow=True)
            assert response.status_code < 500, address
            read += 1
            if seen := words_of(response) - set(CANARY.findall(address)):
                found[address] = seen
    assert found == {}
    assert len(files) > 10
    assert len(columns) > 25
    assert read > 200


def asked(words: str) -> list[str]:
    """The search of words, of each kind alone too."""
    return [f"?q={words}", *(f"?q={words}&kind={kind.code}" for kind in Kind)]


def test_nothing_private_is_indexed(world):
    let_canaries_in()
    public = world.reports["published"].sections.get(kind="done")
    public.write("en", text="A public word: zqpublicx.")
    public.save()
    rebuild()
    assert Word.objects.filter(word="zqpublicx").exists()
    assert Entry.objects.filter(terms__contains="zqpublicx").exists()
    assert list(Word.objects.filter(word__contains="zqcanary")) == []
    assert list(Entry.objects.filter(Q(terms__contains="zqcanary") | Q(names__contains="zqcanary"))
                ) == []  # fmt: skip


def test_nothing_private_is_in_a_document_to_take_away(world):
    let_canaries_in()
    things = {name: world.things[name].slug for name in ("theme", "summit")}
    things |= {"entity": world.own.slug, "report": str(world.reports["published"].pk)}
    for kind, name in things.items():
        file = BytesIO()
        kind = "meeting" if kind == "summit" else kind
        made({"kind": kind, "name": name, "ending": "docx", "language": "es"}, file)
        assert file.tell() > 1000
        assert set(CANARY.findall(text_of(file.getvalue()))) == set()


def test_the_words_are_there_for_those_who_may_read_them(world):
    """Else the test above could not fail."""
    columns, seen, browsers = let_canaries_in(), set(), world.browsers()
    with override("en"):
        for _name, address, readers in pages(world):
            for person in {readers[0], readers[-1]} - {"anonymous"}:
                seen |= words_of(browsers[person].get(address))
        for address in reached_by_mail():
            seen |= words_of(browsers["anonymous"].get(address))
        for cycle in private()["Cycle"]:  # in preparation: the matrix opens an announced one
            address = reverse("secretariat:cycle", args=[cycle.slug])
            seen |= words_of(browsers["editor"].get(address))
    unseen = [name for n, name in enumerate(columns) if f"zqcanary{n}x" not in seen]
    assert [name for name in unseen if not name.startswith(ADMINISTERED)] == []
    assert {"zqcanary901x", "zqcanary902x"} <= seen
