"""Loading the reference facts: once, twice, over corrections, with --update."""

import json

import pytest
from django.contrib.redirects.models import Redirect
from django.core.management import call_command
from django.utils.text import capfirst
from django.utils.translation import override

from countries.models import Entity
from imports.reference import load_reference
from mandates.models import Document, Meeting, Participation, Theme
from pages.models import Page
from publication.languages import LANGUAGES
from publication.models import Revision
from publication.redirects import leave_redirects
from reports.models import Citation
from tests import factories
from tests.imports.fingerprint import fingerprint


def test_everything_is_there(reference):
    assert Entity.objects.states().count() == 35
    assert Entity.objects.institutions().count() == 12
    assert Theme.objects.count() >= 25
    assert Meeting.objects.summits().count() >= 9
    assert Document.objects.count() >= 11
    assert Page.objects.filter(slug="about").exists()
    assert Redirect.objects.filter(old_path="/sisca/mig.html").exists()
    assert Revision.objects.current().number == 1


def test_every_participant_is_a_state(reference):
    assert set(Participation.objects.values_list("entity__kind", flat=True)) == {"state"}


def test_every_record_has_four_languages(reference):
    for model in (Entity, Theme, Meeting, Document):
        for record in model.objects.all():
            assert record.languages() == ("en", "es", "fr", "pt-br"), record


def test_page_on_figures_tells_what_every_mark_means(reference):
    page = Page.objects.get(slug="figures")
    for language in LANGUAGES:
        with override(language):
            for mark in Citation.Mark:
                assert f"- **{capfirst(mark.label)}.** " in page.texts("body")[language]


def test_second_load_changes_nothing(reference):
    before = fingerprint()
    counts = load_reference()
    assert (counts["created"], counts["updated"]) == (0, 0)
    assert counts["unchanged"] > 200
    assert fingerprint() == before


def test_correction_of_staff_stays_until_update_is_asked_for(reference):
    peru = Entity.objects.get_by_natural_key("peru")
    printed = peru.website
    peru.website = "https://example.org/"
    peru.save()
    load_reference()
    peru.refresh_from_db()
    assert peru.website == "https://example.org/"
    counts = load_reference(update=True)
    peru.refresh_from_db()
    assert peru.website == printed
    assert (counts["created"], counts["unchanged"] > 0) == (0, True)


def test_redirect_of_staff_stays_until_update_is_asked_for(reference):
    redirect = Redirect.objects.get(old_path="/sisca/mig.html")
    printed, redirect.new_path = redirect.new_path, "/elsewhere/"
    redirect.save()
    load_reference()
    redirect.refresh_from_db()
    assert redirect.new_path == "/elsewhere/"
    every = load_reference(update=True)
    redirect.refresh_from_db()
    assert redirect.new_path == printed
    again = load_reference(update=True)
    assert (every["updated"] - again["updated"], again["unchanged"] - every["unchanged"]) == (1, 1)


def test_missing_record_is_added_to_the_others(reference):
    Theme.objects.filter(slug="health").delete()
    assert load_reference()["created"] == 1
    assert Theme.objects.filter(slug="health").exists()


def renamed(record, slug):
    """The record with another address part, as the administration saves it."""
    before = address_of(record)
    record.slug = slug
    record.save()
    leave_redirects({before: address_of(record)})
    return record


def address_of(record):
    return record.get_absolute_url().removeprefix("/en")


@pytest.mark.parametrize(
    ("model", "old"),
    [
        (Entity, "peru"), (Entity, "world-bank"), (Theme, "health"), (Meeting, "lima-2018"),
        (Document, "miami-1994-plan-of-action"),
    ],
)  # fmt: skip
def test_renamed_record_is_not_loaded_a_second_time(reference, model, old):
    record = renamed(model.objects.get(slug=old), "moved")
    assert load_reference()["created"] == 0
    record.write("en", **{record.PRIMARY: "Otherwise"})
    record.save()
    assert load_reference(update=True)["created"] == 0
    record.refresh_from_db()
    assert (record.slug, getattr(record, f"{record.PRIMARY}_en") == "Otherwise") == ("moved", False)


def test_what_names_a_renamed_record_still_finds_it(reference):
    meeting = Meeting.objects.get(slug="lima-2018")
    peru, who = meeting.host, set(meeting.participations.values_list("entity", flat=True))
    theme = renamed(Theme.objects.get(slug="migration"), "mobility")
    renamed(peru, "moved")
    renamed(meeting, "lima")
    load_reference(update=True)
    meeting.refresh_from_db()
    assert meeting.host == peru
    assert set(meeting.participations.values_list("entity", flat=True)) == who
    assert Document.objects.filter(meeting=meeting).count() > 0
    assert Redirect.objects.get(old_path="/sisca/mig.html").new_path == address_of(theme)


def test_state_is_known_by_its_code(reference):
    factories.make_entity(slug="nowhere", iso_3166_1=None, is_demonstration=True)
    Entity.objects.filter(slug="peru").update(slug="moved")  # no redirect tells of it
    assert load_reference()["created"] == 0
    assert load_reference(update=True)["created"] == 0


def test_record_that_was_merged_away_does_not_come_back(reference):
    gone, kept = Entity.objects.institutions().order_by("slug")[:2]
    leave_redirects({address_of(gone): address_of(kept)})
    Entity.objects.filter(pk=gone.pk).delete()
    before = kept.name_en
    assert load_reference()["created"] == 0
    assert load_reference(update=True)["created"] == 0
    kept.refresh_from_db()
    assert kept.name_en == before


@pytest.mark.parametrize(
    ("old", "target"),
    [
        ("/sisca/mig.html", "/en/themes/migration/"),
        ("/sisca/mig_s.html", "/es/themes/migration/"),
        ("/sisca/mig_sp.html", "/es/themes/migration/"),
        ("/sisca/mig_f.html", "/fr/themes/migration/"),
        ("/sisca/mig_p.html", "/pt-br/themes/migration/"),
        ("/sisca/health_sp.html", "/es/themes/health/"),
    ],
)
def test_old_address_in_a_language_leads_on_in_it(reference, client, old, target):
    response = client.get(old, headers={"accept-language": "en"})
    assert (response.status_code, response["Location"]) == (301, target)
    assert client.get(target).status_code == 200


def test_fault_leaves_nothing(db, tmp_path):
    for name in ("goals", "themes", "entities", "meetings", "documents", "pages", "redirects"):
        (tmp_path / f"{name}.json").write_text("[]")
    goal = {"number": 1, "title": {"en": "No poverty"}}
    (tmp_path / "goals.json").write_text(json.dumps([goal, {"number": 2}]))
    before = fingerprint()
    with pytest.raises(KeyError):
        load_reference(tmp_path)
    assert fingerprint() == before


def test_command_counts(reference, capsys):
    call_command("load_reference", "--json")
    counts = json.loads(capsys.readouterr().out)
    assert (counts["created"], counts["updated"]) == (0, 0)
