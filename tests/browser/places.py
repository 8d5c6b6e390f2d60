"""Every kind of public page with one address of it. `stage` makes the records named here."""

from dataclasses import dataclass

LANGUAGES = ("en", "es", "fr", "pt-br")

# Records that the demonstration does not hold.
DOCUMENT = "staged-plan"
TOLD, STUB, SECTIONS, MACHINE, NOTHING, FIRST, SECOND, WITHDRAWN = range(900_001, 900_009)
EDITOR, PASSWORD = "editor@example.org", "a phrase for the browser alone"


@dataclass(frozen=True)
class Place:
    """An address without its language, and the status it answers with."""

    path: str
    status: int = 200


PLACES = {
    "home": Place(""),
    "themes": Place("themes/"),
    "theme": Place("themes/migration/"),
    "theme, filtered": Place("themes/migration/?kind=states&year=2016"),
    "theme, empty": Place("themes/staged-theme/"),
    "summits": Place("summits/"),
    "summit": Place("summits/panama-2015/"),
    "ministerials": Place("ministerials/"),
    "ministerial": Place("ministerials/staged-ministerial/"),
    "meeting": Place("meetings/staged-assembly/"),
    "document": Place("documents/miami-1994-plan-of-action/"),
    "document, per section": Place(f"documents/{DOCUMENT}/"),
    "paragraph": Place("documents/panama-2015-mandates-for-action/migration-1/"),
    "paragraph, elsewhere": Place(f"documents/{DOCUMENT}/health-1/"),
    "paragraph, superseded": Place(f"documents/{DOCUMENT}/health-2/"),
    "countries": Place("countries/"),
    "country": Place("countries/argentina/"),
    "country, silent": Place("countries/haiti/"),
    "country, demonstration": Place("countries/demonstration-caribbean/"),
    "institutions": Place("institutions/"),
    "institution": Place("institutions/organization-of-american-states/"),
    "reports": Place("reports/"),
    "reports, filtered": Place(
        "reports/?theme=migration&kind=states&language=es&sort=entity&page=2"
    ),
    "reports, odd values": Place("reports/?theme=no-such&since=never&page=9999"),
    "reports, none found": Place("reports/?q=zzzzzz"),
    "report": Place(f"reports/{TOLD}/"),
    "report, stub": Place(f"reports/{STUB}/"),
    "report, sections": Place(f"reports/{SECTIONS}/"),
    "report, machine-translated": Place(f"reports/{MACHINE}/"),
    "report, nothing to report": Place(f"reports/{NOTHING}/"),
    "report, second edition": Place(f"reports/{FIRST}/"),
    "edition": Place(f"reports/{FIRST}/editions/1/"),
    "withdrawn": Place(f"reports/{WITHDRAWN}/", status=410),
    "about": Place("about/"),
    "accessibility": Place("accessibility/"),
    "privacy": Place("privacy/"),
    "contact": Place("contact/"),
    "figures": Place("figures/"),
    "data": Place("data/"),
    "not found": Place("no-such-page/", status=404),
    "bad request": Place("reports/?q=%00", status=400),
}
