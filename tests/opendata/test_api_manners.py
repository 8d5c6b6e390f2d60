"""What holds for every answer below `/api/`: who may read it, how often, and how errors look."""

import pytest
from django.core.cache import cache
from django.db import transaction

from opendata.api.limits import key_of
from publication.changes import changed

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/"


def publish() -> None:
    with transaction.atomic():
        changed([])


# Who may read ---------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [ADDRESS, "/api/v1/none/", "/api/v1/?x=%00"])
def test_every_site_may_read_refusals_too(reader, address):
    assert reader.get(address)["Access-Control-Allow-Origin"] == "*"


def test_pages_for_people_are_not_open_to_other_sites(reader):
    assert "Access-Control-Allow-Origin" not in reader.get("/en/reports/")


def test_a_browser_that_asks_before_is_answered(reader):
    answer = reader.options(
        ADDRESS, HTTP_ORIGIN="https://example.org", HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET"
    )
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer["Access-Control-Allow-Origin"] == "*"


# Errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("get", "/api/v1/none/", 404, "not_found"),
        ("get", "/api/", 404, "not_found"),
        ("get", "/api/v1/?x=%00", 400, "bad_request"),
        ("get", "/api/v1/?x=%ff", 400, "bad_request"),
        ("post", ADDRESS, 405, "method_not_allowed"),
        ("delete", ADDRESS, 405, "method_not_allowed"),
    ],
)
def test_errors_are_json_of_one_shape(reader, method, address, status, code):
    answer = getattr(reader, method)(address)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert (error["status"], error["code"]) == (status, code)
    assert error["message"]


def test_what_is_no_json_is_not_acceptable(reader):
    answer = reader.get(ADDRESS, HTTP_ACCEPT="text/html")
    assert answer.status_code == 406
    assert answer.json()["error"]["code"] == "not_acceptable"


# What a client keeps --------------------------------------------------------------------------


def test_answer_has_the_tag_and_the_moment_of_the_data_version(reader):
    publish()
    first = reader.get(ADDRESS)
    assert "Last-Modified" in first
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert reader.get(ADDRESS, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    assert reader.get(ADDRESS, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"]).status_code == 304
    publish()
    assert reader.get(ADDRESS, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_nothing_is_read_for_a_client_that_has_it(reader, django_assert_num_queries):
    tag = reader.get(ADDRESS)["ETag"]
    with django_assert_num_queries(1):
        reader.get(ADDRESS, HTTP_IF_NONE_MATCH=tag)


def test_errors_have_no_tag(reader):
    answer = reader.get("/api/v1/none/", HTTP_IF_NONE_MATCH="*")
    assert answer.status_code == 404
    assert "ETag" not in answer


# How often ------------------------------------------------------------------------------------


def test_one_request_too_many_is_told_how_long_to_wait(reader, settings):
    cache.clear()
    settings.API_REQUESTS_PER_MINUTE = 2
    while (answer := reader.get(ADDRESS, REMOTE_ADDR="192.0.2.1")).status_code == 200:
        pass
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer.json()["error"]["code"] == "too_many_requests"
    assert reader.get(ADDRESS, REMOTE_ADDR="192.0.2.2").status_code == 200


def test_nothing_is_refused_when_the_cache_is_down(reader, settings, monkeypatch):
    settings.API_REQUESTS_PER_MINUTE = 1

    def broken(*arguments, **named):
        raise OSError("no cache")

    monkeypatch.setattr("opendata.api.limits.cache.get", broken)
    assert [reader.get(ADDRESS).status_code for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("", "unknown"),
    ],
)
def test_one_office_has_one_count(address, key):
    assert key_of(address) == key
