"""What clients were told, kept outside the portal, and how the database compares with it."""

import hashlib
import json
import os
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

from django_tasks_db.models import DBTaskResult

from accounts.mailing import send
from accounts.models import Mail
from reports.models import Report, Transition

MAILS = 2  # of a submission: to the one coordinator, and to the one editor


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Receipt:
    """What the client knows after the portal has said that a report was handed in."""

    report: int
    token: str
    step: int
    text: str  # its digest


class Ledger:
    """One line per receipt, on the disk before the client goes on."""

    def __init__(self, path: Path) -> None:
        self.path, self._lock = path, Lock()

    def write(self, receipt: Receipt) -> None:
        with self._lock, self.path.open("a") as file:
            file.write(json.dumps(asdict(receipt)) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def receipts(self) -> list[Receipt]:
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        return [Receipt(**json.loads(line)) for line in lines]


def compared(ledger: Ledger) -> Counter:
    """Every receipt against the database, and every report of the database against itself."""
    counts: Counter = Counter()
    steps: dict[int, list[Transition]] = {}
    for step in Transition.objects.of_verb("submit"):
        steps.setdefault(step.report_id, []).append(step)
    for receipt in set(ledger.receipts()):
        counts["acknowledged"] += 1
        counts["lost"] += not _is_kept(receipt, steps.get(receipt.report, []))
    for report in Report.objects.prefetch_related("sections"):
        counts[_fault_of(report, steps.get(report.pk, []))] += 1
    counts["twice"] += _repeated_mails()
    del counts[""]
    return counts


def _is_kept(receipt: Receipt, steps: list[Transition]) -> bool:
    """The step is there with the token, and the report as it then stood says the same."""
    for step in steps:
        if step.pk == receipt.step and str(step.token) == receipt.token:
            said = [section["texts"].get("en", "") for section in step.snapshot["sections"]]
            return [digest(text) for text in said] == [receipt.text]
    return False


def _fault_of(report: Report, steps: list[Transition]) -> str:
    """ "twice", "half applied", or nothing."""
    mails = Mail.objects.filter(key__regex=rf"^(receipt|submitted):{report.pk}:").count()
    if len(steps) > 1 or mails > MAILS:
        return "twice"
    is_submitted = report.state == Report.State.SUBMITTED
    parts = {bool(steps), mails == MAILS, mails > 0, report.submitted_at is not None, is_submitted}
    return "half applied" if len(parts) > 1 else ""


def _repeated_mails() -> int:
    """Mails that more than one job was queued for, or none."""
    sending = DBTaskResult.objects.filter(task_path=send.module_path)
    jobs = Counter(row.args_kwargs["args"][0] for row in sending)
    mails = Mail.objects.values_list("pk", flat=True)
    return sum(jobs[pk] != 1 for pk in mails)
