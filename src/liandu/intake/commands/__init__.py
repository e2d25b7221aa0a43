"""Every write of intake: documents on their way through reading, and what people do with proposals."""

from liandu.intake.commands.documents import (
    claim_documents,
    end_leases,
    fail_document,
    keep_lease,
    read_document_again,
    receive_document,
    record_reading,
)
from liandu.intake.commands.proposals import (
    Conflict,
    add_proposal,
    assign_proposal_unit,
    dismiss_proposals,
    edit_proposal,
    recognise_proposal,
    release_proposal,
    restore_proposal,
    settle_proposals,
)
from liandu.intake.commands.structure import (
    demote_proposal,
    merge_proposals,
    move_proposal,
    promote_proposal,
    split_proposal,
)
from liandu.intake.commands.uploads import receive_upload

__all__ = [
    "Conflict",
    "add_proposal",
    "assign_proposal_unit",
    "claim_documents",
    "demote_proposal",
    "dismiss_proposals",
    "edit_proposal",
    "end_leases",
    "fail_document",
    "keep_lease",
    "merge_proposals",
    "move_proposal",
    "promote_proposal",
    "read_document_again",
    "receive_document",
    "receive_upload",
    "recognise_proposal",
    "record_reading",
    "release_proposal",
    "restore_proposal",
    "settle_proposals",
    "split_proposal",
]
