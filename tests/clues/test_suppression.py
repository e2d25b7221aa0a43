"""Small numbers: what is shown gives no hidden cell away, not even to who reads all tables and the total together."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liandu.clues.suppression import LEAST, Shown, publish

CELLS = "abcd"


def cells(published, name="t"):
    return {cell.key: cell.value if cell.shown == Shown.VALUE else str(cell.shown) for cell in published.tables[name]}


def test_nothing_small_nothing_hidden():
    published = publish({"t": {"a": 7, "b": 5, "c": 12}})
    assert (cells(published), published.total) == ({"a": 7, "b": 5, "c": 12}, 24)


def test_a_single_small_cell_takes_the_smallest_other_with_it():
    published = publish({"t": {"a": 2, "b": 9, "c": 12}})
    assert (cells(published), published.total) == ({"a": "small", "b": "hidden", "c": 12}, 23)


def test_two_small_cells_hide_each_other_unless_their_sum_gives_them_away():
    assert cells(publish({"t": {"a": 2, "b": 1, "c": 12}})) == {"a": "small", "b": "small", "c": 12}
    assert cells(publish({"t": {"a": 0, "b": 0, "c": 12, "d": 20}}))["c"] == "hidden"
    assert cells(publish({"t": {"a": 4, "b": 4, "c": 12, "d": 20}}))["c"] == "hidden"


@pytest.mark.parametrize("counts", [{"a": 0, "b": 0}, {"a": 4, "b": 0}, {"a": 1}, {"a": 5, "b": 0}])
def test_a_table_that_cannot_be_made_safe_shows_nothing(counts):
    published = publish({"t": counts})
    assert set(cells(published).values()) == {"hidden"}
    assert published.total is None


def test_one_table_that_cannot_carry_the_total_hides_it_from_all():
    published = publish({"t": {"a": 3, "b": 20}, "u": {"a": 5, "b": 18}, "v": {"a": 23, "b": 0, "c": 0}})
    for name in "tuv":
        assert "hidden" in cells(published, name).values() or published.total is not None


def test_the_tables_of_nothing_are_empty():
    assert publish({}).total == 0 or publish({}).total is None


@st.composite
def tables_of_one_total(draw):
    """Make one to three tables of up to four cells that all count the same things."""
    total = draw(st.integers(0, 16))

    def parts(many):
        cuts = sorted(draw(st.lists(st.integers(0, total), min_size=many - 1, max_size=many - 1)))
        edges = [0, *cuts, total]
        return {CELLS[i]: edges[i + 1] - edges[i] for i in range(many)}

    return {f"t{n}": parts(draw(st.integers(1, 4))) for n in range(draw(st.integers(1, 3)))}


MOST = 22  # what an attacker tries for a hidden cell; more than any cell of the tables has


def worlds(published):
    """Yield, by total, the values that each hidden cell of each table may have: everything that fits what is shown."""
    by_table = {}
    for name, row in published.tables.items():
        blank = all(cell.shown == Shown.HIDDEN for cell in row)
        choices = [
            [cell.value] if cell.shown == Shown.VALUE
            else range(LEAST) if cell.shown == Shown.SMALL
            else range(MOST) if blank else range(LEAST, MOST)
            for cell in row
        ]  # fmt: skip
        sums = {}
        for world in product(*choices):
            total = sum(world)
            if published.total in {None, total} and total <= MOST:
                for cell, value in zip(row, world, strict=True):
                    sums.setdefault(total, {}).setdefault(cell.key, set()).add(value)
        by_table[name] = sums
    return by_table


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(tables_of_one_total())
def test_no_hidden_cell_follows_from_what_is_shown(tables):
    published = publish(tables)
    by_table = worlds(published)
    totals = set.intersection(*(set(sums) for sums in by_table.values()))
    for name, row in published.tables.items():
        for cell in row:
            if cell.shown == Shown.VALUE:
                assert cell.value == tables[name][cell.key]
                assert cell.value >= LEAST
                continue
            possible = set().union(*(by_table[name][total].get(cell.key, set()) for total in totals))
            assert tables[name][cell.key] in possible
            assert len(possible) >= 2, (tables, published)


@settings(max_examples=150, deadline=None)
@given(tables_of_one_total())
def test_the_total_is_shown_only_when_it_is_large_enough_itself(tables):
    published = publish(tables)
    total = sum(next(iter(tables.values())).values())
    assert published.total in {None, total}
    assert published.total is None or published.total >= LEAST
