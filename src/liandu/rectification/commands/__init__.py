"""Changing items. Every function is one act: may, change, entry."""

from liandu.rectification.commands.acknowledging import (
    acknowledge_item,
    acknowledge_items,
    dispute_item,
    sustain_dispute,
    take_back_dispute,
    uphold_item,
)
from liandu.rectification.commands.assigning import (
    add_office,
    assign_responsibility,
    change_owner,
    end_office,
    remark_on_item,
)
from liandu.rectification.commands.bringing import (
    bring_in_entry,
    bring_in_evidence,
    bring_in_item,
    bring_in_progress,
    follow_withdrawal,
)
from liandu.rectification.commands.closing import (
    request_closure,
    settle_request,
    take_back_request,
)
from liandu.rectification.commands.evidence import (
    attach_evidence,
    note_evidence_taken,
    note_refused_evidence,
    withdraw_evidence,
)
from liandu.rectification.commands.extending import (
    ask_extension,
    decide_extension,
    take_back_extension,
)
from liandu.rectification.commands.following import (
    follow_class,
    follow_finding,
    follow_oversight,
)
from liandu.rectification.commands.lasting import (
    add_milestone,
    drop_milestone,
    finish_milestone,
    turn_long_term,
)
from liandu.rectification.commands.opening import (
    cancel_item,
    open_items,
    reinstate_item,
)
from liandu.rectification.commands.plan_reviewing import (
    Reviewed,
    review_entries,
)
from liandu.rectification.commands.plans import (
    Edit,
    begin_plan,
    note_plan_taken,
    save_entries,
    submit_plan,
    take_back_plan,
)
from liandu.rectification.commands.policies import (
    follow_policy,
)
from liandu.rectification.commands.posting import (
    Posted,
    amend_item,
    post_entries,
    post_entry,
)
from liandu.rectification.commands.register import (
    note_register_taken,
    record_institution,
    review_institution,
    strike_institution,
)
from liandu.rectification.commands.reporting import (
    complete_stage,
    note_refused_document,
    note_sheet_taken,
    report_progress,
    report_several,
)

__all__ = [
    "Edit",
    "Posted",
    "Reviewed",
    "acknowledge_item",
    "acknowledge_items",
    "add_milestone",
    "add_office",
    "amend_item",
    "ask_extension",
    "assign_responsibility",
    "attach_evidence",
    "begin_plan",
    "bring_in_entry",
    "bring_in_evidence",
    "bring_in_item",
    "bring_in_progress",
    "cancel_item",
    "change_owner",
    "complete_stage",
    "decide_extension",
    "dispute_item",
    "drop_milestone",
    "end_office",
    "finish_milestone",
    "follow_class",
    "follow_finding",
    "follow_oversight",
    "follow_policy",
    "follow_withdrawal",
    "note_evidence_taken",
    "note_plan_taken",
    "note_refused_document",
    "note_refused_evidence",
    "note_register_taken",
    "note_sheet_taken",
    "open_items",
    "post_entries",
    "post_entry",
    "record_institution",
    "reinstate_item",
    "remark_on_item",
    "report_progress",
    "report_several",
    "request_closure",
    "review_entries",
    "review_institution",
    "save_entries",
    "settle_request",
    "strike_institution",
    "submit_plan",
    "sustain_dispute",
    "take_back_dispute",
    "take_back_extension",
    "take_back_plan",
    "take_back_request",
    "turn_long_term",
    "uphold_item",
    "withdraw_evidence",
]
