"""The reference case's texts as structure: headings, paragraphs, lists and tables, to be typeset.

The texts came out of a PDF line by line. Here lines are put together to what they were, by the
marks that open them; the tables' columns are told by hand, since a line of text does not hold them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CASE = Path(__file__).parents[2].parent / "shared" / "case"


@dataclass(frozen=True)
class Piece:
    """One piece: h1–h3, p, li, caption, table; `mark` opens a list item, `rows` fill a table."""

    kind: str
    text: str = ""
    mark: str = ""
    depth: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    bands: frozenset[int] = field(default_factory=frozenset)


_ITEM = re.compile(
    r"^\s*(?:(?P<bullet>[\uf0b7•\uf0a7])|(?P<dash>-)|(?P<letter>[a-m])\."
    r"|(?P<number>\d)\.)\s+(?P<rest>\S.*)$"
)
_HEADING = re.compile(r"^\s*(\d(?:\.\d)+)\.?\s+(\S.*)$")
_FIGURES = re.compile(r"^\s*(?P<label>.*?\S)\s+(?P<figures>\d+,\d(?:\s+\d+,\d)*)\s*$")


# Bullets that the text has lost: the lines that they stood before.
_BULLETED = (
    "videreutvikle ",
    "aktivt ta i bruk ",
    "være ledende ",
    "utfordre, motivere ",
    "reserver til ",
    "reduksjon i ",
    "Skole, hvor kommunen har ",
    "Barnevernet har en høyere ",
)


def case_lines(name: str) -> list[str]:
    """The text's lines, without footnotes' numbers and the notes themselves."""
    text = (CASE / name).read_text(encoding="utf-8").replace("\f", "")
    notes = re.compile(
        r"^\s*\d{2}\n(?:\s*http\S+.*\n|\s*Barne-, Ungdom.*\n"
        r"|\s*Fra 1\. januar.*\n.*\n)|\n\s*(?:19|20)\s*$(?=\n[.,])",
        re.MULTILINE,
    )
    lines = [line.strip() for line in notes.sub("", text).split("\n")]
    return [f"• {line}" if line.startswith(_BULLETED) else line for line in lines]


def budget_case() -> list[Piece]:
    """Case 09/13608: two tables of cuts, and the decision."""
    return list(_flow(case_lines("bystyresak-09-13608.txt"), _budget_table))


def organisation_case() -> list[Piece]:
    """Case 186/08: the decision and the majority's remark."""
    lines = case_lines("bystyresak-186-08.txt")
    title = lines[0].removeprefix("”(…) ")
    pieces = [Piece("h1", title), Piece("p", lines[1]), Piece("h2", lines[2])]
    body = list(_flow(lines[3:], lambda _: None))
    out: list[Piece] = []
    for piece in body:
        head, found, rest = piece.text.partition("FLERTALLSMERKNAD")
        if found and head:
            out += [Piece(piece.kind, head.strip(), piece.mark, piece.depth)]
        if found:
            parties, _, words = rest.partition(": ")
            out += [Piece("p", f"{found}{parties}:"), Piece("p", words)]
        else:
            out.append(piece)
    return pieces + out


def plan() -> list[Piece]:
    """The kommuneplan as it is told: grips, four hovedmål, one delmål with what is under it."""
    lines = [
        line for line in case_lines("kommuneplan-2010.txt") if not line.startswith("(Kommuneplanen")
    ]
    return [Piece("h1", "Kommuneplanen"), *_flow(lines, lambda _: None)]


def inputs() -> list[Piece]:
    """The units' innspill: three tables of status, utfordringer and proposed measures."""
    lines = case_lines("innspill-2011.txt")
    pieces = [Piece("h1", "Innspill fra enhetene")]
    starts = [
        i
        for i, line in enumerate(lines)
        if line in ("PP-tjenesten", "Barneverntjenesten", "Helse/LOST/habilitering")
    ]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        pieces += [Piece("h2", lines[start]), _input_table(lines[start + 1 : end])]
    return pieces


def _input_table(lines: list[str]) -> Piece:
    body = lines[2:]
    first = next(i for i, line in enumerate(body) if line.startswith("- "))
    # the status column ends where the text names the first challenge
    cut = next(
        i
        for i, line in enumerate(body)
        if line.startswith(("Det er fortsatt delt", "Uklarheter om ansvar", "Arbeidspresset"))
    )
    proposals, stray = _proposals(body[first:])
    header = ("Status", "Utfordringer", "Foreslåtte tilpasninger/tiltak fra enhetene")
    return Piece(
        "table",
        rows=(
            header,
            (" ".join(body[:cut]), " ".join([*body[cut:first], *stray]), "\n".join(proposals)),
        ),
    )


def _proposals(lines: list[str]) -> tuple[list[str], list[str]]:
    items: list[str] = []
    stray: list[str] = []
    for line in lines:
        if line.startswith(
            ("enn i dag", "Ungdomsenheten og", "bør arbeide mer", "avklaringer seg")
        ):
            stray.append(line)
        elif line.startswith("- ") or not items:
            items.append(line)
        elif line:
            items[-1] += f" {line}"
    return items, stray


def _budget_table(lines: list[str]) -> tuple[Piece, int] | None:
    """The table that begins here and how many lines it takes; nothing where none does."""
    first = lines[0]
    if not re.search(r"\b2009 2010$", first):
        return None
    rows: list[tuple[str, ...]] = [(first.removesuffix("2009 2010").strip(), "2009", "2010")]
    bands = set()
    taken = 1
    for line in lines[1:]:
        if line.startswith("Figur"):
            break
        taken += 1
        match = _FIGURES.match(line)
        if match:
            rows.append(
                (
                    match.group("label").strip(),
                    *_years(match.group("label"), match.group("figures").split()),
                )
            )
        elif line:
            bands.add(len(rows))
            rows.append((line, "", ""))
    return Piece("table", rows=tuple(rows), bands=frozenset(bands)), taken


def _years(label: str, figures: list[str]) -> tuple[str, str]:
    if len(figures) == 2:
        return figures[0], figures[1]
    return (figures[0], "") if label.startswith("Inntrekk") else ("", figures[0])


def _flow(lines: list[str], table: object) -> Iterator[Piece]:
    held: Piece | None = None
    decided = False
    at = 0
    while at < len(lines):
        line = lines[at]
        found = table(lines[at:]) if callable(table) else None
        item, heading = _ITEM.match(line), _HEADING.match(line)
        decided = decided or "følgende vedtak" in line or "vedtak i sak" in line
        if found:
            yield from _finished(held)
            held = None
            yield found[0]
            at += found[1]
            continue
        if heading:
            yield from _finished(held)
            yield Piece(f"h{min(heading.group(1).count('.') + 1, 3)}", line)
            held = None
        elif item:
            yield from _finished(held)
            depth = 1 if item.group("letter") or item.group("dash") else 0
            mark = line[: len(line) - len(item.group("rest"))].strip()
            held = Piece("li", item.group("rest"), mark.replace("\uf0b7", "•"), depth)
        elif line.startswith("Figur"):
            yield from _finished(held)
            yield Piece("caption", line)
            held = None
        elif line and (held is None or _new_paragraph(held.text, line, held.kind)):
            yield from _finished(held)
            held = Piece("p", line)
        elif line and held is not None:
            held = Piece(held.kind, f"{held.text} {line}", held.mark, held.depth)
        at += 1
    yield from _finished(held)


def _finished(held: Piece | None) -> Iterator[Piece]:
    if held is not None:
        yield held


def _new_paragraph(before: str, line: str, kind: str) -> bool:
    if re.match(
        r"^(?:Hovedmål \d|Delmål|Underliggende|Kommunen vil:|FLERTALLSMERKNAD"
        r"|Kommuneplanens samfunnsdel|”\(…\) De strategiske)",
        line,
    ):
        return True
    if re.search(r"(?:mål \d|\d\.\d|\b4):$", before) or before.endswith(
        ("hovedgrep:", "relative andel.")
    ):
        return True
    if kind == "li":
        return bool(
            re.match(r"^(?:Omfordelinger|Ellers|Det er videre|Kommunen vil)", line)
        ) and before.endswith((".", "arbeidsgiver", "ressursbruk"))
    return (
        before.endswith((".", ":"))
        and len(before.split("\n")[-1]) > 0
        and line[:1].isupper()
        and len(before) > 600
    )
