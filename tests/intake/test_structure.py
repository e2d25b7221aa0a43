"""Changing the shape of the tree of proposals: split, merge, move, promote, demote."""

import pytest

from liandu.access.denials import Denied
from liandu.intake.commands import (
    demote_proposal,
    dismiss_proposals,
    edit_proposal,
    merge_proposals,
    move_proposal,
    promote_proposal,
    settle_proposals,
    split_proposal,
)
from liandu.intake.commands.proposals import Conflict
from liandu.intake.models import Proposal
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.kernel.states import MoveNotAllowed
from tests.papers_of_the_day import FIRST, FOURTH, OTHER, SECOND, THIRD, a_tree, shape

TOP = "思想政治工作抓得不实"
WHOLE = [(0, TOP), (1, FIRST), (1, SECOND), (1, THIRD), (0, OTHER), (1, FOURTH)]


@pytest.fixture
def tree(city):
    return a_tree(city)


@pytest.fixture
def clerk(city):
    return city.people.clerk


@pytest.fixture
def document(tree):
    return tree[FIRST].document


def everything():
    """Return all that the commands may change, to be compared."""
    return list(Proposal.objects.order_by("pk").values()), acts_recorded()


def text_of(row):
    return row.document.text.blocks[row.block]["text"][row.start : row.end]


def test_the_tree_of_these_tests(document):
    assert shape(document) == WHOLE


# Split


def test_split_proposal_gives_each_part_its_own_passage(tree, clerk, document):
    parts = split_proposal(proposal=tree[SECOND], parts=["课程思政", "流于形式"], version=1, by=clerk)
    assert [(row.title, text_of(row), row.parent) for row in parts] == [
        ("课程思政", "课程思政", tree[TOP]),
        ("流于形式", "流于形式", tree[TOP]),
    ]
    assert shape(document) == [
        (0, TOP), (1, FIRST), (1, "课程思政"), (1, "流于形式"), (1, THIRD), (0, OTHER), (1, FOURTH),
    ]  # fmt: skip
    assert Proposal.objects.get(pk=tree[SECOND].pk).state == "replaced"


def test_split_proposal_into_new_words_keeps_the_whole_passage(tree, clerk):
    parts = split_proposal(proposal=tree[SECOND], parts=["课程思政", "换了说法"], version=1, by=clerk)
    assert [text_of(row) for row in parts] == ["课程思政", SECOND]


@pytest.mark.parametrize("parts", [[], ["只有一条"]])
def test_split_proposal_into_less_than_two_is_refused(tree, clerk, parts):
    before = everything()
    with pytest.raises(Refusal, match="拆分至少要有两条"):
        split_proposal(proposal=tree[SECOND], parts=parts, version=1, by=clerk)
    assert everything() == before


def test_split_proposal_with_an_empty_part_is_refused(tree, clerk):
    before = everything()
    with pytest.raises(Refusal, match="不能为空"):
        split_proposal(proposal=tree[SECOND], parts=["甲", " "], version=1, by=clerk)
    assert everything() == before


def test_split_a_heading_is_refused(tree, clerk):
    with pytest.raises(Refusal, match="下面还有子项的条目不能拆分"):
        split_proposal(proposal=tree[TOP], parts=["甲", "乙"], version=1, by=clerk)


def test_split_what_was_judged_is_refused(tree, clerk):
    (row,) = settle_proposals(proposals=[tree[SECOND]], by=clerk)
    with pytest.raises(MoveNotAllowed):
        split_proposal(proposal=row, parts=["甲", "乙"], version=row.version, by=clerk)


# Merge


def test_merge_proposals_joins_the_passage_and_the_words_between(tree, clerk, document):
    merged = merge_proposals(proposals=[tree[SECOND], tree[FIRST]], by=clerk)
    assert merged.title == text_of(merged) == f"{FIRST}；{SECOND}"
    assert shape(document) == [(0, TOP), (1, f"{FIRST}；{SECOND}"), (1, THIRD), (0, OTHER), (1, FOURTH)]


def test_merge_proposals_takes_over_what_stands_below(tree, clerk, document):
    merged = merge_proposals(proposals=[tree[TOP], tree[OTHER]], by=clerk)
    assert (merged.title, merged.is_leaf, text_of(merged)) == (f"{TOP}；{OTHER}", False, TOP)
    assert [title for depth, title in shape(document) if depth == 1] == [FIRST, SECOND, THIRD, FOURTH]


def test_merge_proposals_of_different_parents_or_a_single_one_is_refused(tree, clerk):
    before = everything()
    with pytest.raises(Refusal, match="只能合并同一上级下面的条目"):
        merge_proposals(proposals=[tree[FIRST], tree[FOURTH]], by=clerk)
    with pytest.raises(Refusal, match="请先选中两条以上"):
        merge_proposals(proposals=[tree[FIRST]], by=clerk)
    assert everything() == before


def test_merge_proposals_with_one_that_was_judged_is_refused_whole(tree, clerk):
    (row,) = dismiss_proposals(proposals=[tree[SECOND]], why="不是问题", by=clerk)
    before = everything()
    with pytest.raises(MoveNotAllowed):
        merge_proposals(proposals=[tree[FIRST], row], by=clerk)
    assert everything() == before


# Move


def test_move_proposal_to_another_parent_behind_a_sibling(tree, clerk, document):
    moved = move_proposal(proposal=tree[SECOND], parent=tree[OTHER], after=tree[FOURTH], version=1, by=clerk)
    assert (moved.parent, moved.version) == (tree[OTHER], 2)
    assert shape(document) == [(0, TOP), (1, FIRST), (1, THIRD), (0, OTHER), (1, FOURTH), (1, SECOND)]


def test_move_proposal_takes_its_branch_along(tree, clerk, document):
    move_proposal(proposal=tree[OTHER], parent=None, after=None, version=1, by=clerk)
    assert shape(document) == [(0, OTHER), (1, FOURTH), (0, TOP), (1, FIRST), (1, SECOND), (1, THIRD)]


def test_moving_the_last_item_away_makes_the_heading_a_leaf(tree, clerk):
    move_proposal(proposal=tree[FOURTH], parent=tree[TOP], after=tree[THIRD], version=1, by=clerk)
    assert Proposal.objects.get(pk=tree[OTHER].pk).is_leaf is True


def test_move_proposal_below_itself_is_refused(tree, clerk):
    before = everything()
    with pytest.raises(Refusal, match="不能移到自己下面"):
        move_proposal(proposal=tree[TOP], parent=tree[FIRST], after=None, version=1, by=clerk)
    with pytest.raises(Refusal, match="不能移到自己下面"):
        move_proposal(proposal=tree[TOP], parent=None, after=tree[FIRST], version=1, by=clerk)
    assert everything() == before


def test_move_proposal_below_what_stands_in_the_ledger_is_refused(tree, clerk):
    (row,) = settle_proposals(proposals=[tree[FOURTH]], by=clerk)
    before = everything()
    with pytest.raises(Refusal, match="已在台账，下面不能再放子项"):
        move_proposal(proposal=tree[FIRST], parent=row, after=None, version=1, by=clerk)
    assert everything() == before


# Promote and demote


def test_promote_proposal_stands_behind_its_parent_one_level_up(tree, clerk, document):
    moved = promote_proposal(proposal=tree[SECOND], version=1, by=clerk)
    assert (moved.level, moved.parent) == ("problem", None)
    assert shape(document) == [(0, TOP), (1, FIRST), (1, THIRD), (0, SECOND), (0, OTHER), (1, FOURTH)]


def test_promote_beyond_the_top_is_refused(tree, clerk):
    top = promote_proposal(proposal=tree[TOP], version=1, by=clerk)
    assert top.level == "aspect"
    before = everything()
    with pytest.raises(Refusal, match="已经是最高一级"):
        promote_proposal(proposal=top, version=2, by=clerk)
    assert everything() == before


def test_demote_proposal_goes_below_the_one_before(tree, clerk, document):
    moved = demote_proposal(proposal=tree[SECOND], version=1, by=clerk)
    assert (moved.parent, moved.level) == (tree[FIRST], "item")
    assert Proposal.objects.get(pk=tree[FIRST].pk).is_leaf is False
    assert shape(document) == [(0, TOP), (1, FIRST), (2, SECOND), (1, THIRD), (0, OTHER), (1, FOURTH)]


def test_demote_takes_the_branch_along(tree, clerk, document):
    demote_proposal(proposal=tree[OTHER], version=1, by=clerk)
    assert shape(document) == [(0, TOP), (1, FIRST), (1, SECOND), (1, THIRD), (1, OTHER), (2, FOURTH)]


def test_demote_the_first_item_is_refused(tree, clerk):
    before = everything()
    with pytest.raises(Refusal, match="前面没有可以归入的条目"):
        demote_proposal(proposal=tree[FIRST], version=1, by=clerk)
    assert everything() == before


# Conflicts and denials

ACTS = {
    "split": lambda tree, by: split_proposal(proposal=tree[SECOND], parts=["甲", "乙"], version=1, by=by),
    "merge": lambda tree, by: merge_proposals(proposals=[tree[FIRST], tree[SECOND]], by=by),
    "move": lambda tree, by: move_proposal(proposal=tree[SECOND], parent=tree[OTHER], after=None, version=1, by=by),
    "promote": lambda tree, by: promote_proposal(proposal=tree[SECOND], version=1, by=by),
    "demote": lambda tree, by: demote_proposal(proposal=tree[SECOND], version=1, by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_on_what_another_changed_meanwhile_is_a_conflict(city, tree, clerk, act):
    edit_proposal(proposal=tree[SECOND], title="先改的", version=1, by=city.people.director)
    before = everything()
    with pytest.raises(Conflict, match="刚被周巡视改过"):
        ACTS[act](tree, clerk)
    assert everything() == before


@pytest.mark.parametrize("person", ["secretary", "room", "leader", "outsider", "nobody"])
@pytest.mark.parametrize("act", ACTS)
def test_who_may_not_check_changes_nothing_and_leaves_no_trace(city, tree, act, person):
    before = everything()
    with pytest.raises(Denied):
        ACTS[act](tree, getattr(city.people, person))
    assert everything() == before
