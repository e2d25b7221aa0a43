"""Decisions about material (marking and ceiling, what it may correct) and about themes and their checklists."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from django.conf import settings
from django.utils.translation import get_language

from liandu.inspections.models import (
    Inspection,
    InspectionTheme,
    Material,
    MaterialKind,
    Round,
    RoundTheme,
    Signer,
    Theme,
)
from liandu.inspections.policies import BEGINS, ClockCode, Policy
from liandu.inspections.states import State
from liandu.inspections.taxonomies import taxonomy
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import GRADE_WORDS, Grade
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Sector
from liandu.papers.reading.protocol import Limits
from liandu.texts.themes import ChecklistItem, default_themes


def ceiling() -> Grade:
    """Return the highest grade that this deployment may hold (setting LIANDU_CEILING)."""
    return Grade(settings.LIANDU_CEILING)


def refuse_above_ceiling(grade: Grade, *, name: str, marked: str = "") -> None:
    """Raise Refusal when ``grade`` stands above the ceiling. ``marked`` is the marking as found inside the text."""
    if not grade.exceeds(ceiling()):
        return
    if marked:
        raise Refusal(
            "material.marked_above_ceiling",
            gettext_noop(
                "“%(name)s”正文标有“%(marked)s”，高于本系统允许的最高密级“%(ceiling)s”，没有接收，也没有留存副本。"
                "请按涉密载体管理规定处理。"
            ),
            name=name,
            marked=marked,
            ceiling=GRADE_WORDS[ceiling()],
        )
    raise Refusal(
        "material.above_ceiling",
        gettext_noop(
            "“%(name)s”的密级“%(grade)s”高于本系统允许的最高密级“%(ceiling)s”，没有接收，也没有留存副本。"
            "请按涉密载体管理规定处理。"
        ),
        name=name,
        grade=GRADE_WORDS[grade],
        ceiling=GRADE_WORDS[ceiling()],
    )


CLUE_LIST_NAME = (
    "问题线索清单"  # what the journal calls a clue list that was turned away: its own name may name persons
)


def refuse_clue_list(kind: str, *, found: bool = False) -> None:
    """Raise Refusal for a list of clues, by its kind or because a look at the file ``found`` one: it goes sealed."""
    if kind != MaterialKind.CLUE_LIST and not found:
        return
    raise Refusal(
        "material.clue_list",
        gettext_noop(
            "问题线索清单不走普通接收，没有留存副本。请由线索移送员在“线索”里拟密封清单，送案件监督管理室逐条签收。"
        ),
    )


def refuse_wrong_correction(
    corrects: Material | None,
    *,
    round: Round,  # noqa: A002 - the field's term; the built-in is not needed here
    inspection: Inspection | None,
) -> None:
    """Raise Refusal when ``corrects`` is not kept material of the same round and inspection."""
    if corrects is None:
        return
    if (corrects.round_id, corrects.inspection_id) != (round.pk, inspection.pk if inspection else None):
        raise Refusal("material.corrects_elsewhere", gettext_noop("更正版要和原材料属于同一轮、同一单位。"))
    if corrects.state != State.KEPT:
        raise Refusal(
            "material.corrects_gone",
            gettext_noop("《%(title)s》%(state)s，不能再更正。请作为新材料上传。"),
            title=corrects.title,
            state=State(corrects.state).label,
        )


def plain_filename(name: str) -> str:
    """Return the last part of a file's name without characters that do not print, never empty."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(char for char in last if char.isprintable()).strip() or "无名文件"


def reading_limits() -> Limits:
    """Return what reading a file may cost here: the readers' own limits, with the deployment's size of an upload."""
    return Limits(bytes=settings.LIANDU_UPLOAD_MB * 1024 * 1024)


LARGEST_ITEM = 99
_ITEM_LINE = re.compile(r"\s*(\d{1,3})[.、．\s]\s*([^|｜]+)(?:[|｜]([^|｜]*))?(?:[|｜]([^|｜]*))?")
_WORD_ENDS = re.compile(r"[、，,；;\s]+")


def checklist_of_lines(text: str) -> list[ChecklistItem]:
    """Return the items that lines like "4 考察 | Assessment | 考察预告" state; English and keywords may be left out.

    Raise Refusal with the number of the first line that is none.
    """
    items = []
    for place, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = _ITEM_LINE.fullmatch(line)
        if match is None:
            raise Refusal(
                "theme.line_wrong",
                gettext_noop("第 %(line)s 行写法不对。每行一项：编号 检查项 | 英文 | 关键词 关键词。"),
                line=place,
            )
        number, name, name_en, words = match.groups(default="")
        keywords = tuple(word for word in _WORD_ENDS.split(words) if word)
        items.append(ChecklistItem(int(number), name.strip(), name_en.strip(), keywords))
    return items


def lines_of_checklist(items: Iterable[ChecklistItem]) -> str:
    """Return items as the lines that checklist_of_lines() reads."""
    return "\n".join(f"{item.number} {item.name} | {item.name_en} | {' '.join(item.keywords)}" for item in items)


def refuse_bad_checklist(items: Sequence[ChecklistItem]) -> None:
    """Raise Refusal unless there are items with numbers from 1 on, each number once."""
    if not items:
        raise Refusal("theme.no_items", gettext_noop("请至少写一个检查项。"))
    numbers = [item.number for item in items]
    twice = next((number for number in numbers if numbers.count(number) > 1), None)
    if twice is not None:
        raise Refusal("theme.item_twice", gettext_noop("编号 %(number)s 写了两次。"), number=twice)
    wrong = next((number for number in numbers if not 1 <= number <= LARGEST_ITEM), None)
    if wrong is not None:
        raise Refusal("theme.item_number", gettext_noop("编号要在 1 到 %(most)s 之间。"), most=LARGEST_ITEM)


def refuse_theme_not_carried(material: Material, theme: Theme | None) -> None:
    """Raise Refusal when the material's inspection (or, for material of the whole round, its round) lacks the theme."""
    if theme is None:
        return
    carried = (
        InspectionTheme.objects.filter(inspection=material.inspection_id, theme=theme)
        if material.inspection_id
        else RoundTheme.objects.filter(round=material.round_id, theme=theme)
    )
    if not carried.exists():
        raise Refusal(
            "material.theme_not_carried",
            gettext_noop("这次巡视没有“%(theme)s”专题，请先由巡视办负责人设置。"),
            theme=theme.name,
        )


# Who may have to sign, and who may approve an extension: never the inspected unit itself.
POLICY_SIGNERS = (Signer.SUPERVISING, Signer.COMPETENT, Signer.ORGANIZATION, Signer.PUBLICITY, Signer.INSPECTION)


def theme_names() -> dict[str, str]:
    """Return the names of themes by their codes: those set up here, and those that come along and may be set up."""
    chinese = (get_language() or "").startswith("zh")
    names = {code: theme.name if chinese else theme.name_en for code, theme in default_themes().items()}
    return names | {theme.code: str(theme) for theme in Theme.objects.all()}


def unknown_classes(codes: Iterable[str]) -> list[str]:
    """Return those of ``codes`` that are neither a class of the taxonomy, in use or retired, nor a first level."""
    said = taxonomy()
    return [code for code in codes if code not in said.aspects and not said.knows(code)]


def refuse_bad_policy(policy: Policy) -> None:
    """Raise Refusal unless everything that the policy names exists and every item gets a signer.

    What is missing altogether was refused when the policy was read (inspections.policies.read).
    """
    _refuse_bad_clocks(policy)
    _refuse_unknown_names(policy)
    if not all(rule.parties for rule in policy.sign_rules):
        raise Refusal("policy.rule_without_party", gettext_noop("每条签字规则都要选签字方。"))
    if not any(not (rule.categories or rule.sectors or rule.themes) for rule in policy.sign_rules):
        raise Refusal(
            "policy.some_unsigned",
            gettext_noop("至少要有一条不限类别、板块和专题的签字规则，否则有的事项没有人签字。"),
        )
    if not all(rule.kinds for rule in policy.evidence_rules):
        raise Refusal("policy.rule_without_kind", gettext_noop("每条佐证要求都要选材料种类。"))
    if policy.extension.times and not policy.extension.days:
        raise Refusal("policy.extension_without_days", gettext_noop("允许延期的，要写明每次最多几天。"))


def _refuse_bad_clocks(policy: Policy) -> None:
    for clock in policy.clocks:
        if clock.begins not in BEGINS[clock.code]:
            raise Refusal(
                "policy.clock_begins",
                gettext_noop("“%(clock)s”的时限不能从%(begins)s起算。"),
                clock=str(clock.code.label),
                begins=str(clock.begins.label),
            )
        if not clock.span.count and clock.code != ClockCode.COOLING:
            raise Refusal(
                "policy.clock_empty", gettext_noop("“%(clock)s”的时限至少是 1。"), clock=str(clock.code.label)
            )


def _refuse_unknown_names(policy: Policy) -> None:
    classes = [code for rule in policy.sign_rules for code in rule.categories]
    classes += [code for rule in policy.evidence_rules for code in rule.categories]
    parties = {party for rule in policy.sign_rules for party in rule.parties} | {policy.extension.approver}
    unknown = [
        *unknown_classes([*classes, *policy.site_check]),
        *sorted(parties - {signer.value for signer in POLICY_SIGNERS}),
        *sorted({sector for rule in policy.sign_rules for sector in rule.sectors} - set(Sector.values)),
        *sorted({theme for rule in policy.sign_rules for theme in rule.themes} - set(theme_names())),
    ]
    if unknown:
        raise Refusal("policy.unknown_name", gettext_noop("没有“%(name)s”，请对照表单选择。"), name=unknown[0])
