"""Items with a year of history by bulk SQL: every item has ten balances and ten journal entries, in a few statements.

The days follow a small table of patterns (one for each phase of the year, ten steps each), so that the database makes
the rows itself: 100,000 items with 1,000,000 balances and entries take seconds, not hours through the commands. What
the commands would have written is what stands there; tests hold the commands to it, a benchmark only needs the shape.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from liandu.inspections.models import Round, Term
from liandu.orgs.commands import add_unit
from liandu.orgs.models import Unit
from liandu.rectification.models import FAR
from liandu.rectification.rules.past import fork_of
from tests.people import SINCE

PHASES, STEPS = 97, 10
FIRST = date(2025, 12, 1)
MIDDLE = date(2026, 6, 1)
UNITS = 400
SECTORS = ("district", "department", "soe", "university")
# Act, state, result and how many days after the step before.
LIFE = (
    ("item.opened", "registered", "not_done", 0),
    ("item.acknowledged", "acknowledged", "not_done", 9),
    ("item.plan_submitted", "plan_review", "not_done", 19),
    ("item.plan_approved", "rectifying", "under_way", 11),
    ("item.progress_reported", "rectifying", "under_way", 31),
    ("item.extended", "rectifying", "under_way", 37),
    ("item.stage_completed", "rectifying", "basically_done", 29),
    ("item.closure_requested", "requested", "basically_done", 23),
    ("item.returned", "rectifying", "under_way", 13),
    ("item.written_off", "written_off", "done", 41),
)


def make_units(city: Any) -> list[Unit]:
    """Add 400 units with a sector."""
    return [
        add_unit(name=f"单位{n}", code=f"7{n:03d}", parent=city.units.root, by=None, sector=SECTORS[n % 4])
        for n in range(UNITS)
    ]


def patterns() -> list[tuple[Any, ...]]:
    """Return the steps of each phase: phase, step, since, until, fork, act, state, result, deadline, extensions."""
    rows = []
    for phase in range(PHASES):
        days = [FIRST + timedelta(days=phase * 13 // 10)]
        for place in range(1, STEPS):
            days.append(days[-1] + timedelta(days=LIFE[place][3] + (phase * 7 + place) % 5))
        due = days[3] + timedelta(days=150 + phase % 40)
        steps = [*LIFE[:-1], LIFE[-1] if phase % 3 else ("item.progress_reported", "rectifying", "under_way", 41)]
        for place, (act, state, result, _gap) in enumerate(steps):
            until = days[place + 1] if place + 1 < STEPS else FAR
            due_on = None if place < 3 else due + timedelta(days=30 * (place >= 5))
            row = (phase, place, days[place], until, fork_of(days[place], until), act, state, result, due_on)
            rows.append((*row, int(place >= 5), days[place] if state == "written_off" else None))
    return rows


def fill(city: Any, count: int, *, entries: bool = True, balances: bool = True) -> None:
    """Write ``count`` items of 400 units and their history, without what is switched off."""
    units = make_units(city)
    term = Term.objects.create(number=9, name="第九届", since=SINCE)
    first_round = Round.objects.create(term=term, number=1, name="第一轮", since=SINCE)
    for number in range(2, 5):
        Round.objects.create(term=term, number=number, name=f"第{number}轮", since=SINCE)
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        _pattern_table(cursor)
        places = {
            "series": f"generate_series(0, {count - 1}) AS s(n)" if postgres else _counting(count),
            "number": _number(count, postgres=postgres),
            "unit": f"({units[0].pk} + n %% {UNITS})",
            "round": f"({first_round.pk} + n * 4 / {count})",
            "false": "false" if postgres else "0",
            "phase": f"((n / 3) %% {PHASES})",
        }
        _findings(cursor, places, clerk=city.people.clerk.pk)
        _items(cursor)
        if balances:
            _balances(cursor)
        if entries:
            _entries(cursor)
        cursor.execute("ANALYZE")
    if postgres and not connection.in_atomic_block:  # a test fills inside a transaction, where nothing can be vacuumed
        connection.ensure_connection()
        for table in ("findings_finding", "rectification_item", "rectification_balance"):
            connection.cursor().execute(f"VACUUM ANALYZE {table}")


def _counting(count: int) -> str:
    return f"(WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < {count - 1}) SELECT n FROM s)"  # noqa: S608 - a number of ours


def _number(count: int, *, postgres: bool) -> str:
    padded = "lpad(n::text, 7, '0')" if postgres else "substr('000000' || n, -7)"
    unit = f"lpad((n %% {UNITS})::text, 3, '0')" if postgres else f"substr('00' || n %% {UNITS}, -3)"
    return f"'9-0' || (1 + n * 4 / {count}) || '-7' || {unit} || '-' || {padded}"


def _pattern_table(cursor: Any) -> None:
    cursor.execute(
        "CREATE TEMPORARY TABLE pattern (phase integer, step integer, since date, until date, fork integer,"
        " act varchar(40), state varchar(12), result varchar(16), due_on date, extensions integer, closed_on date)"
    )
    marks = ", ".join(["%s"] * 11)
    cursor.executemany(f"INSERT INTO pattern VALUES ({marks})", patterns())  # noqa: S608 - marks only


def _findings(cursor: Any, places: dict[str, str], *, clerk: int) -> None:
    statement = (
        "INSERT INTO findings_finding (number, round_id, unit_id, aspect, problem, title, category, category_confirmed,"
        " item, theme_confirmed, stated, rectification, quote, state, confirmed_at, confirmed_by_id, source,"
        " source_number, feedback_on) SELECT {number}, {round}, {unit}, '落实第' || (n %% 60) || '项部署方面', '第' ||"
        " (n %% 900) || '类工作推进不力', '第' || n || '号事项责任不清、推进缓慢，项目超期未完成，资金沉淀', 'A' ||"
        " (1 + n %% 4), {false}, 0, {false}, '{{}}', '', '第' || n || '号事项责任不清、推进缓慢', 'confirmed', %s,"
        " %s, '', '', '2025-11-20' FROM {series}"
    )
    cursor.execute(statement.format(**places), [timezone.now(), clerk])


def _items(cursor: Any) -> None:
    """Each item stands where the last step of its pattern left it."""
    phase = f"((finding.id / 3) %% {PHASES})"
    statement = (
        "INSERT INTO rectification_item (number, finding_id, unit_id, round_id, category, theme, state, kind, result,"  # noqa: S608 - numbers of ours
        " due_on, step_due_on, extensions, reopenings, first_person, leader, department, person, remark, kept_at,"
        " opened_at, closed_at, changed_at, progress_on) SELECT finding.number, finding.id, finding.unit_id,"
        " finding.round_id, finding.category, '', pattern.state, 'by_date', pattern.result, pattern.due_on,"
        " CASE WHEN pattern.state = 'rectifying' THEN pattern.due_on END, pattern.extensions, 0,"
        " '李书记', '王副书记', '办公室', '张主任', '', '', %s,"
        " CASE WHEN pattern.state = 'written_off' THEN %s END, %s, pattern.since FROM findings_finding finding"
        f" JOIN pattern ON pattern.phase = {phase} AND pattern.step = {STEPS - 1} WHERE finding.number LIKE '9-0%%'"
    )
    now = timezone.now()
    cursor.execute(statement, [datetime(2025, 12, 1, tzinfo=timezone.get_current_timezone()), now, now])


def _balances(cursor: Any) -> None:
    statement = (
        "INSERT INTO rectification_balance (item_id, number, unit_id, round_id, category, since, until, fork, state,"  # noqa: S608 - numbers of ours
        " kind, result, due_on, step_due_on, extensions, reopenings, first_person, leader, department, person,"
        " remark, progress_on, closed_on, act, seq) SELECT item.id, item.number, item.unit_id, item.round_id,"
        " item.category,"
        " pattern.since, pattern.until, pattern.fork, pattern.state, 'by_date', pattern.result, pattern.due_on,"
        " CASE WHEN pattern.state = 'rectifying' THEN pattern.due_on END, pattern.extensions, 0,"
        " '李书记', '王副书记', '办公室', '张主任', '', NULL, pattern.closed_on,"
        f" pattern.act, 1000000000 + item.id * {STEPS} + pattern.step FROM rectification_item item"
        f" JOIN pattern ON pattern.phase = ((item.finding_id / 3) %% {PHASES}) ORDER BY pattern.since, item.id"
    )
    cursor.execute(statement, [])


def _entries(cursor: Any) -> None:
    """The entries carry no real digests: nobody verifies them here."""
    cursor.execute(
        "INSERT INTO journal_entry (seq, at, act, subject, actor, actor_name, office, channel, request_id, reason,"
        " facts, digest) SELECT balance.seq, %s, balance.act, 'rectification.item:' || balance.item_id,"
        " 'liuwen', '刘文', '市委巡察办', 'page', '', '', '{\"number\": \"\"}', '' FROM rectification_balance balance",
        [timezone.now()],
    )
