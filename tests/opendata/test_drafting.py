"""The Secretariat's documents: asked for on a screen, made by a job, kept, thrown away."""

import datetime
import io

import docx
import pytest
from django.utils import timezone

from opendata import drafting
from opendata.drafting import NotAllowed, make, prune
from opendata.kept_files import path_of
from opendata.models import DraftedDocument
from publication.changes import changed
from publication.models import Revision
from tests import factories
from tests.people import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
HOME = "/en/secretariat/documents/drafts/"
ANNUAL = f"{HOME}new/annual/"


@pytest.fixture
def desk(reviewer):
    return signed_in(reviewer)


@pytest.fixture
def programme():
    return factories.make_document(
        slug="programme", kind="programme", texts={"en": "Programme", "es": "Programa"}
    )


def wish(**fields) -> dict:
    asked = {"programme": "programme", "year": "2011", "language": "es", "symbol": "CE/1"}
    return asked | {"ending": "docx"} | fields


def test_one_click_has_a_document_made_and_kept(desk, programme, reviewer):
    page = desk.post(ANNUAL, wish(), follow=True)
    draft = DraftedDocument.objects.get()
    assert page.redirect_chain == [(f"{HOME}{draft.pk}/", 302)]
    assert "Waiting for a worker" in page.text
    assert desk.get(f"{HOME}{draft.pk}/file/").status_code == 404
    make.func(draft.pk)
    make.func(draft.pk)  # a worker that died is followed by another
    draft.refresh_from_db()
    assert (draft.stage, draft.by, draft.title, draft.version, draft.attempt) == (
        "done", reviewer, "Informe anual 2011 – Programa", "0", 1,
    )  # fmt: skip
    day = timezone.localdate()
    assert draft.name == f"annual-report-programme-2011-es-{day}.docx"
    page = desk.get(f"{HOME}{draft.pk}/")
    assert f'href="{HOME}{draft.pk}/file/"' in page.text
    assert "Made from data version 0 on" in page.text
    found = desk.get(f"{HOME}{draft.pk}/file/")
    assert found["Content-Disposition"] == f'attachment; filename="{draft.name}"'
    assert found["Cache-Control"] == "private, no-store"
    assert found["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in found["Content-Security-Policy"]
    document = docx.Document(io.BytesIO(found.getvalue()))
    assert document.paragraphs[1].text == "CE/1"
    assert document.core_properties.language == "es"


@pytest.mark.parametrize(("ending", "first"), [("xlsx", b"PK"), ("html", b"<!doctype html>")])
def test_each_format_is_made(programme, reviewer, ending, first):
    draft = factories.make_draft(by=reviewer, ending=ending)
    make.func(draft.pk)
    draft.refresh_from_db()
    assert path_of(draft).read_bytes().startswith(first)
    assert draft.size == path_of(draft).stat().st_size
    assert draft.steps_done == draft.steps_in_all > 0


def test_a_link_from_a_programme_fills_the_form_in(desk, programme):
    page = desk.get(programme.get_absolute_url().replace("documents", "programmes"))
    address = f"{ANNUAL}?programme=programme"
    assert f'href="{address}"' in page.text
    page = desk.get(f"{address}&year=2011")
    assert '<option value="programme" selected>' in page.text
    assert 'value="2011"' in page.text


def test_readers_see_no_link_to_drafting(reader, programme):
    page = reader.get(programme.get_absolute_url().replace("documents", "programmes"))
    assert "secretariat" not in page.text


@pytest.mark.parametrize("fields", [
    {"programme": "none"}, {"year": "1492"}, {"year": "x"}, {"language": "de"},
    {"ending": "exe"}, {"symbol": "x" * 61},
])  # fmt: skip
def test_odd_wishes_are_told_and_nothing_is_made(desk, programme, fields):
    page = desk.post(ANNUAL, wish(**fields))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == list(fields)
    assert DraftedDocument.objects.count() == 0


def test_too_many_at_once_are_refused(desk, programme, monkeypatch):
    monkeypatch.setattr(drafting, "MOST_ON_THE_WAY", 1)
    assert desk.post(ANNUAL, wish()).status_code == 302
    assert desk.post(ANNUAL, wish()).status_code == 429
    assert DraftedDocument.objects.count() == 1


def test_a_document_of_a_record_that_is_gone_fails_in_words(desk, reviewer):
    draft = factories.make_draft(by=reviewer)
    with pytest.raises(Exception, match="matching query does not exist"):
        make.func(draft.pk)
    assert DraftedDocument.objects.get().stage == "failed"
    assert "The document could not be made." in desk.get(f"{HOME}{draft.pk}/").text


def test_rights_are_asked_again_when_it_is_made(programme, outsider):
    draft = factories.make_draft(by=outsider)
    with pytest.raises(NotAllowed):
        make.func(draft.pk)
    assert DraftedDocument.objects.get().stage == "failed"


def test_a_worker_that_was_overtaken_leaves_no_file(programme, reviewer, folder, monkeypatch):
    draft = factories.make_draft(by=reviewer)
    told = drafting._told

    def overtaken(one):
        DraftedDocument.objects.update(attempt=9)
        return told(one)

    monkeypatch.setattr(drafting, "_told", overtaken)
    make.func(draft.pk)
    assert list((folder / "drafted").iterdir()) == []
    assert DraftedDocument.objects.get().stage == "running"


def test_what_is_published_meanwhile_is_in_it_and_said(programme, reviewer, monkeypatch):
    draft = factories.make_draft(by=reviewer)
    tell, times = drafting.TELLERS["annual"], []

    def slow(*args):
        paper = tell(*args)
        if not times:
            changed([programme])
        times.append(paper.cover.version)
        return paper

    monkeypatch.setitem(drafting.TELLERS, "annual", slow)
    make.func(draft.pk)
    first = Revision.objects.current().number - 1
    assert times == [f"{first}", f"{first}-{first + 1}"]
    assert DraftedDocument.objects.get().version == f"{first}-{first + 1}"


def test_thrown_away_with_its_file(desk, reviewer, folder, django_capture_on_commit_callbacks):
    draft = factories.make_draft(by=reviewer, data=b"A document.")
    with django_capture_on_commit_callbacks(execute=True):
        page = desk.post(f"{HOME}{draft.pk}/discard/", follow=True)
    assert "The document was thrown away." in page.text
    assert list((folder / "drafted").iterdir()) == []
    assert DraftedDocument.objects.count() == 0


def test_prune_throws_old_ones_away(reviewer, folder):
    now = timezone.now()
    old = factories.make_draft(
        by=reviewer, data=b"Old.", asked_at=now - drafting.STAY - datetime.timedelta(days=1)
    )
    kept = factories.make_draft(by=reviewer, data=b"Kept.")
    assert prune(now + datetime.timedelta(hours=1)) == {"drafted_documents": 1}
    assert [path.name for path in (folder / "drafted").iterdir()] == [path_of(kept).name]
    assert not path_of(old).exists()


def test_the_list_shows_newest_first_in_a_fixed_number_of_queries(
    desk, reviewer, django_assert_max_num_queries
):
    factories.make_draft(by=reviewer, data=b"One.", title="First")
    desk.get(HOME)
    with django_assert_max_num_queries(20) as first:
        assert desk.get(HOME).status_code == 200
    for name in ("Second", "Third"):
        factories.make_draft(by=reviewer, data=b"More.", title=name)
    with django_assert_max_num_queries(len(first)):
        text = desk.get(HOME).text
    assert text.index("Third") < text.index("Second") < text.index("First")


@pytest.mark.parametrize(("kind", "about", "title"), [
    ("status", {"meeting": "lima"}, "Status of the mandates – Eighth Summit"),
    ("national", {"entity": "peru", "meeting": "lima"}, "National report – Peru – Eighth Summit"),
    ("compendium", {"theme": "health"}, "Compendium – Health"),
    ("compendium", {"theme": "health", "year": 2016}, "Compendium 2016 – Health"),
])  # fmt: skip
def test_other_kinds_are_drafted_from_links_on_their_pages(desk, kind, about, title):
    pages = {
        "status": factories.make_meeting(slug="lima", texts={"en": "Eighth Summit"}),
        "national": factories.make_entity(slug="peru", kind="state", texts={"en": "Peru"}),
        "compendium": factories.make_theme(slug="health", texts={"en": "Health"}),
    }  # fmt: skip
    page = desk.get(pages[kind].get_absolute_url())
    first, slug = next(iter(about.items()))
    about = {"theme": "health", "year": None} | about if kind == "compendium" else about
    link = f"{HOME}new/{kind}/?{first}={slug}"
    assert f'href="{link}"' in page.text
    assert f'<option value="{slug}" selected>' in desk.get(link).text
    given = {name: value for name, value in about.items() if value}
    desk.post(f"{HOME}new/{kind}/", given | {"language": "en", "ending": "html"})
    draft = DraftedDocument.objects.get()
    assert draft.what == about
    assert draft.query == f"?{'&'.join(f'{name}={value}' for name, value in sorted(given.items()))}"
    make.func(draft.pk)
    draft.refresh_from_db()
    assert (draft.stage, draft.title) == ("done", title)
