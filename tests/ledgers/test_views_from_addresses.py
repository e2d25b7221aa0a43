"""The address carries the view; what it asks wrongly is left out and never a fault."""

import base64
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from liandu.ledgers.columns import BY_KEY, DEFAULT
from liandu.ledgers.paging import place_of, token_of
from liandu.ledgers.queries import ORDERS, View
from tests.findings_of_the_day import findings_in_ledger

MOMENT = datetime(2026, 6, 18, 8, 30, 0, 123456, tzinfo=UTC)


def packed(values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "address",
    [
        "", "round=3", "unit=7&sector=soe", "state=withdrawn", "category=A1", "q=%E8%AF%BE%E7%A8%8B+300", "sort=-unit",
        "sort=confirmed", "group=aspect", "columns=number,title", "round=3&unit=7&group=unit&columns=number,unit,state",
    ],
)  # fmt: skip
def test_an_address_leads_to_a_view_and_back(address):
    assert parse_qs(View.of(QueryDict(address)).address()) == parse_qs(address)


def test_a_change_leads_back_to_the_first_page():
    view = View.of(QueryDict("unit=7&after=xyz"))
    assert view.after == "xyz"
    assert view.address(sector="soe") == "unit=7&sector=soe"
    assert view.address(after="abc") == "unit=7&after=abc"


@pytest.mark.parametrize(
    ("address", "field", "value"),
    [
        ("round=abc", "round", ""), ("round=-1", "round", ""), ("unit=" + "9" * 30, "unit", ""), ("unit=²", "unit", ""),
        ("unit=١٢", "unit", ""), ("unit=1%00", "unit", ""), ("sector=moon", "sector", ""), ("state=gone", "state", ""),
        ("category=Z9", "category", ""), ("category=A%00", "category", ""), ("sort=password", "sort", "number"),
        ("sort=--unit", "sort", "number"), ("group=confirmed_by", "group", ""),
        ("columns=pk,password", "columns", DEFAULT), ("columns=", "columns", DEFAULT), ("q=%00", "text", ""),
        ("q=+%00a%00b+", "text", "ab"),
        ("q=" + "x" * 500, "text", "x" * 100), ("group=unit&sort=-confirmed", "backwards", False),
        ("group=unit&sort=-confirmed", "sort", "unit"), ("columns=title,number", "columns", ("number", "title")),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_is_left_out(address, field, value):
    assert getattr(View.of(QueryDict(address)), field) == value


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        (("5-09-101-001",), (str,)),
        ((7, "5-09-101-001"), (int, str)),
        ((MOMENT, "x"), (datetime, str)),
        (("“方面”", "x"), (str, str)),
    ],
)
def test_a_place_is_packed_and_unpacked(values, kinds):
    assert place_of(token_of(values), kinds=kinds) == values


@pytest.mark.parametrize(
    "token",
    [
        "", "x", "====", "中文", "\x00", "a" * 5000, packed([]), packed({}), packed(None), packed(7), packed([1, 2]),
        packed([None, "x"]), packed([["a"], "x"]), packed([True, "x"]), packed(["7", "x"]), packed([7.0, "x"]),
        packed([2**63, "x"]), packed([7, "a\x00b"]), packed([7, "\ud800"]), packed([7, 7]), packed([7]),
        packed([7, "x", "y"]), base64.urlsafe_b64encode(b"[" * 3000).decode(),
        base64.b64encode(b"\xff\xfe[1]").decode(),
        base64.urlsafe_b64encode(b"[" + b"9" * 5000 + b',"x"]').decode(), packed([float("nan"), "x"]),
    ],
)  # fmt: skip
def test_a_token_that_nobody_packed_is_no_place(token):
    assert place_of(token, kinds=(int, str)) is None


@pytest.mark.parametrize(
    "words",
    ["yesterday", "2026-06-18T08:30:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", 20260618, None],
)
def test_a_time_that_no_entry_can_have_is_no_place(words):
    assert place_of(packed([words, "x"]), kinds=(datetime, str)) is None


@given(st.text(), st.sampled_from([(str,), (int, str), (datetime, str), (str, str)]))
def test_no_text_breaks_the_reading_of_a_token(token, kinds):
    place = place_of(token, kinds=kinds)
    assert place is None or len(place) == len(kinds)


@given(
    st.dictionaries(
        st.sampled_from(["round", "unit", "sector", "category", "state", "q", "group", "sort", "columns"]), st.text()
    )
)
def test_any_address_makes_a_view_that_its_own_address_leads_to(asked):
    view = View.of(asked)
    assert View.of(QueryDict(view.address())) == view
    assert set(view.columns) <= set(BY_KEY)
    assert view.sort in ORDERS


HOSTILE = [
    "q=%00&category=%00&round=%00&unit=%00&state=%00&group=%00&sort=%00&columns=%00&after=%00&before=%00",
    "unit=99999999999999999999999999&round=" + "9" * 5000,
    "q=%25_%27%22%3B--%5C%28%29%5B%5D%2A",
    "q=" + quote("\u202e\ufeff 　"),
    "q=%ED%A0%80%FF",
    "sort=unit&after=" + packed(["7", "x"]),
    "sort=unit&after=" + packed([2**70, "x"]),
    "sort=aspect&before=" + packed([7, 8]),
    "sort=confirmed&after=" + packed(["0001-01-01T00:00:00+14:00", "x"]),
    "after=" + packed(["a\x00b"]),
    "after=" + base64.urlsafe_b64encode(b"[" * 3000).decode(),
    "after=%%%&before=中",
    "group=unit&group=aspect&columns=number&columns=title",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_the_page_answers_any_address(city, address):
    findings_in_ledger(city, 3)
    answer = city.client(city.people.clerk).get(f"{reverse('ledgers:findings')}?{address}")
    assert answer.status_code == 200


@pytest.mark.parametrize("address", HOSTILE)
def test_the_export_answers_any_address(city, address):
    findings_in_ledger(city, 3)
    answer = city.client(city.people.clerk).post(f"{reverse('ledgers:export')}?{address}")
    assert (answer.status_code, b"".join(answer.streaming_content)[:2]) == (200, b"PK")
