"""Saved web pages: the text between menus, counters and related links, as two sites have them.

The pages around the text end in .page: they are samples of other people's sites and not templates of ours.
"""

from functools import cache
from html import escape
from pathlib import Path
from string import Template

from liandu.demo.papers.lines import Line, Role, Sheet

SITES = ("government.page", "bulletin.page")
RELATED = (
    "一图读懂：巡察整改“后半篇文章”怎么做",
    "市委巡察组公布整改监督举报方式",
    "关于开展作风突出问题专项整治的通告",
)


def print_html(sheet: Sheet) -> bytes:
    """Return the sheet as a saved page of one of the sites (chosen by the length of its title)."""
    body = "\n".join(_paragraph(line) for line in sheet.lines() if line.role is not Role.TITLE)
    related = "\n".join(f'<li><a href="#">{escape(text)}</a></li>' for text in RELATED)
    page = _site(SITES[len(sheet.title) % len(SITES)])
    return page.substitute(title=escape(sheet.title), body=body, related=related).encode()


@cache
def _site(name: str) -> Template:
    return Template((Path(__file__).parent / name).read_text(encoding="utf-8"))


def _paragraph(line: Line) -> str:
    if line.role is Role.SIGNATURE:
        return f'<p style="text-align:right">{escape(line.text)}</p>'
    if line.bold:
        bold = escape(line.mark + line.text[: line.bold], quote=False)
        return f"<p>　　<strong>{bold}</strong>{escape(line.text[line.bold :], quote=False)}</p>"
    return f'<p style="text-indent:2em"><span>{escape(line.printed, quote=False)}</span></p>'
