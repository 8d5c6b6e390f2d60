"""What every form asks of typed text: nothing is dropped without a word, nothing odd is stored."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from publication.forms import LONGEST, TextField, shown
from tests import factories
from tests.admin_forms import filled_in

REFUSED = ["\x00", "\x01", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\ud800", "\udfff"]
# Bidirectional marks, joiners, emoji, combining marks, other scripts, private use.
KEPT = ["\u200f", "\u202e", "\u200d", "👩‍👩‍👧", "e\u0301", "ﷺ", "\ue000", "\t", "a\nb"]


@pytest.mark.parametrize("character", REFUSED)
def test_control_character_is_an_error_that_says_where(character):
    with pytest.raises(ValidationError) as error:
        TextField().clean(f"Uno\nDos{character}tres")
    said = "An invisible control character stands in line 2, after “Dos”. Remove it."
    assert error.value.messages[-1] == said  # after Django's own words on NUL
    assert shown(f"Dos{character}tres") == "Dos\ufffdtres"


@pytest.mark.parametrize("text", KEPT)
def test_everything_else_is_kept_as_it_was_typed(text):
    assert TextField().clean(f"x{text}y") == f"x{text}y"


def test_line_ends_are_made_equal_and_blank_ends_cut_off():
    assert TextField().clean("\r\nUno\r\n  Dos\rTres \n\n") == "Uno\n  Dos\nTres"


def test_text_that_is_too_long_is_refused_whole():
    with pytest.raises(ValidationError):
        TextField().clean("x" * (LONGEST + 1))


@pytest.mark.django_db
def test_administration_refuses_control_characters_and_keeps_the_text(editor_client):
    entity = factories.make_entity()
    address = reverse("admin:countries_entity_change", args=[entity.pk])
    posted = filled_in(editor_client.get(address), name_es="Perú\x1b del Sur")
    page = editor_client.post(address, posted)
    assert page.status_code == 200
    assert "An invisible control character stands in line 1" in page.content.decode()
    assert "del Sur" in page.content.decode()
    entity.refresh_from_db()
    assert "del Sur" not in entity.name_es


@pytest.mark.django_db
def test_list_in_a_new_inline_refuses_them_too(editor_client):
    document = factories.make_document()
    page = editor_client.get(reverse("admin:mandates_document_change", args=[document.pk]))
    posted = filled_in(page, headings__0__title_en="Health", headings__0__slug="health",
                       headings__0__aliases="Well\x0bbeing", headings__TOTAL_FORMS="1")  # fmt: skip
    page = editor_client.post(page.wsgi_request.path, posted)
    assert page.status_code == 200
    assert "An invisible control character stands in line 1" in page.text
    assert not document.headings.exists()
