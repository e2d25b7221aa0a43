"""From plain data to a taxonomy: every wrong place is named with its line and a sentence, all of them at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.texts.keywords import Aspect, Category, leads_of
from liandu.texts.taxonomies import Group, OtherView, Retired, Taxonomy

Path = tuple[str, ...]
Lines = dict[Path, int]
ASPECT_CODE = re.compile(r"[A-Z]")
LEAF_CODE = re.compile(r"[A-Z][1-9][0-9]{0,2}")
VIEW_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
GROUP_CODE = re.compile(r"[A-Z][A-Z0-9]{0,5}")
MOST_LEAVES, MOST_WORDS, MOST_FAULTS = 200, 500, 50
SHORT, NAME, LONG = 40, 120, 2000  # characters
SECTORS = ("district", "department", "soe", "university", "village")
# What stands in a taxonomy file beside the taxonomy: it is kept by those who read it, not here.
COMPANIONS = frozenset(
    {"schema_version", "default_language", "sectors", "personnel_special_check", "discipline_six", "severity",
     "rectification_kind"}
)  # fmt: skip
_TOP = {"level1", "leaves", "views", "retired"}
_LEAF = {
    "code", "parent", "zh", "en", "definition_zh", "definition_en", "keywords", "confusable", "sectors",
    "closure_evidence", "lead_department_hint",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: its line (0 where there is no file), a sentence with ``%(name)s`` places, what fills them."""

    line: int
    sentence: str
    facts: dict[str, Any] = field(default_factory=dict)


class Faulty(Refusal):
    """A taxonomy with wrong places: ``faults`` in the order of their lines; the sentence is that of the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))[:MOST_FAULTS]
        first = self.faults[0]
        super().__init__("taxonomy.faulty", first.sentence, **first.facts)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it travel back whole from a worker process."""
        return (type(self), (self.faults,))


class Reading:
    """The data at hand, its lines, what was found wrong so far, and where each class stands."""

    def __init__(self, lines: Lines | None = None) -> None:
        self.lines = lines or {}
        self.faults: list[Fault] = []
        self.places: dict[str, Path] = {}

    def fault(self, path: Path, sentence: str, **facts: Any) -> None:
        """Note that something is wrong at ``path``, or at what holds it."""
        at = path
        while at and at not in self.lines:
            at = at[:-1]
        self.faults.append(Fault(self.lines.get(at, 0), sentence, facts))

    def mapping(self, value: Any, path: Path) -> Mapping[str, Any]:
        """Return the mapping at ``path``, an empty one with a fault for anything else."""
        if isinstance(value, Mapping):
            return value
        self.fault(path, gettext_noop("“%(name)s”应是“名字: 内容”的写法。"), name=_named(path))
        return {}

    def items(self, value: Any, path: Path, most: int) -> list[Any]:
        """Return the list at ``path``; what is left out, or empty, is an empty one."""
        if value in ("", None):
            return []
        if not isinstance(value, list):
            self.fault(path, gettext_noop("“%(name)s”应是一列，每项一行，或者写成 [甲, 乙]。"), name=_named(path))
            return []
        if len(value) > most:
            self.fault(path, gettext_noop("“%(name)s”超过 %(most)s 项。"), name=_named(path), most=most)
        return value[:most]

    def text(self, value: Any, path: Path, most: int, *, needed: bool = False) -> str:
        """Return the text at ``path`` on one line without blanks around it."""
        if isinstance(value, (Mapping, list)):
            self.fault(path, gettext_noop("“%(name)s”应是文字。"), name=_named(path))
            return ""
        text = " ".join(str(value if value is not None else "").split())
        if any(not char.isprintable() for char in text):
            self.fault(path, gettext_noop("“%(name)s”里有不能显示的字符。"), name=_named(path))
            return ""
        if needed and not text:
            self.fault(path, gettext_noop("“%(name)s”没有填写。"), name=_named(path))
        if len(text) > most:
            self.fault(path, gettext_noop("“%(name)s”超过 %(most)s 字。"), name=_named(path), most=most)
        return text[:most]

    def words(self, value: Any, path: Path, most: int, longest: int = SHORT) -> tuple[str, ...]:
        """Return the texts of the list at ``path``, each once, without empty ones."""
        found = [
            self.text(word, (*path, str(at)), longest) for at, word in enumerate(self.items(value, path, most))
        ]  # fmt: skip
        return tuple(dict.fromkeys(word for word in found if word))

    def unknown(self, told: Mapping[str, Any], path: Path, known: Iterable[str]) -> None:
        """Note every name that means nothing here: a slip of the pen would be lost silently."""
        for name in [name for name in told if name not in known]:
            self.fault((*path, str(name)), gettext_noop("不认识“%(name)s”，请核对拼写。"), name=str(name)[:40])


def _named(path: Path) -> str:
    return next((part for part in reversed(path) if not part.isdecimal()), "")[:40]


def read(data: Any, lines: Lines | None = None) -> Taxonomy:
    """Return the taxonomy that ``data`` spells; raise Faulty with everything that is wrong with it."""
    reading = Reading(lines)
    if not isinstance(data, Mapping) or "level1" not in data or "leaves" not in data:
        raise Faulty(
            [Fault(1 if lines else 0, gettext_noop("这个文件不是分类表：应有 level1（一级）和 leaves（类别）。"))]
        )
    top = data
    reading.unknown(top, (), _TOP | COMPANIONS)
    aspects = _aspects(reading, top.get("level1"))
    leaves = _leaves(reading, top.get("leaves"), aspects)
    retired = _retired(reading, top.get("retired"), leaves)
    views = _views(reading, top.get("views") or {}, leaves)
    _check_confusable(reading, leaves, retired)
    if reading.faults:
        raise Faulty(reading.faults)
    return Taxonomy(aspects, leaves, views, retired)


def _aspects(reading: Reading, data: Any) -> dict[str, Aspect]:
    found = {}
    for code, told in reading.mapping(data, ("level1",)).items():
        path = ("level1", str(code))
        if not ASPECT_CODE.fullmatch(str(code)):
            reading.fault(path, gettext_noop("一级代号“%(which)s”应是一个大写字母。"), which=str(code)[:40])
            continue
        row = reading.mapping(told, path)
        reading.unknown(row, path, {"zh", "en", "short_zh"})
        full = reading.text(row.get("zh"), (*path, "zh"), NAME, needed=True)
        name = reading.text(row.get("short_zh"), (*path, "short_zh"), SHORT) or full[:SHORT]
        found[code] = Aspect(code, name, reading.text(row.get("en"), (*path, "en"), NAME), full)
    return found


def _leaves(reading: Reading, data: Any, aspects: Mapping[str, Aspect]) -> dict[str, Category]:
    found: dict[str, Category] = {}
    for at, told in enumerate(reading.items(data, ("leaves",), MOST_LEAVES)):
        path = ("leaves", str(at))
        row = reading.mapping(told, path)
        code = reading.text(row.get("code"), (*path, "code"), SHORT)
        if not LEAF_CODE.fullmatch(code):
            sentence = gettext_noop("类别代号“%(which)s”应是一个大写字母加数字，例如 B4。")
            reading.fault((*path, "code"), sentence, which=code)
            continue
        if code in found:
            reading.fault((*path, "code"), gettext_noop("代号 %(which)s 用了两次。"), which=code)
            continue
        reading.places[code] = path
        found[code] = leaf_of(reading, row, path, code, aspects)
    if not found and not reading.faults:
        reading.fault(("leaves",), gettext_noop("分类表里没有类别。"))
    return found


def leaf_of(reading: Reading, row: Mapping[str, Any], path: Path, code: str, aspects: Mapping[str, Aspect]) -> Category:
    """Return one class of the data at ``path``; what is wrong is noted in ``reading``."""
    reading.unknown(row, path, _LEAF)
    parent = reading.text(row.get("parent"), (*path, "parent"), SHORT)
    if parent not in aspects:
        reading.fault(
            (*path, "parent"), gettext_noop("%(which)s 的一级“%(parent)s”不存在。"), which=code, parent=parent
        )
    lead = reading.text(row.get("lead_department_hint"), (*path, "lead_department_hint"), NAME)
    confusable = reading.mapping(row.get("confusable") or {}, (*path, "confusable"))
    return Category(
        code=code,
        parent=parent,
        name=reading.text(row.get("zh"), (*path, "zh"), SHORT, needed=True),
        name_en=reading.text(row.get("en"), (*path, "en"), NAME),
        definition=reading.text(row.get("definition_zh"), (*path, "definition_zh"), LONG),
        keywords=reading.words(row.get("keywords"), (*path, "keywords"), MOST_WORDS),
        leads=leads_of(lead),
        definition_en=reading.text(row.get("definition_en"), (*path, "definition_en"), LONG),
        confusable=tuple(
            (str(other), reading.text(words, (*path, "confusable", str(other)), 300))
            for other, words in confusable.items()
        ),
        sectors=_weights(reading, row.get("sectors") or {}, (*path, "sectors")),
        evidence=reading.words(row.get("closure_evidence"), (*path, "closure_evidence"), 20, NAME),
        lead=lead,
    )


def _weights(reading: Reading, data: Any, path: Path) -> tuple[tuple[str, int], ...]:
    told = reading.mapping(data, path)
    reading.unknown(told, path, SECTORS)
    found = []
    for sector in SECTORS:
        if sector not in told:
            continue
        weight = reading.text(told[sector], (*path, sector), 1)
        if weight not in {"0", "1", "2", "3"}:
            reading.fault((*path, sector), gettext_noop("%(sector)s 的权重应是 0 到 3 的整数。"), sector=sector)
            continue
        found.append((sector, int(weight)))
    return tuple(found)


def _retired(reading: Reading, data: Any, leaves: Mapping[str, Category]) -> dict[str, Retired]:
    found: dict[str, Retired] = {}
    for at, told in enumerate(reading.items(data, ("retired",), 1000)):
        path = ("retired", str(at))
        row = reading.mapping(told, path)
        reading.unknown(row, path, {"code", "parent", "zh", "en", "into", "since"})
        code = reading.text(row.get("code"), (*path, "code"), SHORT)
        if not LEAF_CODE.fullmatch(code):
            reading.fault((*path, "code"), gettext_noop("停用的代号“%(which)s”不是类别代号。"), which=code)
            continue
        if code in found or code in leaves:
            sentence = gettext_noop("代号 %(which)s 已经停用，不能再用，也不能写两次。")
            reading.fault((*path, "code"), sentence, which=code)
            continue
        reading.places[code] = path
        since = reading.text(row.get("since"), (*path, "since"), 6)
        into = reading.words(row.get("into"), (*path, "into"), 20)
        if since and not since.isdecimal():
            reading.fault((*path, "since"), gettext_noop("%(which)s 的停用版次应是数字。"), which=code)
            since = ""
        found[code] = Retired(
            code,
            reading.text(row.get("parent"), (*path, "parent"), SHORT) or code[0],
            reading.text(row.get("zh"), (*path, "zh"), SHORT),
            reading.text(row.get("en"), (*path, "en"), NAME),
            into,
            int(since or 0),
        )
    for gone in found.values():
        for other in gone.into:
            if other not in leaves and (other not in found or other == gone.code):
                sentence = gettext_noop("停用的 %(which)s 并入“%(into)s”，没有这个类别。")
                reading.fault((*reading.places[gone.code], "into"), sentence, which=gone.code, into=other)
    return found


def _views(reading: Reading, data: Any, leaves: Mapping[str, Category]) -> tuple[OtherView, ...]:
    found = []
    for key, told in reading.mapping(data, ("views",)).items():
        path = ("views", str(key))
        if not VIEW_KEY.fullmatch(str(key)):
            reading.fault(path, gettext_noop("视图的代号“%(which)s”应是小写字母。"), which=str(key)[:40])
            continue
        row = reading.mapping(told, path)
        name = reading.text(row.get("zh"), (*path, "zh"), SHORT, needed=True)
        name_en = reading.text(row.get("en"), (*path, "en"), NAME)
        parts = [(str(code), part) for code, part in row.items() if code not in {"zh", "en", "leaves"}]
        groups = [_group(reading, code, part, (*path, code), leaves) for code, part in parts]
        if "leaves" in row:
            groups.insert(0, Group("", "", "", _members(reading, row["leaves"], (*path, "leaves"), leaves)))
        found.append(OtherView(key, name, name_en, tuple(groups)))
    return tuple(found)


def _group(reading: Reading, code: str, data: Any, path: Path, leaves: Mapping[str, Category]) -> Group:
    if not GROUP_CODE.fullmatch(code):
        reading.fault(path, gettext_noop("不认识“%(name)s”，请核对拼写。"), name=code[:40])
    row = reading.mapping(data, path)
    reading.unknown(row, path, {"zh", "en", "leaves"})
    name = reading.text(row.get("zh"), (*path, "zh"), SHORT, needed=True)
    name_en = reading.text(row.get("en"), (*path, "en"), NAME)
    return Group(code, name, name_en, _members(reading, row.get("leaves"), (*path, "leaves"), leaves))


def _members(reading: Reading, data: Any, path: Path, leaves: Mapping[str, Category]) -> tuple[str, ...]:
    codes = reading.words(data, path, MOST_LEAVES)
    for code in codes:
        if code not in leaves:
            reading.fault(path, gettext_noop("视图里的“%(which)s”不是现有类别。"), which=code)
    return codes


def _check_confusable(reading: Reading, leaves: Mapping[str, Category], retired: Mapping[str, Retired]) -> None:
    for leaf in leaves.values():
        for other, _words in leaf.confusable:
            if other == leaf.code or (other not in leaves and other not in retired):
                sentence = gettext_noop("%(which)s 的易混类别“%(other)s”不存在。")
                reading.fault((*reading.places[leaf.code], "confusable"), sentence, which=leaf.code, other=other[:40])
