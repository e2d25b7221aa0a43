"""Measure what the intake understands against documents with known answers.

``make measure-intake`` runs it over the corpus beside the repository (``../shared/corpus``; the environment variable
LIANDU_CORPUS names another place). Directories given as arguments are read instead; each holds documents and, beside
each, ``NAME.gold.json`` or (for plainly labelled public documents) ``NAME.json``. With ``--check`` the exit code is 1
when a bar is missed; ``--verbose`` prints what differs.
"""

import argparse
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from liandu.intake.understanding import ProposedProblem, Understanding, understand
from liandu.kernel.numerals import from_chinese
from liandu.papers.reading import read

DEFAULT_CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
BARS = {"precision": 0.95, "recall": 0.95, "paths": 0.95, "figures recall": 0.9, "figures precision": 0.9}
# Counted neither right nor wrong when the answers do not list them (the corpus' README says so).
NEUTRAL = frozenset(
    {
        "移送",
        "追责问责",
        "约谈",
        "立案",
        "会议",
        "党委会",
        "督查",
        "整改措施",
        "整改任务",
        "方面数",
        "廉政谈话",
        "制度",
        "意见建议",
        "大项问题",
        "子项问题",
    }
)
_FOLD = str.maketrans("，：；（）！？", ",:;()!?")
_LIST_WORD = re.compile(r"^(?:有的|有些|个别)")
_TAKEN_OFF = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]")


def fold(text: str) -> str:
    """Return ``text`` with white space dropped and full and half width made one, without a closing mark."""
    return _TAKEN_OFF.sub("", unicodedata.normalize("NFKC", text).translate(_FOLD)).rstrip("。.;,")


def numeral(ordinal: str) -> str:
    """Return only the numeral of an ordinal ("（十一）" -> "11"), so that decoration does not matter."""
    bare = re.sub(r"[^\w#一二三四五六七八九十百①-⑳]", "", unicodedata.normalize("NFKC", ordinal))
    digits = re.search(r"\d+", bare)
    if digits:
        return str(int(digits.group()))
    chinese = re.search(r"[一二三四五六七八九十百]+", bare)
    value = from_chinese(chinese.group()) if chinese else None
    return str(value) if value is not None else bare


def numerals(path: Iterable[str]) -> tuple[str, ...]:
    """Return a path of ordinals as numerals."""
    return tuple(numeral(part) for part in path)


@dataclass
class Score:
    """Counts of one document, or of all of them together."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def share(self, right: str, of: str) -> float:
        """Return right / of, 1 where there is nothing to get right."""
        return self.counts[right] / self.counts[of] if self.counts[of] else 1.0

    def rates(self) -> dict[str, float]:
        """Return the rates by name."""
        return {
            "precision": self.share("hits", "proposed"),
            "recall": self.share("hits", "leaves"),
            "paths": self.share("paths", "hits"),
            "levels": self.share("levels", "hits"),
            "starts": self.share("starts", "rectified"),
            "figures recall": self.share("figures found", "figures"),
            "figures precision": self.share("figures right", "figures judged"),
            "quantities": self.share("quantities", "figures found"),
            "units": self.share("units", "hits"),
        }


def judge_leaves(score: Score, found: Understanding, gold: Sequence[dict[str, Any]]) -> None:
    """Count leaf titles, their paths, levels, units and the beginnings of their rectification."""
    wanted: dict[str, list[dict[str, Any]]] = {}
    for known in gold:
        if known.get("leaf", True):
            wanted.setdefault(fold(known["title"]), []).append(known)
    score.counts["leaves"] += sum(map(len, wanted.values()))
    for problem in found.problems:
        if not problem.leaf:
            continue
        score.counts["proposed"] += 1
        candidates = wanted.get(fold(problem.title), [])
        if not candidates:
            score.notes.append(f"    + {'/'.join(problem.path)} {problem.title[:70]}  [{problem.reason}]")
            continue
        same = [
            c for c in candidates if numerals(c["path"]) == numerals(problem.path) and c.get("unit") == problem.unit
        ]
        answer = (same or candidates)[0]
        candidates.remove(answer)
        score.counts["hits"] += 1
        _compare(score, problem, answer)
    for rest in wanted.values():
        score.notes.extend(f"    - {'/'.join(p['path'])} {p['title'][:70]}" for p in rest)


def _compare(score: Score, problem: ProposedProblem, known: dict[str, Any]) -> None:
    if numerals(known["path"]) == numerals(problem.path):
        score.counts["paths"] += 1
    else:
        score.notes.append(f"    path {'/'.join(problem.path)} not {'/'.join(known['path'])}: {problem.title[:40]}")
    if known.get("level") in (None, problem.level.value):
        score.counts["levels"] += 1
    else:
        score.notes.append(f"    level {problem.level.value} not {known['level']}: {problem.title[:40]}")
    if _same_unit(known.get("unit"), problem.unit):
        score.counts["units"] += 1
    else:
        score.notes.append(f"    unit {problem.unit} not {known.get('unit')}: {problem.title[:40]}")
    start = known.get("rectification_start")
    if start or problem.rectification:
        score.counts["rectified"] += 1
        if start and problem.rectification and fold(problem.rectification).startswith(fold(start)):
            score.counts["starts"] += 1
        else:
            score.notes.append(
                f"    rectification {(problem.rectification or '')[:16]!r} not {start!r}: {problem.title[:40]}"
            )


def _same_unit(known: Any, unit: str | None) -> bool:
    if not isinstance(known, str):
        return True
    return unit is not None and fold(known) == fold(unit)


def judge_groups(score: Score, found: Understanding, groups: Sequence[dict[str, Any]]) -> None:
    """Count groups of a plainly labelled document: a group is one proposal, or covered exactly by leaves under one."""
    by_root: dict[tuple[str, ...], list[str]] = {}
    singles = set()
    for problem in found.problems:
        if problem.leaf:
            singles.add(_bare(problem.title))
        for depth in range(1, len(problem.path) + 1):
            by_root.setdefault(problem.path[:depth], []).append(problem.title)
    covered = {_bare("".join(titles)) for titles in by_root.values()}
    wanted = {_bare(group["title"]) for group in groups}
    score.counts["leaves"] += len(wanted)
    hits = {title for title in wanted if title in singles or title in covered}
    score.counts["hits"] += len(hits)
    score.counts["paths"] += len(hits)
    score.counts["levels"] += len(hits)
    score.counts["units"] += len(hits)
    whole = "".join(wanted)
    strays = [p for p in found.problems if p.leaf and _bare(p.title) not in whole]
    score.counts["proposed"] += len(hits) + len(strays)
    score.notes.extend(f"    + {p.title[:70]}" for p in strays)
    score.notes.extend(f"    - {title[:70]}" for title in wanted - hits)


def _bare(text: str) -> str:
    return re.sub(r"[^\w]", "", _LIST_WORD.sub("", fold(text)))


def judge_figures(score: Score, found: Understanding, gold: Sequence[dict[str, Any]], *, complete: bool) -> None:
    """Count figures by value, unit and words; ``complete`` says that the answers list all of their kinds."""
    free = list(found.figures)
    listed = {(float(known["value"]), known["unit"]) for known in gold if known["value"] is not None}
    for known in gold:
        score.counts["figures"] += 1
        same = [
            figure
            for figure in free
            if abs(figure.value - float(known["value"])) < 1e-6
            and (figure.unit == known["unit"] or not complete)
            and (
                fold(figure.text) in fold(known["text"])
                or fold(known["text"]) in fold(figure.text)
                or _overlap(figure.text, known["text"])
            )
        ]
        if not same:
            score.notes.append(f"    fig - {known['quantity']} {known['value']}{known['unit']} {known['text']}")
            continue
        best = next((figure for figure in same if figure.quantity == known["quantity"]), same[0])
        free.remove(best)
        score.counts["figures found"] += 1
        score.counts["figures right"] += 1
        score.counts["figures judged"] += 1
        if best.quantity == known["quantity"] and best.approximate == bool(known.get("approximate", best.approximate)):
            score.counts["quantities"] += 1
        elif complete:
            score.notes.append(f"    fig {best.quantity} not {known['quantity']}: {best.text}")
    for figure in free:
        if not complete or figure.quantity in NEUTRAL or (figure.value, figure.unit) in listed:
            continue
        score.counts["figures judged"] += 1
        score.notes.append(f"    fig + {figure.quantity} {figure.value:g}{figure.unit} {figure.text}")


def _overlap(left: str, right: str) -> bool:
    digits = re.findall(r"[\d.]+", fold(left))
    return bool(digits) and digits == re.findall(r"[\d.]+", fold(right))


def measure(path: Path, gold: dict[str, Any], *, plain: bool) -> Score:
    """Return the score of one document; ``plain`` for the layout that lists groups as printed."""
    found = understand(read(path, path.name))
    score = Score()
    if plain:
        judge_groups(score, found, gold["problems"])
        judge_figures(score, found, gold.get("numbers", []), complete=False)
    else:
        judge_leaves(score, found, gold["problems"])
        judge_figures(score, found, gold.get("figures", []), complete=True)
        kind_right = found.kind.value == gold["kind"]
        score.counts["kind right"] += kind_right
        score.counts["kinds"] += 1
        if not kind_right:
            score.notes.append(f"    kind {found.kind.value} not {gold['kind']}")
        counted = (len(found.recommendations), gold.get("recommendations"))
        score.notes.append(
            f"    recommendations {counted[0]} of {counted[1]}, "
            f"clue mentions {len(found.clue_mentions)} of {gold.get('clue_mentions')}"
        )
    for problem in found.problems:
        if any(problem.title in mention.text for mention in found.clue_mentions):
            score.counts["clues among problems"] += 1
    if not gold["problems"] and found.problems:
        score.counts["problems out of nothing"] += 1
    return score


def documents(directory: Path) -> list[tuple[Path, dict[str, Any], bool]]:
    """Return (document, answers, plainly labelled) for each answered document of a directory."""
    out = []
    for path in sorted(directory.iterdir()):
        if path.suffix == ".json" or not path.is_file():
            continue
        full, plain = path.with_name(f"{path.stem}.gold.json"), path.with_suffix(".json")
        if full.exists():
            out.append((path, json.loads(full.read_text("utf-8")), False))
        elif plain.exists():
            out.append((path, json.loads(plain.read_text("utf-8")), True))
    return out


def report(name: str, score: Score, *, notes: bool) -> None:
    """Print one line of rates, and the differences when wanted."""
    rates = score.rates()
    words = "  ".join(f"{key} {value:.3f}" for key, value in rates.items())
    extra = f"  clues {score.counts['clues among problems']}  from nothing {score.counts['problems out of nothing']}"
    print(f"{name:<14} leaves {score.counts['hits']}/{score.counts['leaves']}  {words}{extra}")
    if notes:
        print("\n".join(score.notes))


def run(directories: Sequence[Path], *, notes: bool) -> bool:
    """Measure the documents of ``directories``; return whether every bar is met for each directory."""
    good = True
    for directory in directories:
        total, plainly = Score(), False
        for path, gold, plain in documents(directory):
            score = measure(path, gold, plain=plain)
            report(path.name, score, notes=notes)
            total.counts.update(score.counts)
            plainly = plainly or plain
        report(directory.name, total, notes=False)
        if total.counts["kinds"]:
            print(f"{'':<14} kinds {total.counts['kind right']}/{total.counts['kinds']}")
        rates = total.rates()
        bars = {"precision": 1.0, "recall": 1.0} if plainly else BARS
        good = good and all(rates[bar] >= least for bar, least in bars.items())
        good = good and not total.counts["clues among problems"] and not total.counts["problems out of nothing"]
    return good


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("directories", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true", help="exit 1 when a bar is missed")
    parser.add_argument("--verbose", "-v", action="store_true", help="print what differs")
    options = parser.parse_args(arguments)
    corpus = Path(os.environ.get("LIANDU_CORPUS", DEFAULT_CORPUS))
    directories = options.directories or [corpus / "authored", corpus / "real"]
    missing = [str(directory) for directory in directories if not directory.is_dir()]
    if missing:
        print(f"not there: {', '.join(missing)}", file=sys.stderr)
        return 2
    good = run(directories, notes=options.verbose)
    return 1 if options.check and not good else 0


if __name__ == "__main__":
    sys.exit(main())
