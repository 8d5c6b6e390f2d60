"""Carries out what somebody has seen in the preview of a spreadsheet of translations.

What was previewed is signed for the person who saw it, and that is what is written: each record
only if neither its original nor its translation has changed since the spreadsheet was made.
"""

from dataclasses import asdict, dataclass, field

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from publication.translated import Translated
from publication.translating import Kind, Moved, kind_named, translate

from .sheet_archive import Unreadable
from .translation_form import plain
from .translation_upload import Change, Plan
from .workflow import NotAllowed

SALT = "reports.translation_writing"
SECONDS = 2 * 3600
LARGEST_PLAN = 3 * 1024 * 1024  # characters; the form that confirms it carries it
AT_ONCE = 50  # records in one transaction: others write in between


def signed(made: Plan, by: User) -> str:
    """The changes as the form that confirms them carries them. Raises Unreadable when too many."""
    rows = [asdict(change) for change in made.changes]
    text = signing.dumps({"by": by.pk, "changes": rows}, salt=SALT, compress=True)
    if len(text) > LARGEST_PLAN:
        raise Unreadable(_("These are too many changes at once. Bring the file in parts."))
    return text


def read_signed(text: str, by: User) -> list[Change]:
    """Raises signing.BadSignature for a plan that is another's, too old or tampered with."""
    held = signing.loads(text, salt=SALT, max_age=SECONDS)
    if held["by"] != by.pk:
        raise signing.BadSignature("another person's plan")
    return [Change(**row) for row in held["changes"]]


@dataclass(slots=True)
class Result:
    written: int = 0
    already: int = 0
    left: list[Change] = field(default_factory=list)


def carry_out(changes: list[Change], by: User) -> Result:
    """Write the changes, some records at a time; what has moved meanwhile is left and named."""
    result = Result()
    for start in range(0, len(changes), AT_ONCE):
        with transaction.atomic():
            for change in changes[start : start + AT_ONCE]:
                _carry_out(change, by, result)
    return result


def _carry_out(change: Change, by: User, result: Result) -> None:
    kind = kind_named(change.kind)
    try:
        stored = kind.texts(kind.records().get(pk=change.pk), change.language)
        translate(
            kind, change.pk, change.language, texts=stored | change.texts, state=change.state,
            by=by, follows=bool(change.texts), source=change.source, target=change.target,
        )  # fmt: skip
    except Moved as moved:
        if _is_there(kind, moved.record, change):
            result.already += 1
        else:
            result.left.append(change)
    except (kind.model.DoesNotExist, NotAllowed, ValueError):
        result.left.append(change)
    else:
        result.written += 1


def _is_there(kind: Kind, record: Translated, change: Change) -> bool:
    """Whether the change has been carried out already."""
    stored = kind.texts(record, change.language)
    same = all(plain(stored[name]) == text for name, text in change.texts.items())
    return same and record.state_in(change.language) == change.state
