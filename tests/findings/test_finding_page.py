"""The page of one finding: its words, where they stand in the document, what happened to it, what may be done."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from liandu.findings.commands import accept_proposals
from liandu.findings.models import Finding
from liandu.intake.models import Proposal
from liandu.journal.models import Entry
from liandu.papers.blocks import Passage
from tests.papers_of_the_day import ASPECT, ONE, a_paper, an_understanding, read_as, receive
from tests.papers_of_the_day import problem as proposed

HTMX = {"HX-Request": "true", "HX-Current-URL": "/ledger/?unit=7"}


@pytest.fixture
def finding(city):
    """The first item of the university's feedback opinion, accepted by the clerk."""
    document = read_as(receive(city))
    first = Proposal.objects.filter(document=document, is_leaf=True).order_by("position").first()
    return accept_proposals(proposals=[first], by=city.people.clerk).findings[0]


def url(name, finding):
    return reverse(f"findings:{name}", args=[finding.pk])


def opened(city, finding, *, person="clerk", **how):
    return city.client(getattr(city.people, person)).get(url("finding", finding), **how)


def post(city, person, name, finding, **form):
    return city.client(getattr(city.people, person)).post(url(name, finding), form)


def test_the_page_shows_number_title_aspect_and_unit(city, finding):
    answer = opened(city, finding)
    page = answer.content.decode()
    assert finding.number == "5-09-101-001"
    for words in ("5-09-101-001", ONE, ASPECT, "云州大学", "2026年6月18日"):
        assert words in page
    assert page.count("<main") == 1


def test_the_passage_is_shown_with_what_stands_around_it(city, finding):
    clipping = opened(city, finding).context["clipping"]
    assert (clipping.before, clipping.quote, clipping.after) == ("", ONE, "，生师比超过三百比一。")


def test_far_surroundings_are_cut_with_dots(city):
    long = f"{'前' * 200}{ONE}{'后' * 200}"
    row = proposed("1.", title=ONE, block=0, passage=Passage(0, 200, 200 + len(ONE)))
    document = read_as(receive(city), an_understanding(row), a_paper(long))
    made = accept_proposals(proposals=list(document.proposals.all()), by=city.people.clerk).findings[0]
    clipping = opened(city, made).context["clipping"]
    assert (clipping.before, clipping.quote, clipping.after) == (f"…{'前' * 90}", ONE, f"{'后' * 90}…")


def test_a_finding_without_a_document_has_no_passage(city, finding):
    Finding.objects.filter(pk=finding.pk).update(document=None, block=None, proposal=None)
    answer = opened(city, finding)
    assert (answer.status_code, answer.context["clipping"]) == (200, None)


def test_what_the_document_states_is_listed_in_its_order(city):
    labels = (("deadline", "2026-08-31"), ("kind", "立行立改"), ("leader", "张副校长"), ("unheard_of", "x"))
    row = proposed("1.", title=ONE, block=2, labels=labels)
    document = read_as(receive(city), an_understanding(row))
    made = accept_proposals(proposals=list(document.proposals.all()), by=city.people.clerk).findings[0]
    assert opened(city, made).context["facts"] == [
        ("整改类型", "立行立改"), ("责任领导", "张副校长"), ("整改时限", "2026年8月31日")
    ]  # fmt: skip


def test_htmx_gets_the_panel_and_where_it_came_from(city, finding):
    answer = opened(city, finding, headers=HTMX)
    page = answer.content.decode()
    assert answer.templates[0].name == "findings/_panel.html"
    assert page.startswith('<aside class="panel" role="dialog"')
    assert 'data-back="/ledger/?unit=7"' in page
    assert "<main" not in page


def test_the_history_tells_every_act_newest_first(city, finding):
    post(city, "clerk", "confirm_category", finding, category="A1")
    post(city, "director", "withdraw", finding, reason="与另一条重复")
    lines = [(line.sentence, line.actor, line.reason) for line, _when in opened(city, finding).context["history"]]
    assert lines == [
        ("撤回问题 5-09-101-001", "周巡视", "与另一条重复"), ("类别定为 A1", "刘文", ""),
        ("确认问题 5-09-101-001", "刘文", ""),
    ]  # fmt: skip


def test_withdrawing_needs_a_reason(city, finding):
    before = Entry.objects.count()
    for reason in ("", "   ", "\n"):
        answer = post(city, "director", "withdraw", finding, reason=reason)
        assert (answer.status_code, list(answer.context["withdraw_form"].errors)) == (422, ["reason"])
    assert Finding.objects.get().state == "confirmed"
    assert Entry.objects.count() == before


def test_a_withdrawn_finding_stays_readable_and_opens_its_proposal_again(city, finding):
    answer = post(city, "director", "withdraw", finding, reason="与另一条重复")
    assert answer.headers["Location"] == url("finding", finding)
    assert Finding.objects.get().state == "withdrawn"
    assert Proposal.objects.get(pk=finding.proposal_id).state == "open"
    page = opened(city, finding)
    assert (page.status_code, page.context["may_withdraw"]) == (200, False)
    again = post(city, "director", "withdraw", finding, reason="再撤一次")
    assert again.status_code == 422
    assert again.context["withdraw_form"].non_field_errors() == ["现在的状态是“已撤回”，不能“撤回”。"]


def test_its_number_is_not_given_again(city, finding):
    post(city, "director", "withdraw", finding, reason="与另一条重复")
    proposal = Proposal.objects.get(pk=finding.proposal_id)
    again = accept_proposals(proposals=[proposal], by=city.people.clerk).findings[0]
    assert again.number == "5-09-101-002"


def test_who_may_not_withdraw_is_told_who_may_and_nothing_changes(city, finding):
    answer = post(city, "clerk", "withdraw", finding, reason="与另一条重复")
    assert (answer.status_code, answer.context["sentence"]) == (403, "您的岗位不能“撤回问题”。巡视办负责人可以办理。")
    assert Finding.objects.get().state == "confirmed"
    denial = Entry.objects.last()
    assert (denial.act, denial.subject, denial.facts["tried"]) == (
        "access.denied", f"findings.finding:{finding.pk}", "finding.withdraw"
    )  # fmt: skip


def test_a_class_is_confirmed_and_an_unknown_one_changes_nothing(city, finding):
    assert post(city, "clerk", "confirm_category", finding, category="Z9").status_code == 422
    assert not Finding.objects.get().category_confirmed
    post(city, "clerk", "confirm_category", finding, category="B2")
    changed = Finding.objects.get()
    assert (changed.category, changed.category_confirmed) == ("B2", True)


@pytest.mark.parametrize(
    ("person", "offered"),
    [
        ("director", ["may_classify", "may_withdraw", "may_read", "may_review"]),
        ("clerk", ["may_classify", "may_read", "may_review"]),
        ("room", ["may_read"]),
        ("secretary", ["may_read"]),
        ("leader", []),
    ],
)
def test_each_reader_is_offered_what_they_may_do(city, finding, person, offered):
    context = opened(city, finding, person=person).context
    acts = ["may_classify", "may_withdraw", "may_read", "may_review"]
    assert [act for act in acts if context[act]] == offered


@pytest.mark.parametrize("person", ["organization", "liaison", "outsider", "system", "security", "audit", "nobody"])
def test_outside_the_reach_it_is_not_there(city, finding, person):
    assert opened(city, finding, person=person).status_code == 404
    assert opened(city, finding, person=person, headers=HTMX).status_code == 404
    for name in ("confirm_category", "withdraw"):
        assert post(city, person, name, finding, category="A1", reason="x").status_code == 404
    assert Entry.objects.filter(act="access.denied").count() == 0


def test_the_offices_are_those_that_supervised_on_the_day_of_confirmation(city, finding):
    assert opened(city, finding).context["offices"] == [city.units.third_room]


def test_the_text_of_the_document_is_shown_as_text(city):
    title = "<img src=x onerror=alert(1)>"
    row = proposed("1.", title=title, block=0)
    document = read_as(receive(city), an_understanding(row), a_paper(f"{title}。"))
    made = accept_proposals(proposals=list(document.proposals.all()), by=city.people.clerk).findings[0]
    assert title not in opened(city, made).content.decode()


def test_the_page_speaks_the_readers_language(city, finding):
    client = city.client(city.people.clerk)
    client.cookies["django_language"] = "en"
    answer = client.get(url("finding", finding))
    assert '<html lang="en">' in answer.content.decode()
    assert answer.context["feedback_on"] == "18 Jun 2026"
    with override("zh-hans"):
        assert opened(city, finding).context["feedback_on"] == "2026年6月18日"
