"""What a document to take away says, as tests compare it."""

from opendata.papers import Text, book


def lines(text: Text) -> list[tuple]:
    """Blocks as (level or kind, text); a table with its rows."""
    found = []
    for block in text.blocks:
        if block.is_table:
            rows = [[" / ".join(t for _k, t in lines(cell)) for cell in row] for row in block.rows]
            found.append(("table", rows))
        else:
            kind = block.level or ("mark" if block.is_mark else "note" if block.is_note else "")
            found.append((kind, book.words(block.html)))
    return found
