"""Old addresses lead to where their content is, by the table that staff edit."""

import pytest
from django.contrib.redirects.models import Redirect
from django.test import Client

pytestmark = pytest.mark.django_db


def add(old: str, new: str) -> None:
    Redirect.objects.create(site_id=1, old_path=old, new_path=new)


@pytest.mark.parametrize(
    ("accepted", "target"),
    [
        ("en", "/en/themes/migration/"),
        ("es-PE,es;q=0.9", "/es/themes/migration/"),
        ("fr-CA", "/fr/themes/migration/"),
        ("pt", "/pt-br/themes/migration/"),
        ("de", "/en/themes/migration/"),
    ],
)
def test_legacy_address_leads_to_the_readers_language(
    reader: Client, accepted: str, target: str
) -> None:
    add("/sisca/mig.html", "/themes/migration/")
    response = reader.get("/sisca/mig.html", headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (301, target)
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))
    assert reader.get(target).status_code == 200


@pytest.mark.parametrize(
    "target",
    ["/es/themes/migration/", "/data/themes/migration.json", "https://www.example.org/x"],
)
def test_complete_target_is_kept(reader: Client, target: str) -> None:
    add("/old/", target)
    response = reader.get("/old/", headers={"accept-language": "fr"})
    assert (response.status_code, response["Location"]) == (301, target)


def test_address_without_language_stands_for_all_four(reader: Client) -> None:
    add("/documents/old-name/", "/documents/new-name/")
    for language in ("en", "es", "fr", "pt-br"):
        response = reader.get(f"/{language}/documents/old-name/")
        assert response["Location"] == f"/{language}/documents/new-name/"


def test_address_with_a_query_comes_first(reader: Client) -> None:
    add("/old.asp", "/themes/")
    add("/old.asp?id=7", "/themes/migration/")
    assert reader.get("/old.asp?id=7")["Location"] == "/en/themes/migration/"
    assert reader.get("/old.asp?id=8")["Location"] == "/en/themes/"


def test_missing_slash_is_forgiven(reader: Client) -> None:
    add("/sisca/", "/themes/")
    assert reader.get("/sisca")["Location"] == "/en/themes/"


def test_empty_target_is_gone_for_good(reader: Client) -> None:
    add("/old/", "")
    response = reader.get("/old/", headers={"accept-language": "fr"})
    assert response.status_code == 410
    assert response["Content-Language"] == "fr"


def test_page_that_exists_is_never_redirected(reader: Client) -> None:
    add("/en/themes/", "/elsewhere/")
    assert reader.get("/en/themes/").status_code == 200


def test_unknown_address_stays_unknown(reader: Client) -> None:
    add("/sisca/mig.html", "/themes/migration/")
    assert reader.get("/sisca/migration.html").status_code == 404
    assert reader.get("/" + "a" * 1500).status_code == 404


def test_head_is_redirected_and_post_is_not(reader: Client) -> None:
    add("/old/", "/themes/")
    assert reader.head("/old/").status_code == 301
    assert reader.post("/old/").status_code == 404


def test_page_found_costs_no_query(reader: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # the page's own
        reader.get("/en/themes/")
