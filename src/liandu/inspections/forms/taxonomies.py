"""One class of a draft at a time; where a class goes that is retired; a file; the note of a version."""

import re
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liandu.inspections.taxonomies.wording import in_language, sector_in_words, words_of
from liandu.kernel.refusals import Refusal
from liandu.texts.keywords import Aspect, Category
from liandu.texts.taxonomies import Taxonomy
from liandu.texts.taxonomy_reading import SECTORS, Reading, leaf_of
from liandu.ui.errors import in_words

_WORD_ENDS = re.compile(r"[、，,；;\n\r]+")
_NOTE = re.compile(r"\s*([A-Za-z]\d{1,3})[\s:：]+(.+)")
# What a fault is about in the data, and the field in which a person put it.
_FIELDS = {
    "zh": "name", "en": "name_en", "definition_zh": "definition", "definition_en": "definition_en",
    "keywords": "keywords", "confusable": "confusable", "closure_evidence": "evidence",
    "lead_department_hint": "lead", "parent": "parent",
}  # fmt: skip


def _area(label: Any, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _words(text: str) -> list[str]:
    return [word.strip() for word in _WORD_ENDS.split(text) if word.strip()]


class ClassForm(forms.Form):
    """One class of the draft; ``leaf`` is the class and ``places`` the parts of other views once the form is valid."""

    code = forms.RegexField(
        r"^[A-Z][1-9][0-9]{0,2}$", label=pgettext_lazy("of a class", "代号"), max_length=4,
        help_text=_("一级的字母加数字，例如 B10。用过的代号不能再用，以后也不能改。"),
        error_messages={"invalid": _("代号应是一个大写字母加数字，例如 B10。")},
    )  # fmt: skip
    parent = forms.ChoiceField(label=_("一级"))
    name = forms.CharField(label=_("名称"), max_length=40)
    name_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    definition = _area(_("定义（归类依据）"), 4, max_length=2000)
    definition_en = _area(_("英文定义"), 3, max_length=2000)
    keywords = _area(_("关键词"), 6, help_text=_("每行一个，也可以用顿号隔开；系统按它们拟定类别"))
    confusable = _area(_("易混提示"), 3, help_text=_("每行一条：代号和区分办法，例如：A3 上级专门部署归本类"))
    evidence = _area(_("销号佐证"), 3, help_text=_("每行一种：销号时一般要什么材料来证明"))
    lead = forms.CharField(
        label=_("牵头部门"), max_length=120, required=False, help_text=_("几个部门用 / 隔开，移交时按它找单位")
    )

    def __init__(self, *args: Any, said: Taxonomy, leaf: Category | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _initial(said, leaf) if leaf else None, **kwargs})
        self.said = said
        self.fixed_code = leaf.code if leaf else ""
        if leaf:
            del self.fields["code"]
        parents = [(code, words_of(said, code)) for code in said.aspects]
        cast("forms.ChoiceField", self.fields["parent"]).choices = parents
        for key in SECTORS:
            self.fields[f"sector_{key}"] = _weight(sector_in_words(key))
        groups = [(view, group) for view in said.views for group in view.groups]
        self.fields["places"] = forms.MultipleChoiceField(
            label=_("在其他视图里"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(f"{view.key}:{group.code}", in_language(group) or in_language(view)) for view, group in groups],
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Return the data; the class that it states is ``leaf``."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        notes = self._notes(data.get("confusable", ""))
        told = {
            "code": self.fixed_code or data.get("code", ""), "parent": data.get("parent", ""),
            "zh": data.get("name", ""), "en": data.get("name_en", ""), "definition_zh": data.get("definition", ""),
            "definition_en": data.get("definition_en", ""), "keywords": _words(data.get("keywords", "")),
            "confusable": notes, "closure_evidence": [line.strip() for line in data.get("evidence", "").splitlines()],
            "lead_department_hint": data.get("lead", ""),
            "sectors": {key: data[f"sector_{key}"] for key in SECTORS if data.get(f"sector_{key}")},
        }  # fmt: skip
        if self.errors:
            return data
        reading = Reading({(key,): at for at, key in enumerate(_FIELDS)})
        self.leaf = leaf_of(reading, told, (), told["code"], self.said.aspects)
        names = list(_FIELDS.values())
        for fault in reading.faults:
            sentence = in_words(Refusal("taxonomy.class", fault.sentence, **fault.facts))
            self.add_error(names[fault.line] if fault.line < len(names) else None, sentence)
        self.places = [tuple(place.split(":", 1)) for place in data.get("places", [])]
        return data

    def _notes(self, text: str) -> dict[str, str]:
        found = {}
        for at, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            match = _NOTE.fullmatch(line)
            code = match.group(1).upper() if match else ""
            if match is None or not self.said.knows(code):
                words = _("第 %(line)s 行写法不对，请写代号和区分办法，代号要是已有的类别。")
                self.add_error("confusable", forms.ValidationError(words, params={"line": at}))
                return {}
            found[code] = match.group(2).strip()
        return found


def _weight(label: str) -> forms.ChoiceField:
    choices = [
        ("", "—"),
        ("3", _("3 多数单位都有")),
        ("2", _("2 常见")),
        ("1", _("1 偶见")),
        ("0", _("0 少见或不适用")),
    ]
    return forms.ChoiceField(label=_("权重：%(sector)s") % {"sector": label}, choices=choices, required=False)


def _initial(said: Taxonomy, leaf: Category) -> dict[str, Any]:
    places = [f"{view.key}:{group.code}" for view in said.views for group in view.groups if leaf.code in group.leaves]
    return {
        "parent": leaf.parent, "name": leaf.name, "name_en": leaf.name_en, "definition": leaf.definition,
        "definition_en": leaf.definition_en, "keywords": "\n".join(leaf.keywords),
        "confusable": "\n".join(f"{code} {words}" for code, words in leaf.confusable),
        "evidence": "\n".join(leaf.evidence), "lead": leaf.lead, "places": places,
    } | {f"sector_{key}": str(weight) for key, weight in leaf.sectors}  # fmt: skip


class RetireClass(forms.Form):
    """Where the things of a class go that is retired."""

    into = forms.MultipleChoiceField(
        label=_("并入哪一类"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("选一类：原有问题随之读作那一类，不用逐条改。选几类或不选：原有问题回到“类别核对”，由人逐条改归。"),
    )  # fmt: skip

    def __init__(self, *args: Any, said: Taxonomy, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one, words_of(said, one)) for one in said.leaves if one != code]
        cast("forms.MultipleChoiceField", self.fields["into"]).choices = choices


class AspectForm(forms.Form):
    """A first level of the draft."""

    code = forms.RegexField(r"^[A-Z]$", label=_("一级字母"), max_length=1, help_text=_("一个大写字母，以后不能改"))
    name = forms.CharField(label=_("简称"), max_length=40)
    full = forms.CharField(label=_("全称"), max_length=120)
    name_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)

    def __init__(self, *args: Any, aspect: Aspect | None = None, **kwargs: Any) -> None:
        initial = {"name": aspect.name, "full": aspect.full, "name_en": aspect.name_en} if aspect else None
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fixed_code = aspect.code if aspect else ""
        if aspect:
            del self.fields["code"]

    @property
    def aspect(self) -> Aspect:
        """Return the first level that the form states; the form is valid."""
        data = {name: " ".join(str(value).split()) for name, value in self.cleaned_data.items()}
        return Aspect(self.fixed_code or data["code"], data["name"], data["name_en"], data["full"])


class UploadTaxonomy(forms.Form):
    """A taxonomy as a file."""

    file = forms.FileField(
        label=_("分类表文件"), help_text=_("YAML，写法与下载的分类表相同。先作为草案，看过改动再发布。"),
    )  # fmt: skip


class PublishTaxonomy(forms.Form):
    """Why the version is made."""

    note = forms.CharField(label=_("修改说明"), max_length=300, help_text=_("为什么这样改，写入日志，查看的人都会看到"))
