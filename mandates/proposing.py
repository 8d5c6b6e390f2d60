"""Links between paragraphs: proposed by the likeness of their texts, confirmed by people."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from publication.changes import changed
from publication.jobs import job
from publication.languages import LANGUAGES, column

from .alike import Pair, alike
from .models import LinkProposal, Paragraph, ParagraphLink

LEAST = 0.2
"""From here on two texts are proposed; tried on the paragraphs on migration of 1994 to 2015."""

REJECT = "reject"
State = LinkProposal.State


def propose() -> dict[str, int]:
    """Compare all operative paragraphs and write the proposals; returns how many were made, are
    still open, and were taken away because the texts are no longer alike.

    What was decided stays as it was, and what is linked already is not proposed. Comparing takes
    long, and nobody waits for it: it is done before the transaction begins.
    """
    return _write(_shares({one.pk: one for one in Paragraph.objects.to_compare()}))


@transaction.atomic
def _write(shares: Mapping[Pair, int]) -> dict[str, int]:
    """Bring the proposals in step with what is alike, per cent by pair."""
    there = set(Paragraph.objects.to_compare().ids())
    known = {(one.source_id, one.target_id): one for one in LinkProposal.objects.held()}
    settled = {frozenset(pair) for pair, one in known.items() if one.state != State.OPEN}
    settled |= {frozenset(pair) for pair in ParagraphLink.objects.pairs()}
    found = {
        pair: share
        for pair, share in shares.items()
        if there.issuperset(pair) and frozenset(pair) not in settled
    }
    new = [
        LinkProposal(source_id=pair[0], target_id=pair[1], share=share)
        for pair, share in found.items()
        if pair not in known
    ]
    LinkProposal.objects.bulk_create(new)
    standing = {pair: one for pair, one in known.items() if one.state == State.OPEN}
    moved = [one for pair, one in standing.items() if found.get(pair, one.share) != one.share]
    for one in moved:
        one.share = found[one.source_id, one.target_id]
    LinkProposal.objects.bulk_update(moved, ["share"], batch_size=500)
    gone = [one.pk for pair, one in standing.items() if pair not in found]
    LinkProposal.objects.with_ids(gone).delete()
    return {"made": len(new), "open": len(found), "taken_away": len(gone)}


@job(attempts=2, within=timedelta(minutes=30))
def propose_links() -> None:
    propose()


def _shares(paragraphs: Mapping[int, Paragraph]) -> dict[Pair, int]:
    """Per cent by newer and older paragraph, of different documents; in the language in which the
    two are most alike."""
    found: dict[Pair, int] = {}
    for code in LANGUAGES:
        texts = {pk: getattr(one, column("text", code)) for pk, one in paragraphs.items()}
        for pair, share in alike({pk: text for pk, text in texts.items() if text}, LEAST).items():
            one, other = (paragraphs[pk] for pk in pair)
            if one.document_id == other.document_id:
                continue
            if one.is_demonstration != other.is_demonstration:
                continue
            older, newer = sorted((one, other), key=lambda it: (it.document.date, it.pk))
            key = newer.pk, older.pk
            found[key] = max(found.get(key, 0), round(100 * share))
    return found


@transaction.atomic
def decide(choices: Mapping[int, str], *, by: Any) -> dict[str, int]:
    """Confirm proposals as a kind of link, or REJECT them, by their ids; returns how many each.

    What has been confirmed meanwhile, or is gone, stays as it is.
    """
    counts = {"linked": 0, "rejected": 0}
    now, touched = timezone.now(), {}
    for one in LinkProposal.objects.with_ids(list(choices)).decidable().held().with_ends():
        choice = choices[one.pk]
        one.state = State.REJECTED if choice == REJECT else State.CONFIRMED
        one.decided_by, one.decided_at = by, now
        one.save(update_fields=["state", "decided_by", "decided_at"])
        if choice == REJECT:
            counts["rejected"] += 1
            continue
        _link(one, choice, by)
        touched |= {one.source_id: one.source, one.target_id: one.target}
        counts["linked"] += 1
    if touched:
        changed(touched.values())
    return counts


def _link(proposal: LinkProposal, kind: str, by: Any) -> None:
    ends = {"source": proposal.source, "target": proposal.target, "kind": kind}
    if not ParagraphLink.objects.like(**ends).exists():
        link = ParagraphLink(**ends)
        link._history_user = by
        link.save()
