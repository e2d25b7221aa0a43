"""A paper as rows can hold it, and back: the blocks of a document in JSON."""

from typing import Any

from liandu.papers.blocks import Block, BlockKind, Box, Paper, Table


def packed_blocks(paper: Paper) -> list[dict[str, Any]]:
    """Return the blocks as plain dictionaries; what is empty is left out."""
    return [_packed(block) for block in paper.blocks]


def _packed(block: Block) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": str(block.kind), "text": block.text}
    for name in ("number", "outline", "bold", "centred", "page"):
        value = getattr(block, name)
        if value:
            row[name] = value
    if block.outline == 0:
        row["outline"] = 0
    if block.boxes:
        row["boxes"] = [[b.page, b.left, b.top, b.right, b.bottom] for b in block.boxes]
    return row


def packed_tables(paper: Paper) -> list[dict[str, Any]]:
    """Return each table as the block indexes of its grid, and its sheet."""
    return [_packed_table(table) for table in paper.tables]


def _packed_table(table: Table) -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "hidden": table.hidden,
        "rows": [[cell.block for cell in row] for row in table.rows],
    }


def unpacked_blocks(rows: list[dict[str, Any]]) -> list[Block]:
    """Return the blocks that packed_blocks() packed."""
    return [
        Block(
            index=index,
            kind=BlockKind(row["kind"]),
            text=row["text"],
            number=row.get("number", ""),
            outline=row.get("outline"),
            bold=row.get("bold", 0),
            centred=row.get("centred", False),
            page=row.get("page"),
            boxes=tuple(Box(*box) for box in row.get("boxes", ())),
        )
        for index, row in enumerate(rows)
    ]
