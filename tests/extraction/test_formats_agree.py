"""The same document written as Word, as a web page and as Markdown reads the same."""

from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.elements import Block
from pipeline.extraction.filetypes import read_bytes
from pipeline.params import ExtractionParams
from tests.extraction.wordfiles import (
    item,
    level,
    numbering,
    paragraph,
    row,
    style,
    styled,
    table,
    word_file,
)

PARAMS = ExtractionParams()
WORDS = (
    "årsbudsjett",
    "bærekraftsmål",
    "Økonomi",
    "skal",
    "flere",
    "barn",
    "lære",
    "å",
    "lese",
    "&",
)
STYLES = "".join(style(f"Overskrift{n}", f"heading {n}") for n in (1, 2, 3))
BULLETS = numbering(level(0, "bullet", "•"), level(1, "bullet", "o"))

sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=8).map(
    lambda words: f"Kommunen {' '.join(words)}."
)
headings = st.tuples(st.just("heading"), st.integers(1, 3), sentences.map(lambda s: s[:-1]))
paragraphs = st.tuples(st.just("paragraph"), st.just(0), sentences)
lists = st.tuples(
    st.just("list"), st.just(0), st.lists(st.tuples(st.integers(0, 1), sentences), min_size=1)
).filter(lambda part: part[2][0][0] == 0)
tables = st.tuples(
    st.just("table"),
    st.just(0),
    st.lists(st.lists(sentences | st.just(""), min_size=3, max_size=3), min_size=2, max_size=4),
).filter(lambda part: all(part[2][0]))
documents = st.lists(headings | paragraphs | lists | tables, min_size=1, max_size=8)


def as_word(parts) -> bytes:
    """The document as a Word file."""
    made = {
        "heading": lambda depth, text: styled(f"Overskrift{depth}", escape(text)),
        "paragraph": lambda _, text: paragraph(escape(text)),
        "list": lambda _, items: "".join(item(escape(text), depth) for depth, text in items),
        "table": lambda _, rows: table(*(row(*map(escape, cells)) for cells in rows)),
    }
    body = "".join(made[kind](depth, content) for kind, depth, content in parts)
    return word_file(body, styles=STYLES, numbering=BULLETS)


def as_page(parts) -> bytes:
    """The document as a web page."""
    made = {
        "heading": lambda depth, text: f"<h{depth}>{escape(text)}</h{depth}>",
        "paragraph": lambda _, text: f"<p>{escape(text)}</p>",
        "list": lambda _, items: f"<ul>{''.join(map(_page_item, items))}</ul>",
        "table": lambda _, rows: f"<table>{''.join(map(_page_row, rows))}</table>",
    }
    body = "".join(made[kind](depth, content) for kind, depth, content in parts)
    return f"<!doctype html><html><body>{body}</body></html>".encode()


def _page_item(entry: tuple[int, str]) -> str:
    depth, text = entry
    return f"<ul><li>{escape(text)}</li></ul>" if depth else f"<li>{escape(text)}</li>"


def _page_row(cells: list[str]) -> str:
    return f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in cells)}</tr>"


def as_markdown(parts) -> bytes:
    """The document as Markdown."""
    made = {
        "heading": lambda depth, text: f"{'#' * depth} {text}",
        "paragraph": lambda _, text: text,
        "list": lambda _, items: (
            "\n".join(f"{'  ' * d}- {text}" for d, text in items) + "\n\n<!-- -->"
        ),
        "table": lambda _, rows: "\n".join(
            f"| {' | '.join(cells)} |" + ("\n|---|---|---|" if index == 0 else "")
            for index, cells in enumerate(rows)
        ),
    }
    return "\n\n".join(made[kind](depth, content) for kind, depth, content in parts).encode()


def told(blocks: tuple[Block, ...]) -> list[tuple]:
    """All that a format without pages can say of a block."""
    return [(b.role, b.level, b.text, b.place) for b in blocks]


@settings(max_examples=60, deadline=None)
@given(documents)
def test_the_format_changes_nothing(parts) -> None:
    """Roles, levels, texts with their marks, and places of cells are the same in all three."""
    word = told(read_bytes(as_word(parts), "plan.docx", PARAMS).blocks)

    assert told(read_bytes(as_page(parts), "plan.html", PARAMS).blocks) == word
    assert told(read_bytes(as_markdown(parts), "plan.md", PARAMS).blocks) == word
    assert sum(len(text) for _, _, text, _ in word) >= sum(
        len(content) for kind, _, content in parts if kind in ("heading", "paragraph")
    )
