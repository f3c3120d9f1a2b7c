"""What stands on pages, in reading order, before roles are told: paragraphs, tables, furniture."""

from dataclasses import dataclass

from pipeline.extraction.aligned import FoundTable
from pipeline.extraction.elements import Box
from pipeline.extraction.paragraphs import Paragraph


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, table or row of furniture; what is no paragraph or table has a role already."""

    page: int
    role: str  # empty: to be told
    paragraph: Paragraph | None = None
    text: str = ""
    box: Box | None = None
    table: FoundTable | None = None
    may_go_on: bool = False  # a table that opens its page, after a page that a table closed
    is_footnote: bool = False
    is_contents: bool = False  # a line of a table of contents

    @property
    def is_running(self) -> bool:
        """Whether it is a paragraph of the running text."""
        return self.paragraph is not None and not self.is_footnote and not self.is_contents
