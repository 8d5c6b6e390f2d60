"""Every kind of answer carries the strict policy and tells nothing about the software."""

import pytest
from django.conf import settings as active_settings
from django.http import HttpResponse
from django.test import Client

from summits_portal.headers import POLICY_HEADERS, policy_with_csp

CSP = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data:; script-src 'self'; style-src 'self'; "
    "report-uri /csp-report"
)
KINDS = [
    ("/en/", 200),
    ("/data/themes/migration.json", 200),
    ("/en/stream/", 200),
    ("/en/form/", 200),
    ("/livez", 200),
    ("/static/css/portal.css", 200),
    ("/admin/login/", 200),
    ("/pt/themes/", 301),
    ("/en/themes", 301),
    ("/themes/", 302),
    ("/admin/", 302),
    ("/en/private/", 302),
    ("/en/?page=%00", 400),
    ("/en/suspicion/", 400),
    ("/en/refusal/", 403),
    ("/en/nothing/", 404),
    ("/static/nothing.css", 404),
    ("/en/withdrawn/", 410),
    ("/en/busy/", 429),
    ("/en/fault/", 500),
]


def policy_of(response: HttpResponse) -> str:
    return "; ".join(sorted(response["Content-Security-Policy"].split("; ")))


def assert_policy(response: HttpResponse, *, is_open: bool = False) -> None:
    """With `is_open` any site may read the answer, and nothing else is laxer."""
    assert policy_of(response) == "; ".join(sorted(CSP.split("; ")))
    expected = POLICY_HEADERS | (
        {"Cross-Origin-Resource-Policy": "cross-origin"} if is_open else {}
    )
    assert {name: response[name] for name in POLICY_HEADERS} == expected
    assert not {"Server", "X-Powered-By"} & set(response.headers)


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), KINDS)
def test_policy_on_every_kind_of_answer(reader: Client, path: str, status: int) -> None:
    response = reader.get(path)
    assert response.status_code == status
    assert_policy(response, is_open=path.startswith("/data/"))


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_policy_on_a_method_that_is_not_allowed(reader: Client, method: str) -> None:
    response = reader.generic(method, "/en/")
    assert response.status_code in (403, 405)
    assert_policy(response)


def test_policy_on_a_host_that_is_not_ours(reader: Client) -> None:
    response = reader.get("/en/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert_policy(response)


def test_policy_on_a_post_without_token() -> None:
    response = Client(enforce_csrf_checks=True).post("/en/")
    assert response.status_code == 403
    assert_policy(response)


def test_policy_on_an_answer_304(reader: Client, db: None) -> None:
    tag = reader.get("/en/")["ETag"]
    response = reader.get("/en/", headers={"if-none-match": tag})
    assert response.status_code == 304
    assert_policy(response)


def test_policy_when_a_middleware_fails(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("csp.middleware.CSPMiddleware.process_request", fail)
    response = reader.get("/en/")
    assert response.status_code == 500
    assert_policy(response)


def test_policy_denies_everything_that_is_not_ours() -> None:
    directives = active_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert not [word for word in policy_with_csp().values() if "unsafe" in word or "nonce" in word]


def test_https_is_demanded_for_a_year(reader: Client, settings: object) -> None:
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    response = Client().get("/livez", secure=True)
    expected = "max-age=31536000; includeSubDomains; preload"
    assert response["Strict-Transport-Security"] == expected


def test_http_leads_to_https_except_for_the_platform(settings: object) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/en/?page=2")
    assert (response.status_code, response["Location"]) == (301, "https://testserver/en/?page=2")
    assert_policy(response)
    assert Client().get("/livez").status_code == 200


def test_anonymous_reader_gets_no_cookie(reader: Client, db: None) -> None:
    for path, _status in KINDS:
        if path not in ("/en/form/", "/admin/login/"):
            assert not reader.get(path).cookies, path
