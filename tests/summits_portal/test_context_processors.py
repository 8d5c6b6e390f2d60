"""What every page is given: nothing of it asks the database before a template shows it."""

import datetime

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from pages.models import Announcement
from publication.models import Revision
from summits_portal.addresses import in_language, without_language
from summits_portal.context_processors import portal

MOMENT = datetime.datetime(2026, 11, 22, 14, 32, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def base_address(settings: object) -> None:
    settings.BASE_ADDRESS = "https://portal.example.org"


def context(address: str, language: str = "en", **environ: object) -> dict:
    with override(language):
        return portal(RequestFactory().get(address, **environ))


def shown(template: str, address: str = "/en/", **environ: object) -> str:
    """`template` with what the processor gives, and nothing else."""
    with override("en"):
        return engines["django"].from_string(template).render(context(address, **environ))


def test_language_switch_keeps_page_and_query() -> None:
    switch = context("/es/themes/migration/?year=2015&q=a%26b", "es")["languages"]
    assert [(one["code"], one["endonym"], one["current"]) for one in switch] == [
        ("en", "English", False),
        ("es", "Español", True),
        ("fr", "Français", False),
        ("pt-br", "Português", False),
    ]
    assert [one["url"] for one in switch] == [
        f"/{code}/themes/migration/?year=2015&q=a%26b" for code in ("en", "es", "fr", "pt-br")
    ]
    assert switch[3]["absolute"] == "https://portal.example.org/pt-br/themes/migration/"


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/en/", "/en/"),
        ("/en/reports/?year=2015", "/en/reports/"),
        ("/en/reports/?page=3&year=2015", "/en/reports/?page=3"),
        ("/en/reports/?page=1", "/en/reports/"),
        ("/en/reports/?page=<b>", "/en/reports/"),
        ("/en/reports/?page=٣", "/en/reports/"),
    ],
)
def test_canonical_address(address: str, canonical: str) -> None:
    assert context(address)["canonical"] == f"https://portal.example.org{canonical}"


def test_address_for_any_language() -> None:
    given = context("/fr/themes/?page=2", "fr")
    assert given["x_default"] == "https://portal.example.org/themes/"
    assert given["language"] == "fr"


def test_page_without_language_names_no_others() -> None:
    given = context("/admin/login/")
    assert (given["canonical"], given["x_default"]) == ("", "")
    assert [one["url"] for one in given["languages"]] == ["/en/", "/es/", "/fr/", "/pt-br/"]


@pytest.mark.parametrize(
    ("path", "bare"),
    [
        ("/es/themes/", "/themes/"),
        ("/pt-br/", "/"),
        ("/themes/", "/themes/"),
        ("/esperanto/", "/esperanto/"),
        ("/es", "/es"),
        ("/pt/themes/", "/pt/themes/"),
        ("/es/es/", "/es/"),
    ],
)
def test_path_without_language(path: str, bare: str) -> None:
    assert without_language(path) == bare


def test_other_language_of_an_address_that_has_none() -> None:
    assert in_language("/themes/", "fr") == "/fr/"


def test_nothing_is_asked_before_it_is_shown() -> None:
    """Without the database fixture, a query is an error here."""
    assert context("/en/")["language"] == "en"


@pytest.mark.django_db
def test_data_version_is_one_query(django_assert_num_queries: object) -> None:
    Revision.objects.update_or_create(pk=1, defaults={"number": 7, "changed_at": MOMENT})
    with django_assert_num_queries(1):
        text = shown("{{ data_version }} {{ data_changed_at|date:'c' }} {{ data_version }}")
    assert text == "7 2026-11-22T09:32:00-05:00 7"


@pytest.mark.parametrize("moment", [MOMENT, "2026-11-22 14:32:00", "2026-11-22 14:32:00.000001"])
def test_data_version_that_the_page_cache_has_read(moment: object) -> None:
    environ = {"portal.revision": (7, moment)}
    text = shown("{{ data_version }} {{ data_changed_at|date:'c' }}", **environ)
    assert text.startswith("7 2026-11-22T09:32:00")


@pytest.mark.django_db
def test_data_version_before_the_first_change() -> None:
    assert shown("{{ data_version }}{% if data_changed_at %} changed{% endif %}") == "0"


@pytest.mark.django_db
def test_announcement_is_one_query(django_assert_num_queries: object) -> None:
    for text, is_shown in (("Hidden", False), ("Shown", True)):
        announcement = Announcement(is_shown=is_shown)
        announcement.write("en", text=text)
        announcement.save()
    with django_assert_num_queries(1):
        text = shown("{% if announcement %}{% said announcement 'text' %}{% endif %}")
    assert text == "Shown"


@pytest.mark.django_db
def test_no_announcement() -> None:
    assert shown("{% if announcement %}shown{% endif %}") == ""
