"""Small documents read from file to goals, as the stages read them one after the other."""

from pathlib import Path
from typing import NamedTuple

import docx
import pandas as pd
from weasyprint import HTML

from pipeline.extraction.read import extract_files
from pipeline.goals.corpus import corpus_goals, corpus_money
from pipeline.params import ExtractionParams
from pipeline.parsing.sections import parse_corpus

Part = str | list[tuple[str, ...]]


class Corpus(NamedTuple):
    """Goals and amounts of some documents, each row with its document's name."""

    goals: pd.DataFrame
    amounts: pd.DataFrame

    def told(self, name: str, *kinds: str) -> list[tuple[str | None, str]]:
        """Number and text of a document's goals of these kinds (all without), in order."""
        rows = self.goals[self.goals["name"].eq(name)]
        rows = rows[rows["kind"].isin(kinds)] if kinds else rows
        numbers = rows["number"].astype(object).where(rows["number"].notna(), None)
        return list(zip(numbers, rows["text"], strict=True))

    def under(self, name: str, text: str) -> str | None:
        """The number of the goal that the one with this text stands under."""
        rows = self.goals[self.goals["name"].eq(name)].set_index("goal_id")
        parent = rows.loc[rows["text"].eq(text), "parent_goal_id"].iloc[0]
        return None if pd.isna(parent) else str(rows.loc[parent, "number"])

    def field(self, name: str, text: str, column: str) -> object:
        """A column of the goal with this text; None where it is missing."""
        rows = self.goals[self.goals["name"].eq(name) & self.goals["text"].eq(text)]
        value = rows[column].iloc[0]
        return None if pd.isna(value) else value


def read_corpus(folder: Path, kinds: dict[str, str], year: int = 2024) -> Corpus:
    """The goals and amounts of the folder's files; `kinds` is each one's kind of document."""
    found = extract_files(sorted(kinds), folder, ExtractionParams(ocr="off"))
    register = pd.DataFrame(
        [{"path": name, "kind": kind, "year": str(year)} for name, kind in kinds.items()]
    )
    documents, sections = parse_corpus(found.passages, found.cells, found.files, register)
    goals = corpus_goals(documents, sections, shortest_words=3, longest_words=80)
    amounts, _ = corpus_money(documents, sections, found.cells)
    names = dict(zip(documents["document_id"], documents["path"], strict=True))
    return Corpus(
        goals.assign(name=goals["document_id"].map(names)),
        amounts.assign(name=amounts["document_id"].map(names)),
    )


def word_document(path: Path, *parts: Part) -> None:
    """A DOCX: «# Title» is a heading, «- item» a list item, a list of rows a table."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, list):
            table = document.add_table(rows=0, cols=len(part[0]))
            for row in part:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        elif part.startswith("#"):
            level = len(part) - len(part.lstrip("#"))
            document.add_heading(part.lstrip("# "), level)
        elif part.startswith("- "):
            document.add_paragraph(part[2:], style="List Bullet")
        else:
            document.add_paragraph(part)
    document.save(str(path))


def pdf_document(path: Path, body: str, style: str = "") -> None:
    """A PDF of the HTML."""
    page = "body { font: 10.5pt 'DejaVu Serif' } table { border-collapse: collapse; width: 100% }"
    page += " td, th { border: 0.5pt solid; padding: 3pt; text-align: left; vertical-align: top }"
    HTML(string=f"<html lang=nb><style>{page}{style}</style>{body}</html>").write_pdf(path)
