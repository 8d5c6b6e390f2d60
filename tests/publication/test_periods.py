"""From one day to another, as each language writes it."""

import pytest

from publication.dates import PartialDate, written_period


@pytest.mark.parametrize(
    ("first", "last", "language", "text"),
    [
        ("2015-04-10", "2015-04-11", "en", "10–11 April 2015"),
        ("2015-04-10", "2015-04-11", "es", "10–11 de abril de 2015"),
        ("2015-04-01", "2015-04-03", "fr", "1er–3 avril 2015"),
        ("2015-04-10", "2015-04-11", "pt-br", "10–11 de abril de 2015"),
        ("2015-06-30", "2015-07-02", "en", "30 June – 2 July 2015"),
        ("2015-06-30", "2015-07-02", "es", "30 de junio – 2 de julio de 2015"),
        ("2015-12-31", "2016-01-01", "fr", "31 décembre 2015 – 1er janvier 2016"),
        ("2015-04", "2015-05", "en", "April 2015 – May 2015"),
    ],
)
def test_period(first, last, language, text):
    assert written_period(PartialDate.parse(first), PartialDate.parse(last), language) == text
