"""Every kind of public page with one address of it. `stage` makes the records named here."""

from dataclasses import dataclass

LANGUAGES = ("en", "es", "fr", "pt-br")

# Records that the demonstration does not hold.
DOCUMENT = "staged-plan"
TOLD, STUB, SECTIONS, MACHINE, NOTHING, FIRST, SECOND, WITHDRAWN = range(900_001, 900_009)
DRAFT, SUBMITTED, RETURNED, PUBLISHED = range(900_101, 900_105)  # of the writer's country
SHEET = 900_201  # of themes, previewed
PARAGRAPH = 900_301  # of the document, in French
ACTION = 900_501  # the country's own, past its day
INDICATOR = "staged-indicator"
DRAFTED, FAILED = 900_301, 900_302  # documents: made, and failed
HANDED_IN, IN_HAND = 1, 2  # parts of the draft, the contributor's
COUNTRY = "demonstration-north-america"
ORGANIZATION = "demonstration-civil-society"
# Contributions of the organization about the country, by state.
CONTRIBUTIONS = range(900_401, 900_406)
WRITTEN, HANDED, SENT_BACK, PUBLIC, GONE = CONTRIBUTIONS
EDITOR, PASSWORD = "editor@example.org", "a phrase for the browser alone"
KEYHOLDER = "keyholder@example.org"  # whose other sessions end when a key is added
WRITER = "writer@example.org"  # coordinates the reports of a demonstration country
CONTRIBUTOR = "contributor@example.org"
ORGANIZER = "organizer@example.org"  # writes for the organization
CHIEF = "chief@example.org"  # administers the portal; reviews reports too
CYCLE = "staged-cycle"  # open to the four entities of the demonstration
# For the second step, each once; a process that tests uses a hundred of its own.
CODES = [f"browser{n:04}" for n in range(800)]


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
    "actions": Place("actions/"),
    "actions, filtered": Place("actions/?state=ongoing&due=past&theme=no-such"),
    "action": Place(f"actions/{ACTION}/"),
    "programme": Place("programmes/ag-res-2141-2005-programme/?year=2011"),
    "indicators": Place("indicators/"),
    "indicator": Place(f"indicators/{INDICATOR}/"),
    "goals": Place("sdg/"),
    "goal": Place("sdg/10/"),
    "countries": Place("countries/"),
    "country": Place("countries/argentina/"),
    "country, silent": Place("countries/haiti/"),
    "country, demonstration": Place("countries/demonstration-caribbean/"),
    "institutions": Place("institutions/"),
    "institution": Place("institutions/organization-of-american-states/"),
    "coverage": Place("coverage/"),
    "coverage, documents": Place("coverage/?columns=documents&sort=silence&kind=states"),
    "coverage, paragraphs": Place(f"coverage/?document={DOCUMENT}"),
    "coverage, odd values": Place("coverage/?columns=no&cycle=such&theme=thing"),
    "coverage, none": Place("coverage/?kind=department"),
    "coverage, an entity": Place("coverage/demonstration-caribbean/"),
    "map": Place("coverage/map/"),
    "map, a theme": Place("coverage/map/?theme=migration"),
    "charts": Place("coverage/charts/"),
    "compare": Place("compare/?entity=demonstration-caribbean&entity=haiti&theme=education"),
    "compare, nothing yet": Place("compare/"),
    "timeline of a theme": Place("timeline/?theme=education"),
    "timeline of an entity": Place("timeline/?entity=demonstration-caribbean"),
    "timeline of a paragraph": Place(f"timeline/?paragraph={DOCUMENT}/health-2"),
    "changes": Place("changes/?paragraph=panama-2015-mandates-for-action/migration-1"),
    "coverage, a cell": Place("coverage/haiti/?document=panama-2015-mandates-for-action"),
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
    "contributions": Place("contributions/"),
    "contributions, filtered": Place("contributions/?theme=migration&kind=civil_society&about=x"),
    "contribution, with a reply": Place(f"contributions/{PUBLIC}/"),
    "contribution, withdrawn": Place(f"contributions/{GONE}/", status=410),
    "search": Place("search/"),
    "search, found": Place("search/?q=migraci%C3%B3n"),
    "search, filtered": Place("search/?q=migration&kind=report&lang=es&sort=date&page=2"),
    "search, odd values": Place("search/?q=migration&kind=x&theme=no-such&since=0&page=9999"),
    "search, meant otherwise": Place("search/?q=Argentna"),
    "search, none found": Place("search/?q=zzzzzz"),
    "about": Place("about/"),
    "accessibility": Place("accessibility/"),
    "privacy": Place("privacy/"),
    "contact": Place("contact/"),
    "figures": Place("figures/"),
    "data": Place("data/"),
    "follow": Place("follow/"),
    "follow, theme": Place("follow/?theme=migration"),
    "follow, odd values": Place("follow/?theme=no-such"),
    "follow, sent": Place("follow/sent/"),
    "follow, no link": Place("follow/mine/", status=410),
    "newsletters": Place("follow/newsletter/"),
    "data, for programs": Place("data/api/"),
    "not found": Place("no-such-page/", status=404),
    "bad request": Place("reports/?q=%00", status=400),
}

# Pages of who has signed in, by the person; in each language.
OWN_PLACES = {
    WRITER: {
        "home": "workspace/",
        "start": f"workspace/reports/new/?cycle={CYCLE}&theme=energy",
        "start, outside a cycle": "workspace/reports/new/",
        "editor": f"workspace/reports/{DRAFT}/",
        "editor, returned": f"workspace/reports/{RETURNED}/",
        "check": f"workspace/reports/{DRAFT}/check/",
        "preview": f"workspace/reports/{SUBMITTED}/preview/",
        "parts": f"workspace/reports/{DRAFT}/parts/",
        "part, to take over": f"workspace/parts/{HANDED_IN}/",
        "files": f"workspace/reports/{DRAFT}/files/",
        "discard": f"workspace/reports/{DRAFT}/discard/",
        "correct": f"workspace/reports/{PUBLISHED}/correct/",
        "history": f"workspace/entities/{COUNTRY}/history/",
        "actions and figures": f"workspace/entities/{COUNTRY}/actions/",
        "new action": f"workspace/entities/{COUNTRY}/actions/new/?document={DOCUMENT}",
        "action": f"workspace/entities/{COUNTRY}/actions/{ACTION}/",
        "figures": f"workspace/entities/{COUNTRY}/indicators/{INDICATOR}/",
        "people": "workspace/people/",
        "following": "account/following/",
        "contributions": "workspace/contributions/",
        "reply": f"workspace/contributions/{PUBLIC}/reply/",
        "extension": f"workspace/cycles/{CYCLE}/extension/{COUNTRY}/",
        "refused": "secretariat/",
    },
    ORGANIZER: {
        "home": "workspace/",
        "new": "workspace/contributions/new/",
        "form": f"workspace/contributions/{SENT_BACK}/",
        "check": f"workspace/contributions/{WRITTEN}/check/",
        "preview": f"workspace/contributions/{HANDED}/preview/",
        "discard": f"workspace/contributions/{WRITTEN}/discard/",
        "withdraw": f"workspace/contributions/{PUBLIC}/withdraw/",
        "refused": "workspace/reports/new/",
    },
    CONTRIBUTOR: {
        "home": "workspace/",
        "part": f"workspace/parts/{IN_HAND}/write/",
    },
    CHIEF: {
        "inbox": "secretariat/",
        "inbox, overdue": "secretariat/?tab=overdue",
        "inbox, returned": "secretariat/?tab=returned",
        "file": "secretariat/file/",
        "review": f"secretariat/reports/{SUBMITTED}/",
        "review, returned": f"secretariat/reports/{RETURNED}/",
        "withdraw": f"secretariat/reports/{PUBLISHED}/withdraw/",
        "correct": f"secretariat/reports/{PUBLISHED}/correct/",
        "typing": f"secretariat/reports/{PUBLISHED}/typing/",
        "contributions": "secretariat/contributions/",
        "contribution": f"secretariat/contributions/{HANDED}/",
        "withdraw contribution": f"secretariat/contributions/{PUBLIC}/withdraw/",
        "citations": "secretariat/citations/",
        "citation decisions": "secretariat/citations/decisions/",
        "records": f"secretariat/records/?address=/en/documents/{DOCUMENT}/health-1/",
        "proposed links": "secretariat/records/links/",
        "correct text": f"secretariat/records/paragraphs/{PARAGRAPH}/correct/fr/",
        "merge": "secretariat/records/merge/?gone=en/institutions/world-bank"
        "&kept=en/institutions/caribbean-development-bank",
        "merge, obstacle": "secretariat/records/merge/?gone=en/countries/haiti"
        "&kept=en/countries/peru",
        "translations": "secretariat/translations/",
        "translation": "secretariat/translations/fr/first/",
        "spreadsheet": "secretariat/translations/spreadsheet/",
        "sheets": "secretariat/sheets/",
        "sheet, to bring in": "secretariat/sheets/reports/in/",
        "sheet": f"secretariat/sheets/{SHEET}/",
        "sheet, errors": f"secretariat/sheets/{SHEET}/?show=faulty",
        "sheet, taken back": f"secretariat/sheets/{SHEET}/undo/",
        "drafting": "secretariat/documents/drafts/",
        "annual report": "secretariat/documents/drafts/new/annual/",
        "national report": "secretariat/documents/drafts/new/national/",
        "drafted": f"secretariat/documents/drafts/{DRAFTED}/",
        "not drafted": f"secretariat/documents/drafts/{FAILED}/",
        "cycles": "secretariat/cycles/",
        "new cycle": "secretariat/cycles/new/",
        "cycle": f"secretariat/cycles/{CYCLE}/",
        "extend": f"secretariat/cycles/{CYCLE}/extend/{COUNTRY}/",
        "board": f"secretariat/board/{CYCLE}/",
        "mails": "secretariat/mails/?state=all",
        "newsletters": "secretariat/newsletters/",
        "people": "secretariat/people/",
        "person": "secretariat/people/1/",
        "hand over": "secretariat/people/1/hand-over/",
        "entity's people": f"secretariat/people/entities/{COUNTRY}/",
        "invitations": "secretariat/people/invitations/",
        "resets": "secretariat/people/resets/",
        "audit": "secretariat/audit/",
    },
}
