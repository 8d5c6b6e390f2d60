"""Fills in the administration's forms as a browser does: all that stands there, and the changes."""

from html.parser import HTMLParser

from django.http import HttpResponse


class FormValues(HTMLParser):
    """The names and values of the main form of a page; with `every`, of all that are posted."""

    def __init__(self, *, every: bool = False) -> None:
        super().__init__()
        self.every = every
        self.values: dict[str, list[str]] = {}
        self.select = self.area = ""
        self.inside = False

    def handle_starttag(self, tag: str, attributes: list) -> None:
        attrs = dict(attributes)
        if tag == "form":
            is_main = (attrs.get("id") or "").endswith("_form")
            self.inside = is_main or (self.every and attrs.get("method", "").lower() == "post")
        name = attrs.get("name")
        if tag == "option" and self.select and "selected" in attrs:
            self._add(self.select, attrs.get("value") or "")
        if not (self.inside and name):
            return
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
            self.values[name] = [""]
        elif tag == "input" and self._is_sent(attrs):
            self._add(name, attrs.get("value") or "")

    def _is_sent(self, attrs: dict) -> bool:
        kind = attrs.get("type")
        return kind != "submit" and (kind not in ("checkbox", "radio") or "checked" in attrs)

    def _add(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The first line break after the tag is not part of the text.
            if self.area:
                self.values[self.area][0] = self.values[self.area][0].removeprefix("\n")
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False


def filled_in(page: HttpResponse, **changes: object) -> dict:
    """What a browser sends for the page's form after the changes. Dashes are `__` in names."""
    parser = FormValues()
    parser.feed(page.content.decode())
    changed = {name.replace("__", "-"): value for name, value in changes.items()}
    return {**parser.values, **changed}
