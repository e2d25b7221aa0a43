"""What a browser calls itself, in words that a person recognises."""

import re

from django.utils.translation import gettext as _

# In this order: what is named first often contains the names of the later ones.
BROWSERS = (
    ("Edge", re.compile(r"\bEdgA?/(\d+)")),
    ("360", re.compile(r"\b(?:QIHU )?360[SE]E(?:/(\d+))?")),
    ("Firefox", re.compile(r"\bFirefox/(\d+)")),
    ("Chrome", re.compile(r"\b(?:Headless)?Chrom(?:e|ium)/(\d+)")),
    ("Safari", re.compile(r"\bVersion/(\d+)\S* (?:Mobile/\S+ )?Safari/")),
)
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("Kylin", "Kylin"), ("UOS", "UOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_in_words(agent: str) -> str:
    """Return browser and system (Chrome 120 · Windows) of a User-Agent header; a sentence for what is not known."""
    found = next((f"{name} {m.group(1) or ''}".strip() for name, p in BROWSERS if (m := p.search(agent))), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return " · ".join(filter(None, (found, system))) or _("认不出的浏览器")
