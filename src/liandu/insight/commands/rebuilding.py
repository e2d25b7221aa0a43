"""Writing the memberships anew as the journal tells them."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.findings.models import Finding
from liandu.insight.models import Membership, Strand, Why
from liandu.insight.queries.replaying import Difference, replayed, strand_differences
from liandu.journal.commands import record


@transaction.atomic
def rebuild_strands(*, by: Any) -> list[Difference]:
    """Let every strand of people have the state and the members that the journal tells; return what was different.

    Names, and why a member is there, are left as they are: they decide over nothing.
    """
    found = list(strand_differences())
    if not found:
        return found
    told = replayed()
    wrong = sorted({one.strand for one in found})
    wanted = {key: strand for strand in wrong for key in (told[strand].members if strand in told else ())}
    kept = {row.pk: row for row in Membership.objects.filter(strand__in=wrong)}
    Membership.objects.filter(pk__in={*wanted, *kept}).delete()
    now = timezone.now()
    there = set(Finding.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    strands = {strand.pk: strand for strand in Strand.objects.filter(pk__in=wrong)}
    rows = [
        Membership(
            finding_id=key,
            strand_id=strand,
            why=kept[key].why if key in kept else Why.GROUPED,
            pinned=key in told[strand].pinned,
            before_id=kept[key].before_id if key in kept else None,
            since=kept[key].since if key in kept else now,
        )
        for key, strand in sorted(wanted.items())
        if strand in strands and key in there
    ]
    Membership.objects.bulk_create(rows, batch_size=150)
    for key, strand in strands.items():
        if key in told:
            strand.state, strand.frozen, strand.version = told[key].state, True, strand.version + 1
            strand.save(update_fields=["state", "frozen", "version"])
    record(act="strands.rebuilt", subject="insight.strands", by=by, facts={"differences": len(found)})
    return found
