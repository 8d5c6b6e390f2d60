"""An address that changes leads on from the old one, in the four languages."""

import pytest
from django.contrib.redirects.models import Redirect
from django.urls import reverse

from mandates.models import Document
from publication.redirects import leave_redirects
from tests.admin_forms import filled_in
from tests.factories import (
    make_document,
    make_entity,
    make_heading,
    make_meeting,
    make_paragraph,
    make_theme,
)

pytestmark = pytest.mark.django_db


def save(client, address, **changes):
    response = client.post(address, filled_in(client.get(address), **changes))
    assert response.status_code == 302, response.context["adminform"].form.errors


def change(client, record, **changes):
    name = f"{record._meta.app_label}_{record._meta.model_name}"
    save(client, reverse(f"admin:{name}_change", args=[record.pk]), **changes)


def redirects():
    return dict(Redirect.objects.values_list("old_path", "new_path"))


@pytest.mark.parametrize(
    ("make", "folder"),
    [
        (lambda: make_theme(slug="old"), "themes"),
        (lambda: make_entity(slug="old"), "countries"),
        (lambda: make_entity(slug="old", kind="institution"), "institutions"),
        (lambda: make_meeting(slug="old"), "summits"),
        (lambda: make_meeting(slug="old", kind="ministerial"), "ministerials"),
        (lambda: make_meeting(slug="old", kind="assembly"), "meetings"),
        (lambda: make_document(slug="old"), "documents"),
    ],
)
def test_changed_slug_leaves_a_redirect(make, folder, editor_client):
    change(editor_client, make(), slug="new")
    expected = {f"/{folder}/old/": f"/{folder}/new/"}
    if folder == "themes":
        expected["/data/themes/old.json"] = "/data/themes/new.json"
    assert redirects() == expected


def test_document_takes_its_paragraphs_along(editor_client):
    document = make_document(slug="old")
    make_paragraph(document=document, label="17")
    make_paragraph(document=document, label="2.8")
    change(editor_client, document, slug="new")
    assert redirects() == {
        "/documents/old/": "/documents/new/",
        "/documents/old/17/": "/documents/new/17/",
        "/documents/old/2.8/": "/documents/new/2.8/",
    }


def test_changed_kind_moves_the_address(editor_client):
    change(editor_client, make_meeting(slug="lima-2018"), kind="ministerial")
    assert redirects() == {"/summits/lima-2018/": "/ministerials/lima-2018/"}


def test_unchanged_address_leaves_nothing(editor_client):
    change(editor_client, make_theme(), name_en="Water")
    assert redirects() == {}


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt-br"])
def test_reader_is_led_on_in_the_language_of_the_address(language, reader, editor_client):
    change(editor_client, make_document(slug="old"), slug="new")
    response = reader.get(f"/{language}/documents/old/")
    assert (response.status_code, response.url) == (301, f"/{language}/documents/new/")


def test_bringing_back_an_old_version_leads_on_too(editor_client):
    theme = make_theme(slug="old")
    change(editor_client, theme, slug="new")
    first = theme.history.earliest().pk
    save(editor_client, reverse("admin:mandates_theme_simple_history", args=[theme.pk, first]))
    assert redirects()["/themes/new/"] == "/themes/old/"
    assert "/themes/old/" not in redirects()


def test_renamed_twice_leads_straight_to_the_last():
    leave_redirects({"/themes/a/": "/themes/b/"})
    leave_redirects({"/themes/b/": "/themes/c/"})
    assert redirects() == {"/themes/a/": "/themes/c/", "/themes/b/": "/themes/c/"}


def test_renamed_back_makes_no_loop():
    leave_redirects({"/themes/a/": "/themes/b/"})
    leave_redirects({"/themes/b/": "/themes/a/"})
    assert redirects() == {"/themes/b/": "/themes/a/"}


def test_path_longer_than_the_table_takes_is_left_out():
    leave_redirects({f"/{'a' * 300}/": "/b/", "/c/": "/d/"})
    assert redirects() == {"/c/": "/d/"}


def test_redirect_costs_the_same_for_many_paragraphs(django_assert_num_queries):
    pairs = {f"/documents/a/{n}/": f"/documents/b/{n}/" for n in range(300)}
    with django_assert_num_queries(5):
        leave_redirects(pairs)


# Proposals ------------------------------------------------------------------------------------


def add(client, **fields):
    save(client, reverse("admin:mandates_document_add"), **fields)
    return Document.objects.get(title_en=fields["title_en"])


def test_empty_slug_of_a_document_is_place_year_and_short_title(editor_client):
    meeting = make_meeting(place_en="Mar del Plata, Argentina")
    fields = {"kind": "plan_of_action", "date": "2005-11-05", "meeting": str(meeting.pk)}
    document = add(editor_client, title_en="Plan of Action", **fields)
    assert document.slug == "mar-del-plata-2005-plan-of-action"


def test_proposed_slug_is_not_computed_again(editor_client):
    document = make_document(slug="kept")
    change(editor_client, document, title_en="Another title", date="2001-01-01")
    assert Document.objects.get().slug == "kept"


def test_empty_slug_of_a_paragraph_has_the_heading_where_numbers_restart(editor_client):
    document = make_document(numbering="per_section")
    heading = make_heading(document=document, slug="migration")
    fields = {"document": str(document.pk), "section": str(heading.pk), "label": "14 bis"}
    address = reverse("admin:mandates_paragraph_add")
    save(editor_client, address, text_en="Open schools.", **fields)
    assert document.paragraphs.get().slug == "migration-14-bis"


def test_heading_of_another_document_is_refused(editor_client):
    paragraph = make_paragraph()
    address = reverse("admin:mandates_paragraph_change", args=[paragraph.pk])
    data = filled_in(editor_client.get(address), section=str(make_heading().pk))
    response = editor_client.post(address, data)
    assert "section" in response.context["adminform"].form.errors
