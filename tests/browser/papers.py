"""New papers for the main job, real files in five formats, each set about problems that no other set states."""

from dataclasses import dataclass
from pathlib import Path

from liandu.demo.papers.lines import Grid, Line, Role, Sheet, ordinal
from liandu.demo.papers.printing import PRINTS

# What differs from set to set, so that a second set is not recognised as the first.
TURNS = {"zh-hans": ("资产盘点", "公务用车"), "en": ("合同归档", "值班值守"), "slow": ("食堂采购", "印章保管")}
BROKEN, SECRET = "打不开的反馈意见.docx", "标有密级的反馈意见.txt"


@dataclass(frozen=True, slots=True)
class PaperSet:
    """Files to upload: those that can be read, one that is broken, one marked above the ceiling."""

    opinion: Path
    others: tuple[Path, ...]
    broken: Path
    secret: Path
    leaves: tuple[str, ...]  # of the opinion

    @property
    def all(self) -> list[Path]:
        """Return every file of the set."""
        return [self.opinion, *self.others, self.broken, self.secret]


def print_papers(folder: Path, turn: str) -> PaperSet:
    """Print the set of one turn (a key of TURNS) into ``folder`` and return it."""
    first, second = TURNS[turn]
    leaves = (
        f"{first}制度多年没有修订",
        f"{first}台账与实物对不上",
        f"{first}抽查发现问题未销号",
        f"{second}管理责任没有压到岗位",
        f"{second}记录补写代写、审核走过场",
        f"{second}费用报销把关不严",
    )
    paper = _opinion(f"市委第七巡察组关于巡察云州职业技术学院党委{first}的反馈意见", first, second, leaves)
    opinion = _write(folder, paper, "docx")
    others = (
        _write(folder, _opinion(f"关于雾溪县委{first}检查情况的反馈意见", second, first, leaves[::-1]), "pdf"),
        _write(folder, _opinion(f"关于临溪县委{second}检查情况的反馈意见", first, second, leaves[::-1]), "html"),
        _write(folder, _opinion(f"关于青岚区委{second}检查情况的反馈意见", second, first, leaves), "txt-utf8"),
        _write(folder, _ledger(f"市农业农村局党组{first}反馈问题清单", leaves), "xlsx"),
    )
    broken = folder / BROKEN
    broken.write_bytes(opinion.read_bytes()[:1500])
    secret = folder / SECRET
    secret.write_text(f"机密★10年\n关于{first}情况的反馈意见\n一、{leaves[0]}。\n", encoding="utf-8")
    return PaperSet(opinion, others, broken, secret, leaves)


def an_opinion(folder: Path, title: str, first: str, second: str, leaves: tuple[str, ...]) -> Path:
    """Print the opinion of a round as a .docx file with these problems under two headings, and return where it is."""
    return _write(folder, _opinion(title, first, second, leaves), "docx")


def _opinion(title: str, first: str, second: str, leaves: tuple[str, ...]) -> Sheet:
    def heading(level: int, number: int, text: str) -> Line:
        return Line(text, level=level, mark=ordinal(level, number))

    return Sheet(
        title=title,
        before=(
            Line(title, Role.TITLE),
            Line("根据市委统一部署，巡察组对有关情况作了补充检查。巡察发现的主要问题是："),
            heading(0, 1, f"{first}工作抓得不实"),
            *(heading(1, n, f"{leaf}。") for n, leaf in enumerate(leaves[:3], 1)),
            heading(0, 2, f"{second}问题整改不到位"),
            *(heading(1, n, f"{leaf}。") for n, leaf in enumerate(leaves[3:], 1)),
        ),
    )


def _ledger(title: str, leaves: tuple[str, ...]) -> Sheet:
    rows = tuple((str(n), "日常管理方面", leaf, "一个月内") for n, leaf in enumerate(leaves, 1))
    return Sheet(
        title=title, before=(Line(title, Role.TITLE),), grid=Grid((("序号", "问题类别", "具体问题", "整改时限"),), rows)
    )


def _write(folder: Path, sheet: Sheet, form: str) -> Path:
    path = folder / f"{sheet.title}.{PRINTS[form].ending}"
    path.write_bytes(PRINTS[form].write(sheet))
    return path
