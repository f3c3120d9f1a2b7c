"""Agreements as whole files, read from their bytes to the goals table."""

from pathlib import Path

import pandas as pd

from pipeline.extraction.read import extract_files
from pipeline.goals.corpus import corpus_goals
from pipeline.params import ExtractionParams
from pipeline.parsing.sections import parse_corpus
from tests.extraction.typesetting import typeset_pdf

REGISTER = ("path", "kind", "unit", "area", "year")


def goals_of(path: Path, unit: str, area: str = "") -> pd.DataFrame:
    """The goals of one agreement's file, in its order."""
    read = extract_files([path], None, ExtractionParams(ocr="off"))
    row = (read.files["path"].iloc[0], "lederavtale", unit, area, "2031")
    register = pd.DataFrame([row], columns=list(REGISTER))
    documents, sections = parse_corpus(read.passages, read.cells, read.files, register)
    return corpus_goals(documents, sections, shortest_words=3, longest_words=60)


def typeset(folder: Path, body: str, style: str = "") -> Path:
    """The PDF that the HTML makes."""
    path = folder / "avtale.pdf"
    path.write_bytes(typeset_pdf(body, style))
    return path


def written(folder: Path, text: str) -> Path:
    """The text as a Markdown file."""
    path = folder / "avtale.md"
    path.write_text(text, encoding="utf-8")
    return path


def table(head: list[str], *rows: list[str]) -> str:
    """An HTML table; a row of one text runs over all columns."""
    body = "".join(
        f"<tr><td colspan={len(head)}><b>{row[0]}</b></td></tr>"
        if len(row) == 1
        else "<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>"
        for row in rows
    )
    return f"<table><tr>{''.join(f'<th>{text}</th>' for text in head)}</tr>{body}</table>"


def parted(goals: pd.DataFrame) -> list[tuple[str, str]]:
    """Part and words of each goal."""
    return list(zip(goals["part"], goals["text"], strict=True))


def beside(goals: pd.DataFrame, text: str) -> list[str | None]:
    """What the goals table holds beside the goal: measure, support, responsible, indicator."""
    row = goals[goals["text"].eq(text)].iloc[0]
    held = (row[name] for name in ("measure", "support", "responsible", "indicator"))
    return [None if pd.isna(value) else str(value) for value in held]
