"""What no page can mean is refused with 400 before anything else looks at it."""

import pytest
from django.test import Client, RequestFactory

from summits_portal import wsgi
from summits_portal.middleware import check_input

# Percent-encoded, as they stand in the request line.
ODD_TEXTS = [
    *(f"%{code:02X}" for code in (*range(0x20), 0x7F)),  # NUL, the C0 controls, DEL
    "%80", "%BF", "%C0%80", "%C0%AF", "%C1%BF", "%C2", "%E2%82", "%F0%9F%A6", "%F5%80%80%80",
    "%FE", "%FF", "%FF%FE", "%E9t%E9", "%E3o",  # not UTF-8, cut short, over-long, Latin-1
    "%ED%A0%80", "%ED%B0%80", "%ED%A0%BD%ED%B8%80",  # lone surrogates, and a pair of them
    "%F4%90%80%80",  # beyond Unicode
]  # fmt: skip
ODD_QUERIES = [
    *(f"page={text}" for text in ODD_TEXTS),
    *(f"{text}=1" for text in ODD_TEXTS[::6]),
    "page=" + "a" * 2001,
    "page=" + "%C3%A9" * 1001 + "a" * 1000,
    "a" * 2001 + "=1",
    "&".join(f"k{n}={'v' * 900}" for n in range(9)),
    "&".join(f"k{n}=1" for n in range(101)),
    "&" * 100,
    "&".join(["page=1"] * 1500),
]
SANE_QUERIES = [
    "", "page=2", "page", "=", "&", "page=&page=", "q=l%27%C3%A9galit%C3%A9", "q=a+b%20c", "%",
    "q=%", "q=%zz", "q=%u0041", "q=100%", "q=%E2%80%AE", "q=%E2%80%8B", "q=%F0%9F%A6%9C",
    "q=%EF%BF%BE", "page=-1", "page=9999999999", "page=" + "9" * 2000, "page=%D9%A3",
    "page=NaN", "page=1e999",
    "year=0", "year=99999", "__proto__=1", "a__regex=(", "theme[]=1", "q=<script>", "q=%253Cb%253E",
    "&".join(f"k{n}=1" for n in range(100)), "q=" + "%C3%A9" * 1200, "q=%C2%85", "=".join("abc"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_path_is_refused(reader: Client, text: str) -> None:
    assert reader.get(f"/en/themes/{text}/").status_code == 400


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_odd_query_is_refused(reader: Client, query: str) -> None:
    assert reader.get("/en/themes/", QUERY_STRING=query).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("query", SANE_QUERIES)
def test_sane_query_passes(reader: Client, query: str) -> None:
    assert reader.get("/en/themes/", QUERY_STRING=query).status_code == 200


def test_there_are_enough_odd_inputs() -> None:
    assert len(set(ODD_TEXTS) | set(ODD_QUERIES)) >= 60


@pytest.mark.django_db
def test_long_path(reader: Client) -> None:
    assert reader.get("/en/" + "a" * 1990 + "/").status_code == 404
    assert reader.get("/en/" + "a" * 2000 + "/").status_code == 400


def test_address_that_no_server_hands_on_is_refused() -> None:
    request = RequestFactory().get("/", QUERY_STRING="\u0100")
    with pytest.raises(ValueError, match="codec"):
        check_input(request)
    request = RequestFactory().get("/")
    request.path_info = "/\ud800"
    with pytest.raises(ValueError, match="codec"):
        check_input(request)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["%C3%B1", "%C4%90%E6%97%A5", "100%25", "%25zz", "%2520"])
def test_other_scripts_and_percent_signs_pass(reader: Client, path: str) -> None:
    assert reader.get(f"/en/themes/{path}/").status_code == 404


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "BREW"])
def test_method_that_no_page_has(reader: Client, method: str) -> None:
    response = reader.generic(method, "/en/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"


def served(content_type: str) -> str:
    """The status of an answer by the whole stack: the test client stops at Django's door."""
    environ = RequestFactory().get("/en/?q=%C3%A9").environ | {"CONTENT_TYPE": content_type}
    said: list = []
    wsgi.application(environ, lambda *answered: said.extend(answered)).close()
    return said[0]


@pytest.mark.parametrize("charset", ["rot13", "hex", "utf-7", "utf-16", "idna", "undefined", "x"])
def test_other_charset_is_refused(charset: str, db: None) -> None:
    assert served(f"application/x-www-form-urlencoded; charset={charset}") == "400 Bad Request"
    assert served(f"multipart/form-data; boundary=b; Charset='{charset}'") == "400 Bad Request"


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"', ""])
def test_our_charset_passes(charset: str, db: None) -> None:
    assert served(f"application/x-www-form-urlencoded; charset={charset}") == "200 OK"


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["a\x00bcdefgh", "a\nbcdefgh", "\x7f" * 9])
def test_control_character_in_a_cookie_is_refused(reader: Client, key: str) -> None:
    assert reader.get("/en/session/", HTTP_COOKIE=f"sessionid={key}").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["sessionid=é", "sessionid=" + "a" * 4000, "=;;=", "a=ÿ; b"])
def test_other_odd_cookies_pass(reader: Client, cookie: str) -> None:
    assert reader.get("/en/session/", HTTP_COOKIE=cookie).status_code == 200


@pytest.mark.parametrize(
    ("path", "accepted", "language", "words"),
    [
        ("/en/?q=%00", "es", "en", "This address cannot be understood"),
        ("/es/?q=%00", "fr", "es", "No se entiende esta dirección"),
        ("/fr/?q=%00", "en", "fr", "Cette adresse est incompréhensible"),
        ("/pt-br/?q=%00", "en", "pt-br", "Não foi possível entender este endereço"),
        ("/%00", "fr-CA,fr;q=0.8", "fr", "Cette adresse est incompréhensible"),
        ("/%00", "pt-PT", "pt-br", "Não foi possível entender este endereço"),
        ("/%00", "zh", "en", "This address cannot be understood"),
    ],
)
def test_refusal_is_in_the_readers_language(
    reader: Client, path: str, accepted: str, language: str, words: str
) -> None:
    response = reader.get(path, headers={"accept-language": accepted})
    assert response.status_code == 400
    assert response["Content-Language"] == language
    assert f'<html lang="{language}">' in response.content.decode().replace("pt-BR", "pt-br")
    assert f"<h1>{words}</h1>" in response.content.decode()


@pytest.mark.django_db
def test_posted_text_is_left_to_its_form(reader: Client) -> None:
    response = reader.post("/admin/login/", {"username": "a\x00b@example.org", "password": "\x01"})
    assert response.status_code == 200
    assert "Null characters are not allowed." in response.content.decode()
