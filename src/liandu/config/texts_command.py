"""``liandu classify``, ``themes`` and ``copies``: statements compared. No Django, no database, nothing stored."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from liandu.config.cluster import heavy_work
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.texts.classifying import Classifier, Reason, Suggestion
from liandu.texts.copies import CHUNK, Copy, copies
from liandu.texts.encoders import installed
from liandu.texts.grouping import Theme, common, group, join
from liandu.texts.keywords import Category, categories, categories_from
from liandu.texts.statements import Label, Statement, read_labels, read_statements

WORDS = {"high": "把握大", "middle": "把握一般", "low": "把握小"}


def run_classify(options: argparse.Namespace) -> int:
    """Print a suggestion for each statement; 0 done, 2 an input that cannot be taken."""
    return _answered(options, _classify)


def run_themes(options: argparse.Namespace) -> int:
    """Print themes and the queue; 0 done, 2 an input that cannot be taken."""
    return _answered(options, _themes)


def run_copies(options: argparse.Namespace) -> int:
    """Print pairs of texts that share passages; 0 done, 2 an input that cannot be taken."""
    return _answered(options, _copies)


Answer = tuple[dict[str, Any], list[str]]  # for programs, and as lines for people


def _answered(options: argparse.Namespace, command: Callable[[argparse.Namespace], Answer]) -> int:
    try:
        data, lines = command(options)
    except _Named as refused:
        sys.stderr.write(f"{refused.file}: {refused.why}\n")
        return 2
    if options.json:
        json.dump(data, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


class _Named(Exception):
    """A refusal with the file it is about."""

    def __init__(self, file: str, why: Refusal) -> None:
        super().__init__(file)
        self.file, self.why = file, why


def _read(file: str, reader: Callable[..., Any], *more: Any) -> Any:
    try:
        return reader(Path(file), *more)
    except Refusal as refusal:
        raise _Named(file, refusal) from refusal


def _classifier(options: argparse.Namespace, statements: Sequence[Statement]) -> Classifier:
    """Return the classifier that the options ask for; labels by id learn from the text of that statement."""
    classes: Mapping[str, Category] = _read(options.taxonomy, categories_from) if options.taxonomy else categories()
    labels: list[Label] = _read(options.labels, read_labels, classes) if options.labels else []
    texts = {statement.id: statement.text for statement in statements}
    labels = [Label(label.code, label.text or texts.get(label.id, ""), label.id) for label in labels]
    try:
        encoders = installed() if options.encoders == "installed" else ()
    except Refusal as refusal:
        raise _Named("liandu[encoder]", refusal) from refusal
    return Classifier(classes, encoders, labels, sorted({s.unit for s in statements if s.unit}))


def _classify(options: argparse.Namespace) -> Answer:
    statements: list[Statement] = _read(options.file, read_statements)
    classifier = _classifier(options, statements)
    suggestions = classifier.suggest(statements)
    data = {
        "calibrated": classifier.calibrated,
        "method": str(classifier.learned.method),
        "results": [_result(*pair) for pair in zip(statements, suggestions, strict=True)],
    }
    names = {code: f"{code} {category.name}" for code, category in classifier.categories.items()}
    lines = [
        f"{statement.id}\t{names[said.code]}\t{WORDS[said.confidence]}\t{statement.text}"
        for statement, said in zip(statements, suggestions, strict=True)
    ]
    return data, lines


def _result(statement: Statement, said: Suggestion) -> dict[str, Any]:
    classes = [{"code": code, "score": round(share, 4)} for code, share in zip(said.codes, said.shares, strict=True)]
    result = {
        "id": statement.id,
        "classes": classes,
        "confidence": str(said.confidence),
        "why": [_reason(reason) for reason in said.reasons],
    }
    return result | ({"confirmed": True} if said.confirmed else {})


def _reason(reason: Reason) -> dict[str, Any]:
    if reason.keyword:
        return {"keyword": reason.keyword}
    return {"confirmed": reason.confirmed, "likeness": round(reason.likeness, 4)}


def _themes(options: argparse.Namespace) -> Answer:
    statements: list[Statement] = _read(options.file, read_statements)
    classifier = _classifier(options, statements)
    by_id = {statement.id: statement for statement in statements}
    if not 0 < options.resolution <= 1000:
        raise _Named("--resolution", Refusal("themes.resolution", gettext_noop("粗细应是大于 0、不超过 1000 的数。")))
    candidates: Sequence[Theme] = ()
    if options.earlier:
        earlier = _read(options.earlier, _read_themes, classifier.categories)
        found, candidates = join(earlier, statements, classifier, options.resolution)
    else:
        found = group(statements, classifier, options.resolution)
    data: dict[str, Any] = {"themes": [_theme(theme, by_id) for theme in found.themes], "queue": list(found.queue)}
    if options.earlier:
        data["candidates"] = [_theme(theme, by_id) for theme in candidates]
    lines = [f"{theme.id}\t{len(theme.members)}\t{theme.label}\t{_text(theme.medoid, by_id)}" for theme in found.themes]
    return data, [*lines, f"待归类\t{len(found.queue)}"]


def _text(identity: str, by_id: Mapping[str, Statement]) -> str:
    return by_id[identity].text if identity in by_id else ""


def _theme(theme: Theme, by_id: Mapping[str, Statement]) -> dict[str, Any]:
    members = [by_id[member] for member in theme.members if member in by_id]
    return {
        "id": theme.id,
        "label": theme.label,
        "class": theme.code,
        "members": list(theme.members),
        "medoid": theme.medoid,
        "units": sorted({member.unit for member in members if member.unit}),
        "sectors": sorted({member.sector for member in members if member.sector}),
        "common": common(members),
    }


def _read_themes(path: Path, classes: Mapping[str, Category]) -> list[Theme]:
    """Return the themes of an earlier run from its JSON; refuse what is none."""
    try:
        rows = json.loads(path.read_bytes())["themes"]
        found = [
            Theme(
                str(row["id"]),
                str(row["class"]),
                str(row["label"]),
                tuple(map(str, row["members"])),
                str(row["medoid"]),
            )
            for row in rows
        ]
        numbered = all(
            theme.id.startswith(f"{theme.code}-") and theme.id.rpartition("-")[2].isdigit() for theme in found
        )
        members = [member for theme in found for member in theme.members]
        sound = numbered and len(set(members)) == len(members) and all(theme.code in classes for theme in found)
    except OSError as error:
        raise Refusal(
            "themes.unreadable", gettext_noop("这个文件打不开：%(why)s"), why=error.strerror or str(error)
        ) from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refusal("themes.broken", gettext_noop("这个文件不是 liandu themes --json 的结果。")) from error
    if not sound:
        raise Refusal("themes.unsound", gettext_noop("以前的主题与分类表不符，或者有一条问题同时在两个主题里。"))
    return found


def _copies(options: argparse.Namespace) -> Answer:
    statements: list[Statement] = _read(options.file, read_statements)
    if len(statements) > CHUNK:
        with heavy_work() as pool:
            found = copies(statements, options.superior, pool)
    else:  # starting processes would take longer than the work
        found = copies(statements, options.superior)
    lines = [f"{copy.score:.2f}\t{copy.kind}\t{copy.a}\t{copy.b}\t{len(copy.passages)}" for copy in found]
    return {"pairs": [_pair(copy) for copy in found]}, lines


def _pair(copy: Copy) -> dict[str, Any]:
    return {
        "a": copy.a,
        "b": copy.b,
        "score": round(copy.score, 4),
        "kind": str(copy.kind),
        "passages": [
            {
                "a": list(passage.a),
                "b": list(passage.b),
                "common": passage.common,
                "changed": [{"a": list(one), "b": list(other)} for one, other in passage.changed],
            }
            for passage in copy.passages
        ],
    }
