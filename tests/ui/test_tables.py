"""A list is made of columns; things with the same label stand together."""

from liandu.ui.tables import Cell, Column, by_part, table

COLUMNS = [Column("名称", lambda thing: Cell(thing[0])), Column("数", lambda thing: Cell(str(thing[1])), css="number")]


def test_a_table_without_groups_is_one_group_without_a_label():
    made = table(COLUMNS, [("甲", 1), ("乙", 2)], caption="单位")
    assert [(group.label, len(group.rows)) for group in made.groups] == [("", 2)]
    assert [cell.text for _column, cell in made.groups[0].rows[1].cells] == ["乙", "2"]


def test_groups_come_in_the_order_of_their_first_thing():
    made = table(COLUMNS, [("乙", 1), ("甲", 2), ("乙", 3)], caption="单位", group=lambda thing: thing[0])
    assert [(group.label, [row.thing[1] for row in group.rows]) for group in made.groups] == [
        ("乙", [1, 3]),
        ("甲", [2]),
    ]
    assert len(made) == 3


def test_an_empty_list_has_no_groups():
    made = table(COLUMNS, [], caption="单位")
    assert (made.groups, len(made)) == ((), 0)


def test_a_cell_may_be_left_to_a_template():
    assert by_part("x.html")(object()) == Cell(part="x.html")
