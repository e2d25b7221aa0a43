"""A taxonomy as plain data and as a YAML file, and back. What is wrong with it is named line by line, all at once.

The form is that of ``taxonomy.yaml``. A file from outside is no program: it is read as text alone, without anchors and
tags, so that a few lines cannot stand for millions.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.texts.taxonomies import Taxonomy
from liandu.texts.taxonomy_reading import Faulty, Lines, read

__all__ = ["Faulty", "kept", "opened", "packaged", "parsed", "read", "spelled", "taxonomy_from", "written"]

LARGEST = 400_000  # bytes; the one that comes along has 53,000
MOST_NODES = 30_000
DEEPEST = 7
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WIDTH = 120


def spelled(taxonomy: Taxonomy) -> dict[str, Any]:
    """Return the taxonomy as data that survives JSON and YAML in its order; ``read`` is its inverse."""
    return {
        "level1": {
            code: {"zh": row.full or row.name, "en": row.name_en, "short_zh": row.name}
            for code, row in taxonomy.aspects.items()
        },
        "leaves": [_leaf(leaf) for leaf in taxonomy.leaves.values()],
        "views": {view.key: _view(view) for view in taxonomy.views},
        "retired": [
            {"code": row.code, "parent": row.parent, "zh": row.name, "en": row.name_en, "into": list(row.into),
             "since": row.since}
            for row in taxonomy.retired.values()
        ],
    }  # fmt: skip


def _leaf(leaf: Any) -> dict[str, Any]:
    told = {
        "code": leaf.code,
        "parent": leaf.parent,
        "zh": leaf.name,
        "en": leaf.name_en,
        "definition_zh": leaf.definition,
        "definition_en": leaf.definition_en,
        "keywords": list(leaf.keywords),
        "confusable": dict(leaf.confusable),
        "sectors": dict(leaf.sectors),
        "closure_evidence": list(leaf.evidence),
        "lead_department_hint": leaf.lead,
    }
    return {key: value for key, value in told.items() if value or key in {"code", "parent", "zh", "keywords"}}


def _view(view: Any) -> dict[str, Any]:
    names = {"zh": view.name, "en": view.name_en}
    if len(view.groups) == 1 and not view.groups[0].code:
        return names | {"leaves": list(view.groups[0].leaves)}
    return names | {
        group.code: {"zh": group.name, "en": group.name_en, "leaves": list(group.leaves)} for group in view.groups
    }


def kept(taxonomy: Taxonomy) -> str:
    """Return the taxonomy as the text that a row keeps; ``opened`` is its inverse.

    Text, since a database that understands JSON does not keep the order of names in it, which is that of the page.
    """
    return json.dumps(spelled(taxonomy), ensure_ascii=False)


def opened(text: str) -> Taxonomy:
    """Return the taxonomy that a row keeps."""
    return read(json.loads(text))


def written(taxonomy: Taxonomy) -> str:
    """Return the taxonomy as the text of a YAML file that ``taxonomy_from`` reads back as the same."""
    return yaml.safe_dump(spelled(taxonomy), allow_unicode=True, sort_keys=False, width=_WIDTH)


@cache
def packaged() -> Taxonomy:
    """Return the taxonomy that comes along."""
    return taxonomy_from((files("liandu.texts") / "taxonomy.yaml").read_bytes())


def taxonomy_from(content: bytes) -> Taxonomy:
    """Return the taxonomy of a YAML file; raise Refusal for what is no such file, Faulty for one with wrong lines."""
    data, lines = parsed(content)
    return read(data, lines)


def parsed(content: bytes) -> tuple[Any, Lines]:
    """Return the file as mappings, lists and texts, and the line of each by its path; raise Refusal for anything else.

    Every scalar is text: what it means is for the reader of that place to say.
    """
    if len(content) > LARGEST:
        raise Refusal("taxonomy.large", gettext_noop("文件超过 400 KB，不像分类表，没有读。"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("taxonomy.encoding", gettext_noop("文件不是 UTF-8 编码，请另存为 UTF-8 再传。")) from error
    try:
        _refuse_tricks(text)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise Refusal("taxonomy.yaml", gettext_noop("第 %(line)s 行不合 YAML 写法。"), line=_line_of(error)) from error
    except (yaml.YAMLError, ValueError) as error:
        raise Refusal("taxonomy.not_yaml", gettext_noop("这个文件不是 YAML，读不出来。")) from error
    if root is None:
        raise Refusal("taxonomy.empty", gettext_noop("文件是空的。"))
    lines: Lines = {}
    return _plain(root, (), lines), lines


def _line_of(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return int(mark.line) + 1 if mark is not None else 1


def _refuse_tricks(text: str) -> None:
    """Raise Refusal for anchors, aliases and tags, for what is nested too deep, and for too many pieces.

    Asked of the events, which are made one at a time, before anything is built of them.
    """
    depth = nodes = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise Refusal("taxonomy.documents", gettext_noop("第 %(line)s 行又开始一份文档，只能有一份。"), line=line)
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            tagged = getattr(event, "tag", None) is not None
            if isinstance(event, yaml.AliasEvent) or event.anchor is not None or tagged:
                raise Refusal(
                    "taxonomy.alias", gettext_noop("第 %(line)s 行用了 &、* 或者 !，分类表里不能用。"), line=line
                )
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Refusal("taxonomy.deep", gettext_noop("第 %(line)s 行层次太深，不像分类表。"), line=line)
        if nodes > MOST_NODES:
            raise Refusal("taxonomy.many", gettext_noop("内容太多，不像分类表，没有读完。"))


def _plain(node: yaml.Node, path: tuple[str, ...], lines: Lines) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return "" if node.tag == "tag:yaml.org,2002:null" else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, str(at)), lines) for at, child in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise Refusal("taxonomy.key", gettext_noop("第 %(line)s 行的名字写法不对。"), line=line)
        if key.value in found:
            raise Refusal(
                "taxonomy.twice", gettext_noop("第 %(line)s 行的“%(name)s”写了两次。"), line=line, name=key.value[:40]
            )
        lines[(*path, key.value)] = line
        found[key.value] = _plain(value, (*path, key.value), lines)
    return found
