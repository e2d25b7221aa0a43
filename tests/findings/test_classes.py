"""Classes of findings: guessed by the worker, confirmed by people, learned from; and how good the guesses were."""

from concurrent.futures import ProcessPoolExecutor
from time import monotonic, sleep

import pytest

from liandu.access.denials import Denied
from liandu.findings import jobs
from liandu.findings.commands import confirm_categories, confirm_category, reopen_category, withdraw_finding
from liandu.findings.jobs import guess_now, guess_when_due, stale
from liandu.findings.models import Finding, Guess
from liandu.findings.queries import ClassView, class_page, classes_to_confirm, confirmed_classes, quality_of
from liandu.findings.queries.classes import covered
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded, history_of
from liandu.kernel.refusals import Refusal
from liandu.rectification.models import Item
from tests.findings_of_the_day import findings_in_ledger
from tests.rectification.given import an_item, reread

QUEUE = "/findings/classes/"


def a_finding(city, title="违规兼职取酬，未经批准在企业兼职", *, unit="university", first=1):
    (row,) = findings_in_ledger(city, 1, unit=unit, first=first, title=title, problem="", category="")
    return row


def again(finding):
    return Finding.objects.select_related("unit", "guess").get(pk=finding.pk)


def test_the_words_of_a_finding_suggest_three_classes_with_the_keywords_they_hold(city):
    finding = a_finding(city, "招标投标中围标串标，应招未招")
    assert guess_now() == 1
    guess = again(finding).guess
    assert (len(guess.codes), guess.first, guess.labels, guess.calibrated) == (3, "B6", 0, False)
    assert "应招未招" in guess.why["keywords"]
    assert sum(guess.shares) <= 1
    assert again(finding).category == "B6"
    entry = Entry.objects.get(act="finding.classes_guessed")
    assert (entry.actor, entry.facts) == ("", {"findings": 1, "changed": 1, "labels": 0})
    assert guess_now() == 0


def test_what_a_person_has_said_is_never_guessed_over(city):
    finding = a_finding(city)
    confirm_category(finding=finding, category="A1", by=city.people.clerk)
    assert guess_now() == 0
    assert (again(finding).category, Guess.objects.count()) == ("A1", 0)


def test_a_guess_stays_as_it_was_when_the_class_is_said(city):
    finding = a_finding(city, "招标投标中围标串标，应招未招")
    guess_now()
    confirm_category(finding=again(finding), category="A1", by=city.people.clerk)
    for serial in range(10):
        confirm_category(
            finding=a_finding(city, f"第{serial}次党委会", first=serial + 2), category="A1", by=city.people.clerk
        )
    guess_now()
    assert (again(finding).guess.first, again(finding).category) == ("B6", "A1")


def test_guesses_are_made_anew_when_people_have_confirmed_enough(city):
    waiting = a_finding(city, "门口花盆没有按月更新")
    guess_now()
    before = again(waiting).guess.labels
    for serial in range(10):
        row = a_finding(city, f"第{serial}季度门口花盆没有更新", first=serial + 2)
        confirm_category(finding=row, category="D1", by=city.people.clerk)
    assert guess_now() == 1
    guess = again(waiting).guess
    assert (before, guess.labels, guess.first) == (0, 10, "D1")
    keys = [key for key, _likeness in guess.why["nearest"]]
    assert set(Finding.objects.filter(pk__in=keys).values_list("category", flat=True)) == {"D1"}


def test_all_confirmed_classes_count_though_only_the_newest_are_learned_from(city, monkeypatch):
    monkeypatch.setattr("liandu.findings.queries.classes.MOST_LABELS", 5)
    for serial in range(12):
        row = a_finding(city, f"第{serial}季度门口花盆没有更新", first=serial + 2)
        confirm_category(finding=row, category="D1", by=city.people.clerk)
    waiting = a_finding(city, "门口花盆没有按月更新")
    guess_now()
    assert (again(waiting).guess.labels, len(confirmed_classes())) == (12, 5)
    for serial in range(12, 22):
        row = a_finding(city, f"第{serial}季度门口花盆没有更新", first=serial + 2)
        confirm_category(finding=row, category="D1", by=city.people.clerk)
    assert guess_now() == 1
    assert again(waiting).guess.labels == 22


def test_an_idle_worker_asks_two_counts_and_reads_no_finding(city, monkeypatch, django_assert_num_queries):
    waiting = a_finding(city, "招标投标中围标串标，应招未招")
    guess_now()
    monkeypatch.setattr(jobs, "_memory", jobs._Memory(looked=-jobs.EVERY))
    monkeypatch.setattr(jobs, "EVERY", 0.0)
    with ProcessPoolExecutor(1) as pool:
        assert guess_when_due("w", pool) == 0  # looks what waits, once: nothing does
        with django_assert_num_queries(2) as asked:
            assert guess_when_due("w", pool) == 0
        assert all("COUNT(*)" in query["sql"] for query in asked.captured_queries)
        assert jobs._memory.running is None
        a_finding(city, "招标投标中围标串标，应招未招", first=2)
        guess_when_due("w", pool)
        assert jobs._memory.running is not None
        jobs._memory.running.result(timeout=60)
    assert again(waiting).guess.first == "B6"


@pytest.mark.parametrize(("labels", "from_so_many"), [(0, -10), (9, -1), (10, 0), (110, 100), (1100, 1000)])
def test_how_much_must_be_new(labels, from_so_many):
    assert stale(labels) == from_so_many


def test_many_are_confirmed_in_one_act_and_what_was_done_meanwhile_is_left_alone(city):
    rows = [a_finding(city, f"第{n}项招标投标不规范", first=n) for n in (1, 2, 3)]
    guess_now()
    confirm_category(finding=again(rows[0]), category="A1", by=city.people.clerk)
    withdraw_finding(finding=again(rows[1]), reason="录错了", by=city.people.director)
    written = confirm_categories(chosen=dict.fromkeys(rows, "B6"), by=city.people.clerk)
    assert [row.pk for row in written] == [rows[2].pk]
    now = [(row.category, row.category_confirmed) for row in Finding.objects.order_by("number")]
    assert now == [("A1", True), ("B6", False), ("B6", True)]
    assert acts_recorded()["finding.category_confirmed"] == 2


def test_nobody_without_the_right_says_a_class_of_many(city):
    row = a_finding(city)
    with pytest.raises(Denied):
        confirm_categories(chosen={row: "A1"}, by=city.people.secretary)
    assert not again(row).category_confirmed


def test_what_was_said_can_be_taken_back_and_waits_again(city):
    finding = a_finding(city, "招标投标中围标串标，应招未招")
    guess_now()
    confirm_category(finding=again(finding), category="A1", by=city.people.clerk)
    reopen_category(finding=again(finding), by=city.people.clerk)
    assert (again(finding).category, again(finding).category_confirmed) == ("B6", False)
    assert history_of(finding)[0].sentence == "收回确认的类别 A1，重新待确认"
    with pytest.raises(Refusal, match="还没有确认"):
        reopen_category(finding=again(finding), by=city.people.clerk)


def test_an_open_item_follows_the_class_of_its_finding_and_one_that_is_signed_for_does_not(city):
    item = an_item(city)
    finding = Finding.objects.select_related("unit").get(pk=item.finding_id)
    confirm_category(finding=finding, category="B6", by=city.people.clerk)
    assert reread(city, item).category == "B6"
    assert history_of(item)[0].sentence == "类别随问题改为 B6 工程建设与招标投标"
    Item.objects.update(state="requested")
    confirm_category(finding=finding, category="A1", by=city.people.clerk)
    assert (reread(city, item).category, finding.category) == ("B6", "A1")


def test_the_worker_lets_a_process_guess_and_waits_for_nothing(city, monkeypatch):
    finding = a_finding(city)
    monkeypatch.setattr(jobs, "_memory", jobs._Memory(looked=-jobs.EVERY))
    with ProcessPoolExecutor(1) as pool:
        assert guess_when_due("w", pool) == 0
        assert jobs._memory.running is not None
        until = monotonic() + 60
        while not (written := guess_when_due("w", pool)) and monotonic() < until:
            sleep(0.05)
    assert written == 1
    assert again(finding).guess.first


def test_the_queue_counts_by_confidence_and_is_turned_page_by_page(city, monkeypatch):
    for n in range(1, 6):
        a_finding(city, "招标投标中围标串标，应招未招", first=n)
    guess_now()
    a_finding(city, "还没有拟定", first=6)
    sureness = Guess.objects.values_list("sureness", flat=True).distinct().get()
    monkeypatch.setattr("liandu.findings.queries.classes.PAGE", 2)
    seen, view = [], ClassView()
    while True:
        page = class_page(city.people.clerk, view)
        assert page.counts == {sureness: 5, "": 1}
        seen += [row.finding.number[-3:] for row in page.rows]
        if not page.later:
            break
        view = ClassView.of(dict([pair.split("=") for pair in page.later.split("&")]))
    assert seen == ["001", "002", "003", "004", "005", "006"]
    assert len(class_page(city.people.clerk, ClassView(sureness=sureness)).rows) == 2


def test_a_line_is_confirmed_and_taken_back_in_its_place(city):
    finding = a_finding(city, "招标投标中围标串标，应招未招")
    guess_now()
    browser = city.client(city.people.clerk)
    assert browser.get(QUEUE).content.decode().count('data-choice="') == 3
    line = browser.post(f"{QUEUE}{finding.pk}/", {"category": "A2"}, headers={"HX-Request": "true"}).content.decode()
    assert ("data-undo" in line, "data-choice" in line, again(finding).category) == (True, False, "A2")
    back = browser.post(f"/findings/{finding.pk}/category/reopen/", headers={"HX-Request": "true"}).content.decode()
    assert ("data-undo" in back, "data-choice" in back, again(finding).category_confirmed) == (False, True, False)


def test_only_what_was_seen_is_confirmed_with_the_page(city):
    one, other = a_finding(city, "应招未招", first=1), a_finding(city, "违规兼职取酬", first=2)
    guess_now()
    seen = [f"{one.pk}:{again(one).guess.first}", f"{other.pk}:Z9", "nonsense", f"{one.pk + 999}:A1"]
    answer = city.client(city.people.clerk).post(f"{QUEUE}confirm/", {"guess": seen}, follow=True)
    assert [again(one).category_confirmed, again(other).category_confirmed] == [True, False]
    assert "已确认 1 条的类别。2 条没有确认" in answer.content.decode()


def test_confirmed_ones_that_are_alike_are_shown_to_who_reaches_them_alone(city):
    far = a_finding(city, "学生食堂采购没有验收记录", unit="elsewhere")
    near = a_finding(city, "食堂采购没有验收记录")
    confirm_category(finding=far, category="B7", by=city.people.clerk)
    Guess.objects.create(
        finding=near, first="B7", codes=["B7"], shares=[0.9], sureness="high", labels=1, made_at=near.confirmed_at,
        why={"keywords": [], "nearest": [[far.pk, 0.9]]},
    )  # fmt: skip
    assert class_page(city.people.clerk, ClassView()).rows[0].nearest == (far,)
    assert class_page(city.people.secretary, ClassView()).rows[0].nearest == ()
    assert classes_to_confirm(city.people.outsider).count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_asks_the_same_number_of_questions_for_one_and_three(city, count, django_assert_num_queries):
    for n in range(1, count + 1):
        confirm_category(finding=a_finding(city, "食堂采购没有验收记录", first=n), category="B7", by=city.people.clerk)
        a_finding(city, "食堂采购没有验收记录", first=n + 10)
    guess_now()
    browser = city.client(city.people.clerk)
    # Session, person, standings; counts, findings with guesses, those alike, rounds.
    with django_assert_num_queries(7):
        browser.get(QUEUE)
    # Session, person, standings; guesses with what was said, those without.
    with django_assert_num_queries(5):
        browser.get(f"{QUEUE}quality/")


def test_guesses_are_held_against_what_people_said(city):
    rows = [a_finding(city, "招标投标中围标串标，应招未招", first=n) for n in range(1, 5)]
    guess_now()
    second = again(rows[0]).guess.codes[1]
    for row, category in zip(rows, ["B6", "B6", second, "C4"], strict=True):
        confirm_category(finding=again(row), category=category, by=city.people.clerk)
    confirm_category(finding=a_finding(city, first=9), category="A1", by=city.people.clerk)
    quality = quality_of(city.people.clerk)
    assert (quality.total, quality.right, quality.without) == (4, 2, 1)
    assert quality.among_three == 3 + ("C4" in again(rows[0]).guess.codes)
    assert [(row.code, row.said, row.guessed, row.right) for row in quality.classes if row.code == "B6"] == [
        ("B6", 2, 4, 2)
    ]
    assert set(quality.confused) == {("B6", second, 1), ("B6", "C4", 1)}


@pytest.mark.parametrize(
    ("told", "so_many"),
    [([], 0), ([(0.9, True)], 1), ([(0.9, False)], 0), ([(0.9, True)] * 9 + [(0.5, False)], 10),
     ([(0.9, True)] * 9 + [(0.5, False)] * 2 + [(0.4, True)], 10), ([(0.5, True), (0.5, False)], 0)],
)  # fmt: skip
def test_coverage_is_the_most_of_the_surest_of_which_nine_in_ten_are_right(told, so_many):
    assert covered(told) == so_many
