"""The page of the search: what it shows, escapes and says, and what of an address it leaves out."""

import pytest

from tests.rectification.given import a_finding
from tests.search.test_following import amended, follow

pytestmark = pytest.mark.django_db


def shown(city, name="clerk", **asked):
    answer = city.client(getattr(city.people, name)).get("/search/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def finding(city):
    row = a_finding(city, title="食堂<b>采购</b>不规范", rectification="已更换供应商")
    amended(city, row)
    follow()
    return row


def test_a_hit_has_title_number_unit_and_the_words_marked_and_escaped(city, finding):
    page = shown(city, q="采购")
    assert f'<a href="/findings/{finding.pk}/">食堂&lt;b&gt;<mark>采购</mark>&lt;/b&gt;不规范' in page
    assert f"问题 · {finding.number} · {city.units.university}" in page
    assert "找到 1 条" in page
    assert "<mark>供应商</mark>" in shown(city, q="供应商")


def test_nothing_is_found_or_asked_or_to_be_found(city, finding):
    assert "写两个字以上" in shown(city)
    assert "没有找到" in shown(city, q="没有这个词")
    assert "没有符合条件的" in shown(city, q="采购", kind="item")
    assert "没有可以检索的内容" in shown(city, "nobody", q="采购")
    assert "没有找到" in shown(city, "liaison", q="采购")


def test_only_what_was_found_can_be_chosen(city, finding):
    page = shown(city, q="采购")
    assert f'<option value="{city.units.university.pk}">{city.units.university} 1</option>' in page
    assert str(city.units.firm) not in page
    assert f'<option value="{city.round.pk}" selected>' in shown(city, q="采购", round=city.round.pk)


def test_very_many_are_said_to_be_cut(city, finding, monkeypatch):
    monkeypatch.setattr("liandu.search.queries.BOUND", 1)
    amended(city, a_finding(city, serial=2, title="食堂采购又不规范"))
    follow()
    assert "只看了最新的" in shown(city, q="采购")


@pytest.mark.parametrize(
    "asked",
    [
        {"q": '"采购* OR (NEAR'}, {"q": "采" * 5000}, {"q": "\x00"}, {"q": "采购", "page": "-3"},
        {"q": "采购", "page": "9" * 40}, {"q": "采购", "unit": "x", "round": "１", "kind": "'"},
        {"q": "采购", "unit": "9" * 15}, {"q": "a b c d e f g h i j k l m n o p"},
    ],
)  # fmt: skip
def test_no_address_is_a_fault(city, finding, asked):
    shown(city, **asked)


def test_pages_lead_on_and_back(city):
    for serial in range(1, 24):
        amended(city, a_finding(city, serial=serial, title=f"第{serial}次食堂采购不规范"))
    follow()
    first = shown(city, q="采购")
    assert 'rel="next" href="?q=%E9%87%87%E8%B4%AD&amp;page=2"' in first
    assert 'rel="prev"' not in first
    second = shown(city, q="采购", page=2)
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second
    assert second.count("data-row") == 3


def test_the_palette_leads_to_it(city):
    assert 'formaction="/search/"' in shown(city)
    hits = city.client(city.people.clerk).get("/palette/", {"q": "检索"}).content.decode()
    assert 'href="/search/"' in hits


def test_similar_findings_stand_on_the_page_of_a_finding(city, finding):
    other = a_finding(city, unit=city.units.firm, title="食堂采购不规范，供应商资质过期")
    amended(city, other)
    follow()
    page = city.client(city.people.clerk).get(f"/findings/{finding.pk}/").content.decode()
    assert "相似的问题" in page
    assert other.number in page
    page = city.client(city.people.secretary).get(f"/findings/{finding.pk}/").content.decode()
    assert other.number not in page
