"""Loading the reference facts: once, twice, over corrections, with --update."""

import json

import pytest
from django.contrib.redirects.models import Redirect
from django.core.management import call_command

from countries.models import Entity
from imports.reference import load_reference
from mandates.models import Document, Meeting, Participation, Theme
from pages.models import Page
from publication.models import Revision
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
