"""A new round as a clerk brings it in: opened by hand, its opinion dropped, read by the worker, checked by keys."""

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.papers import an_opinion
from tests.browser.site import Site

# By language, so that the second story is another round of another unit: its number, and which unit of those below.
TURNS = {"zh-hans": (31, 0), "en": (32, 1)}
# Units of which earlier rounds found at least two problems, the one with most of them first.
UNITS = (
    "SELECT unit.id, unit.name FROM orgs_unit unit JOIN findings_finding finding ON finding.unit_id = unit.id"
    " JOIN inspections_round round ON round.id = finding.round_id WHERE round.number < 9"
    " AND finding.state = 'confirmed' GROUP BY unit.id HAVING count(*) >= 2 ORDER BY count(*) DESC, unit.id"
)
EARLIER = (
    "SELECT finding.title FROM findings_finding finding JOIN inspections_round round ON round.id = finding.round_id"
    " WHERE round.number < 9 AND finding.unit_id = ? ORDER BY length(finding.title) DESC, finding.id LIMIT 2"
)
OF_ROUND = "SELECT id FROM findings_finding WHERE round_id = ? ORDER BY id"
NEW_WORDS = ("无人机巡护记录与飞行日志对不上", "档案库房温湿度长期无人登记")
READ_SECONDS, WORKER_SECONDS = 40, 180


@dataclass(frozen=True, slots=True)
class NewRound:
    """What came in, by keys: the round, and its findings, the first two of which say earlier ones again."""

    key: int
    findings: tuple[int, ...]


def rows_of(site: Site, question: str, *given: object) -> list[tuple]:
    """Return all rows that a read-only SQL question gives."""
    with closing(sqlite3.connect(f"file:{site.home / 'liandu.sqlite3'}?mode=ro", uri=True)) as database:
        return database.execute(question, given).fetchall()


def brought_in(clerk: Page, director: Page, site: Site, folder: Path, language: str) -> NewRound:
    """Let the director open a round and an inspection, and the clerk drop its opinion and accept what was read."""
    number, turn = TURNS[language]
    unit, name = rows_of(site, UNITS)[turn]
    again = [f"{title}，整改后仍有发生" for (title,) in rows_of(site, EARLIER, unit)]
    director.goto(site.url("/rounds/open/"))
    director.fill("#id_number", str(number))
    director.fill("#id_name", f"第五届市委第{number}轮巡察")
    director.fill("#id_since", "2026-07-01")
    director.locator("main form button.primary").click()
    director.locator("a[href$='/inspections/open/']").first.click()
    director.select_option("#id_unit", str(unit))
    director.fill("#id_team", "市委第一巡察组")
    director.fill("#id_feedback_on", "2026-08-20")
    director.locator("main form button.primary").click()
    key = site.value("SELECT id FROM inspections_round WHERE number = ?", number)
    clerk.goto(site.url(f"/rounds/{key}/"))
    clerk.locator("a.button.primary[href$='/upload/']").click()
    opinion = an_opinion(folder, f"关于巡察{name}的反馈意见", "日常管理", "专项工作", (*again, *NEW_WORDS))
    clerk.set_input_files("#upload input[type=file]", opinion)
    clerk.click("#send")
    expect(clerk.locator("#uploads .upload[data-state=done]")).to_have_count(1)
    clerk.click("#after")
    expect(clerk.locator("#documents[hx-trigger]")).to_have_count(0, timeout=READ_SECONDS * 1_000)
    clerk.locator("tr", has=clerk.locator(f"a:text-is('{opinion.stem}')")).locator("a.button").click()
    expect(clerk.locator(".row[data-state=open]").first).to_be_visible()
    clerk.keyboard.press("Shift+A")
    expect(clerk.locator("#all-dialog [data-number=acceptable]")).to_have_text("4")
    clerk.keyboard.press("Control+Enter")
    expect(clerk.locator("#done")).to_be_focused()
    return NewRound(key, tuple(finding for (finding,) in rows_of(site, OF_ROUND, key)))


def wait_for_the_worker(site: Site, question: str, keys: tuple[int, ...]) -> list[tuple]:
    """Return what ``question`` gives once it gives a row for each of ``keys``, which fill its place for a list."""
    asked = question.format(", ".join(map(str, keys)))
    deadline = time.monotonic() + WORKER_SECONDS
    while len(rows := rows_of(site, asked)) < len(keys):
        assert time.monotonic() < deadline, (question, rows)
        time.sleep(0.5)
    return rows
