"""The pages drawn for coding: `python -m benchmarks.accuracy.gold.draw`, the same every time.

Pages are drawn by lot within each document and split by turns; documents in `TEST_ONLY` are in the
test part alone. Nobody had looked at the pages when they were drawn.
"""

import random

SEED = 20261124
# document → (its pages, pages drawn)
DRAWN = {
    "drammen-kommune-innspill.pdf": (19, 8),
    "ks-innspill.pdf": (26, 10),
    "gardermoregionen-politisk-rad.pdf": (3, 2),
    "sunnmore-regionrad-nynorsk.pdf": (2, 2),
    "telemark-fylkeskommune.pdf": (8, 4),
    "scan-bokmal.pdf": (7, 4),
    "scan-nynorsk.pdf": (5, 2),
    "prop-1-ls-2026.pdf": (419, 18),
    "gul-bok-2026.pdf": (246, 6),
}
# the same of a second draw, of pages that the first left
DRAWN_LATER = {
    "drammen-kommune-innspill.pdf": 6,
    "ks-innspill.pdf": 8,
    "telemark-fylkeskommune.pdf": 3,
    "scan-bokmal.pdf": 3,
    "scan-nynorsk.pdf": 2,
    "prop-1-ls-2026.pdf": 20,
    "gul-bok-2026.pdf": 6,
}
# pages of the test part of which table rows alone are coded
TEST_ROWS = {"prop-1-ls-2026.pdf": (26, 388), "gul-bok-2026.pdf": (118, 148, 241)}
# pages of which statements alone are coded: what was left of the short documents, and of the long
# ones a lot among the pages with running text
STATEMENTS: dict[str, dict[str, tuple[int, ...]]] = {
    "development": {
        "drammen-kommune-innspill.pdf": (3, 9, 11, 12, 19),
        "ks-innspill.pdf": (4, 10, 11, 16, 17, 20, 21, 24),
        "gardermoregionen-politisk-rad.pdf": (3,),
        "scan-nynorsk.pdf": (1,),
        "prop-1-ls-2026.pdf": (
            29,
            30,
            37,
            62,
            94,
            108,
            109,
            120,
            122,
            153,
            160,
            166,
            176,
            177,
            179,
            197,
            207,
            230,
            281,
            313,
            317,
        ),
        "gul-bok-2026.pdf": (36, 37, 63, 156, 183, 186, 199, 204),
    },
    "test": {},
}
TEST_ONLY = ("telemark-fylkeskommune.pdf",)


def drawn_pages() -> dict[str, dict[str, list[int]]]:
    """For each part, `development` and `test`, the pages of each document, in order."""
    lot = random.Random(SEED)
    parts: dict[str, dict[str, list[int]]] = {"development": {}, "test": {}}
    for document, (pages, wanted) in DRAWN.items():
        drawn = lot.sample(range(1, pages + 1), wanted)
        _split(parts, document, drawn)
    for document, wanted in DRAWN_LATER.items():
        pages, _ = DRAWN[document]
        before = {page for part in parts.values() for page in part[document]}
        left = [page for page in range(1, pages + 1) if page not in before]
        _split(parts, document, lot.sample(left, wanted))
    return parts


def _split(parts: dict[str, dict[str, list[int]]], document: str, drawn: list[int]) -> None:
    """Put every second page in the test part, all of documents that are there alone."""
    test = drawn if document in TEST_ONLY else drawn[::2]
    for part, pages in (("test", test), ("development", sorted(set(drawn) - set(test)))):
        parts[part][document] = sorted([*parts[part].get(document, []), *pages])


if __name__ == "__main__":
    for part, documents in drawn_pages().items():
        for document, drawn in documents.items():
            print(part, document, *drawn)
    for document, pages in TEST_ROWS.items():
        print("test, table rows", document, *pages)
    for part, listed in STATEMENTS.items():
        for document, pages in listed.items():
            print(f"{part}, statements", document, *pages)
