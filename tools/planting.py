"""Plants copies among authored texts: what a unit does that hands in another's words. Seeded."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from liandu.papers.reading import read
from liandu.texts.segmenting import words
from liandu.texts.statements import Statement

UNITS = [
    f"云州市{name}"
    for name in (
        "教育局", "民政局", "水利局", "林业局", "体育局", "商务局", "统计局", "审计局", "档案馆", "博物馆",
        "交通运输局", "文化旅游局", "城市管理局", "农业农村局", "市场监管局", "生态环境局",
    )
]  # fmt: skip
# What many units write: shared by chance, no copy.
PHRASES = [
    "局党组高度重视，多次召开专题会议研究部署，逐项明确责任领导、责任科室和完成时限。",
    "下一步，将持续巩固整改成果，健全长效机制，坚决防止问题反弹回潮。",
    "坚持举一反三，以点带面，推动整改工作走深走实、取得实效。",
    "该项整改任务已完成，并长期坚持。",
    "进一步提高政治站位，切实增强做好巡察整改工作的思想自觉和行动自觉。",
    "严格按照整改方案要求，倒排工期、挂图作战，确保按时保质完成整改任务。",
]  # fmt: skip
_SENTENCE = re.compile(r"[^。！？；\n]{12,}[。！？；]?")
_PIECE = re.compile(r"[\u4e00-\u9fff]+|\d+(?:\.\d+)?|.", re.DOTALL)
Edit = Callable[[random.Random, list[str], "Stock"], list[str]]


@dataclass
class Stock:
    """Authored sentences and their words, to take from."""

    sentences: list[str]
    spare: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Gather words to put in the place of others."""
        self.spare = sorted({word for sentence in self.sentences for word in words(sentence) if len(word) > 1})


def authored(folders: Sequence[Path]) -> Stock:
    """Return the sentences of the documents in ``folders``, each once, in an order of their own."""
    found: set[str] = set()
    for path in sorted(path for folder in folders for path in folder.iterdir()):
        if path.suffix in {".txt", ".docx", ".html"}:
            for block in read(path, path.name).blocks:
                found.update(sentence.strip() for sentence in _SENTENCE.findall(getattr(block, "text", "") or ""))
    return Stock(sorted(sentence for sentence in found if len(sentence) >= 16))


def reworded(share: float) -> Edit:
    """Return an edit that changes ``share`` of the words: to others, to none, or with another beside."""

    def edit(rng: random.Random, sentences: list[str], stock: Stock) -> list[str]:
        out = []
        for sentence in sentences:
            pieces = [piece for run in _PIECE.findall(sentence) for piece in (_cut(run) if len(run) > 1 else [run])]
            for at, piece in enumerate(pieces):
                if len(piece) > 1 and rng.random() < share:
                    other = rng.choice(stock.spare)
                    pieces[at] = rng.choice([other, other, other, "", piece + other])
            out.append("".join(pieces))
        return out

    return edit


def _cut(run: str) -> list[str]:
    return words(run) or [run]


def renumbered(rng: random.Random, sentences: list[str], _: Stock) -> list[str]:
    """Change every number."""
    return [re.sub(r"\d+", lambda _: str(rng.randint(2, 999)), sentence) for sentence in sentences]


def reordered(rng: random.Random, sentences: list[str], _: Stock) -> list[str]:
    """Put the sentences into another order."""
    return rng.sample(sentences, len(sentences))


def passage(rng: random.Random, sentences: list[str], stock: Stock) -> list[str]:
    """Take 40 to 80 characters into a text of other sentences."""
    whole = "".join(sentences)
    length = min(rng.randint(40, 80), len(whole))
    start = rng.randint(0, len(whole) - length)
    others = [stock.sentences.pop() for _ in range(4)]
    return [*others[:2], whole[start : start + length] + "，", *others[2:]]


EDITS: dict[str, Edit] = {
    "same words": lambda _rng, sentences, _stock: sentences,
    "10 % of words": reworded(0.1),
    "20 % of words": reworded(0.2),
    "30 % of words": reworded(0.3),
    "numbers": renumbered,
    "order": reordered,
    "passage": passage,
}


def plant(stock: Stock, seed: int = 7, each: int = 24) -> tuple[list[Statement], dict[frozenset[str], str]]:
    """Return texts, and the planted pairs with their kind: ``each`` of every kind, under other units' names.

    Each authored sentence stands in one original text only; PHRASES stand anywhere.
    """
    rng = random.Random(seed)  # noqa: S311 - plausible variety, no secret
    stock = Stock(rng.sample(stock.sentences, len(stock.sentences)), stock.spare)
    statements: list[Statement] = []
    planted: dict[frozenset[str], str] = {}

    def add(sentences: list[str], unit: str, date: str) -> str:
        said = [sentence.replace("我局", unit) for sentence in sentences]
        said.insert(rng.randint(0, len(said)), f"{unit}{rng.choice(['', '党组'])}对此作了研究。")
        if rng.random() < 0.7:
            said.insert(rng.randint(0, len(said)), rng.choice(PHRASES))
        identity = f"s{len(statements):05d}"
        statements.append(Statement(identity, "".join(said), unit, "", date))
        return identity

    for kind, edit in EDITS.items():
        for _ in range(each):
            sentences = _taken(stock, 90)
            one, other = rng.sample(UNITS, 2)
            first = add(sentences, one, "2026-03")
            second = add(edit(rng, sentences, stock), other, "2026-06")
            planted[frozenset((first, second))] = kind
    while len(stock.sentences) > 8:
        add(_taken(stock, rng.randint(60, 160)), rng.choice(UNITS), f"2026-{rng.randint(1, 9):02d}")
    rng.shuffle(statements)
    return statements, planted


def _taken(stock: Stock, length: int) -> list[str]:
    """Take sentences of ``length`` characters together or more out of the stock."""
    out: list[str] = []
    while sum(map(len, out)) < length and stock.sentences:
        out.append(stock.sentences.pop())
    return out
