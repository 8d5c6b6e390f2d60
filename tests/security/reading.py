"""Pages read as a browser reads them: what of the payloads became more than text."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import html5lib

from tests.security.payloads import MARK

# Elements that no page of the portal has; scripts and styles are files of our own.
FOREIGN = {"iframe", "object", "embed", "base", "frame", "frameset", "applet", "marquee", "video",
           "audio", "math", "xmp", "plaintext", "noembed", "keygen", "image", 
           "style"}  # fmt: skip
TEXTUAL = {"value", "title", "alt", "content", "placeholder", "label", "datetime"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "cite", "background"}
SCHEME = re.compile(r"^[\x00-\x20]*([a-z][a-z0-9+.\s-]*):", re.IGNORECASE)
SCHEMES = {"http", "https", "mailto"}


def document(html: str) -> ET.Element:
    return html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)


def faults(page: ET.Element) -> list[str]:
    """Every element, attribute, address or comment that a payload has made."""
    found = []
    for element in page.iter():
        if not isinstance(element.tag, str):
            if MARK.search(element.text or ""):
                found.append(f"comment {element.text!r}")
            continue
        tag = element.tag.rpartition("}")[2]
        found += [f"<{tag}> {rest}" for rest in _of_element(tag, element)]
    return found


def _of_element(tag: str, element: ET.Element) -> Iterator[str]:
    if tag in FOREIGN or MARK.search(tag):
        yield "is not ours"
    if tag == "script" and ("src" not in element.attrib or (element.text or "").strip()):
        yield "has its code inside"
    if tag == "meta" and "http-equiv" in element.attrib:
        yield "gives orders"
    for name, value in element.attrib.items():
        name = name.rpartition("}")[2]
        if fault := _of_attribute(name, value):
            yield f"{name}={value[:80]!r} {fault}"


def _of_attribute(name: str, value: str) -> str:
    if name.startswith("on") or name in ("style", "srcdoc") or MARK.search(name):
        return "runs or styles"
    if name in ADDRESSES:
        scheme = SCHEME.match(value)
        known = scheme is None or re.sub(r"\s", "", scheme[1]).lower() in SCHEMES | {"data"}
        if not known or (MARK.search(value) and scheme and scheme[1].lower() not in SCHEMES):
            return "leads elsewhere"
        return "leads to another host" if MARK.search(value) and value.startswith("//") else ""
    if MARK.search(value) and name not in TEXTUAL and not name.startswith(("aria-", "data-")):
        return "holds a payload"
    return ""


def shown(page: ET.Element) -> set[tuple[int, int]]:
    """Field and payload of every mark that stands in a text or a textual attribute."""
    found = set()
    for element in page.iter():
        if isinstance(element.tag, str):
            texts = [element.text or "", *element.attrib.values()]
        else:
            texts = []
        for text in [*texts, element.tail or ""]:
            found |= {(int(field), int(payload)) for field, payload in MARK.findall(text)}
    return found
