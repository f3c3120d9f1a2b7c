"""What recognition adds to blocks: how surely they were read, and where on the page they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extraction.elements import Block, Box
from pipeline.extraction.frame import turned_back
from pipeline.extraction.glyphs import Rule
from pipeline.extraction.picture import askew_box
from pipeline.extraction.words import Word


@dataclass(frozen=True, slots=True)
class Scan:
    """A recognised page: words and rules as it reads, the words' confidences, and how it lay.

    `width` and `height` are the page's as it reads, in points; `quarter` is the direction that its
    text ran in on the page as shown (0, 90, 180 or 270), `degrees` by how much its lines sank.
    """

    words: tuple[Word, ...]
    confidences: tuple[float, ...]
    rules: tuple[Rule, ...]
    width: float
    height: float
    degrees: float = 0.0
    quarter: int = 0

    def on_page(self, box: Box) -> Box:
        """A box as the page reads → the box on the page as it is shown."""
        askew = askew_box(box, self.degrees, self.width, self.height)
        sides = (self.width, self.height)
        width, height = sides if self.quarter % 180 == 0 else sides[::-1]
        return turned_back(askew, self.quarter, width, height)


def with_recognition(blocks: Sequence[Block], scans: Mapping[int, Scan]) -> list[Block]:
    """The blocks; those of scanned pages with their confidence, their boxes as the page is shown.

    >>> word = Word("Mål", 10, 10, 30, 20, 18, 10, False)
    >>> scan = Scan((word,), (0.9,), (), 100, 200)
    >>> [block] = with_recognition([Block(1, "Mål", "paragraph", Box(10, 10, 30, 20))], {1: scan})
    >>> block.ocr_confidence
    0.9
    """
    return [
        _recognised(block, scans[block.page]) if block.page in scans and block.box else block
        for block in (_with_rest_on_page(block, scans) if block.rest else block for block in blocks)
    ]


def _with_rest_on_page(block: Block, scans: Mapping[int, Scan]) -> Block:
    parts = ((p, scans[p].on_page(box) if p in scans else box) for p, box in block.rest)
    return replace(block, rest=tuple(parts))


def _recognised(block: Block, scan: Scan) -> Block:
    assert block.box is not None
    found = [
        sure
        for word, sure in zip(scan.words, scan.confidences, strict=True)
        if _within(word, block.box)
    ]
    sure = round(sum(found) / len(found), 4) if found and block.text else None
    return replace(block, box=scan.on_page(block.box), ocr_confidence=sure)


def _within(word: Word, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
