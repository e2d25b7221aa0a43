"""Who can see a clue: the list agrees with what each reaches; who is recused is told to who keeps the register."""

from datetime import date

import pytest
from django.urls import reverse

from liandu.access.commands import end_post
from liandu.access.models import Post
from liandu.accounts.models import User
from liandu.clues import commands
from liandu.clues.queries import clues_for, named_in, opened_clue
from tests.clues import making
from tests.clues.making import WORDS
from tests.people import SINCE

pytestmark = pytest.mark.django_db


def told(clue):
    return {str(one.person) for one in named_in(clue)}


def given(clue):
    return {str(one) for one in User.objects.all() if clues_for(one).filter(pk=clue.pk).exists()}


def ask(city, name, clue):
    return city.client(getattr(city.people, name)).get(reverse("clues:readers", args=[clue.pk]))


def recuse(city, name, **more):
    return commands.recuse(person=getattr(city.people, name), reason="亲属", since=SINCE, by=city.people.keeper, **more)


def test_who_is_told_to_see_a_clue_is_who_reaches_it(city):
    stages = making.one_of_each(city)
    for name in ("opened", "reviewed", "proposed", "held", "in_force", "concluded"):
        clue = making.anew(getattr(stages, name))
        assert told(clue) == given(clue)
    for name in ("assigned", "reported"):
        clue = making.anew(getattr(stages, name).clue)
        assert told(clue) == given(clue) == {"登记员", "案管主任", "审批人", "承办人"}
    assert told(making.anew(stages.opened)) == {"登记员", "案管主任"}


@pytest.mark.slow
def test_who_gave_it_back_who_is_recused_and_who_lost_the_post_is_not_in_the_list(city):
    refused = making.assigned(city)
    commands.refuse_assignment(assignment=refused, reason="不宜", by=city.people.handler)
    clue = making.anew(refused.clue)
    assert told(clue) == given(clue) == {"登记员", "案管主任", "审批人"}
    recuse(city, "approver", unit=city.units.university)
    assert told(clue) == given(clue) == {"登记员", "案管主任"}
    end_post(post=Post.objects.get(user=city.people.registrar), until=date(2026, 1, 1), by=None)
    assert told(clue) == given(clue) == {"案管主任"}


def test_the_page_says_as_what_and_no_word_of_the_clue(city):
    assignment = making.accepted(city)
    answer = ask(city, "keeper", assignment.clue)
    rows = [[cell.text for _c, cell in row.cells] for g in answer.context["table"].groups for row in g.rows]
    assert rows == [
        ["登记员", "案件监督管理室干部", "登记人"],
        ["登记员", "案件监督管理室干部", "保管人"],
        ["审批人", "线索处置审批人", "审批人"],
        ["承办人", "线索承办人", "承办人（交办，市纪委监委第三监督检查室）"],
        ["案管主任", "案件监督管理室负责人", "统一管理登记册"],
    ]
    assert not [word for word in WORDS if word in answer.content.decode()]


def test_who_is_recused_is_told_to_who_keeps_the_register_only(city):
    clue = making.accepted(city).clue
    recuse(city, "sender", unit=city.units.university)
    assert "送线索" in ask(city, "keeper", clue).content.decode()
    for name in ("registrar", "approver", "handler"):
        answer = ask(city, name, clue)
        assert answer.status_code == 200
        assert "送线索" not in answer.content.decode()


def test_who_is_recused_finds_nothing_there(city):
    clue = making.accepted(city).clue
    recuse(city, "handler", clue=clue)
    assert ask(city, "handler", clue).status_code == 404


def test_who_only_handles_is_not_told_who_else_does(city):
    clue = making.accepted(city).clue
    other = making.another(city, "lingyi", "另一承办", "clue_handler", city.units.third_room)
    making.assigned(city, way="assist", clue=making.anew(clue), handler=other)
    assert "另一承办" in ask(city, "keeper", clue).content.decode()
    answer = ask(city, "handler", clue).content.decode()
    assert "另一承办" not in answer
    assert "其他承办人不在这里列出。" in answer


def test_the_clue_leads_there_and_the_list_takes_three_queries(city, django_assert_num_queries):
    clue = making.accepted(city).clue
    row = opened_clue(city.people.keeper, clue.pk)
    with django_assert_num_queries(3):
        named_in(row)
    browser = city.client(city.people.keeper)
    browser.post(reverse("clues:sit"), {"grounds": "check"})
    text = browser.get(reverse("clues:clue", args=[clue.pk])).content.decode()
    assert f'href="{reverse("clues:readers", args=[clue.pk])}"' in text
