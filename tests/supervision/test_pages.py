"""The pages of supervision: the queue, the review of a request, the form, checks on site, re-openings, the end."""

import io

import pytest
import time_machine
from django.utils import timezone
from docx import Document
from pypdfium2 import PdfDocument

from liandu.journal.queries import acts_recorded
from liandu.rectification.commands import request_closure, take_back_request
from liandu.rectification.models import Item, ItemOffice, Request
from liandu.rectification.page_parts import parts_for, steps_for
from liandu.supervision.commands import sign_request
from liandu.supervision.models import Signature
from liandu.supervision.queries import QueueView, queue_page
from tests.supervision.given import (
    STATEMENT,
    a_request,
    add_organization,
    now,
    prove,
    ready,
    report,
    standing,
)


@pytest.fixture
def request_(city):
    return a_request(city, category="A4")


def numbers(reader, **view):
    return [row.request.item.number for row in queue_page(fresh(reader), QueueView(**view)).rows]


def fresh(person):
    """Return the person as a new request has them, without what was read before."""
    return type(person).objects.get(pk=person.pk)


def text_of(answer):
    return answer.content.decode()


# The queue


def test_the_queue_holds_what_waits_for_my_office_and_what_has_not_come_to_it_yet_is_elsewhere(city, request_):
    number = request_.item.number
    assert numbers(city.people.room) == [number]
    assert (numbers(city.people.director), numbers(city.people.director, show="all")) == ([], [number])
    sign_request(request=request_, opinion="agree", by=city.people.room)
    assert (numbers(city.people.room), numbers(city.people.director)) == ([], [number])
    sign_request(request=now(request_), opinion="agree", by=fresh(city.people.director))
    assert (numbers(city.people.director), numbers(city.people.director, show="all")) == ([], [])


def test_an_office_that_dissents_still_has_the_request_before_it(city, request_):
    sign_request(request=request_, opinion="dissent", text="证据不足", by=city.people.room)
    assert numbers(city.people.room) == [request_.item.number]
    assert numbers(city.people.director) == []


def test_a_second_office_of_a_party_need_not_sign_but_a_dissent_of_it_comes_back_to_it(city, request_):
    from tests.supervision.test_signing import a_second_room

    teamer = a_second_room(city, request_)
    assert (bool(numbers(city.people.room)), bool(numbers(teamer))) == (True, True)
    sign_request(request=now(request_), opinion="agree", by=city.people.room)
    assert (numbers(city.people.room), numbers(teamer)) == ([], [])
    assert bool(numbers(city.people.director)) is True
    sign_request(request=now(request_), opinion="dissent", text="没有看到", by=fresh(teamer))
    assert (numbers(city.people.room), bool(numbers(teamer)), numbers(city.people.director)) == ([], True, [])


def test_the_order_of_three_is_the_order_in_which_it_comes_up(city):
    item = ready(city, category="C2")
    organization = add_organization(city, item)
    made = request_closure(item=item, statement=STATEMENT, by=city.people.secretary)
    room, director = city.people.room, city.people.director

    def waiting():
        return [bool(numbers(person)) for person in (room, organization, director)]

    assert waiting() == [True, False, False]
    sign_request(request=now(made), opinion="agree", by=fresh(room))
    assert waiting() == [False, True, False]
    sign_request(request=now(made), opinion="agree", by=fresh(organization))
    assert waiting() == [False, False, True]


def test_without_an_order_it_comes_up_for_both_but_last_for_the_inspection_office(city):
    item = ready(city, category="C2")
    organization = add_organization(city, item)
    request_closure(item=item, statement=STATEMENT, by=city.people.secretary)
    Request.objects.update(in_order=False)
    assert [bool(numbers(who)) for who in (city.people.room, organization, city.people.director)] == [True, True, False]


def test_the_nearest_deadline_comes_first_and_pages_go_on_where_they_ended(city, monkeypatch):
    monkeypatch.setattr("liandu.supervision.queries.queue.PAGE", 2)
    for serial, on in ((1, "2026-11-05"), (2, "2026-11-03"), (3, "2026-11-04")):
        with time_machine.travel(f"{on} 10:00 +0800"):
            a_request(city, serial=serial, category="A4")
    first = queue_page(fresh(city.people.room), QueueView())
    assert [row.request.item.number[-1] for row in first.rows] == ["2", "3"]
    assert first.later == "show=mine&after=2026-11-18_5-09-101-003"
    assert numbers(city.people.room, after="2026-11-18_5-09-101-003") == ["5-09-101-001"]


def test_a_queue_says_what_came_since_the_last_return(city, request_):
    sign_request(request=request_, opinion="return", text="补凭证", by=city.people.room)
    item = Item.objects.get()
    report(city, item, "已补")
    prove(city, item)
    prove(city, item)
    request_closure(item=item, statement="已补", by=city.people.secretary)
    row = queue_page(fresh(city.people.room), QueueView()).rows[0]
    assert (row.request.serial, row.returned, row.new_progress, row.new_evidence) == (2, 1, 1, 2)
    page = text_of(city.client(city.people.room).get("/supervision/"))
    assert "退回后补充：进展 1 条，佐证 2 份" in page


def requests_returned_once(city, n):
    for serial in range(1, n + 1):
        made = a_request(city, serial=serial, category="A4")
        sign_request(request=made, opinion="return", text="补凭证", by=city.people.room)
        item = now(made).item
        prove(city, item)
        request_closure(item=item, statement="已补", by=city.people.secretary)


@pytest.mark.parametrize("n", [1, 3])
def test_a_queue_of_three_costs_what_a_queue_of_one_costs(city, n, django_assert_num_queries):
    requests_returned_once(city, n)
    room = fresh(city.people.room)
    # Standings and reach 2, offices 1, the page 1, seats and opinions 2, readiness 14, returns 1, added 2.
    with django_assert_num_queries(23):
        queue_page(room, QueueView())


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_the_queue_costs_the_same_for_one_and_three(city, n, django_assert_num_queries):
    requests_returned_once(city, n)
    client = city.client(city.people.room)
    # Session and person 2, the queue 23, the two numbers above it 2.
    with django_assert_num_queries(27):
        client.get("/supervision/")


def test_an_empty_queue_says_what_will_come(city):
    assert "没有轮到本单位签字的销号申请" in text_of(city.client(city.people.room).get("/supervision/"))


@pytest.mark.parametrize("person", ["secretary", "clerk", "leader", "nobody", "system"])
def test_the_queue_is_for_who_signs(city, person):
    before = acts_recorded()
    assert city.client(getattr(city.people, person)).get("/supervision/").status_code == 403
    changed = {act: n for act, n in acts_recorded().items() if before.get(act) != n}
    assert set(changed) <= {"access.denied", "session.opened", "account.signed_in"}


def test_ticked_requests_are_signed_together_and_what_is_refused_is_listed(city, request_):
    bad = a_request(city, serial=2, category="A4")
    bad.item.evidence.update(withdrawn_at=timezone.now(), withdrawn_reason="传错")
    client = city.client(city.people.room)
    answer = client.post("/supervision/sign/", {"request": [request_.pk, bad.pk], "text": "集中审核"})
    page = text_of(answer)
    assert "有 1 件没有签，原因如下：" in page
    assert f"{bad.item.number}</a> {bad.item.finding.title}：还没有佐证材料。" in page
    assert [(row.request_id, row.text) for row in Signature.objects.all()] == [(request_.pk, "集中审核")]

    kept = client.post("/supervision/sign/", {"request": [bad.pk], "text": ""})
    assert kept.status_code == 422
    assert "checked" in text_of(kept)


def test_the_entries_of_one_act_carry_one_request_id(city, request_):
    from liandu.journal.models import Entry

    other = a_request(city, serial=2, category="A4")
    city.client(city.people.room).post("/supervision/sign/", {"request": [request_.pk, other.pk], "text": "集中审核"})
    entries = Entry.objects.filter(act="closure.agreed")
    assert (entries.count(), len(set(entries.values_list("request_id", flat=True)))) == (2, 1)


# A request


def test_the_page_of_a_request_shows_what_is_looked_at_and_signing_leads_to_the_next(city, request_):
    second = a_request(city, serial=2, category="A4")
    client = city.client(city.people.room)
    page = text_of(client.get(f"/supervision/requests/{request_.pk}/"))
    for words in (STATEMENT, "对2024年以来的采购逐笔复核", "已逐笔复核，追回多付货款。", "收款凭证", "待签"):
        assert words in page
    answer = client.post(f"/supervision/requests/{request_.pk}/sign/", {"opinion": "agree", "text": "属实"})
    assert (answer.status_code, answer.url) == (302, f"/supervision/requests/{second.pk}/")


def test_a_return_without_words_keeps_the_page_and_says_why(city, request_):
    answer = city.client(city.people.room).post(
        f"/supervision/requests/{request_.pk}/sign/", {"opinion": "return", "text": ""}
    )
    assert (answer.status_code, standing(request_)[0]) == (422, "open")
    assert "退回要写明补充什么，不同意要写明理由。" in text_of(answer)


def test_who_has_to_wait_reads_it_beside_the_grey_buttons(city, request_):
    page = text_of(city.client(city.people.director).get(f"/supervision/requests/{request_.pk}/"))
    assert "还要等市纪委监委第三监督检查室先签。" in page
    assert 'name="opinion"' not in page


def test_the_unit_reads_the_page_without_a_form(city, request_):
    page = text_of(city.client(city.people.secretary).get(f"/supervision/requests/{request_.pk}/"))
    assert STATEMENT in page
    assert 'id="sign"' not in page


def test_what_changed_since_the_unit_asked_is_said(city, request_):
    request_.item.evidence.update(withdrawn_at=timezone.now(), withdrawn_reason="传错")
    page = text_of(city.client(city.people.room).get(f"/supervision/requests/{request_.pk}/"))
    assert "申请以后有变化：还没有佐证材料。" in page


def test_earlier_rounds_stand_on_the_page_with_their_opinions(city, request_):
    sign_request(request=request_, opinion="return", text="请补收款凭证原件", by=city.people.room)
    item = Item.objects.get()
    report(city, item, "已补")
    again = request_closure(item=item, statement="补齐了", by=city.people.secretary)
    page = text_of(city.client(city.people.room).get(f"/supervision/requests/{again.pk}/"))
    assert "请补收款凭证原件" in page
    assert STATEMENT in page


@pytest.mark.parametrize("n", [1, 3])
def test_a_review_costs_the_same_for_one_and_three_of_everything(city, n, django_assert_num_queries):
    item = ready(city, category="A4")
    for _turn in range(1, n):
        prove(city, item)
        report(city, item, "又一次")
    made = request_closure(item=item, statement=STATEMENT, by=city.people.secretary)
    client = city.client(city.people.room)
    # Session and person 2, standings and reach 2, the request 1, seats and opinions 2, the dossier 12, readiness 14,
    # whose office 1.
    with django_assert_num_queries(34):
        client.get(f"/supervision/requests/{made.pk}/")


# The form


def words_of_docx(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_form_names_all_that_was_agreed_on_and_every_dissent(city, request_):
    organization = add_organization(city, request_.item)
    sign_request(request=request_, opinion="dissent", text="干部处理偏轻", by=organization)
    sign_request(request=now(request_), opinion="dissent", text="还差三笔", by=city.people.room)
    sign_request(request=now(request_), opinion="agree", text="三笔已核实", by=fresh(city.people.room))
    sign_request(request=now(request_), opinion="agree", by=city.people.director)
    answer = city.client(city.people.director).get(f"/supervision/requests/{request_.pk}/form/")
    words = words_of_docx(answer.content)
    for expected in (
        "整改事项销号审核表", "5-09-101-001（第1次申请）", "云州大学", STATEMENT, "对2024年以来的采购逐笔复核",
        "凭证票据", request_.item.evidence.get().file.sha256[:12], "干部处理偏轻", "非必签方", "还差三笔", "后改签",
        "三笔已核实", "周巡视", "市纪委监委第三监督检查室",
    ):  # fmt: skip
        assert expected in words, expected
    assert acts_recorded()["closure.form_taken"] == 1


def test_the_form_comes_as_pdf_too(city, request_):
    answer = city.client(city.people.secretary).get(f"/supervision/requests/{request_.pk}/form/?form=pdf")
    document = PdfDocument(answer.content)
    try:
        text = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    finally:
        document.close()
    assert "审核中，尚未销号" in text.replace("\r\n", "")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_what_was_returned_has_no_form_and_other_formats_are_not_there(city, request_):
    client = city.client(city.people.room)
    assert client.get(f"/supervision/requests/{request_.pk}/form/?form=xlsx").status_code == 404
    sign_request(request=request_, opinion="return", text="补", by=city.people.room)
    assert client.get(f"/supervision/requests/{request_.pk}/form/").status_code == 409
    assert acts_recorded().get("closure.form_taken") is None


# The item's page


def test_the_page_of_the_item_shows_signatures_and_offers_the_review_to_whose_turn_it_is(city, request_):
    item = Item.objects.select_related("unit", "finding").get()
    assert "signatures" in [part.key for part, _context in parts_for(city.people.secretary, item)]
    step = next(step for step in steps_for(fresh(city.people.room), item) if step.words == "审核签字")
    assert (step.url, step.reasons, step.primary) == (f"/supervision/requests/{request_.pk}/", (), True)
    waits = next(step for step in steps_for(fresh(city.people.director), item) if step.words == "审核签字")
    assert (waits.reasons, waits.primary) == (("还要等市纪委监委第三监督检查室先签。",), False)
    page = text_of(city.client(city.people.secretary).get(f"/items/{item.pk}/"))
    assert "待签" in page


def test_an_office_that_is_no_party_sees_no_button_to_sign(city, request_):
    ItemOffice.objects.filter(office=city.units.third_room).delete()
    step = next(step for step in steps_for(city.people.room, Item.objects.get()) if step.words == "审核签字")
    assert step.reasons[0].startswith("您所在的单位没有列入这件事的整改责任")


# Who comes second


def test_an_opinion_on_a_request_taken_back_meanwhile_is_refused_with_who_did_it_and_its_text_stays(city, request_):
    take_back_request(request=request_, reason="补材料", by=city.people.secretary)
    answer = city.client(city.people.room).post(
        f"/supervision/requests/{request_.pk}/sign/", {"opinion": "dissent", "text": "凭证对不上"}
    )
    page = text_of(answer)
    assert answer.status_code == 422
    assert "这次申请已收回，不能再签。" in page
    assert f"最近一次办理：{city.people.secretary}" in page
    assert "凭证对不上</textarea>" in page
    assert Signature.objects.count() == 0


def test_a_report_on_an_item_asked_to_be_written_off_meanwhile_keeps_what_was_typed(city, request_):
    data = {"on": "2026-07-20", "text": "又补了一张", "outcome-TOTAL_FORMS": "0", "outcome-INITIAL_FORMS": "0"}
    before = acts_recorded()
    answer = city.client(city.people.secretary).post(f"/items/{request_.item.pk}/report/", data)
    page = text_of(answer)
    assert answer.status_code == 422
    assert f"最近一次办理：{city.people.secretary}" in page
    assert "又补了一张</textarea>" in page
    assert acts_recorded() == before
