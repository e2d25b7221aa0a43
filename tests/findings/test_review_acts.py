"""Each act of the review page: done, refused, in conflict, out of reach, without the right."""

import json

import pytest
from django.urls import reverse

from liandu.findings.models import Finding
from liandu.findings.queries import proposals_of, stamp_of
from liandu.intake.commands import edit_proposal
from liandu.intake.models import Proposal
from liandu.journal.models import Entry
from tests.findings.papers import Draft, leaf, many, opinion, read

ACTS = ("accept", "accept_all", "edit", "split", "merge", "dismiss", "undo", "move", "assign_unit", "add")


@pytest.fixture
def document(city):
    return read(city, opinion())


def post(city, document, act, rows=(), person="clerk", **values):
    values["row"] = [f"{row.pk}:{row.version}" for row in rows]
    url = reverse(f"findings:{act}", args=[document.pk])
    return city.client(getattr(city.people, person)).post(url, values, headers={"HX-Request": "true"})


def done(answer):
    return json.loads(answer.headers["HX-Trigger-After-Settle"])["review:done"]


def titles(document):
    rows = document.proposals.exclude(state="replaced").order_by("position", "pk")
    return [(row.title, row.parent.title if row.parent else None) for row in rows]


def as_stored():
    fields = ("pk", "title", "state", "version", "position", "parent_id", "level", "unit_id")
    return list(Proposal.objects.order_by("pk").values_list(*fields)), Finding.objects.count()


def test_accepting_answers_with_the_tree_the_number_and_the_changed_block_only(city, document):
    row = leaf(document, "违规发放津补贴")
    answer = post(city, document, "accept", [row])
    text = answer.content.decode()

    assert Finding.objects.get().proposal_id == row.pk
    assert "已核 <strong>1 / 5</strong>" in text
    assert [part.split('"')[0] for part in text.split('id="b')[1:]] == ["6"]
    assert done(answer) == {"rows": [row.pk], "said": "已确认，编号 5-09-101-001", "back": None, "ok": True}


def test_accepting_a_heading_accepts_the_open_leaves_below_it(city, document):
    post(city, document, "accept", [leaf(document, "学习贯彻存在差距")])

    assert list(Finding.objects.values_list("title", flat=True).order_by("number")) == [
        "全年集中学习四次", "研讨发言照搬文件", "重大部署落实迟缓",
    ]  # fmt: skip


def test_what_cannot_be_accepted_says_why_and_stays_open(city):
    document = read(city, Draft().said("1.账实不符。").problem("1.", "账实不符", unit="某某局"), inspection=None)
    answer = post(city, document, "accept", [leaf(document, "账实不符")])

    assert "还不知道这一条属于哪个单位（文中写作“某某局”），请先选定单位。" in answer.content.decode()
    assert (leaf(document, "账实不符").state, Finding.objects.count()) == ("open", 0)


def test_accepting_all_needs_the_tree_that_was_seen(city, document):
    seen = stamp_of(proposals_of(document.pk))
    row = leaf(document, "违规发放津补贴")
    edit_proposal(proposal=row, title="违规发放补贴", version=row.version, by=city.people.director)
    answer = post(city, document, "accept_all", seen=seen)
    assert (answer.status_code, Finding.objects.count()) == (409, 0)

    answer = post(city, document, "accept_all", seen=stamp_of(proposals_of(document.pk)))
    assert (answer.status_code, Finding.objects.count(), done(answer)["said"]) == (200, 5, "已确认 5 条")


def test_editing_keeps_the_way_back(city, document):
    row = leaf(document, "违规发放津补贴")
    answer = post(city, document, "edit", [row], title=" 违规发放 津补贴三笔 ")

    row.refresh_from_db()
    assert row.title == "违规发放 津补贴三笔"
    assert done(answer)["back"] == {"act": "edit", "row": row.pk, "title": "违规发放津补贴"}


def test_an_empty_title_is_refused(city, document):
    before = as_stored()
    answer = post(city, document, "edit", [leaf(document, "违规发放津补贴")], title="  ")

    assert (answer.status_code, as_stored()) == (409, before)
    assert "问题的表述不能为空。" in answer.content.decode()


def test_a_conflict_shows_both_wordings_and_overwrites_nothing(city, document):
    mine = leaf(document, "违规发放津补贴")
    edit_proposal(proposal=mine, title="违规发放补贴", version=mine.version, by=city.people.director)
    answer = post(city, document, "edit", [mine], title="违规发放津补贴三笔")
    text = answer.content.decode()

    assert (answer.status_code, done(answer)["ok"]) == (409, False)
    assert "<p data-mine>违规发放津补贴三笔</p>" in text
    assert "现在的文字（周巡视）</span><p>违规发放补贴</p>" in text
    assert Proposal.objects.get(pk=mine.pk).title == "违规发放补贴"


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("accept", {}),
        ("split", {"parts": "甲\n乙"}),
        ("dismiss", {"why": "重复"}),
        ("move", {"way": "up"}),
        ("move", {"way": "in"}),
        ("move", {"way": "out"}),
    ],
)
def test_each_act_on_what_somebody_changed_meanwhile_is_a_conflict(city, document, act, values):
    seen = leaf(document, "违规发放津补贴")
    edit_proposal(proposal=seen, title="违规发放补贴", version=seen.version, by=city.people.director)
    before = as_stored()
    answer = post(city, document, act, [seen], **values)

    assert (answer.status_code, as_stored()) == (409, before)
    assert "违规发放补贴" in answer.content.decode()


def test_lines_of_a_split_in_conflict_are_shown_but_never_offered_as_a_title(city, document):
    seen = leaf(document, "违规发放津补贴")
    edit_proposal(proposal=seen, title="违规发放补贴", version=seen.version, by=city.people.director)
    text = post(city, document, "split", [seen], parts="违规发放\n津补贴混乱").content.decode()

    assert "违规发放\n津补贴混乱" in text
    assert "用我的" not in text


def test_splitting_puts_each_line_in_its_place_with_its_own_passage(city, document):
    row = leaf(document, "违规发放津补贴")
    answer = post(city, document, "split", [row], parts="违规发放\n\n津补贴管理混乱\n")

    parts = document.proposals.filter(title__in=["违规发放", "津补贴管理混乱"]).order_by("position")
    assert [(part.title, part.start, part.end, part.state) for part in parts] == [
        ("违规发放", 2, 6, "open"),
        ("津补贴管理混乱", 2, 9, "open"),
    ]
    assert (leaf(document, "违规发放津补贴").state, done(answer)["said"]) == ("replaced", "已拆分为 2 条")


def test_splitting_into_one_or_splitting_a_heading_is_refused(city, document):
    before = as_stored()
    for title, parts in (("违规发放津补贴", "只有一条"), ("学用脱节", "甲\n乙")):
        assert post(city, document, "split", [leaf(document, title)], parts=parts).status_code == 409
    assert as_stored() == before


def test_merging_siblings_makes_one_of_the_joint_passage(city, document):
    rows = [leaf(document, "全年集中学习四次"), leaf(document, "研讨发言照搬文件")]
    post(city, document, "merge", rows)

    merged = leaf(document, "全年集中学习四次；研讨发言照搬文件")
    assert (merged.parent.title, merged.start, merged.end) == ("学用脱节", 7, 24)


def test_merging_across_parents_is_refused(city, document):
    before = as_stored()
    answer = post(city, document, "merge", [leaf(document, "全年集中学习四次"), leaf(document, "违规发放津补贴")])

    assert (answer.status_code, as_stored()) == (409, before)
    assert "只能合并同一上级下面的条目。" in answer.content.decode()


def test_dismissing_a_heading_takes_what_is_below_and_undo_brings_all_back(city, document):
    answer = post(city, document, "dismiss", [leaf(document, "学用脱节")], why="属于过渡语")
    states = dict(document.proposals.values_list("title", "state"))
    assert {title for title, state in states.items() if state == "dismissed"} == {
        "学用脱节", "全年集中学习四次", "研讨发言照搬文件",
    }  # fmt: skip
    assert len(done(answer)["rows"]) == 3

    post(city, document, "undo", [leaf(document, "学用脱节")])
    assert set(document.proposals.values_list("state", flat=True)) == {"open"}


def test_dismissing_without_a_reason_is_refused(city, document):
    before = as_stored()
    assert post(city, document, "dismiss", [leaf(document, "违规发放津补贴")], why=" ").status_code == 409
    assert as_stored() == before


def test_undoing_an_acceptance_withdraws_the_finding(city, document):
    post(city, document, "accept", [leaf(document, "违规发放津补贴")])
    post(city, document, "undo", [leaf(document, "违规发放津补贴")])

    assert (Finding.objects.get().state, leaf(document, "违规发放津补贴").state) == ("withdrawn", "open")


def test_moving_up_and_down_stays_among_siblings(city, document):
    post(city, document, "move", [leaf(document, "研讨发言照搬文件")], way="up")
    assert [title for title, parent in titles(document) if parent == "学用脱节"] == [
        "研讨发言照搬文件",
        "全年集中学习四次",
    ]

    before = titles(document)
    answer = post(city, document, "move", [leaf(document, "研讨发言照搬文件")], way="up")
    assert (done(answer)["said"], titles(document)) == ("已经在最前", before)
    post(city, document, "move", [leaf(document, "研讨发言照搬文件")], way="down")
    assert [title for title, parent in titles(document) if parent == "学用脱节"] == [
        "全年集中学习四次",
        "研讨发言照搬文件",
    ]


def test_moving_in_and_out_changes_parent_and_level(city, document):
    post(city, document, "move", [leaf(document, "违规发放津补贴")], way="in")
    row = leaf(document, "违规发放津补贴")
    assert (row.parent.title, row.level, leaf(document, "廉政风险排查走过场").is_leaf) == (
        "廉政风险排查走过场",
        "item",
        False,
    )

    post(city, document, "move", [row], way="out")
    row.refresh_from_db()
    assert (row.parent.title, row.level, leaf(document, "廉政风险排查走过场").is_leaf) == (
        "管党治党不够严格",
        "problem",
        True,
    )


def test_nothing_goes_below_a_leaf_that_stands_in_the_ledger(city, document):
    post(city, document, "accept", [leaf(document, "廉政风险排查走过场")])
    before = as_stored()
    answer = post(city, document, "move", [leaf(document, "违规发放津补贴")], way="in")

    assert (answer.status_code, as_stored()) == (409, before)


def test_the_unit_is_chosen_among_those_of_the_round(city):
    document = read(city, Draft().said("1.账实不符。").problem("1.", "账实不符", unit="某某局"), inspection=None)
    answer = post(city, document, "assign_unit", [leaf(document, "账实不符")], unit=city.units.elsewhere.pk)
    assert (answer.status_code, leaf(document, "账实不符").unit_id) == (409, None)

    post(city, document, "assign_unit", [leaf(document, "账实不符")], unit=city.units.bureau.pk)
    assert leaf(document, "账实不符").unit == city.units.bureau


def test_adding_marks_the_selected_text_in_its_place_of_the_tree(city, document):
    parent = leaf(document, "管党治党不够严格")
    values = {"block": 5, "start": 2, "end": 8, "title": "风险排查", "level": "problem", "parent": parent.pk}
    post(city, document, "add", **values)

    row = leaf(document, "风险排查")
    assert (row.parent, row.block, row.start, row.end, row.unit) == (parent, 5, 2, 8, city.units.university)
    assert [title for title, above in titles(document) if above == "管党治党不够严格"] == [
        "廉政风险排查走过场", "风险排查", "违规发放津补贴",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "values", [{"block": 99, "start": 0, "end": 2}, {"block": 5, "start": 2, "end": 900}, {"block": "x"}]
)
def test_adding_outside_the_text_is_refused(city, document, values):
    before = as_stored()
    answer = post(city, document, "add", title="甲", level="problem", **values)

    assert (answer.status_code, as_stored()) == (409, before)
    assert "选中的文字不在这份文件里，请重新选择。" in answer.content.decode()


def test_a_row_of_another_document_is_not_found(city, document):
    other = read(city, many(1), name="b.docx")
    assert post(city, document, "accept", [leaf(other, "第1项工作没有落实")]).status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_out_of_reach_each_act_is_not_found_and_without_the_right_denied_and_journaled(city, document, act):
    before, entries = as_stored(), Entry.objects.count()
    values = {
        "title": "甲",
        "parts": "甲\n乙",
        "why": "重复",
        "way": "up",
        "block": 0,
        "start": 0,
        "end": 2,
        "level": "item",
    }
    rows = [leaf(document, "违规发放津补贴")]

    assert post(city, document, act, rows, person="outsider", **values).status_code == 404
    assert (as_stored(), Entry.objects.count()) == (before, entries)
    answer = post(city, document, act, rows, person="room", **values)
    assert (answer.status_code, as_stored()) == (403, before)
    assert list(Entry.objects.order_by("-seq").values_list("act", "actor")[:1]) == [("access.denied", "wangzhuren")]
    assert Entry.objects.count() == entries + 1


def test_an_old_page_gets_every_marked_block_again(city, document):
    row = leaf(document, "违规发放津补贴")
    other = leaf(document, "重大部署落实迟缓")
    edit_proposal(proposal=other, title="部署落实迟缓", version=other.version, by=city.people.director)
    text = post(city, document, "accept", [row], seen="0-0-0").content.decode()

    assert text.count('hx-swap-oob="true"') == 6


@pytest.mark.parametrize("count", [3, 30])
def test_accepting_one_takes_the_same_queries_however_many_proposals(city, count, django_assert_num_queries):
    document = read(city, many(count))
    row = leaf(document, "第2项工作没有落实")
    client = city.client(city.people.clerk)
    url = reverse("findings:accept", args=[document.pk])
    with django_assert_num_queries(25):
        client.post(url, {"row": f"{row.pk}:{row.version}"}, headers={"HX-Request": "true"})
