"""What the inspection office sees in all findings together: strands accepted, common problems, a first catalogue."""

from liandu.demo.founding import Founded
from liandu.demo.stories import told
from liandu.findings.models import Finding
from liandu.insight.commands import (
    accept_strand,
    amend_common_problem,
    draft_common_problem,
    issue_catalogue,
    settle_common_problem,
    split_strand,
)
from liandu.insight.jobs.strands import group_now
from liandu.insight.models import CommonProblem, Strand
from liandu.insight.queries.strands import StrandView, strand_page

ACCEPTED = 5


def name_the_common_problems(made: Founded) -> int:
    """Group everything, accept what many units share, settle a few common problems and issue a catalogue of them.

    Other proposals, and an accepted strand of no common problem, are left for the visitor. Return how many were issued.
    """
    group_now()
    words = told("common_problems")
    shown = strand_page(made.clerk, StrandView(common="1")).rows
    shown.sort(key=lambda row: (row.strand.code not in words, -row.figures.units, row.strand.pk))
    strands = [accept_strand(strand=row.strand, by=made.clerk) for row in shown[:ACCEPTED]]
    _split_one(made, strands[-1])
    told_of = [strand for strand in strands if strand.code in words]
    settled = [_settle(made, strand, words[strand.code]) for strand in told_of]
    term = made.rounds[made.place.rounds[-1].key].term
    issue_catalogue(term=term, name=f"{term.name}共性问题目录（{len(settled)} 类）", commons=settled, by=made.director)
    group_now()
    return len(settled)


def _split_one(made: Founded, strand: Strand) -> None:
    """Take a third of the members apart, as a clerk does who reads closely."""
    rows = Finding.objects.filter(strand_membership__strand=strand).select_related("unit").order_by("number")
    some = list(rows)[::3]
    if 1 < len(some) < rows.count():
        split_strand(strand=strand, findings=some, label=f"{strand.label[:100]}（另一类情形）", by=made.clerk)


def _settle(made: Founded, strand: Strand, words: dict[str, str]) -> CommonProblem:
    common = draft_common_problem(strands=[strand], name=words["name"], by=made.clerk)
    cases = Finding.objects.filter(strand_membership__strand=strand).order_by("number")[:3]
    amend_common_problem(
        common=common,
        strands=[strand],
        cases=list(cases),
        severity="marked",
        competent=made.units["guozi"] if strand.code == "B7" else None,
        by=made.clerk,
        **words,
    )
    return settle_common_problem(common=common, by=made.director)
