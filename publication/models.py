"""The site's revision: one number that grows with every change of published content."""

from django.db import models


class RevisionQuerySet(models.QuerySet):
    def current(self) -> "Revision":
        """The data version as it stands now; number 0 before the first change."""
        return self.first() or Revision(pk=Revision.ONLY, number=0, changed_at=None)


class Revision(models.Model):
    """The data version.

    One row, updated in the transaction of each change. A row per change would not do: two
    transactions may take numbers 5 and 6 and commit in the order 6, 5, and a reader who keeps 6
    would miss 5. The update locks the row, so numbers are committed in their order.
    """

    ONLY = 1

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="revision_is_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.number)
