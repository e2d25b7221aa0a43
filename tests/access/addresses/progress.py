"""Addresses of the unit's work on an item. The item is the university's and is worked on."""

from datetime import date, timedelta

from django.utils import timezone

from liandu.rectification.commands import add_milestone, ask_extension, record_institution
from tests.access.addresses.address import Address
from tests.rectification.working import attached, worked_on

SEEN = "DCRSMT 200, all 404"
# Liaison and head of the unit fill in; of the named people only the head stands at the university.
FILLED = "S 302, CDRMT 403, all 404"
FILLS = "S 200, CDRMT 403, all 404"
LISTS = "SLX 200, all 403"  # the pages on which units report many at once

ADDRESSES = {
    "rectification:report_several": Address(get=LISTS, post=LISTS),
    "rectification:progress_sheet": Address(post=LISTS),
    "rectification:import_progress": Address(get=LISTS, post=LISTS, form={"file": "{file}"}),
    "rectification:check_progress": Address(post=LISTS, form={"rows": "0", "source": "报告.docx"}),
    "rectification:report": Address(
        "worked_item", get=FILLS, post=FILLED,
        form={
            "on": "{today}", "text": "已补验", "outcome-TOTAL_FORMS": "1", "outcome-INITIAL_FORMS": "0",
            "outcome-0-kind": "recovered", "outcome-0-amount": "3.5万元",
        },
    ),
    # Nothing was reported about it yet, so who may gets the sentence that says so.
    "rectification:complete_stage": Address(
        "worked_item", get=FILLS, post="S 422, DCRMT 403, all 404", form={"reason": "已补验"}
    ),
    "rectification:attach": Address(
        "worked_item", get=FILLS, post=FILLED,
        form={"kind": "voucher", "effective_on": "{today}", "grade": "internal", "file": "{file}"},
    ),
    "rectification:evidence_file": Address("evidence", get=SEEN),
    "rectification:withdraw_evidence": Address("evidence", get=FILLS, post=FILLED, form={"reason": "传错"}),
    "rectification:record_institution": Address(
        "worked_item", get=FILLS, post=FILLED, form={"work": "made", "title": "采购管理办法", "dated": "{today}"}
    ),
    "rectification:institutions": Address(get="DCROSLMXTP 200, all 403"),
    "rectification:export_institutions": Address(post="DCROSLMXT 200, all 403"),
    "rectification:institution": Address("institution", get=SEEN),
    "rectification:review_institution": Address(
        "institution", post="DCRS 302, MT 403, all 404",
        form={"on": "{today}", "carried_out": "yes", "found": "抽查属实"},
    ),
    "rectification:strike_institution": Address("institution", post=FILLED, form={"strike-reason": "录重"}),
    "rectification:add_milestone": Address(
        "worked_item", get=FILLS, post=FILLED, form={"what": "建成平台", "due_on": "{later}"}
    ),
    "rectification:finish_milestone": Address(
        "milestone", get=FILLS, post=FILLED, form={"done_on": "{today}", "note": "已上线"}
    ),
    "rectification:drop_milestone": Address("milestone", get=FILLS, post=FILLED, form={"reason": "写错"}),
    # The inspection office reviews plans too, but does not supervise the unit.
    "rectification:turn_long_term": Address(
        "worked_item", get="DCR 200, SMT 403, all 404", post="R 302, DCSMT 403, all 404", form={"proposal": "跨年度"}
    ),
    "rectification:ask_extension": Address(
        "worked_item", get=FILLS, post=FILLED, form={"until": "{later}", "reason": "设备交付推迟"}
    ),
    "rectification:extensions": Address(get="DCROT 200, all 403"),
    "rectification:decide_extension": Address(
        "extension", get="DCR 200, SMT 403, all 404", post="R 302, DCSMT 403, all 404", form={"granted": "yes"}
    ),
    "rectification:take_back_extension": Address("extension", post=FILLED),
}  # fmt: skip


def furnish(scene) -> None:
    """Add an item that is worked on with evidence, an institution and a step, and one for which more time is asked."""
    city, secretary = scene.city, scene.city.people.secretary
    today = timezone.localdate()
    due = today + timedelta(days=30)
    scene.worked_item = worked_on(city, serial=911, due_on=due)
    scene.evidence = attached(city, scene.worked_item)
    facts = {"work": "made", "title": "采购验收管理办法", "dated": date(2026, 1, 5)}
    scene.institution = record_institution(item=scene.worked_item, by=secretary, **facts)
    scene.milestone = add_milestone(item=scene.worked_item, what="试运行", due_on=due, by=secretary)
    asking = worked_on(city, serial=912, due_on=due)
    scene.extension = ask_extension(item=asking, until=due + timedelta(days=9), reason="交付推迟", by=secretary)
    scene.places |= {"today": today.isoformat(), "later": (due + timedelta(days=5)).isoformat()}


furnish.only_for = "rectification:"
