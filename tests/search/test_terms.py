"""One word, its forms and its spellings come out as one term; other words do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publication.languages import LANGUAGES
from search import terms

SAME = [
    ("en", "school schools School SCHOOLS"),
    ("en", "woman women Women"),
    ("en", "child children"),
    ("en", "country countries"),
    ("en", "OAS O.A.S. oas"),
    ("es", "migración migraciones migracion MIGRACIONES"),
    ("es", "mujer mujeres"),
    ("es", "niño niña niños niñas nino"),
    ("es", "juez jueces"),
    ("es", "región regiones"),
    ("es", "trabajador trabajadora trabajadores"),
    ("es", "joven jóvenes"),
    ("fr", "égalité égalités egalite"),
    ("fr", "national nationaux nationale nationales"),
    ("fr", "travailleur travailleuse travailleurs travailleuses"),
    ("fr", "étranger étrangère étrangers étrangères"),
    ("fr", "formé formée formés formées"),
    ("fr", "directeur directrice directeurs"),
    ("pt-br", "migração migrações migracao migracoes"),
    ("pt-br", "ação ações"),
    ("pt-br", "nacional nacionais"),
    ("pt-br", "mulher mulheres"),
    ("pt-br", "cidadão cidadãos"),
    ("pt-br", "jovem jovens"),
    ("pt-br", "possível possíveis"),
    ("pt-br", "trabalhador trabalhadora trabalhadores"),
]
OTHERS = [
    ("en", "migration", "migrant"),
    ("es", "país", "paisaje"),
    ("fr", "pays", "paysan"),
    ("pt-br", "ação", "acão2"),
]


@pytest.mark.parametrize(("language", "forms"), SAME)
def test_forms_of_a_word_are_one_term(language, forms):
    assert len({terms.term(form, language) for form in forms.split()}) == 1


@pytest.mark.parametrize(("language", "one", "other"), OTHERS)
def test_other_words_are_other_terms(language, one, other):
    assert terms.term(one, language) != terms.term(other, language)


def test_numbers_with_points_are_one_word():
    assert terms.words("Paragraph 2.8, of 2015.") == ["Paragraph", "2.8", "of", "2015"]


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.text(max_size=200))
def test_terms_are_small_letters_and_digits_whatever_the_text(language, text):
    for term in terms.terms(text, language):
        assert term.isascii()
        assert term.isalnum()
        assert term == term.lower()
        assert len(term) <= terms.LONGEST + 1


def test_long_texts_stay_within_what_an_index_takes():
    text = " ".join(f"word{n}of{'x' * 40}" for n in range(60_000))
    found = terms.bounded(terms.terms(text, "en"))
    assert len(found) == terms.IN_ORDER + 1 + terms.FURTHER
    assert len(terms.spaced(set(found))) < 1_000_000
