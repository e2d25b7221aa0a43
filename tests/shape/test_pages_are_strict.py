"""Templates and browser code that work under a Content-Security-Policy without inline code and without eval."""

import re
from pathlib import Path

from tests.shape.source import ROOT, found_lines, plant, templates

INLINE = {
    # A block of data is no code: the browser runs nothing of it, and the policy does not ask about it.
    "inline script": re.compile(r"<script(?![^>]*(?:\bsrc=|\btype=\"application/json\"))[^>]*>", re.IGNORECASE),
    "inline style": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "hx-on": re.compile(r"\s(data-)?hx-on[:=-]", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "js: value": re.compile(r"[\"']js:", re.IGNORECASE),
    "foreign host": re.compile(r"\b(src|href)=[\"'](https?:)?//[^\"']*\.(js|css|png|svg|woff2?)", re.IGNORECASE),
}
EVALUATED = {
    "eval": re.compile(r"\beval\s*\("),
    "Function from text": re.compile(r"\bnew\s+Function\b"),
    "document.write": re.compile(r"\bdocument\.write"),
    "HTML from text": re.compile(r"\.(inner|outer)HTML\s*=|insertAdjacentHTML"),
    "style attribute": re.compile(r"setAttribute\(\s*[\"']style"),
}
# A template's comment may name what it forbids.
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)


def inline_code(root: Path) -> list[str]:
    """Return where a template carries code that the policy would refuse."""
    return [
        f"{path.relative_to(root).as_posix()}:{line}: {kind}"
        for path in templates(root)
        for kind, pattern in INLINE.items()
        for line, _ in found_lines(without_comments(path.read_text(encoding="utf-8")), pattern)
    ]


def without_comments(text: str) -> str:
    """Return ``text`` with its comments blanked, line numbers kept."""
    return COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment.group()), text)


def evaluated_code(root: Path) -> list[str]:
    """Return where browser code turns text into code or markup."""
    return [
        f"{path.relative_to(root).as_posix()}:{line}: {kind}"
        for path in sorted((root / "frontend").rglob("*.[jt]s"))
        for kind, pattern in EVALUATED.items()
        for line, _ in found_lines(path.read_text(encoding="utf-8"), pattern)
    ]


def test_templates_carry_no_inline_code():
    assert inline_code(ROOT) == []


def test_browser_code_makes_no_code_or_markup_from_text():
    assert evaluated_code(ROOT) == []


def test_the_rules_bite(tmp_path):
    plant(
        tmp_path,
        "src/liandu/ui/templates/ui/bad.html",
        "<script>go()</script>\n<p style='color: red' onclick='go()'>\n{# <script> is named here only #}\n"
        '<script type="module" src="/static/app.js"></script>\n<script type="application/json">{}</script>\n',
    )
    plant(tmp_path, "frontend/bad.js", "row.innerHTML = text;\n")

    assert inline_code(tmp_path) == [
        "src/liandu/ui/templates/ui/bad.html:1: inline script",
        "src/liandu/ui/templates/ui/bad.html:2: style attribute",
        "src/liandu/ui/templates/ui/bad.html:2: event attribute",
    ]
    assert evaluated_code(tmp_path) == ["frontend/bad.js:1: HTML from text"]
