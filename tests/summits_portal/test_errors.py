"""Pages for what goes wrong: four languages, no database, and a last page when all else fails."""

import logging

import html5lib
import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils.functional import lazy

from summits_portal import errors, middleware
from summits_portal.last_resort import last_page, last_resort

LANGUAGES = ["en", "es", "fr", "pt-br"]
PAGES = {
    "suspicion": 400,
    "refusal": 403,
    "nothing": 404,
    "withdrawn": 410,
    "busy": 429,
    "fault": 500,
}
HEADINGS = {
    ("nothing", "en"): "This page does not exist",
    ("nothing", "es"): "Esta página no existe",
    ("nothing", "fr"): "Cette page n’existe pas",
    ("nothing", "pt-br"): "Esta página não existe",
    ("fault", "en"): "Something went wrong on our side",
    ("fault", "es"): "Se produjo un error de nuestro lado",
    ("fault", "fr"): "Une erreur s’est produite de notre côté",
    ("fault", "pt-br"): "Ocorreu um erro do nosso lado",
}


def parsed(html: bytes) -> object:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "status"), PAGES.items())
def test_page_in_the_readers_language(
    reader: Client, language: str, name: str, status: int
) -> None:
    response = reader.get(f"/{language}/{name}/")
    assert response.status_code == status
    assert response["Content-Language"] == language
    assert response["Cache-Control"] == "private, no-store"
    page = parsed(response.content)
    assert page.get("lang").lower() == language
    assert page.find(".//main//form").get("action") == f"/{language}/search/"
    assert page.find(".//main//code").text == response["X-Request-ID"]
    links = [link.get("href") for link in page.findall(".//main//a")]
    assert f"/{language}/" in links
    assert page.find(".//meta[@name='robots']").get("content") == "noindex"


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "language"), HEADINGS)
def test_heading(reader: Client, name: str, language: str) -> None:
    page = parsed(reader.get(f"/{language}/{name}/").content)
    assert page.find(".//h1").text == HEADINGS[name, language]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_four_languages_are_four_texts(reader: Client, name: str) -> None:
    headings = {
        parsed(reader.get(f"/{language}/{name}/").content).find(".//h1").text
        for language in LANGUAGES
    }
    assert len(headings) == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted", "language"),
    [("es-MX", "es"), ("fr;q=0.3, pt;q=0.9", "pt-br"), ("de", "en"), ("", "en"), ("x" * 900, "en")],
)
def test_address_without_language_goes_by_the_browser(
    reader: Client, accepted: str, language: str
) -> None:
    response = reader.get("/nothing.html", headers={"accept-language": accepted})
    assert (response.status_code, response["Content-Language"]) == (404, language)


@pytest.mark.django_db
def test_language_switch_keeps_the_page(reader: Client) -> None:
    page = parsed(reader.get("/es/nothing/?page=2").content)
    links = [link.get("href") for link in page.findall(".//nav[@class='languages']//a")]
    assert links == [f"/{language}/nothing/?page=2" for language in LANGUAGES]


def test_reason_of_a_withdrawal_is_escaped(reader: Client, db: None) -> None:
    html = reader.get("/en/withdrawn/").content.decode()
    assert "It named the &lt;wrong&gt; country." in html


@pytest.mark.parametrize(
    ("language", "lead"),
    [
        ("en", "Reason given:"),
        ("es", "Motivo indicado:"),
        ("fr", "Motif indiqué\xa0:"),
        ("pt-br", "Motivo informado:"),
    ],
)
def test_reason_of_a_withdrawal_is_a_quotation_in_no_known_language(
    reader: Client, db: None, language: str, lead: str
) -> None:
    page = parsed(reader.get(f"/{language}/withdrawn/").content)
    reason = page.find(".//main//blockquote")
    assert reason.get("lang") == ""
    assert "".join(reason.itertext()).strip() == "It named the <wrong> country."
    assert lead in [paragraph.text for paragraph in page.findall(".//main//p")]


def test_busy_says_when_to_come_back(reader: Client, db: None) -> None:
    response = reader.get("/en/busy/")
    assert response["Retry-After"] == "90"
    assert "Please wait until <time" in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_but_views_needs_no_database(language: str) -> None:
    """Without the fixture, a query is an error here."""
    request = RequestFactory().get(f"/{language}/")
    for status in (400, 403, 404, 410, 500):
        assert errors.error_page(request, status).status_code == status


def test_fault_page_asks_nobody(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither database, session nor context processors, when the fault is theirs."""

    def fail(*_args: object, **_more: object) -> None:
        raise ConnectionError("no database")

    monkeypatch.setattr("django.contrib.sessions.backends.base.SessionBase._get_session", fail)
    monkeypatch.setattr("summits_portal.context_processors.portal", fail)
    monkeypatch.setattr(middleware, "moved", fail)
    response = reader.get("/fr/nothing/")
    assert response.status_code == 500
    assert "Une erreur s’est produite de notre côté" in response.content.decode()


@pytest.mark.parametrize("culprit", ["render_to_string", "language_switch", "language_of"])
def test_last_page_when_the_fault_page_fails(
    reader: Client, monkeypatch: pytest.MonkeyPatch, culprit: str
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("a fault in the page about a fault")

    monkeypatch.setattr(errors, culprit, fail)
    response = reader.get("/en/nothing/")
    assert_last_page(response.status_code, response.content, response["X-Request-ID"])
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_last_page_when_a_translation_fails(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise KeyError("a placeholder that a translator dropped")

    monkeypatch.setattr(
        "django.templatetags.i18n.TranslateNode.render", lambda *_a: str(lazy(fail, str)())
    )
    response = reader.get("/en/nothing/")
    assert_last_page(response.status_code, response.content, response["X-Request-ID"])


@pytest.mark.parametrize(
    "setting", ["request_id", "security_headers", "input_guard", "cache_policy"]
)
def test_fault_in_a_middleware_has_its_page(
    monkeypatch: pytest.MonkeyPatch, settings: object, setting: str
) -> None:
    def failing(_get_response: object) -> object:
        def fail(_request: HttpRequest) -> None:
            raise ZeroDivisionError

        return fail

    monkeypatch.setattr(middleware, setting, failing)
    response = Client(raise_request_exception=False).get("/es/")
    assert response.status_code == 500
    assert "Se produjo un error de nuestro lado" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]


def assert_last_page(status: int, body: bytes, reference: str) -> None:
    assert status == 500
    page = parsed(body)
    assert [text.get("lang") for text in page.findall(".//p[@lang]")] == LANGUAGES
    assert page.find(".//code").text == reference


def test_last_resort_answers_what_escapes_django(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_environ: dict, _start_response: object) -> None:
        raise SyntaxError("the addresses cannot be loaded")

    said: list = []
    environ = RequestFactory().get("/en/").environ
    with caplog.at_level(logging.ERROR):
        body = b"".join(last_resort(broken)(environ, lambda *answered: said.extend(answered)))
    status, headers, cause = said
    headers = dict(headers)
    assert status == "500 Internal Server Error"
    assert cause[0] is SyntaxError
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Content-Length"] == str(len(body))
    assert_last_page(500, body, headers["X-Request-ID"])
    assert "the addresses cannot be loaded" in caplog.text


def test_last_page_escapes_its_reference() -> None:
    assert b"<b>" not in last_page("<b>")


@pytest.mark.django_db
def test_whoever_is_refused_finds_the_own_account(reader: Client) -> None:
    page = parsed(reader.get("/en/refusal/").content)
    links = [link.get("href") for link in page.findall(".//main//section//a")]
    assert links == ["/en/account/", "/en/", "/en/themes/", "/en/countries/"]


def test_old_form_is_refused_with_an_explanation() -> None:
    response = Client(enforce_csrf_checks=True).post("/en/form/")
    assert response.status_code == 403
    assert "This form can no longer be sent" in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/pt/", "/pt-br/"),
        ("/pt/themes/", "/pt-br/themes/"),
        ("/pt/themes/?page=2&q=%C3%A9", "/pt-br/themes/?page=2&q=%C3%A9"),
        ("/pt/a%3Fb%23c%20d/", "/pt-br/a%3Fb%23c%20d/"),
        ("/pt//elsewhere.example/", "/pt-br//elsewhere.example/"),
        ("/pt/pt/", "/pt-br/pt/"),
        ("/pt-BR/themes/?q=a/b", "/pt-br/themes/?q=a/b"),
        ("/PT_PT/themes/", "/pt-br/themes/"),
        ("/pt/%C3%A9/", "/pt-br/%C3%A9/"),
    ],
)
def test_portuguese_is_brazilian(reader: Client, asked: str, target: str) -> None:
    response = reader.get(asked)
    assert (response.status_code, response["Location"]) == (301, target)


def test_portuguese_address_takes_no_post(reader: Client) -> None:
    assert reader.post("/pt/").status_code == 405
