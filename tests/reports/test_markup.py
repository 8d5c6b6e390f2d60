"""The rows built as text: whatever a record holds, it stands there as words."""

import pytest

from reports.models import Citation
from tests.factories import (
    make_citation,
    make_cycle,
    make_document,
    make_entity,
    make_meeting,
    make_paragraph,
    make_report,
    make_resource,
    make_theme,
)

pytestmark = pytest.mark.django_db
EVIL = "\"><script>alert('x')</script>&amp;"
SHOWN = "&quot;&gt;&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;amp;"


@pytest.fixture
def evil_records():
    theme = make_theme(slug="evil", texts={"en": EVIL})
    meeting = make_meeting(slug="evil-2015", texts={"en": EVIL})
    meeting.write("en", short_name=EVIL, place=EVIL)
    meeting.save()
    document = make_document(slug="evil", meeting=meeting, symbol=EVIL[:60], texts={"fr": EVIL})
    paragraph = make_paragraph(
        document=document, label=EVIL[:40], slug="1", themes=[theme], texts={"en": EVIL}
    )
    entity = make_entity(slug="evil", texts={"en": EVIL})
    make_cycle(themes=[theme], asked=[entity])
    report = make_report(
        entity=entity, themes=[theme], citing=[paragraph], symbol=EVIL[:60], texts={"en": EVIL * 20}
    )
    make_citation(report=report, state=Citation.State.UNRESOLVED, typed=EVIL[:40])
    make_citation(
        report=report, state=Citation.State.AMBIGUOUS, typed=EVIL[:40], candidates=[paragraph]
    )
    make_resource(entity=entity, theme=theme, title=EVIL)
    return report


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "address",
    [
        "themes/evil/",
        "themes/evil/?year=2016",
        "documents/evil/",
        "documents/evil/1/",
        "reports/{}/",
    ],
)
def test_markup_in_a_record_is_never_markup_on_a_page(client, evil_records, language, address):
    response = client.get(f"/{language}/{address.format(evil_records.pk)}")

    html = response.content.decode()
    assert response.status_code == 200
    assert "<script>" not in html
    assert SHOWN in html or SHOWN.replace("&#x27;", "&#39;") in html
