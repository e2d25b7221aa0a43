"""Account acts in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.accounts.models import Ending
from liandu.journal.sentences import tell
from liandu.kernel.words import gettext_noop

KINDS = {
    "totp": gettext_lazy("动态验证码"),
    "webauthn": gettext_lazy("安全密钥"),
    "recovery_codes": gettext_lazy("恢复码"),
}


def kind_in_words(kind: str) -> str:
    """Return the name of a kind of second factor."""
    return str(KINDS.get(kind, kind))


def _opened(entry: Any) -> str:
    address, factor = entry.facts.get("address", ""), entry.facts.get("factor", "")
    if factor:
        return _("从 %(address)s 登录，经%(factor)s验证") % {"address": address, "factor": kind_in_words(factor)}
    return _("从 %(address)s 登录") % {"address": address} if address else _("登录")


def _refused(entry: Any) -> str:
    sentence = _("登录失败：%(username)s") % entry.facts
    why = {"closed": _("账号已停用"), "locked": _("账号已锁定")}.get(entry.facts.get("why", ""), "")
    told = [part for part in (why, entry.facts.get("address", "")) if part]
    return _("%(sentence)s（%(more)s）") % {"sentence": sentence, "more": _("，").join(told)} if told else sentence


def _changed(entry: Any) -> str:
    if entry.facts.get("forced") == "initial":
        return _("按要求修改账号 %(username)s 的初始密码") % entry.facts
    if entry.facts.get("forced") == "expired":
        return _("按要求修改账号 %(username)s 的到期密码") % entry.facts
    return _("修改账号 %(username)s 的密码") % entry.facts


def _ended(entry: Any) -> str:
    why = entry.facts.get("why", "")
    if why == Ending.OUT:
        return _("退出登录")
    words = Ending(why).label if why in Ending.values else why
    return _("%(address)s 的登录结束：%(why)s") % {"address": entry.facts.get("address", ""), "why": words}


def _elsewhere(entry: Any) -> str:
    return _("从第二个地址 %(address)s 登录，此时已在 %(others)s 登录") % {
        "address": entry.facts["address"], "others": _("、").join(entry.facts["others"])
    }  # fmt: skip


def _of_kind(sentence: str) -> Any:
    """Return a sentence about one kind of second factor, with the name of the key when there is one."""

    def told(entry: Any) -> str:
        kind, name = kind_in_words(entry.facts["kind"]), entry.facts.get("name", "")
        return _(sentence) % {"kind": _("%(kind)s“%(name)s”") % {"kind": kind, "name": name} if name else kind}

    return told


def _mail_set(entry: Any) -> str:
    facts = entry.facts
    if not facts["has_address"]:
        return _("不填提醒邮箱")
    if not facts["wanted"]:
        return _("不收提醒邮件")
    return _("更改提醒邮箱，收提醒邮件") if facts["changed"] else _("收提醒邮件")


tell("account.mail_set", _mail_set)
tell("account.opened", lambda e: _("开立账号 %(username)s") % e.facts)
tell("account.closed", lambda e: _("停用账号 %(username)s") % e.facts)
tell("account.reopened", lambda e: _("恢复账号 %(username)s") % e.facts)
tell("account.locked", lambda e: _("连续 %(n)s 次失败，锁定账号 %(username)s") % e.facts)
tell("account.unlocked", lambda e: _("解锁账号 %(username)s") % e.facts)
tell("account.password_changed", _changed)
tell("account.password_reset", lambda e: _("为账号 %(username)s 重设初始密码") % e.facts)
tell("session.opened", _opened)
tell("session.refused", _refused)
tell("session.ended", _ended)
tell("session.elsewhere", _elsewhere)
tell("second_factor.added", _of_kind(gettext_noop("设置第二因子：%(kind)s")))
tell("second_factor.removed", _of_kind(gettext_noop("取消第二因子：%(kind)s")))
tell("second_factor.failed", _of_kind(gettext_noop("第二因子验证失败：%(kind)s")))
tell("second_factor.codes_renewed", lambda e: _("重新生成恢复码"))
tell("second_factor.codes_seen", lambda e: _("查看恢复码"))
tell(
    "second_factor.reset",
    lambda e: (
        _("解除账号 %(username)s 的第二因子：%(kinds)s")
        % {"username": e.facts["username"], "kinds": _("、").join(map(kind_in_words, e.facts["kinds"]))}
    ),
)
