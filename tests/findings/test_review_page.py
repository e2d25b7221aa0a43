"""The review page as a whole: who gets in, what it shows, how many queries it takes."""

from dataclasses import replace

import pytest
from django.urls import reverse

from liandu.findings.commands import accept_proposals
from liandu.intake.commands import claim_documents, fail_document
from liandu.intake.understanding.results import DocumentKind
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from liandu.papers.blocks import BlockKind
from tests.findings.papers import Draft, leaf, many, opinion, read, received


def page(city, document, person="clerk", name="review"):
    return city.client(getattr(city.people, person)).get(reverse(f"findings:{name}", args=[document.pk]))


def test_the_page_shows_source_tree_count_and_passages(city):
    document = read(city, opinion())
    text = page(city, document).content.decode()
    row = leaf(document, "违规发放津补贴")

    assert "已核 <strong>0 / 5</strong>" in text
    assert f'data-proposals="{row.pk}">违规发放津补贴</span>' in text
    assert 'data-label="线索表述，不入台账">收到一些问题线索</span>' in text
    assert 'data-label="整改建议">进一步压实责任</span>' in text
    assert '<p data-stated="deadline"><span class="label"></span><span lang="zh-Hans">2026-12-31</span></p>' in text


@pytest.mark.parametrize("count", [10, 60])
def test_the_page_takes_six_queries_however_many_proposals(city, count, django_assert_num_queries):
    document = read(city, many(count))
    client = city.client(city.people.clerk)
    url = reverse("findings:review", args=[document.pk])
    with django_assert_num_queries(6):
        client.get(url)


@pytest.mark.parametrize("count", [3, 9])
def test_the_page_of_a_corrected_document_takes_eight_queries(city, count, django_assert_num_queries):
    first = read(city, many(count))
    accept_proposals(proposals=first.proposals.filter(is_leaf=True), by=city.people.clerk)
    reworded = many(count + 2)
    reworded.problems = [
        replace(p, title=p.title.replace("没有", "还没有")) if p.leaf else p for p in reworded.problems
    ]
    second = read(city, reworded, name="b.docx", corrects=first.material)
    client = city.client(city.people.clerk)
    url = reverse("findings:review", args=[second.pk])
    with django_assert_num_queries(8):
        client.get(url)


def test_the_news_of_nothing_is_nothing_and_cheap(city, django_assert_num_queries):
    document = read(city, opinion())
    client, url = city.client(city.people.clerk), reverse("findings:review_news", args=[document.pk])
    stamp = page(city, document).context["review"].stamp

    with django_assert_num_queries(5):
        assert client.get(url, {"seen": stamp}).status_code == 204
    accept_proposals(proposals=[leaf(document, "违规发放津补贴")], by=city.people.director)
    answer = client.get(url, {"seen": stamp})
    assert answer.status_code == 200
    assert "这份文件刚有变化。" in answer.content.decode()


def test_the_tree_can_be_had_anew_with_every_marked_block(city):
    document = read(city, opinion())
    text = page(city, document, name="review_tree").content.decode()

    assert text.count('hx-swap-oob="true"') == 6


def test_a_stranger_finds_nothing_and_a_reader_without_the_right_is_told_why(city):
    document = read(city, opinion())
    entries = Entry.objects.count()
    for person in ("outsider", "liaison", "nobody", "system"):
        assert page(city, document, person).status_code == 404
    assert Entry.objects.count() == entries

    for person in ("room", "secretary"):
        answer = page(city, document, person)
        assert answer.status_code == 403
        assert "不能“查看拟录问题”" in answer.content.decode()
    assert [(entry.actor, entry.facts["tried"]) for entry in Entry.objects.filter(act="access.denied")] == [
        ("wangzhuren", "proposal.view"),
        ("lishuji", "proposal.view"),
    ]


def test_hostile_text_stays_text(city):
    bad = "<script>alert(1)</script>与\"'><img src=x onerror=go()>"
    document = read(city, Draft().said(f"1.{bad}。").problem("1.", bad))
    text = page(city, document).content.decode()

    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (DocumentKind.NEWS, "这是一篇消息报道：说到了巡视，没有陈述具体问题。"),
        (DocumentKind.PROGRESS, "这份文件里没有读出陈述问题的文字。"),
    ],
)
def test_a_document_that_proposes_nothing_says_why_and_how_to_add(city, kind, sentence):
    document = read(city, Draft(kind=kind).said("市委巡察组进驻云州大学。"))
    text = page(city, document).content.decode()

    assert sentence in text
    assert "按 n（或点下面的“新增”）逐条加入" in text


def test_a_document_that_waits_or_failed_says_so(city):
    document = received(city, opinion())
    assert "等待读取……" in page(city, document).content.decode()

    claim_documents(worker="test", most=1)
    assert "正在读取……" in page(city, document).content.decode()
    fail_document(
        document=document, worker="test", refusal=Refusal("file.broken", "文件已损坏：%(name)s", name="a.docx")
    )
    assert "这份文件没有读出来：文件已损坏：a.docx" in " ".join(page(city, document).content.decode().split())


def test_the_waiting_page_is_loaded_anew_when_reading_has_ended(city):
    document = received(city, opinion())
    client, url = city.client(city.people.clerk), reverse("findings:review_news", args=[document.pk])
    assert "HX-Refresh" not in client.get(url, {"seen": "waiting"}).headers

    claim_documents(worker="test", most=1)
    fail_document(document=document, worker="test", refusal=Refusal("file.broken", "文件已损坏"))
    assert client.get(url, {"seen": "waiting"}).headers["HX-Refresh"] == "true"


def test_the_end_names_the_next_document_and_the_ledger_of_this_unit_and_round(city):
    document = read(city, opinion())
    other = read(city, many(2), name="下一份.docx", inspection="firm")
    accept_proposals(proposals=document.proposals.filter(is_leaf=True), by=city.people.clerk)
    text = page(city, document).content.decode()

    assert "全部核对完毕" in text
    assert f'href="{reverse("findings:review", args=[other.pk])}"' in text
    assert f"?round={city.round.pk}&amp;unit={city.units.university.pk}" in text


def test_accepted_rows_link_to_their_number(city):
    document = read(city, opinion())
    (finding,) = accept_proposals(proposals=[leaf(document, "违规发放津补贴")], by=city.people.clerk).findings
    url = reverse("findings:finding", args=[finding.pk])

    assert f'<a class="tag tag-number" href="{url}">5-09-101-001</a>' in page(city, document).content.decode()


def test_tables_are_shown_as_tables_with_merged_cells_and_furniture_is_folded(city):
    draft = (
        Draft().said("首页 | 登录", kind=BlockKind.FURNITURE).said("相关链接", kind=BlockKind.FURNITURE).said("台账")
    )
    draft.grid([["序号", "问题", "问题"], ["1", "账实不符", "限期"], ["1", "公款旅游", "立行"]])
    text = page(city, read(city, draft)).content.decode()

    assert 'colspan="2"' in text
    assert 'rowspan="2"' in text
    assert "网页正文以外的文字 2 段" in text


def test_a_corrected_document_shows_what_changed(city):
    first = read(city, opinion())
    accept_proposals(proposals=[leaf(first, "违规发放津补贴")], by=city.people.clerk)
    corrected = Draft().said("1.违规发放津补贴三笔。").problem("1.", "违规发放津补贴三笔", level="problem")
    corrected.said("2.重大部署落实迟缓。").problem("2.", "重大部署落实迟缓", level="problem")
    corrected.said("3.档案管理混乱。").problem("3.", "档案管理混乱", level="problem")
    second = read(city, corrected, name="b.docx", corrects=first.material)
    answer = page(city, second)
    difference = answer.context["difference"]

    assert (difference.unchanged, difference.added) == (1, 1)
    assert [change.finding.number for change in difference.reworded] == ["5-09-101-001"]
    assert [gone.proposal.title for gone in difference.dropped] == [
        "全年集中学习四次",
        "研讨发言照搬文件",
        "廉政风险排查走过场",
    ]
    assert "违规发放津补贴<ins>三笔</ins>" in answer.content.decode()
    assert "更正台账表述" in answer.content.decode()
