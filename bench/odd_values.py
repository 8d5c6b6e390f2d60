"""Values that no address, query or form should mean anything by, as they stand in an address.

Percent-encoded where they have to be; with some it is the encoding that is odd.
"""

from collections.abc import Callable
from urllib.parse import quote


def _quoted(values: dict[str, str]) -> dict[str, str]:
    return {name: quote(value, safe="") for name, value in values.items()}


RAW = {
    "NUL": "%00", "NUL inside": "a%00b", "line breaks": "a%0D%0AX-Odd:%20b", "tab": "%09",
    "escape": "%1B%5B31m", "delete": "%7F", "not UTF-8": "%FF%FE", "overlong UTF-8": "%C0%AF",
    "half a character": "%E2%82", "surrogate": "%ED%A0%80", "a bare percent": "%",
    "no hexadecimal": "%ZZ", "encoded twice": "%2500", "plus": "+", "plusses": "+++", "empty": "",
}  # fmt: skip
NUMBERS = _quoted({
    "zero": "0", "minus one": "-1", "minus zero": "-0", "31 bits": "2147483648", "-32 bits":
    "-2147483649", "53 bits": "9007199254740993", "63 bits": "9223372036854775807", "64 bits":
    "9223372036854775808", "-64 bits": "-9223372036854775809", "128 bits": f"{2**128}",
    "1,900 digits": "9" * 1900, "fraction": "1.5", "comma": "1,5", "exponent": "1e9", "beyond a "
    "float": "1e400", "nan": "NaN", "infinite": "Infinity", "hexadecimal": "0x10", "underscored":
    "1_000", "spaced": " 1 ", "signed": "+1", "Arabic digits": "١٢", "wide digits": "１２",
    "superscript": "²", "Roman": "Ⅻ", "two": "1,2", "many": ",".join(map(str, range(400))),
})  # fmt: skip
DATES = _quoted({
    "30 February": "2016-02-30", "month 13": "2016-13-01", "no month": "2016-00", "year 0":
    "0000-01-01", "year 9999": "9999-12-31", "year 10000": "10000-01-01", "before Christ":
    "-0044-03-15", "hour 25": "2016-02-29T25:61:61Z", "week": "2016-W53-7", "slashes": "31/12/2016",
    "four digits": "9999", "1900": "1900", "2100": "2100",
})  # fmt: skip
TYPES = _quoted({
    "true": "true", "none": "None", "null": "null", "list": "[]", "object": '{"a": 1}',
    "undefined": "undefined", "object's name": "[object Object]", "uuid": "00000000-0000-4000-8000-"
    "000000000000", "no uuid": "00000000-0000-4000-8000-00000000000g", "capitals": "MIGRATION",
    "a language": "pt", "a dunder": "__class__", "a lookup": "name__regex",
})  # fmt: skip
PAYLOADS = _quoted({
    "quote": "'", "double quote": '"', "backslash": "\\", "always true": "' OR '1'='1' --",
    "drop": "1; DROP TABLE reports_report;--", "union": "') UNION SELECT 1,2,3--", "sleep":
    "'||pg_sleep(9)||'", "like": "%_%", "parameter": "%s%(a)s{0}{a}$1?", "script":
    "<script>alert(1)</script>", "image": "\"><img src=x onerror=alert(1)>",
    "template": "{{7*7}}{% now %}", "shell": "$(id)`id`|id", "up": "../../../../etc/passwd",
    "up, encoded": "%2e%2e%2f", "slash": "/",
    "another host": "//example.org/a", "an address": "https://example.org/", "script address":
    "javascript:alert(1)", "hash": "#a?b=c&d", "regex": "(a+)+$", "open regex": "(?P<a[",
    "formula": "=1+1", "terms": "a:* & !b | (c <-> d", "words": "AND OR NOT NEAR -\"*^",
    "quotes": '"' * 201, "minus": "-" * 500, "brackets": "((((((((((", "stars": "* ? ~ ^",
})  # fmt: skip
LETTERS = _quoted({
    "right to left": "\u202eabc", "Arabic": "تقرير", "Hebrew": "דו״ח", "Han": "报告", "emoji":
    "👩‍👩‍👧‍👦", "combining": "e" + "\u0301" * 150, "zero width": "\u200b\u200d\ufeff", "decomposed":
    "educacio\u0301n", "dotted I": "İıIi", "sharp s": "ẞß", "ligature": "ﬁnance", "private":
    "\ue000", "no character": "\uffff\ufdd0", "the last": "\U0010ffff", "line separator":
    "a\u2028b", "no-break": "\u00a0", "spaces": " " * 300, "accents": "àéîõüñç", "dash": "—",
    "1,900 letters": "a" * 1900, "3,000 letters": "a" * 3000, "many words": "la " * 400,
    "900 wide letters": "報" * 900,
})  # fmt: skip
VALUES = {**RAW, **NUMBERS, **DATES, **TYPES, **PAYLOADS, **LETTERS}

# Other ways to go wrong: the whole query from a parameter's name.
QUERIES: dict[str, Callable[[str], str]] = {
    "no value": lambda name: name,
    "twice": lambda name: f"{name}=1&{name}=a",
    "60 times": lambda name: "&".join(f"{name}={n}" for n in range(60)),
    "200 times": lambda name: "&".join([f"{name}=1"] * 200),
    "brackets after the name": lambda name: f"{name}[]=1&{name}[$ne]=1",
    "a lookup after the name": lambda name: f"{name}__in=1&{name}__regex=(",
    "without a name": lambda name: f"=1&&&=&{name}=1",
    "semicolons": lambda name: f"{name}=1;{name}=2",
    "among 90 others": lambda name: f"{name}=1&" + "&".join(f"x{n}={n}" for n in range(90)),
}
QUERIES |= {label: lambda name, value=value: f"{name}={value}" for label, value in VALUES.items()}

# Bodies that are no form: kind of content and content.
BODIES: dict[str, tuple[str, bytes]] = {
    "nothing": ("application/x-www-form-urlencoded", b""),
    "JSON": ("application/json", b'{"a": [1, null]}'),
    "broken JSON": ("application/json", b'{"a": '),
    "no parts": ("multipart/form-data; boundary=x", b"--x--"),
    "cut off": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a',
    ),
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "another charset": ("application/x-www-form-urlencoded; charset=utf-16", b"a=1"),
    "no charset": ("application/x-www-form-urlencoded; charset=x", b"a=1"),
    "bytes": ("application/octet-stream", bytes(range(256))),
    "no kind": ("", b"a=1"),
    "2,000 fields": ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 2000)),
    "XML": ("text/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
}
