"""What reading found, in the reader's language: cautions, remarks, and the names and units of figures.

The document's own words stay as they are.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

# What intake.understanding.figures may name; listed here for the collector of messages.
QUANTITIES = (
    pgettext_lazy("figure", "问题总数"), pgettext_lazy("figure", "分项问题数"), pgettext_lazy("figure", "方面数"),
    pgettext_lazy("figure", "大项问题"), pgettext_lazy("figure", "子项问题"), pgettext_lazy("figure", "小项问题"),
    pgettext_lazy("figure", "细项问题"), pgettext_lazy("figure", "完成"), pgettext_lazy("figure", "基本完成"),
    pgettext_lazy("figure", "未完成"), pgettext_lazy("figure", "长期坚持"), pgettext_lazy("figure", "分项完成"),
    pgettext_lazy("figure", "整改率"), pgettext_lazy("figure", "整改任务"), pgettext_lazy("figure", "整改措施"),
    pgettext_lazy("figure", "意见建议"), pgettext_lazy("figure", "归还原渠道"), pgettext_lazy("figure", "问题金额"),
    pgettext_lazy("figure", "整改金额"), pgettext_lazy("figure", "退回资金"), pgettext_lazy("figure", "追缴"),
    pgettext_lazy("figure", "收回"), pgettext_lazy("figure", "上缴"), pgettext_lazy("figure", "调账"),
    pgettext_lazy("figure", "核减"), pgettext_lazy("figure", "补缴"), pgettext_lazy("figure", "扣减"),
    pgettext_lazy("figure", "节约资金"), pgettext_lazy("figure", "补拨"), pgettext_lazy("figure", "没收"),
    pgettext_lazy("figure", "罚款"), pgettext_lazy("figure", "偿还"), pgettext_lazy("figure", "兑付"),
    pgettext_lazy("figure", "挽回损失"), pgettext_lazy("figure", "盘活"), pgettext_lazy("figure", "党纪政务处分"),
    pgettext_lazy("figure", "党纪处分"), pgettext_lazy("figure", "政务处分"), pgettext_lazy("figure", "组织处理"),
    pgettext_lazy("figure", "诫勉"), pgettext_lazy("figure", "批评教育"), pgettext_lazy("figure", "廉政谈话"),
    pgettext_lazy("figure", "提醒谈话"), pgettext_lazy("figure", "通报批评"), pgettext_lazy("figure", "责令检查"),
    pgettext_lazy("figure", "约谈"), pgettext_lazy("figure", "免职"), pgettext_lazy("figure", "追责问责"),
    pgettext_lazy("figure", "立案"), pgettext_lazy("figure", "移送"), pgettext_lazy("figure", "新建制度"),
    pgettext_lazy("figure", "修订制度"), pgettext_lazy("figure", "制度"), pgettext_lazy("figure", "督查"),
    pgettext_lazy("figure", "党委会"), pgettext_lazy("figure", "会议"),
)  # fmt: skip
UNITS = (
    pgettext_lazy("figure", "个"), pgettext_lazy("figure", "项"), pgettext_lazy("figure", "条"),
    pgettext_lazy("figure", "件"), pgettext_lazy("figure", "类"), pgettext_lazy("figure", "点"),
    pgettext_lazy("figure", "起"), pgettext_lazy("figure", "家"), pgettext_lazy("figure", "份"),
    pgettext_lazy("figure", "部"), pgettext_lazy("figure", "次"), pgettext_lazy("figure", "场"),
    pgettext_lazy("figure", "个方面"), pgettext_lazy("figure", "人"), pgettext_lazy("figure", "人次"),
    pgettext_lazy("figure", "元"), pgettext_lazy("figure", "百元"), pgettext_lazy("figure", "千元"),
    pgettext_lazy("figure", "万元"), pgettext_lazy("figure", "百万元"), pgettext_lazy("figure", "千万元"),
    pgettext_lazy("figure", "亿元"),
)  # fmt: skip


def said(stored: Mapping[str, Any]) -> str:
    """Return a stored sentence (see kernel.words.parts_of) in the reader's language, its places filled."""
    return _(stored["sentence"]) % stored["facts"] if stored["facts"] else _(stored["sentence"])


def found_in_words(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what reading found in a document (``Document.found``) with all words of ours in the reader's language."""
    figures = [
        figure | {"quantity": pgettext("figure", figure["quantity"]), "unit": pgettext("figure", figure["unit"])}
        for figure in found.get("figures", ())
    ]
    cautions = [caution | {"sentence": said(caution)} for caution in found.get("cautions", ())]
    return {**found, "figures": figures, "cautions": cautions, "remarks": [said(r) for r in found.get("remarks", ())]}
