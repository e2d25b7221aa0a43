"""The national algorithms that the standard packages lack (SM2), from the extra ``sm``."""

from typing import Any

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop


def sm2(*arguments: Any, **named: Any) -> Any:
    """Return gmalg's SM2 made with these arguments; raise Refusal when the extra is not installed."""
    try:
        import gmalg  # an extra, which most sites do not install
    except ModuleNotFoundError:
        sentence = gettext_noop("没有安装国密组件，不能使用 SM2。请安装 liandu[sm]，或改用默认算法。")
        raise Refusal("keys.no_sm", sentence) from None
    return gmalg.SM2(*arguments, **named)
