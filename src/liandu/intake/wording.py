"""What reading found, in the reader's language: cautions, remarks, and the names and units of figures.

The document's own words stay as they are.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from liandu.kernel.words import gettext_noop

QUANTITIES = (
    gettext_noop("问题总数"), gettext_noop("分项问题数"), gettext_noop("方面数"), gettext_noop("大项问题"),
    gettext_noop("子项问题"), gettext_noop("小项问题"), gettext_noop("细项问题"), gettext_noop("完成"),
    gettext_noop("基本完成"), gettext_noop("未完成"), gettext_noop("长期坚持"), gettext_noop("分项完成"),
    gettext_noop("整改率"), gettext_noop("整改任务"), gettext_noop("整改措施"), gettext_noop("意见建议"),
    gettext_noop("归还原渠道"), gettext_noop("问题金额"), gettext_noop("整改金额"), gettext_noop("退回资金"),
    gettext_noop("追缴"), gettext_noop("收回"), gettext_noop("上缴"), gettext_noop("调账"), gettext_noop("核减"),
    gettext_noop("补缴"), gettext_noop("扣减"), gettext_noop("节约资金"), gettext_noop("补拨"), gettext_noop("没收"),
    gettext_noop("罚款"), gettext_noop("偿还"), gettext_noop("兑付"), gettext_noop("挽回损失"), gettext_noop("盘活"),
    gettext_noop("党纪政务处分"), gettext_noop("党纪处分"), gettext_noop("政务处分"), gettext_noop("组织处理"),
    gettext_noop("诫勉"), gettext_noop("批评教育"), gettext_noop("廉政谈话"), gettext_noop("提醒谈话"),
    gettext_noop("通报批评"), gettext_noop("责令检查"), gettext_noop("约谈"), gettext_noop("免职"),
    gettext_noop("追责问责"), gettext_noop("立案"), gettext_noop("移送"), gettext_noop("新建制度"),
    gettext_noop("修订制度"), gettext_noop("制度"), gettext_noop("督查"), gettext_noop("党委会"), gettext_noop("会议"),
)  # fmt: skip
UNITS = (
    gettext_noop("个"), gettext_noop("项"), gettext_noop("条"), gettext_noop("件"), gettext_noop("类"),
    gettext_noop("点"), gettext_noop("起"), gettext_noop("家"), gettext_noop("份"), gettext_noop("部"),
    gettext_noop("次"), gettext_noop("场"), gettext_noop("个方面"), gettext_noop("人"), gettext_noop("人次"),
    gettext_noop("元"), gettext_noop("百元"), gettext_noop("千元"), gettext_noop("万元"), gettext_noop("百万元"),
    gettext_noop("千万元"), gettext_noop("亿元"),
)  # fmt: skip


def said(stored: Mapping[str, Any]) -> str:
    """Return a stored sentence (see kernel.words.parts_of) in the reader's language, its places filled."""
    return _(stored["sentence"]) % stored["facts"] if stored["facts"] else _(stored["sentence"])


def found_in_words(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what reading found in a document (``Document.found``) with all words of ours in the reader's language."""
    figures = [
        figure | {"quantity": _(figure["quantity"]), "unit": _(figure["unit"])} for figure in found.get("figures", ())
    ]
    cautions = [caution | {"sentence": said(caution)} for caution in found.get("cautions", ())]
    return {**found, "figures": figures, "cautions": cautions, "remarks": [said(r) for r in found.get("remarks", ())]}
