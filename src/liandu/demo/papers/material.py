"""The material of the demo city: every paper printed into a folder, with what a reader should find in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from liandu.demo import city, county
from liandu.demo.papers.composing import compose_opinion
from liandu.demo.papers.lines import Sheet
from liandu.demo.papers.notices import answered, compose_news, compose_progress, compose_summary
from liandu.demo.papers.printing import PRINTS
from liandu.demo.papers.texts import (
    ROUND_NINE,
    Opinion,
    county_opinions,
    earlier_opinions,
    load,
    opinions,
    progress_notices,
)
from liandu.demo.places import Place


@dataclass(frozen=True, slots=True)
class MaterialFile:
    """A file of the material.

    ``unit`` is the key of the unit it is about, "" when it is about several or none; ``round`` the key of its round.
    ``kind`` is one of inspection_report, special_report, feedback_opinion, clue_list, progress_report, ledger, other;
    ``classification`` public or internal. ``expected_leaf_titles`` are the problems it states, in document order,
    exactly as an intake should propose them.
    """

    path: Path
    unit: str
    round: str
    kind: str
    title: str
    classification: str
    dated: date
    expected_leaf_titles: tuple[str, ...]


def build_material(folder: Path, place: Place = city.PLACE) -> list[MaterialFile]:
    """Write all files of ``place`` below ``folder`` (a folder a round) and return them: the newest opinions first."""
    files = []
    for sheet, form, file in _PAPERS[place.key](folder):
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.path.write_bytes(PRINTS[form].write(sheet))
        files.append(file)
    return files


def _papers_of_the_city(folder: Path) -> Iterator[tuple[Sheet, str, MaterialFile]]:
    """Yield every paper with the name of its format and the file it is to become."""
    yield from _opinions(folder, city.PLACE, (*opinions(), *earlier_opinions()))
    for notice in progress_notices():
        sheet = compose_progress(notice)
        yield (
            sheet,
            notice.format,
            _public(folder, sheet, notice.format, dated=notice.dated, titles=answered(notice), unit=notice.unit),
        )
    sheet, titles = compose_summary()
    yield sheet, "docx", _public(folder, sheet, "docx", dated=load("others.yaml")["summary"]["dated"], titles=titles)
    sheet = compose_news()
    yield sheet, "html", _public(folder, sheet, "html", dated=load("others.yaml")["news"]["dated"], titles=[])


def _papers_of_the_county(folder: Path) -> Iterator[tuple[Sheet, str, MaterialFile]]:
    """Yield the opinions of the county's round."""
    yield from _opinions(folder, county.PLACE, county_opinions())


def _opinions(folder: Path, place: Place, papers: tuple[Opinion, ...]) -> Iterator[tuple[Sheet, str, MaterialFile]]:
    for turn, opinion in enumerate(papers):
        sheet = compose_opinion(opinion, turn, place)
        yield (
            sheet,
            opinion.format,
            MaterialFile(
                path=_path(folder, opinion.round, sheet, opinion.format),
                unit=opinion.unit,
                round=opinion.round,
                kind=opinion.kind,
                title=sheet.title,
                classification=opinion.classification,
                dated=place.inspection(opinion.unit, opinion.round).feedback,
                expected_leaf_titles=tuple(leaf.title for leaf in opinion.leaves()),
            ),
        )


def _public(folder: Path, sheet: Sheet, form: str, *, dated: date, titles: list[str], unit: str = "") -> MaterialFile:
    """Return the row of a paper of round nine that everybody may read: a unit's progress notice, or of no one unit."""
    kind = "progress_report" if unit else "other"
    path = _path(folder, ROUND_NINE, sheet, form)
    return MaterialFile(path, unit, ROUND_NINE, kind, sheet.title, "public", dated, tuple(titles))


def _path(folder: Path, round_key: str, sheet: Sheet, form: str) -> Path:
    return folder / round_key / f"{sheet.title}.{PRINTS[form].ending}"


_PAPERS = {"city": _papers_of_the_city, "county": _papers_of_the_county}
