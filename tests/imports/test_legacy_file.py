"""From the bytes of a file to the text of a legacy page."""

import pytest

from imports.legacy_file import UnreadablePage, read
from imports.legacy_page import parse
from imports.notes import REFUSALS
from tests.imports.legacy_generator import generate
from tests.imports.legacy_samples import DOCUMENTS


def test_byte_order_mark_and_line_ends_do_not_matter():
    text, _ = generate(1, "pt-br")
    plain = parse(read(text.encode()))
    assert parse(read(text.replace("\n", "\r\n").encode("utf-8-sig"))) == plain
    assert parse(read(text.replace("\n", "\r").encode())) == plain


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        ("\ufeff\n".encode(), "empty"),
        (b"PK\x03\x04\x00\x00", "binary"),
        (DOCUMENTS.encode("utf-16"), "not_utf8"),
        ("  • Informes sobre migración\n".encode("cp1252", "replace"), "not_utf8"),
        (DOCUMENTS.encode()[:-1] + "é".encode()[:1], "truncated"),
        (b"<!DOCTYPE html><title>SISCA</title>", "html"),
        (b"\n <HTML lang='en'>", "html"),
        (b"Saved page\n<body class='x'>", "html"),
    ],
)
def test_file_that_is_no_text_is_refused(data, code):
    with pytest.raises(UnreadablePage) as refusal:
        read(data)
    assert refusal.value.code == code
    sentence = refusal.value.message or REFUSALS[code]
    assert "\n" not in sentence and sentence.endswith(".")


def test_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr("imports.legacy_file.SIZE_LIMIT", 10)
    assert read(b"0123456789") == "0123456789"
    with pytest.raises(UnreadablePage) as refusal:
        read(b"0123456789a")
    assert refusal.value.code == "too_large"
