"""Tables to amounts: years and unit from header, caption and heading, totals told from rows."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from pipeline.goals.numbers import cell_unit, is_year, parse_number, read_unit
from pipeline.goals.records import Amount, Document
from pipeline.goals.years import header_years, years_named

_TOTAL = re.compile(
    r"^(?:\W*)(?:sum\b|i alt\b|total(?:t|e|sum|er)?\b|samlet\b|samla\b"
    r"|til ?sam(?:men|an)\b|netto ?sum\b|delsum\b|grand total\b)"
    r"|\b(?:i alt|totalt|til ?sam(?:men|an)|samlet|samla)\s*$",
    re.IGNORECASE,
)
# A row that tells a part of another row's figure.
_PART_OF = re.compile(r"^\W*(?:herav|derav|hvorav|av dette|av det)\b", re.IGNORECASE)
_AVERAGE = re.compile(
    r"\bgjennomsnitt|\bsnitt|\bmedian|\bper (?:person|elev|barn|plass)", re.IGNORECASE
)
_FRAME = re.compile(
    r"^\W*(?:ny |netto|brutto|ramme|budsjettramme|driftsramme|resultat\b)", re.IGNORECASE
)
_ROW_NUMBER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zæøå][.)]|[-–•])\s+(?=\D)")
# Ten times the Norwegian state's yearly budget: a unit that passes it is not the table's.
_MOST_MONEY = Decimal("3E13")
_USUAL_MONEY = Decimal("1E12")
_NOT_MONEY = re.compile(
    r"%|\bprosent|\bpst\b|\bårsverk|\bantall|\btal på|\bandel|\belever\b|\bbarn\b|\bplasser\b"
    r"|\bplassar\b|\binnbygg|\bstillinger\b|\bnr\b|\bkap(?:ittel)?\.?$|^post\b|\bansvar\b"
    r"|\bkonto\b|\bfunksjon\b|\bside\b|\bindeks\b|\bpoeng\b|\bper innb|\bpr\.? innb"
    r"|\btonn\b|\bkg\b|\bg/km\b|\bliter\b|\bkwh\b|\bmwh\b|\bkvm\b|\bdekar\b|\børe\b"
    r"|\bkr(?:oner|\.)?\s?(?:/|per\b|pr\b)",
    re.IGNORECASE,
)
# Rows that count something else than money, or tell a rate.
_COUNTING_ROW = re.compile(
    r"^\W*(?:antall|tal på|årsverk|andel)\b|,\s(?:pst\.?|prosent|i %)"
    r"|\bårsverk$|\b(?:kr|kroner|øre)\s?(?:/|per\b|pr\b)",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\bkr\b|kroner|budsjett|regnskap|rekneskap|ramme|utgift|inntekt|innsparing|kostnad|beløp"
    r"|tilskudd|tilskot|netto|brutto|kutt|innsparing|inndekning|bevilg|løyving|investering"
    r"|avdrag|renter|låneopptak",
    re.IGNORECASE,
)
# Columns beside the figures that tell what a measure costs, and when it is done.
_COST = re.compile(r"^\W*(?:kostnad|beløp|pris|utgift|kroner|kr\b)", re.IGNORECASE)
_WHEN = re.compile(
    r"^\W*(?:tidsplan|tidsfrist|frist|når|tid|periode|gjennomføring(?:sår)?|ferdig|oppstart)\W*$",
    re.IGNORECASE,
)
_WHO = re.compile(r"^\W*(?:ansvar(?:lig|leg)?e?|(?:hvem|kven)\b)", re.IGNORECASE)
_LEAST_COST = 5_000  # smaller figures may be thousands
_STATUS_WORDS = (
    ("accounts", re.compile(r"\bregnskap|\brekneskap|^R\.?\s?'?\d{2}$|\bregn\b|\bforbruk"
    r"|\bactual", re.IGNORECASE)),
    ("decision", re.compile(r"\bvedtatt\b|\bvedtak\b|\bvedteke\b|\bbystyrets\b"
    r"|\bkommunestyrets\b|\bdecided\b", re.IGNORECASE)),
    ("proposal", re.compile(r"\bforslag\b|\bframlegg\b|\binnstilling\b|\brådmannens\b"
    r"|\bkommunedirektørens\b|\bproposed\b", re.IGNORECASE)),
    ("budget", re.compile(r"\bbudsjett|^B\.?\s?'?\d{2}$|\bbudget", re.IGNORECASE)),
)  # fmt: skip
_LINE_OF_YEARS = re.compile(r"(?:(?<!\d)(?:19|20)\d{2}\s+)+(?:19|20)\d{2}\s*$")
_TOTAL_COLUMN = re.compile(r"^\W*(?:sum|i alt|total|samlet|samla|til sammen)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """One cell of a table."""

    row: int
    column: int
    text: str
    page: int
    passage_id: str | None
    column_span: int = 1


@dataclass(frozen=True)
class Surroundings:
    """What stands around a table: headings, text, caption; and what part of a case it is in."""

    sequence: int
    status: str
    headings: str = ""
    captions: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    region: str | None = None
    document_unit: Decimal | None = None
    chapter_unit: Decimal | None = None
    known_figures: frozenset[tuple[Decimal, Decimal]] = frozenset()
    of_goals: bool = False


@dataclass(frozen=True)
class Column:
    """One column of figures: its heading, years, own unit if any, status, and is it a sum."""

    label: str
    years: tuple[int, ...]
    unit: Decimal | None
    status: str | None
    is_total: bool


def table_amounts(
    cells: Sequence[Cell], around: Surroundings, document: Document, table: int
) -> list[Amount]:
    """Every amount in the table; none where nothing says that its figures are money."""
    rows = _rows(cells)
    header_rows = _header_rows(rows, of_goals=around.of_goals)
    columns = _with_years_above(_columns(rows, header_rows), around)
    unit = _unit(rows, header_rows, columns, around)
    unit = _plausible(unit, rows, header_rows, columns)
    if unit is None:
        columns = _with_costs(rows, header_rows, columns)
    told = (cell_unit(c.text) for row in rows.values() for c in row if c.column in columns)
    if unit is None and not any(column.unit for column in columns.values()) and not any(told):
        return []
    aside = _aside(rows, header_rows)
    amounts: list[Amount] = []
    for number in sorted(rows):
        if number in header_rows:
            continue
        row = rows[number]
        label = row_label([cell for cell in row if cell.column not in aside], columns)
        if not label or _COUNTING_ROW.search(label):
            continue
        found = _row_amounts(row, label, columns, unit, around, document, table)
        when = _when(rows, header_rows, row)
        amounts += [
            replace(a, year=when[0] if len(when) == 1 else None, years=when)
            if when and not columns[a.column or 0].years
            else a
            for a in found
        ]
    return amounts


def _with_costs(
    rows: Mapping[int, Sequence[Cell]], header_rows: set[int], columns: Mapping[int, Column]
) -> dict[int, Column]:
    """The columns, kroner one by one where a column of costs holds large whole figures alone."""
    told = dict(columns)
    for place, column in columns.items():
        figures = [
            value
            for number, row in rows.items()
            if number not in header_rows
            for cell in row
            if cell.column == place and (value := parse_number(cell.text)) is not None
        ]
        large = all(v == v.to_integral_value() and abs(v) >= _LEAST_COST for v in figures)
        if column.unit is None and _COST.search(column.label) and figures and large:
            told[place] = replace(column, unit=Decimal(1))
    return told


def _when(
    rows: Mapping[int, Sequence[Cell]], header_rows: set[int], row: Sequence[Cell]
) -> tuple[int, ...]:
    """The years that the row names in a column which tells when."""
    for cell in row:
        if cell.text and _WHEN.search(_header_text(rows, header_rows, cell.column)):
            return tuple(years_named(cell.text))
    return ()


def _aside(rows: Mapping[int, Sequence[Cell]], header_rows: set[int]) -> set[int]:
    """The columns that tell who does it, and when: no words for what the money is for."""
    columns = {cell.column for row in rows.values() for cell in row}
    heads = {column: _header_text(rows, header_rows, column) for column in columns}
    return {column for column, head in heads.items() if _WHO.search(head) or _WHEN.search(head)}


def row_label(row: Sequence[Cell], columns: Mapping[int, Column]) -> str:
    """The row's words: its text cells left of the figures, without the row's own number.

    >>> row_label([Cell(0, 0, "1. Omstilling – mindre bruk", 1, None), Cell(0, 1, "2,0", 1, None)],
    ...     {1: Column("2009", (2009,), None, None, False)})
    'Omstilling – mindre bruk'
    """
    first = min(columns, default=0)
    cells = [cell for cell in row if cell.column not in columns and _is_words(cell.text)]
    words = [c.text for c in cells if c.column < first] or [c.text for c in cells]
    label = " ".join(words[:2]) if words else ""
    return _ROW_NUMBER.sub("", label).strip()


def _is_words(text: str) -> bool:
    return any(character.isalpha() for character in text) and parse_number(text) is None


def is_total_label(label: str) -> bool:
    """True for a row that calls itself a sum.

    >>> is_total_label("Sum inndekning 2009 og 2010"), is_total_label("Summer school")
    (True, False)
    """
    return bool(_TOTAL.search(label))


def _rows(cells: Sequence[Cell]) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell)
    return rows


def _header_rows(rows: Mapping[int, Sequence[Cell]], *, of_goals: bool = False) -> set[int]:
    """Rows without figures of their own that stand above the first row of figures, and repeats.

    Of a table of goals, whose rows are words, only the first row and its repeats.
    """
    header: set[int] = set()
    first_texts: set[tuple[str, ...]] = set()
    begun = False
    for number in sorted(rows):
        texts = tuple(cell.text for cell in rows[number])
        figures = [text for text in texts if parse_number(text) is not None and not is_year(text)]
        years = [text for text in texts if header_years(text)]
        repeated = texts in first_texts
        begun = begun or (of_goals and bool(header))
        many_years = len(years) >= 2 and not figures
        if repeated or many_years or (not begun and not figures):
            header.add(number)
            first_texts.add(texts)
        elif figures:
            begun = True
    return header


def _columns(rows: Mapping[int, Sequence[Cell]], header_rows: set[int]) -> dict[int, Column]:
    """The columns that hold figures: at least half of their filled cells are numbers."""
    columns: dict[int, Column] = {}
    words = _label_column(rows, header_rows)
    held: dict[int, list[str]] = {}
    for number, row in rows.items():
        if number in header_rows:
            continue
        for cell in row:
            if cell.text:
                held.setdefault(cell.column, []).append(cell.text)
    for column, texts in sorted(held.items()):
        numbers = [text for text in texts if parse_number(text) is not None or text in "–-—"]
        header = _header_text(rows, header_rows, column)
        figures = [text for text in texts if parse_number(text) is not None]
        if not figures or _NOT_MONEY.search(header) or _WHEN.search(header):
            continue
        if len(numbers) * 2 <= len(texts) and not _COST.search(header):
            continue
        # numbers left of the words are codes: chapter, post, account
        if column < words or (column == 0 and len(held) > 1):
            continue
        columns[column] = _column(header)
    return columns


def _label_column(rows: Mapping[int, Sequence[Cell]], header_rows: set[int]) -> int:
    """The first column that holds words in about as many rows as any: not the one of remarks."""
    named = Counter(
        cell.column
        for number, row in rows.items()
        for cell in row
        if number not in header_rows and len(row) > 1 and _is_words(cell.text)
    )
    most = max(named.values(), default=0)
    return min((column for column, count in named.items() if count * 2 >= most), default=0)


def _with_years_above(columns: dict[int, Column], around: Surroundings) -> dict[int, Column]:
    """The columns, their years from the line above the table where its own head names none.

    A head that a page break has cut off stands there as text: as many years as columns of figures.
    """
    if any(column.years for column in columns.values()):
        return columns
    lines = (found.group(0) for text in around.above if (found := _LINE_OF_YEARS.search(text)))
    named = re.findall(r"\d{4}", next(lines, ""))
    if len(named) != len(columns):
        return columns
    return {
        place: replace(column, years=(int(year),))
        for (place, column), year in zip(sorted(columns.items()), named, strict=True)
    }


def _header_text(rows: Mapping[int, Sequence[Cell]], header_rows: set[int], column: int) -> str:
    words = []
    for number in sorted(header_rows):
        if _is_band([cell for cell in rows[number] if cell.text]):
            continue
        for cell in rows[number]:
            if cell.column <= column < cell.column + max(cell.column_span, 1) and cell.text:
                if (
                    cell.column_span >= len(rows[number]) + cell.column_span - 1
                    and cell.column == 0
                ):
                    continue
                words.append(cell.text)
    return " ".join(dict.fromkeys(words))


def _is_band(cells: Sequence[Cell]) -> bool:
    """Whether the row's one text names the rows below it, not a column: no year, no unit."""
    if len(cells) != 1 or cells[0].column_span > 1:
        return False
    text = cells[0].text
    return not header_years(text) and read_unit(text) is None and not _NOT_MONEY.search(text)


def _column(header: str) -> Column:
    years = tuple(header_years(header))
    status = next((name for name, pattern in _STATUS_WORDS if pattern.search(header)), None)
    return Column(
        label=header,
        years=years,
        unit=read_unit(header),
        status=status,
        is_total=bool(_TOTAL_COLUMN.search(header)) or len(years) > 1,
    )


def _unit(
    rows: Mapping[int, Sequence[Cell]],
    header_rows: set[int],
    columns: Mapping[int, Column],
    around: Surroundings,
) -> Decimal | None:
    """Kroner to one: from the table's own head, its caption, the text nearest it, the document."""
    head = [cell.text for number in sorted(header_rows) for cell in rows[number]]
    for text in (*head, *around.captions, *around.above, *around.below, around.headings):
        unit = read_unit(text)
        if unit is not None:
            return unit
    words = " ".join([*head, *around.captions, *around.above, *around.below, around.headings])
    figures = [
        value
        for number, row in rows.items()
        if number not in header_rows
        for cell in row
        if cell.column in columns and (value := parse_number(cell.text)) is not None
    ]
    told = around.document_unit or _unit_by_figures(figures, words, around)
    return told or (around.chapter_unit if _may_be_money(columns, words) else None)


def _may_be_money(columns: Mapping[int, Column], words: str) -> bool:
    """True where columns name years, and nothing around the table speaks of another quantity."""
    return any(column.years for column in columns.values()) and not _NOT_MONEY.search(words)


def _plausible(
    unit: Decimal | None,
    rows: Mapping[int, Sequence[Cell]],
    header_rows: set[int],
    columns: Mapping[int, Column],
) -> Decimal | None:
    """The unit, unless it makes more money of a figure than there is: then kroner one by one."""
    if unit is None or unit == 1:
        return unit
    figures = [
        abs(value)
        for number, row in rows.items()
        if number not in header_rows
        for cell in row
        if cell.column in columns and (value := parse_number(cell.text)) is not None
    ]
    if figures and (max(figures) > _MOST_MONEY / unit or median(figures) > _USUAL_MONEY / unit):
        return Decimal(1)
    return unit


def _unit_by_figures(
    figures: Sequence[Decimal], words: str, around: Surroundings
) -> Decimal | None:
    """The unit that the running text gives the table's figures, or kroner where all are large."""
    for unit in (Decimal("1E6"), Decimal("1E3"), Decimal(1)):
        told = [value for value in figures if (value, unit) in around.known_figures]
        if len(told) >= 2 or any(len(value.as_tuple().digits) >= 3 for value in told):
            return unit
    whole = [value for value in figures if value == value.to_integral_value()]
    large = [value for value in whole if abs(value) >= 100_000]
    if (
        figures
        and len(whole) == len(figures)
        and len(large) * 2 > len(figures)
        and _MONEY.search(words)
    ):
        return Decimal(1)
    return None


def _row_amounts(
    row: Sequence[Cell],
    label: str,
    columns: Mapping[int, Column],
    unit: Decimal | None,
    around: Surroundings,
    document: Document,
    table: int,
) -> list[Amount]:
    row_unit = read_unit(label)
    found = [
        (cell, columns[cell.column], value)
        for cell in row
        if cell.column in columns and (value := parse_number(cell.text)) is not None
    ]
    label_years = years_named(label)
    amounts = []
    for cell, column, value in found:
        scale = cell_unit(cell.text) or column.unit or row_unit or unit
        if scale is None or cell.passage_id is None:
            continue
        years = column.years
        # one figure in a row that names several years is for all of them
        if len(found) == 1 and len(label_years) > 1:
            years = tuple(label_years)
        if not years:
            years = _caption_years(around)
        if (
            not years
            and document.year is not None
            and document.kind in ("årsbudsjett", "årsrapport")
        ):
            years = (document.year,)
        amounts.append(
            Amount(
                document_id=document.document_id,
                passage_id=cell.passage_id,
                page=cell.page,
                label=label,
                amount_nok=value * scale,
                status=_status(column, around, document),
                sequence=around.sequence,
                year=years[0] if len(years) == 1 else None,
                years=years,
                is_total=is_total_label(label) or column.is_total,
                table=table,
                row=cell.row,
                column=cell.column,
                column_label=column.label or None,
                region=around.region,
            )
        )
    return amounts


def _caption_years(around: Surroundings) -> tuple[int, ...]:
    """The one year that the table's caption names; none where it names several."""
    named = {year for caption in around.captions for year in header_years(caption)}
    return tuple(named) if len(named) == 1 else ()


def _status(column: Column, around: Surroundings, document: Document) -> str:
    if document.kind == "årsrapport":
        return column.status or "accounts"
    if column.status == "accounts":
        return "accounts"
    if document.kind == "bystyresak":
        return column.status if column.status == "decision" else around.status
    if column.status == "decision":
        return "budget"
    return column.status or around.status


def with_totals_checked(amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts, each total told whether its rows sum to it.

    A total closes the rows above it, back to the total before; a total of totals is held against
    the sub-totals since the last total of totals, alone or with the rows between; a figure for
    several years against the years' own in the total above. Missing where nothing adds up to
    compare with.
    """
    checked = _with_implied_totals(amounts)
    groups: dict[tuple[str, int, int], list[int]] = {}
    for place, amount in enumerate(checked):
        if amount.table is not None and amount.column is not None:
            groups.setdefault((amount.document_id, amount.table, amount.column), []).append(place)
    for places in groups.values():
        for place, verdict in _column_verdicts([checked[p] for p in places]).items():
            checked[places[place]] = replace(checked[places[place]], reconciles=verdict)
    return _across_years(_without_misread(checked))


def with_totals_from_elsewhere(amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts, a total that its own table does not hold the rows of left untold.

    A figure carried over from another table, where it sums up, is no fault in this one.
    """
    summed = {abs(a.amount_nok): a.table for a in amounts if a.reconciles and a.amount_nok}
    return [
        replace(a, reconciles=None)
        if a.reconciles is False and summed.get(abs(a.amount_nok), a.table) != a.table
        else a
        for a in amounts
    ]


def _with_implied_totals(amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts, rows told to be totals that sum the rows above without saying so.

    «Ramme skole» under what it is made of: at least two rows, summed exactly in every column of at
    least two (or the row says ramme or netto), so that a chance likeness is no total.
    """
    marked = list(amounts)
    rows: dict[tuple[int, int], list[int]] = {}
    for place, amount in enumerate(amounts):
        if amount.table is not None and amount.row is not None:
            rows.setdefault((amount.table, amount.row), []).append(place)
    loose: list[dict[int, Decimal]] = []
    table: int | None = None
    for key in sorted(rows):
        held = [amounts[place] for place in rows[key]]
        if key[0] != table:
            table, loose = key[0], []
        values = {a.column: a.amount_nok for a in held if a.column is not None}
        if is_total_label(held[0].label):
            loose = []
        elif _sums_up(values, loose, held[0].label):
            loose = []
            for place in rows[key]:
                marked[place] = replace(amounts[place], is_total=True, reconciles=True)
        else:
            loose = [*loose, values]
    return marked


def _sums_up(
    values: Mapping[int, Decimal], loose: Sequence[Mapping[int, Decimal]], label: str
) -> bool:
    if len(loose) < 2 or not values or not any(values.values()):
        return False
    exact = all(
        sum((row.get(column, Decimal(0)) for row in loose), Decimal(0)) == value
        for column, value in values.items()
    )
    telling = len(values) >= 2 and len(set(values.values())) > 1
    return exact and ((telling and len(loose) >= 3) or bool(_FRAME.match(label)))


def _column_verdicts(column: Sequence[Amount]) -> dict[int, bool]:
    verdicts: dict[int, bool] = {}
    loose: list[Amount] = []
    subtotals: list[Amount] = []
    for place, amount in enumerate(column):
        if not is_total_label(amount.label) and amount.reconciles is None:
            if not _PART_OF.match(amount.label):
                loose.append(amount)
            continue
        if len(amount.years) > 1 and column[0].years != amount.years:
            continue
        if _AVERAGE.search(amount.column_label or ""):
            continue
        parts = [group for group in (loose, subtotals, subtotals + loose) if group]
        hit = next((group for group in parts if _adds_up(amount, group)), None)
        opening: Sequence[Amount] = () if hit is not None else _opening(amount, loose)
        if opening:
            hit = loose
        if parts:
            verdicts[place] = hit is not None
        elif _adds_up(amount, _below(column, place)):
            verdicts[place] = True
        if hit is not None and hit is not loose:
            subtotals = []
        subtotals = [*subtotals, *opening, amount]
        loose = []
    return verdicts


def _opening(total: Amount, rows: Sequence[Amount]) -> Sequence[Amount]:
    """The first of the rows, where the total sums exactly those after them: what changes sum to.

    «Opprinnelig budsjett», changes, «Sum endringer». Empty where it sums no such run.
    """
    for first in range(1, len(rows) - 1):
        rest = sum((row.amount_nok for row in rows[first:]), Decimal(0))
        if rest == total.amount_nok != 0:
            return rows[:first]
    return ()


def _below(column: Sequence[Amount], place: int) -> list[Amount]:
    """The rows that follow, down to the next total."""
    rest = column[place + 1 :]
    end = next((i for i, a in enumerate(rest) if is_total_label(a.label)), len(rest))
    return [a for a in rest[:end] if not _PART_OF.match(a.label)]


def _adds_up(total: Amount, parts: Sequence[Amount]) -> bool:
    """Whether the parts sum to the total, as far as figures rounded to what is printed can.

    Each part may be half of its last printed place off, the total as well; seldom all one way.
    """
    if not parts:
        return False
    difference = sum((part.amount_nok for part in parts), Decimal(0)) - total.amount_nok
    place = max(_printed_place(amount) for amount in (total, *parts))
    if place <= 1:
        return difference == 0
    most = min((len(parts) + 1) / 2, 0.5 + math.sqrt(len(parts)))
    return abs(difference) <= place * Decimal(str(most))


def _printed_place(amount: Amount) -> Decimal:
    """Kroner that one of the last printed place is: 100 000 for 12,3 million."""
    exponent = amount.amount_nok.as_tuple().exponent
    return Decimal(10) ** exponent if isinstance(exponent, int) else Decimal(1)


def _without_misread(amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts, a total that none of several columns agrees with left untold.

    Its rows are others than those above. One that some columns agree with does not sum elsewhere.
    """
    checked = list(amounts)
    rows: dict[tuple[str, int, int], list[int]] = {}
    for place, amount in enumerate(amounts):
        if amount.table is not None and amount.row is not None and amount.reconciles is not None:
            rows.setdefault((amount.document_id, amount.table, amount.row), []).append(place)
    for places in rows.values():
        if len(places) > 1 and not any(amounts[place].reconciles for place in places):
            for place in places:
                checked[place] = replace(amounts[place], reconciles=None)
    return checked


def _across_years(amounts: list[Amount]) -> list[Amount]:
    """Sums over years: a total column by its row, a figure for all years by the total above."""
    checked = list(amounts)
    rows: dict[tuple[str, int, int], list[int]] = {}
    for place, amount in enumerate(amounts):
        if amount.table is not None and amount.row is not None:
            rows.setdefault((amount.document_id, amount.table, amount.row), []).append(place)
    for key, places in rows.items():
        for place in places:
            amount = amounts[place]
            if amount.reconciles is not None or not amount.is_total:
                continue
            own = [amounts[p] for p in places if p != place and amounts[p].year is not None]
            if len(own) < 2:
                own = _total_above(amounts, rows, key)
            if len(own) >= 2 and all(part.status == amount.status for part in own):
                holds = _adds_up(amount, own)
                told = holds or len({part.year for part in own}) == len(own)
                checked[place] = replace(amount, reconciles=holds if told else None)
    return checked


def _total_above(
    amounts: Sequence[Amount],
    rows: Mapping[tuple[str, int, int], Sequence[int]],
    key: tuple[str, int, int],
) -> list[Amount]:
    document, table, row = key
    for number in range(row - 1, -1, -1):
        places = rows.get((document, table, number), ())
        parts = [amounts[p] for p in places if amounts[p].is_total and amounts[p].year is not None]
        if len(parts) >= 2:
            return parts
    return []
