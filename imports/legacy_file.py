"""From the bytes of an uploaded file to the text of a legacy page, or a refusal in one sentence."""

import codecs
import re

SIZE_LIMIT = 64 * 1024 * 1024
"""Bytes; the real page is 143 kB and one with 20,000 reports about 30 MB."""

WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
MARKUP = re.compile(
    r"\s*<(?:!doctype|!--|\?xml|html|head|body|title|meta|table|div|p)\b", re.IGNORECASE
)
MARKUP_INSIDE = re.compile(r"<(?:html|head|body)\b[^>]*>", re.IGNORECASE)


class UnreadablePage(Exception):
    """A file that is not imported at all: `code` is one of `imports.notes.REFUSALS`.

    `message` is a more exact English sentence than that of the code, where there is one.
    """

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message


def read(data: bytes) -> str:
    """The text of the file, without byte order mark and with "\\n" as its only line end.

    Raises `UnreadablePage`: too_large, empty, not_utf8, binary, truncated (cut within a character)
    or html."""
    if len(data) > SIZE_LIMIT:
        raise UnreadablePage("too_large", f"The file is larger than {SIZE_LIMIT // 1024**2} MB.")
    if not data or data.isspace():
        raise UnreadablePage("empty")
    if data.startswith(WIDE_MARKS):
        raise UnreadablePage("not_utf8", "The file is UTF-16 or UTF-32; save it as UTF-8.")
    if b"\0" in data:
        raise UnreadablePage("binary")
    text = _decode(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isspace() or not text:
        raise UnreadablePage("empty")
    if MARKUP.match(text) or MARKUP_INSIDE.search(text, 0, 4096):
        raise UnreadablePage("html")
    return text


def _decode(data: bytes) -> str:
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise UnreadablePage(
                "truncated", "The file is cut off in the middle of a letter."
            ) from error
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadablePage("not_utf8", f"The file is not UTF-8 text (line {line}).") from error
