"""What people do with single proposals: edit, assign, dismiss, restore, add; and what the next stage settles."""

import pytest

from liandu.access.denials import Denied
from liandu.intake.commands import (
    add_proposal,
    assign_proposal_unit,
    dismiss_proposals,
    edit_proposal,
    recognise_proposal,
    release_proposal,
    restore_proposal,
    settle_proposals,
)
from liandu.intake.commands.proposals import Conflict
from liandu.intake.models import Proposal
from liandu.journal.queries import acts_recorded, history_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.states import MoveNotAllowed
from liandu.papers.blocks import Passage
from tests.papers_of_the_day import FIRST, FOURTH, OTHER, SECOND, THIRD, a_tree, a_word_file, receive

TOP = "思想政治工作抓得不实"


@pytest.fixture
def tree(city):
    return a_tree(city)


@pytest.fixture
def clerk(city):
    return city.people.clerk


def everything():
    """Return all that the commands may change, to be compared."""
    return list(Proposal.objects.order_by("pk").values()), acts_recorded()


# Edit


def test_edit_proposal_changes_the_words_and_keeps_the_passage(tree, clerk):
    row = tree[FIRST]
    fresh = edit_proposal(proposal=row, title=" 辅导员  配备严重不足 ", version=1, by=clerk)
    assert (fresh.title, fresh.version, fresh.changed_by) == ("辅导员 配备严重不足", 2, clerk)
    assert (fresh.block, fresh.start, fresh.end) == (row.block, row.start, row.end)
    assert history_of(fresh)[0].sentence == "修改表述：“辅导员配备不足”改为“辅导员 配备严重不足”"


def test_edit_proposal_that_another_changed_meanwhile_is_a_conflict(city, tree, clerk):
    edit_proposal(proposal=tree[FIRST], title="先改的", version=1, by=city.people.director)
    before = everything()
    with pytest.raises(Conflict) as conflict:
        edit_proposal(proposal=tree[FIRST], title="后改的", version=1, by=clerk)
    assert str(conflict.value) == "这一条刚被周巡视改过，您的修改没有写入。现在是：“先改的”。"
    assert everything() == before


@pytest.mark.parametrize("title", ["", "   ", "\n\t"])
def test_edit_proposal_to_nothing_is_refused(tree, clerk, title):
    before = everything()
    with pytest.raises(Refusal, match="问题的表述不能为空。"):
        edit_proposal(proposal=tree[FIRST], title=title, version=1, by=clerk)
    assert everything() == before


def test_edit_proposal_that_was_judged_is_refused(tree, clerk):
    (row,) = dismiss_proposals(proposals=[tree[FIRST]], why="不是问题", by=clerk)
    with pytest.raises(Refusal, match="这一条已排除，不能再改"):
        edit_proposal(proposal=row, title="改", version=row.version, by=clerk)


# Assign


def test_assign_proposal_unit_takes_along_what_is_open_below(city, tree, clerk):
    dismiss_proposals(proposals=[tree[THIRD]], why="不是问题", by=clerk)
    assign_proposal_unit(proposal=tree[TOP], unit=city.units.firm, version=1, by=clerk)
    units = {row.title: row.unit.name for row in Proposal.objects.select_related("unit")}
    assert units == {
        TOP: "云州水务集团有限公司", FIRST: "云州水务集团有限公司", SECOND: "云州水务集团有限公司", THIRD: "云州大学",
        OTHER: "云州大学", FOURTH: "云州大学",
    }  # fmt: skip


def test_an_old_version_below_an_assigned_proposal_is_a_conflict(city, tree, clerk):
    assign_proposal_unit(proposal=tree[TOP], unit=city.units.firm, version=1, by=clerk)
    with pytest.raises(Conflict):
        edit_proposal(proposal=tree[FIRST], title="改", version=1, by=clerk)


# Dismiss and restore


def test_dismiss_proposals_with_what_is_open_below_for_a_reason(tree, clerk):
    dismissed = dismiss_proposals(proposals=[tree[TOP]], why=" 属于整改要求 ", by=clerk)
    assert [row.title for row in dismissed] == [TOP, FIRST, SECOND, THIRD]
    assert {(row.state, row.why) for row in dismissed} == {("dismissed", "属于整改要求")}
    assert acts_recorded()["proposal.dismissed"] == 4


def test_dismiss_proposals_takes_a_heading_and_its_item_chosen_together(tree, clerk):
    dismissed = dismiss_proposals(proposals=[tree[TOP], tree[FIRST]], why="不是问题", by=clerk)
    assert [row.title for row in dismissed] == [TOP, FIRST, SECOND, THIRD]


def test_dismissing_the_last_item_makes_the_heading_a_leaf_and_restoring_undoes_it(tree, clerk):
    (row,) = dismiss_proposals(proposals=[tree[FOURTH]], why="重复", by=clerk)
    assert Proposal.objects.get(title=OTHER).is_leaf is True
    restored = restore_proposal(proposal=row, by=clerk)
    assert (restored.state, restored.why) == ("open", "")
    assert Proposal.objects.get(title=OTHER).is_leaf is False


def test_dismiss_proposals_without_a_reason_is_refused(tree, clerk):
    before = everything()
    with pytest.raises(Refusal, match="请写明排除的理由"):
        dismiss_proposals(proposals=[tree[FIRST]], why=" ", by=clerk)
    assert everything() == before


def test_dismiss_proposals_where_one_was_changed_meanwhile_dismisses_none(city, tree, clerk):
    edit_proposal(proposal=tree[SECOND], title="先改的", version=1, by=city.people.director)
    before = everything()
    with pytest.raises(Conflict):
        dismiss_proposals(proposals=[tree[FIRST], tree[SECOND]], why="不是问题", by=clerk)
    assert everything() == before


def test_restore_what_is_open_is_refused(tree, clerk):
    with pytest.raises(MoveNotAllowed, match="现在的状态是“待核对”，不能“恢复”。"):
        restore_proposal(proposal=tree[FIRST], by=clerk)


# Add


def test_add_proposal_stands_in_the_order_of_the_text(tree, clerk):
    text = tree[FIRST].document.text.blocks[1]["text"]
    start = text.index("流于形式")
    row = add_proposal(
        document=tree[FIRST].document, passage=Passage(1, start, start + 4), title="流于形式", by=clerk,
        parent=tree[TOP], level="item",
    )  # fmt: skip
    assert (row.parent, row.is_leaf, row.unit, row.reason) == (tree[TOP], True, tree[TOP].unit, "人工标注")
    assert tree[SECOND].position < row.position < tree[THIRD].position


def test_add_proposal_below_a_leaf_makes_it_a_heading(tree, clerk):
    add_proposal(document=tree[FOURTH].document, passage=Passage(3, 0, 2), title="三会", by=clerk, parent=tree[FOURTH])
    assert Proposal.objects.get(title=FOURTH).is_leaf is False


@pytest.mark.parametrize("passage", [(9, 0, 1), (-1, 0, 1), (0, 0, 999), (0, 3, 3), (0, 5, 2), (0, -2, 3)])
def test_add_proposal_outside_the_text_is_refused(tree, clerk, passage):
    before = everything()
    with pytest.raises(Refusal, match="选中的文字不在这份文件里"):
        add_proposal(document=tree[FIRST].document, passage=Passage(*passage), title="题", by=clerk)
    assert everything() == before


def test_add_proposal_below_one_of_another_document_is_refused(city, tree, clerk):
    other = receive(city, name="另一份.docx", content=a_word_file("另一份")).document
    before = everything()
    with pytest.raises(Refusal, match="上级条目不在这份文件里"):
        add_proposal(document=other, passage=Passage(0, 0, 1), title="题", by=clerk, parent=tree[TOP])
    assert everything() == before


# What the next stage settles


def test_settle_and_release_proposals(tree, clerk):
    (settled,) = settle_proposals(proposals=[tree[FIRST]], by=clerk)
    assert settled.state == "accepted"
    assert release_proposal(proposal=settled, by=clerk).state == "open"


def test_settle_proposals_that_another_judged_is_a_conflict(tree, clerk):
    dismiss_proposals(proposals=[tree[FIRST]], why="不是问题", by=clerk)
    before = everything()
    with pytest.raises(Conflict):
        settle_proposals(proposals=[tree[FIRST]], by=clerk)
    assert everything() == before


def test_recognise_proposal_keeps_the_number_and_can_be_taken_back(tree, clerk):
    known = recognise_proposal(proposal=tree[FIRST], known_as="5-09-101-001", by=clerk)
    assert (known.state, known.why) == ("known", "5-09-101-001")
    assert restore_proposal(proposal=known, by=clerk).state == "open"


# Denied


@pytest.mark.parametrize("person", ["secretary", "room", "leader", "outsider", "system", "nobody"])
@pytest.mark.parametrize(
    "act",
    [
        lambda tree, _city, by: edit_proposal(proposal=tree[FIRST], title="改", version=1, by=by),
        lambda tree, city, by: assign_proposal_unit(proposal=tree[FIRST], unit=city.units.firm, version=1, by=by),
        lambda tree, _city, by: dismiss_proposals(proposals=[tree[FIRST]], why="不是问题", by=by),
        lambda tree, _city, by: restore_proposal(proposal=tree[FIRST], by=by),
        lambda tree, _city, by: add_proposal(
            document=tree[FIRST].document, passage=Passage(0, 0, 2), title="题", by=by, parent=tree[TOP]
        ),
    ],
    ids=["edit", "assign", "dismiss", "restore", "add"],
)
def test_who_may_not_check_changes_nothing_and_leaves_no_trace(city, tree, person, act):
    before = everything()
    with pytest.raises(Denied):
        act(tree, city, getattr(city.people, person))
    assert everything() == before
