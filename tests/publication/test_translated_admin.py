"""What the administration does with texts in four languages."""

from html import unescape

import pytest
from django.urls import reverse

from countries.models import Entity
from mandates.admin.themes import ThemeAdmin
from mandates.models import Paragraph, Theme
from pages.models import Page
from publication.languages import LANGUAGES
from publication.models import Revision
from tests.admin_forms import filled_in
from tests.factories import (
    in_four,
    make_entity,
    make_page,
    make_paragraph,
    make_theme,
)

pytestmark = pytest.mark.django_db


def address_of(record, page="change"):
    name = f"{record._meta.app_label}_{record._meta.model_name}"
    return reverse(f"admin:{name}_{page}", args=[record.pk])


@pytest.fixture
def save(editor_client):
    """Open a form, change some fields, save it; gives the response."""

    def save(address, **changes):
        page = editor_client.get(address)
        assert page.status_code == 200
        return editor_client.post(address, filled_in(page, **changes))

    return save


def errors_of(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


# Layout ---------------------------------------------------------------------------------------


def test_each_language_has_its_labelled_input(editor_client):
    page = unescape(editor_client.get(address_of(make_theme())).content.decode())
    for code, endonym in zip(
        LANGUAGES, ("English", "Español", "Français", "Português"), strict=True
    ):
        column = f"name_{code.replace('-', '_')}"
        [label] = [tag for tag in page.split("<label") if f'for="id_{column}"' in tag]
        assert f'lang="{code}"' in label
        assert endonym in label
        [field] = [tag for tag in page.split("<input") if f'name="{column}"' in tag.split(">")[0]]
        assert f'lang="{code}"' in field


def test_bare_and_rendered_columns_are_not_on_the_form(editor_client):
    form = editor_client.get(address_of(make_paragraph())).context["adminform"].form
    hidden = {"text", "html", "state_en", "digest_es", *(f"html_{c}" for c in ("en", "pt_br"))}
    assert not hidden & set(form.fields)
    assert {"text_en", "text_es", "text_fr", "text_pt_br"} <= set(form.fields)


def test_form_shows_the_state_of_each_language(editor_client):
    theme = Theme(slug="water")
    theme.write("es", name="Agua")
    theme.write("en", name="Water", state="machine")
    theme.save()
    fields = editor_client.get(address_of(theme)).context["adminform"].form.fields
    states = [str(fields[f"name_{code}"].help_text) for code in ("en", "es", "fr", "pt_br")]
    assert states == ["machine translation", "original", "missing", "missing"]


# Saving ---------------------------------------------------------------------------------------


def test_unchanged_form_leaves_the_record_as_it_is(save):
    for record in (make_theme(), make_paragraph(section=None), make_entity(aliases=["A", "B"])):
        before = type(record).objects.filter(pk=record.pk).values().get()
        assert save(address_of(record)).status_code == 302
        after = type(record).objects.filter(pk=record.pk).values().get()
        drop = {"changed_at"}
        assert {k: v for k, v in after.items() if k not in drop} == {
            k: v for k, v in before.items() if k not in drop
        }


def test_saved_text_is_rendered_and_in_state(save):
    page = make_page(texts={"en": "About"})
    save(address_of(page), title_es="Acerca de", body_es="Un *portal* <script>x</script>")
    page = Page.objects.get()
    assert page.state_es == "official"
    assert page.html_es == "<p>Un <em>portal</em> &lt;script&gt;x&lt;/script&gt;</p>"


def test_emptied_language_becomes_missing(save):
    theme = make_theme()
    save(address_of(theme), name_fr="")
    theme = Theme.objects.get()
    assert (theme.name_fr, theme.state_fr) == (None, "missing")


def test_translation_is_older_once_the_original_alone_changes(save):
    theme = make_theme()
    save(address_of(theme), name_en="Waters", name_es="Aguas")
    theme = Theme.objects.get()
    assert [theme.is_stale(code) for code in ("es", "fr", "pt-br")] == [False, True, True]


def test_original_can_be_another_language(save):
    theme = make_theme()
    save(address_of(theme), original_language="fr")
    theme = Theme.objects.get()
    assert (theme.state_fr, theme.state_en) == ("original", "official")


def test_record_without_any_text_is_refused(save):
    nothing = {f"name_{code}": "" for code in ("en", "es", "fr", "pt_br")}
    assert "name_en" in errors_of(save(address_of(make_theme()), **nothing))


def test_other_texts_need_the_main_one(save):
    entity = make_entity(texts={"en": "Peru"})
    assert "name_fr" in errors_of(save(address_of(entity), acronym_fr="PE"))


def test_reason_needs_no_text_in_its_language(save):
    paragraph = make_paragraph(texts={"es": "Abrir escuelas."})
    changes = {"life_cycle": "retired", "life_cycle_date": "2020-01-01"}
    response = save(address_of(paragraph), **changes, life_cycle_reason_fr="Remplacé.")
    assert response.status_code == 302
    assert Paragraph.objects.get().life_cycle_reason_fr == "Remplacé."


def test_spaces_alone_are_no_text(save):
    save(address_of(make_theme()), name_fr="  ", description_es=" \n ")
    theme = Theme.objects.get()
    assert (theme.name_fr, theme.description_es) == (None, None)


def test_original_language_needs_its_text(save):
    theme = make_theme(texts=dict(list(in_four("A", "B", "C", "D").items())[:2]))
    assert "original_language" in errors_of(save(address_of(theme), original_language="fr"))


def test_form_opened_before_another_was_saved_changes_nothing(save, editor_client):
    theme = make_theme()
    mine = filled_in(editor_client.get(address_of(theme)), name_en="Mine")
    save(address_of(theme), name_en="Theirs")
    response = editor_client.post(address_of(theme), mine)
    assert list(errors_of(response)) == ["__all__"]
    assert response.context["adminform"].form["name_en"].value() == "Mine"
    assert Theme.objects.get().name_en == "Theirs"


def test_who_may_only_look_gets_the_page(editor_client, monkeypatch):
    monkeypatch.setattr(ThemeAdmin, "has_change_permission", lambda *args, **kwargs: False)
    response = editor_client.get(address_of(make_theme()))
    assert response.status_code == 200
    assert "opened_at" not in response.content.decode()


def test_lists_of_names_are_typed_as_lines(save):
    entity = make_entity()
    save(address_of(entity), aliases="Perú \n\n  The   Republic\nPerú")
    assert Entity.objects.get().aliases == ["Perú", "The Republic"]


def test_broken_rule_is_a_message_and_not_a_failure(save):
    errors = errors_of(save(address_of(make_entity(kind="department")), parent=""))
    assert list(errors) == ["__all__"]


def test_empty_slug_of_a_new_record_is_its_english_name(save):
    save(reverse("admin:mandates_theme_add"), name_en="Disaster risk", name_es="Desastres")
    assert Theme.objects.get().slug == "disaster-risk"


def test_slug_that_cannot_be_proposed_is_asked_for(save):
    response = save(reverse("admin:mandates_theme_add"), name_es="Desastres")
    assert "slug" in errors_of(response)


# The data version -----------------------------------------------------------------------------


def version():
    return Revision.objects.current().number


def test_saving_raises_the_data_version(save):
    theme = make_theme()
    save(address_of(theme), name_en="Water")
    assert version() == 1
    save(reverse("admin:mandates_theme_add"), name_en="Air")
    assert version() == 2


def test_refused_form_leaves_the_data_version(save):
    save(address_of(make_theme()), name_en="", name_es="", name_fr="", name_pt_br="")
    assert version() == 0


def test_deleting_raises_the_data_version(editor_client):
    address = address_of(make_theme(), "delete")
    editor_client.post(address, {"post": "yes"})
    assert (Theme.objects.count(), version()) == (0, 1)


def test_deleting_several_raises_the_data_version(editor_client):
    chosen = [make_theme().pk, make_theme().pk]
    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    editor_client.post(reverse("admin:mandates_theme_changelist"), data)
    assert (Theme.objects.count(), version()) == (0, 1)


def test_bringing_back_a_version_raises_the_data_version(save):
    theme = make_theme()
    save(address_of(theme), name_en="Water")
    first = theme.history.earliest().pk
    address = reverse("admin:mandates_theme_simple_history", args=[theme.pk, first])
    assert save(address).status_code == 302
    assert Theme.objects.get().name_en == theme.name_en
    assert version() == 2


def test_records_changed_in_a_form_are_named(save, monkeypatch):
    named = []
    monkeypatch.setattr("publication.admin.published.changed", named.extend)
    paragraph = make_paragraph(themes=[make_theme()])
    save(address_of(paragraph), label="99", theme_links__0__position="7")
    assert named == [paragraph, paragraph.theme_links.get()]


def test_deleted_record_keeps_its_key_for_those_who_follow(editor_client, monkeypatch):
    named = []
    monkeypatch.setattr("publication.admin.published.changed", named.extend)
    theme = make_theme()
    editor_client.post(address_of(theme, "delete"), {"post": "yes"})
    assert [record.pk for record in named] == [theme.pk]


def test_history_names_the_person(save, editor):
    theme = make_theme()
    save(address_of(theme), name_en="Water")
    assert theme.history.latest().history_user == editor


# Written by two at the same moment --------------------------------------------------------------


def test_what_the_database_refuses_is_told_and_the_typed_text_stays(save, monkeypatch):
    """As where another takes the address part between the form's check and the writing."""
    make_theme(slug="health")
    theme = make_theme(slug="energy", texts={"en": "Energy"})
    monkeypatch.setattr(Theme, "validate_unique", lambda *args, **options: None)
    response = save(address_of(theme), slug="health", name_en="Energy for all")
    assert errors_of(response)["__all__"] == [
        "Nothing was saved: the record has been changed meanwhile."
    ]
    assert response.context["adminform"].form["name_en"].value() == "Energy for all"
    assert [*Theme.objects.filter(pk=theme.pk).values_list("slug", "name_en")] == [
        ("energy", "Energy")
    ]
