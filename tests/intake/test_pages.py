"""The pages of intake: uploading, the list of documents, a document's text."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from liandu.inspections.models import Material
from liandu.intake.commands import claim_documents, dismiss_proposals, fail_document
from liandu.intake.models import Proposal
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.papers.blocks import Block, BlockKind, Cell, Paper, Table
from tests.papers_of_the_day import a_marked_file, a_paper, a_word_file, an_understanding, read_as, receive


@pytest.fixture
def browsers(city):
    return lambda name: city.client(getattr(city.people, name))


def url(name, *args):
    return reverse(f"intake:{name}", args=args)


def a_file(name="云州大学反馈意见.docx", content=None):
    return SimpleUploadedFile(name, a_word_file() if content is None else content)


def the_form(*files, **more):
    return {
        "kind": "feedback_opinion",
        "grade": "internal",
        "dated": "",
        "place": "by_name",
        "file": list(files),
    } | more


JSON = {"Accept": "application/json"}


# Uploading


def test_upload_of_one_file_answers_in_json(city, browsers):
    answer = browsers("clerk").post(url("upload", city.round.pk), the_form(a_file()), headers=JSON)
    material = Material.objects.get()
    assert answer.status_code == 200
    assert answer.json() == {
        "ok": True, "url": f"/rounds/material/{material.pk}/", "title": "云州大学反馈意见", "is_new": True,
        "sentence": "已接收",
    }  # fmt: skip
    assert (material.inspection, material.unit) == (city.inspections.university, city.units.university)


def test_upload_of_a_file_that_is_there_says_so_with_its_link(city, browsers):
    content = a_word_file()
    material = receive(city, content=content)
    answer = browsers("clerk").post(url("upload", city.round.pk), the_form(a_file(content=content)), headers=JSON)
    assert (answer.json()["is_new"], answer.json()["url"]) == (False, f"/rounds/material/{material.pk}/")
    assert answer.json()["sentence"] == "已接收过，没有重复保存"
    assert Material.objects.count() == 1


def test_upload_of_a_marked_file_is_refused_with_the_sentence_and_no_copy(city, browsers, own_home):
    answer = browsers("clerk").post(
        url("upload", city.round.pk), the_form(a_file(content=a_marked_file())), headers=JSON
    )
    assert answer.json()["ok"] is False
    assert answer.json()["sentence"].startswith(
        "“云州大学反馈意见.docx”正文标有“机密★10年”，高于本系统允许的最高密级“内部”"
    )
    assert [path for path in own_home.rglob("*") if path.is_file()] == []
    assert (Material.objects.count(), acts_recorded()["material.refused"]) == (0, 1)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (the_form(), "请选择要上传的文件。"),
        (the_form(a_file(), place="999"), "选择一个有效的选项。 999 不在可用的选项中。"),
        (the_form(a_file(), grade="nothing"), "选择一个有效的选项。 nothing 不在可用的选项中。"),
    ],
)
def test_upload_of_a_wrong_form_says_what_is_wrong(city, browsers, form, sentence):
    before = acts_recorded()
    answer = browsers("clerk").post(url("upload", city.round.pk), form, headers=JSON)
    assert (answer.json()["ok"], answer.json()["sentence"]) == (False, sentence)
    assert (Material.objects.count(), acts_recorded()) == (0, before)


def test_upload_without_javascript_takes_many_and_tells_each_outcome(city, browsers):
    files = [a_file(), a_file("水利局反馈意见.docx", a_word_file("另一份。")), a_file("空.docx", b"")]
    page = browsers("clerk").post(url("upload", city.round.pk), the_form(*files))
    assert [(o.name, o.ok, o.place) for o in page.context["outcomes"]] == [
        ("云州大学反馈意见.docx", True, "云州大学"),
        ("水利局反馈意见.docx", True, "云州市水利局"),
        ("空.docx", False, ""),
    ]
    assert "3 个文件，接收 2 个" in page.content.decode()
    assert "“空.docx”是空文件，没有内容可读。" in page.content.decode()


def test_upload_to_a_chosen_place_does_not_guess(city, browsers):
    browsers("clerk").post(url("upload", city.round.pk), the_form(a_file(), place="round"))
    assert Material.objects.get().inspection is None


def test_upload_for_an_inspection_goes_there_whatever_the_name_says(city, browsers):
    place = str(city.inspections.firm.pk)
    page = browsers("clerk").get(f"{url('upload', city.round.pk)}?inspection={place}")
    assert page.context["form"].fields["place"].choices == [(place, "云州水务集团有限公司")]
    browsers("clerk").post(f"{url('upload', city.round.pk)}?inspection={place}", the_form(a_file(), place=place))
    assert Material.objects.get().inspection == city.inspections.firm


def test_upload_of_a_corrected_version_names_the_earlier_one(city, browsers):
    first = receive(city)
    address = f"{url('upload', city.round.pk)}?corrects={first.pk}"
    form = the_form(a_file(content=a_word_file("改了。")), place=str(city.inspections.university.pk))
    answer = browsers("clerk").post(address, form, headers=JSON)
    assert answer.json()["ok"] is True
    assert Material.objects.latest("pk").corrects == first


@pytest.mark.parametrize("query", ["?inspection=99999", "?corrects=99999", "?inspection=x", "?corrects="])
def test_upload_to_what_is_not_there_is_not_found(city, browsers, query):
    assert browsers("clerk").get(url("upload", city.round.pk) + query).status_code == 404


@pytest.mark.parametrize(
    ("person", "code", "denials"),
    [("secretary", 403, 1), ("room", 403, 1), ("leader", 403, 1), ("outsider", 404, 0), ("system", 404, 0)],
)
def test_upload_denied_changes_nothing(city, own_home, person, code, denials):
    before = acts_recorded()
    answer = city.client(getattr(city.people, person)).post(
        url("upload", city.round.pk), the_form(a_file()), headers=JSON
    )
    assert answer.status_code == code
    assert list(own_home.iterdir()) == []
    assert Material.objects.count() == 0
    assert acts_recorded().get("access.denied", 0) - before.get("access.denied", 0) == denials


def test_a_denied_upload_says_who_may(city, browsers):
    page = browsers("secretary").get(url("upload", city.round.pk))
    assert page.status_code == 403
    assert "您的岗位不能“接收材料”。巡视办负责人、巡视办工作人员可以办理。" in page.content.decode()


def test_guess_places_answers_by_name(city, browsers):
    names = {"name": ["云州大学党委反馈意见.docx", "扫描件.pdf"]}
    answer = browsers("clerk").post(url("guess_places", city.round.pk), names)
    assert answer.json() == {"places": [str(city.inspections.university.pk), ""]}
    assert browsers("secretary").post(url("guess_places", city.round.pk), names).status_code == 403
    assert browsers("outsider").post(url("guess_places", city.round.pk), names).status_code == 404


# The list


@pytest.mark.parametrize("more", [0, 2])
def test_documents_take_the_same_queries_for_one_and_three(city, browsers, django_assert_num_queries, more):
    for number in range(1 + more):
        read_as(receive(city, name=f"云州大学{number}.docx", content=a_word_file(f"第{number}份")))
    browser = browsers("clerk")
    with django_assert_num_queries(7):
        page = browser.get(url("documents"))
    assert len(page.context["table"]) == 1 + more


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("director", 200),
        ("clerk", 200),
        ("secretary", 403),
        ("room", 403),
        ("leader", 403),
        ("outsider", 403),
        ("system", 403),
    ],
)
def test_documents_are_listed_for_those_who_check(city, browsers, person, code):
    receive(city)
    assert browsers(person).get(url("documents")).status_code == code


def test_the_list_shows_states_by_word_and_shape_and_how_far_checking_is(city, browsers):
    read = read_as(receive(city, name="甲.docx", content=a_word_file("甲")))
    waiting = receive(city, name="乙.docx", content=a_word_file("乙"))
    first = Proposal.objects.filter(document=read, is_leaf=True).first()
    dismiss_proposals(proposals=[first], why="不是问题", by=city.people.clerk)
    page = browsers("clerk").get(url("documents")).content.decode()
    for text in (
        '<span aria-hidden="true">●</span> 已读取',
        '<span aria-hidden="true">○</span> 等待读取',
        "已核 1 / 2",
    ):
        assert text in page
    assert reverse("findings:review", args=[read.pk]) in page
    assert reverse("inspections:material", args=[waiting.pk]) in page


def test_a_failed_document_shows_the_sentence_and_can_be_read_again(city, browsers):
    document = receive(city).document
    claim_documents(worker="w", most=1)
    fail_document(document=document, worker="w", refusal=Refusal("file.broken", "文件已损坏：%(part)s。", part="正文"))
    page = browsers("clerk").get(url("documents")).content.decode()
    assert "文件已损坏：正文。" in page
    answer = browsers("clerk").post(url("read_again", document.pk))
    document.refresh_from_db()
    assert (answer.status_code, document.state, document.failure) == (302, "waiting", {})


@pytest.mark.parametrize(("person", "code"), [("secretary", 403), ("room", 403), ("leader", 404), ("outsider", 404)])
def test_read_again_denied_changes_nothing(city, browsers, person, code):
    document = receive(city).document
    claim_documents(worker="w", most=1)
    fail_document(document=document, worker="w", refusal=Refusal("file.broken", "坏了。"))
    assert browsers(person).post(url("read_again", document.pk)).status_code == code
    document.refresh_from_db()
    assert document.state == "failed"


def test_the_list_asks_for_itself_only_while_something_is_under_way(city, browsers):
    material = receive(city)
    browser = browsers("clerk")
    waiting = browser.get(url("documents"), headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 1s"' in waiting
    assert "1 份中已读 0 份，还有 1 份" in waiting
    assert "<html" not in waiting
    read_as(material)
    done = browser.get(url("documents"), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in done
    assert "1 份中已读 1 份" in done


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["丙", "乙", "甲"]),
        ("stage=to_check", ["甲"]),
        ("stage=to_read", ["乙"]),
        ("stage=failed", ["丙"]),
        ("stage=checked", []),
        ("stage=nonsense&round=x", ["丙", "乙", "甲"]),
        ("unit=university", ["乙", "甲"]),
    ],
)
def test_documents_are_filtered(city, browsers, query, titles):
    read_as(receive(city, name="甲.docx", content=a_word_file("甲")))
    failed = receive(city, name="丙.docx", content=a_word_file("丙"), inspection=city.inspections.firm).document
    claim_documents(worker="w", most=9)
    fail_document(document=failed, worker="w", refusal=Refusal("file.broken", "坏了。"))
    Material.objects.filter(pk=failed.material_id).update(title="丙")
    receive(city, name="乙.docx", content=a_word_file("乙"))
    page = browsers("clerk").get(f"{url('documents')}?{query.replace('university', str(city.units.university.pk))}")
    rows = [row.cells[0][1].text for group in page.context["table"].groups for row in group.rows]
    assert sorted(rows) == sorted(titles)


def test_the_list_is_cut_at_fifty_and_goes_on(city, browsers, monkeypatch):
    monkeypatch.setattr("liandu.intake.views.TOGETHER", 2)
    for number in range(5):
        receive(city, name=f"云州大学{number}.docx", content=a_word_file(f"第{number}份"))
    browser, query, seen = browsers("clerk"), "", []
    while True:
        page = browser.get(f"{url('documents')}?{query}")
        seen.append([row.thing.row.material.title for group in page.context["table"].groups for row in group.rows])
        if not page.context["older"]:
            break
        query = f"before={page.context['older']}"
    assert seen == [["云州大学4", "云州大学3"], ["云州大学2", "云州大学1"], ["云州大学0"]]


def test_an_empty_list_says_what_to_do(browsers):
    page = browsers("clerk").get(url("documents")).content.decode()
    assert "还没有接收文件" in page
    assert "换一个轮次、单位或状态" in browsers("clerk").get(f"{url('documents')}?stage=failed").content.decode()


def test_the_round_tells_how_many_documents_wait_to_be_checked(city, browsers):
    read_as(receive(city))
    page = reverse("inspections:round", args=[city.round.pk])
    assert "1 份待核对" in browsers("clerk").get(page).content.decode()
    assert "份待核对" not in browsers("secretary").get(page).content.decode()


# A document's text


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("clerk", 200),
        ("room", 200),
        ("secretary", 200),
        ("leader", 404),
        ("liaison", 404),
        ("outsider", 404),
        ("system", 404),
    ],
)
def test_text_is_for_those_who_may_read_the_material(city, browsers, person, code):
    document = read_as(receive(city))
    assert browsers(person).get(url("text", document.pk)).status_code == code


def test_text_marks_the_passage_and_names_it_for_the_address(city, browsers):
    document = read_as(receive(city))
    page = browsers("secretary").get(f"{url('text', document.pk)}?block=2&start=0&end=7").content.decode()
    page = page.replace("\n</", "</")
    assert (
        '<p id="b2" class="line"><mark id="passage" tabindex="-1">辅导员配备不足</mark>，生师比超过三百比一。</p>'
        in page
    )


def test_text_of_a_passage_that_is_no_number_is_shown_without_a_mark(city, browsers):
    document = read_as(receive(city))
    assert "<mark" not in browsers("clerk").get(f"{url('text', document.pk)}?block=x&start=0&end=7").content.decode()


def test_text_shows_tables_page_breaks_and_notes(city, browsers):
    blocks = (
        Block(0, BlockKind.PARAGRAPH, "第一页的话", page=1),
        Block(1, BlockKind.CELL, "横跨两列", page=1),
        Block(2, BlockKind.CELL, "左", page=1),
        Block(3, BlockKind.CELL, "右<b>", page=1),
        Block(4, BlockKind.PARAGRAPH, "第二页的话", number="（一）", page=2),
        Block(5, BlockKind.NOTE, "一条脚注", page=2),
        Block(6, BlockKind.FOOTER, "— 1 —", page=1),
    )
    grid = Table(((Cell(1, "横跨两列"), Cell(1, "横跨两列", first=False)), (Cell(2, "左"), Cell(3, "右<b>"))))
    document = read_as(receive(city), an_understanding(), Paper("pdf", blocks, (grid,), pages=2))
    page = browsers("clerk").get(url("text", document.pk)).content.decode().replace("\n</", "</")
    for text in (
        '<td id="b1" colspan="2">横跨两列</td>',
        '<td id="b3">右&lt;b&gt;</td>',
        '<p class="page-mark" id="page-2"><span>第 2 页</span></p><p id="b4" class="line">',
        '<p id="b4" class="line"><span class="auto-number">（一）</span>第二页的话</p>',
        '<h2>注释和批注</h2><p id="b5" class="line">一条脚注</p>',
        "<summary>页眉和页脚</summary>",
    ):
        assert text in page


def test_text_that_is_not_read_yet_says_so(city, browsers):
    page = browsers("clerk").get(url("text", receive(city).document.pk)).content.decode()
    assert "等待读取" in page
    assert "读完以后，正文显示在这里。" in page


def test_a_long_text_comes_in_parts_and_opens_where_the_passage_is(city, browsers, monkeypatch):
    monkeypatch.setattr("liandu.intake.showing.BLOCKS_ON_A_PAGE", 2)
    document = read_as(receive(city), an_understanding(), a_paper("一", "二", "三", "四", "五"))
    browser = browsers("clerk")
    sheets = {
        query: browser.get(f"{url('text', document.pk)}?{query}").context["sheet"]
        for query in ("", "block=3&start=0&end=1", "part=3", "part=99")
    }
    assert {
        query: ([line.index for line in sheet.body], sheet.part, sheet.parts) for query, sheet in sheets.items()
    } == {
        "": ([0, 1], 1, 3),
        "block=3&start=0&end=1": ([2, 3], 2, 3),
        "part=3": ([4], 3, 3),
        "part=99": ([4], 3, 3),
    }
