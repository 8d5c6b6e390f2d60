"""The page that explains the API, made from its document."""

import pytest

from opendata.api.description import document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt-br"])
def test_every_operation_is_explained_in_the_language_of_the_page(reader, language):
    answer = reader.get(f"/{language}/data/api/")
    assert answer.status_code == 200
    for path, methods in document()["paths"].items():
        assert f"<code>{path}</code>" in answer.text
        said = methods["get"].get("summary") or methods["get"]["description"]
        assert (said in answer.text) is (language == "en")


def test_examples_answer(reader):
    from opendata.api.docs import operations
    from tests.factories import make_meeting, make_theme

    make_theme(slug="migration"), make_meeting(slug="panama-2015")
    examples = [one.example for one in operations("es") if one.example]
    assert len(examples) == 12
    for example in examples:
        assert reader.get(example.removeprefix("http://localhost:8000")).status_code == 200, example
