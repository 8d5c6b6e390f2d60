"""The whole-page cache: never stale, never private, and the same answers as without it."""

import gzip
import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import brotli
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from publication.changes import changed
from reports.report_list_filter import ReportListFilter
from summits_portal import page_cache
from summits_portal.kept_pages import OVERHEAD, Page, Shelf
from summits_portal.logs import JSONFormatter
from summits_portal.negotiation import preferred_coding
from summits_portal.page_cache import PageCache
from tests.summits_portal.addresses import rendered

pytestmark = pytest.mark.django_db


@dataclass
class Answer:
    status: str
    headers: dict[str, str]
    body: bytes


class Visitor:
    """Asks a WSGI application as a server would."""

    def __init__(self, application: Callable) -> None:
        self.application = application

    def get(self, path: str, method: str = "GET", **environ: str) -> Answer:
        said: list = []
        asked = RequestFactory().generic(method, path).environ | environ
        body = self.application(asked, lambda *answered: said.extend(answered))
        content = b"".join(body)
        getattr(body, "close", lambda: None)()
        assert len(said[1]) == len(dict(said[1])), "a header is there twice"
        return Answer(said[0], dict(said[1]), content)


@pytest.fixture
def cache() -> PageCache:
    rendered.clear()
    return PageCache(get_wsgi_application(), megabytes=1)


@pytest.fixture
def visitor(cache: PageCache) -> Visitor:
    return Visitor(cache)


def publish() -> None:
    with transaction.atomic():
        changed([])


def plain(answer: Answer) -> bytes:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
    return unpack[answer.headers.get("Content-Encoding")](answer.body)


def test_page_is_rendered_once(visitor: Visitor) -> None:
    first, second = visitor.get("/en/"), visitor.get("/en/")
    assert rendered == ["/en/"]
    assert first.body == second.body
    assert (first.status, second.status) == ("200 OK", "200 OK")


def test_kept_answer_equals_the_rendered_one(visitor: Visitor) -> None:
    bare = Visitor(get_wsgi_application()).get("/es/themes/?page=2")
    first, second = (visitor.get("/es/themes/?page=2") for _ in range(2))
    for answer in (bare, first, second):
        answer.headers.pop("X-Request-ID")
    assert bare == first == second


def test_each_answer_has_an_id_of_its_own(visitor: Visitor) -> None:
    ids = {visitor.get("/en/").headers["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3


def test_hit_has_its_line_in_the_log(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    visitor.get("/en/themes/caf%C3%A9/")
    visitor.get("/en/?page=2")
    caplog.clear()
    answer = visitor.get("/en/?page=2")
    (record,) = [r for r in caplog.records if r.name == "portal.access"]
    line = json.loads(JSONFormatter().format(record))
    assert line.pop("ms") >= 0
    assert line.pop("at")
    assert line == {
        "level": "info",
        "logger": "portal.access",
        "message": "answered",
        "request_id": answer.headers["X-Request-ID"],
        "method": "GET",
        "path": "/en/",
        "status": 200,
    }
    assert answer.status == "200 OK"


def test_publication_shows_on_the_next_request(visitor: Visitor) -> None:
    assert b"version 0 " in visitor.get("/en/").body
    for number in range(1, 6):
        publish()
        assert f"version {number} ".encode() in visitor.get("/en/").body
        assert f"version {number} ".encode() in visitor.get("/en/").body
    assert len(rendered) == 6


def test_change_that_is_rolled_back_shows_nowhere(visitor: Visitor) -> None:
    visitor.get("/en/")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        changed([])
        raise ZeroDivisionError
    assert b"version 0 " in visitor.get("/en/").body


def test_change_during_the_rendering_makes_the_page_stale(
    cache: PageCache, visitor: Visitor
) -> None:
    application = cache.application

    def interrupted(environ: dict, start_response: Callable) -> Iterable[bytes]:
        answer = application(environ, start_response)
        publish()  # after the page was rendered, before it is kept
        return answer

    cache.application = interrupted
    visitor.get("/en/")
    cache.application = application
    assert b"version 1 " in visitor.get("/en/").body


def test_database_that_went_back_shows(visitor: Visitor) -> None:
    """After a restore the same number may stand for other content."""
    publish()
    visitor.get("/en/")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE publication_revision SET changed_at = '2001-01-01 00:00:00'")
    visitor.get("/en/")
    assert rendered == ["/en/", "/en/"]


@pytest.mark.parametrize(
    ("path", "environ"),
    [
        ("/en/form/", {}),  # sets a cookie
        ("/en/session/", {}),
        ("/en/private/", {}),
        ("/en/varied/", {}),
        ("/en/nothing/", {}),
        ("/en/withdrawn/", {}),
        ("/en/fault/", {}),
        ("/en/themes", {}),
        ("/livez", {}),
        ("/admin/login/", {}),
        ("/themes/", {}),
        ("/en/?q=%00", {}),
        ("/en/?utm_source=x", {}),
        ("/en/?page=2&q=x", {}),
        ("/en/?%70age=2", {}),
        ("/en/?page=" + "1" * 300, {}),
        ("/en/", {"HTTP_COOKIE": "sessionid=abc"}),
        ("/en/", {"HTTP_COOKIE": "a=b; sessionid=; c=d"}),
        ("/en/", {"REQUEST_METHOD": "POST"}),
        ("/en/", {"REQUEST_METHOD": "OPTIONS"}),
        ("/en/", {"HTTP_HOST": "elsewhere.example"}),
    ],
)
def test_what_is_never_kept(cache: PageCache, visitor: Visitor, path: str, environ: dict) -> None:
    visitor.get(path, **environ)
    assert cache.shelf.size == 0


GOOD = {"Cache-Control": "public, max-age=0", "Vary": "Accept-Encoding, Cookie", "ETag": 'W/"x"'}


@pytest.mark.parametrize(
    ("status", "changes", "kept"),
    [
        ("200 OK", {}, True),
        ("404 Not Found", {}, False),
        ("200 OK", {"Cache-Control": "private, no-store"}, False),
        ("200 OK", {"Cache-Control": ""}, False),
        ("200 OK", {"Vary": "Accept-Encoding, Cookie, HX-Request"}, False),
        ("200 OK", {"Vary": ""}, False),
        ("200 OK", {"Set-Cookie": "a=b"}, False),
        ("200 OK", {"Content-Encoding": "gzip"}, False),
    ],
)
def test_answer_that_is_kept(status: str, changes: dict, kept: bool) -> None:
    assert page_cache.is_public(HttpResponse(), status, list((GOOD | changes).items())) is kept


def test_stream_or_untagged_answer_is_not_kept() -> None:
    headers = list(GOOD.items())
    assert not page_cache.is_public(StreamingHttpResponse(), "200 OK", headers)
    assert not page_cache.is_public([b"any other iterable"], "200 OK", headers)
    assert not page_cache.is_public(HttpResponse(), "200 OK", headers[:2])


def test_every_filter_of_a_list_makes_a_key(settings: object) -> None:
    assert set(ReportListFilter.base_filters) - settings.PAGE_CACHE_QUERY == {"q"}


def test_reader_with_a_session_is_not_served_the_kept_page(visitor: Visitor) -> None:
    visitor.get("/en/")
    answer = visitor.get("/en/", HTTP_COOKIE="sessionid=abc")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert rendered == ["/en/", "/en/"]


def test_unknown_parameter_is_rendered_and_still_compressed(visitor: Visitor) -> None:
    for _ in range(2):
        answer = visitor.get("/en/?q=x", HTTP_ACCEPT_ENCODING="br")
        assert answer.headers["Content-Encoding"] == "br"
        assert b"q=x" in plain(answer)
    assert len(rendered) == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/en/?page=2&year=2015", "/en/?year=2015&page=2", True),
        ("/en/?year=1&year=2", "/en/?year=2&year=1", False),
        ("/en/?page=2", "/en/?page=3", False),
        ("/en/", "/en/?page=2", False),
        ("/en/", "/es/", False),
        ("/en/", "/en/themes/", False),
        ("/en/", "/en/?", True),
    ],
)
def test_key(visitor: Visitor, one: str, other: str, same: bool) -> None:
    visitor.get(one)
    visitor.get(other)
    assert (len(rendered) == 1) is same


def test_key_knows_scheme_and_host(visitor: Visitor, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in settings.ALLOWED_HOSTS:
        for scheme in ("http", "https"):
            visitor.get("/en/", HTTP_HOST=host, **{"wsgi.url_scheme": scheme})
    assert len(rendered) == 4


@pytest.mark.parametrize(("trusted", "pages"), [(True, 2), (False, 1)])
def test_scheme_of_a_proxy_counts_when_it_is_trusted(
    visitor: Visitor, settings: object, trusted: bool, pages: int
) -> None:
    settings.TRUST_PROXY = trusted
    visitor.get("/en/")
    visitor.get("/en/", HTTP_X_FORWARDED_PROTO="https")
    assert len(rendered) == pages


@pytest.mark.parametrize("form", ["{}", 'W/"x", {}', "*", "{},", "plain"])
def test_known_tag_is_answered_with_304(visitor: Visitor, form: str) -> None:
    full = visitor.get("/en/")
    tag = full.headers["ETag"]
    condition = tag.removeprefix("W/") if form == "plain" else form.format(tag)
    answer = visitor.get("/en/", HTTP_IF_NONE_MATCH=condition)
    assert (answer.status, answer.body) == ("304 Not Modified", b"")
    for header in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert answer.headers[header] == full.headers[header]
    about_the_body = {"Content-Type", "Content-Language", "Content-Length", "Content-Encoding"}
    assert full.headers.keys() - answer.headers.keys() == about_the_body & full.headers.keys()


def test_known_tag_of_a_page_not_yet_kept(visitor: Visitor, cache: PageCache) -> None:
    tag = Visitor(get_wsgi_application()).get("/en/").headers["ETag"]
    rendered.clear()
    answers = [visitor.get("/en/", HTTP_IF_NONE_MATCH=tag) for _ in range(2)]
    assert [answer.status for answer in answers] == ["304 Not Modified"] * 2
    assert rendered == ["/en/"]


def test_old_tag_is_answered_in_full(visitor: Visitor) -> None:
    tag = visitor.get("/en/").headers["ETag"]
    publish()
    assert visitor.get("/en/", HTTP_IF_NONE_MATCH=tag).status == "200 OK"


@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
def test_head_is_get_without_body(visitor: Visitor, accepted: str) -> None:
    got = visitor.get("/en/", HTTP_ACCEPT_ENCODING=accepted)
    head = visitor.get("/en/", "HEAD", HTTP_ACCEPT_ENCODING=accepted)
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(got.body))
    assert head.headers.keys() == got.headers.keys()


def test_head_of_a_page_not_yet_kept(visitor: Visitor, cache: PageCache) -> None:
    assert visitor.get("/en/", "HEAD").status == "200 OK"
    assert cache.shelf.size == 0


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0, gzip;q=0", "identity"),
        ("gzip;q=0.000", "identity"),
        ("GZIP", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("identity", "identity"),
        ("identity;q=1, br;q=0.1", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("deflate", "identity"),
        ("", "identity"),
        ("br;q=x, gzip", "gzip"),
        ("br;q=nan", "identity"),
        (";;,,=;q", "identity"),
        ("br;level=4", "br"),
    ],
)
def test_content_coding(visitor: Visitor, accepted: str, coding: str) -> None:
    assert preferred_coding(accepted) == coding
    for _ in range(2):
        answer = visitor.get("/en/", HTTP_ACCEPT_ENCODING=accepted)
        assert answer.headers.get("Content-Encoding", "identity") == coding
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.headers["Vary"] == "Accept-Encoding, Cookie"
        assert plain(answer).startswith(b"en  version 0 ")


def test_data_is_kept_whatever_language_the_browser_asks_for(visitor: Visitor) -> None:
    path = "/data/themes/migration.json"
    answers = [visitor.get(path, HTTP_ACCEPT_LANGUAGE=code).body for code in ("en", "fr")]
    assert answers == [b'{"version": 0}'] * 2
    assert visitor.get(path).headers["Content-Type"] == "application/json"


def test_broken_connection_is_closed_and_django_takes_over(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.get("/en/")
    monkeypatch.setattr(page_cache, "READ_REVISION", "SELECT number FROM nowhere")
    with transaction.atomic():  # PostgreSQL spoils a transaction by a faulty statement
        closed: list = []
        with monkeypatch.context() as patch:
            patch.setattr(connection, "close", lambda: closed.append(True))
            assert page_cache.read_revision() is None
        transaction.set_rollback(True)
    assert closed == [True]
    assert "revision not read: " in caplog.text
    monkeypatch.setattr(page_cache, "read_revision", lambda: None)
    assert visitor.get("/en/").status == "200 OK"
    assert rendered == ["/en/", "/en/"]


def test_shelf_is_bounded_and_drops_the_least_used() -> None:
    def page(size: int) -> Page:
        return Page((1, None), "", [], [], {"gzip": b"x" * (size - OVERHEAD)})

    shelf = Shelf(30_000)
    for key in "abc":
        shelf.put((key,), page(10_000))
    shelf.get(("a",))
    shelf.put(("d",), page(10_000))
    assert [key for key in "abcd" if shelf.get((key,))] == ["a", "c", "d"]
    assert shelf.size == 30_000
    shelf.put(("a",), page(20_000))
    assert shelf.size == 30_000
    shelf.put(("huge",), page(30_001))
    assert shelf.get(("huge",)) is None
    assert shelf.size <= 30_000


def test_shelf_in_many_threads() -> None:
    shelf = Shelf(200_000)

    def work(number: int) -> None:
        for turn in range(2000):
            shelf.put(
                (turn * number % 97,), Page((turn,), "", [], [], {"gzip": b"x" * (turn % 3000)})
            )
            shelf.get((turn % 97,))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 < shelf.size <= shelf.capacity
    assert shelf.size == sum(page.size for page in shelf._pages.values())
