"""Tables of goals: the header says what each column holds, a row is one goal and what serves it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.parsing.flow import Grid, GridCell
from pipeline.parsing.markers import split_items, split_marker
from pipeline.parsing.outline import Outline, Statement, cell_statement, row_statement
from pipeline.parsing.slips import is_like

# Whose goals are handed down, in «kommunens mål», «Samfunnsdelens delmål»
_FROM_ABOVE = (
    r"kommune|kommunal|samfunnsdel|plan|fylke|stat|sektor|område|tjenesteområde|tenesteområde"
    r"|etat|by(?:en|styre)|rådmann|overordna?(?:et|ede)? |handlings|økonomi|budsjett|årsbudsjett"
)
_NO_UNIT = r"året|dagen|fjor|periode|leder|leiar|styrer|rektor|min|person"
_OF_PLAN = r"(?:(?:kommune|samfunns|tema)?(?:plan|del)\w*(?: sine?)? )?"
# Header words in the order they are tried: «mål for enheten» before «mål».
_COLUMNS = (
    ("enhetsmål", r"(?:resultat)?(?:mål|måla|målet) (?:for|i|på|til) (?:vår |vår egen )?(?:\w*enhet"
    r"|\w*eining|\w*einhet|\w*skole|\w*skule|\w*barnehage|\w*avdeling|\w*verksemd"
    r"|\w*virksomhet|\w*tjenest|\w*tenest)\w*"
                  r"|enhet(?:en)?s (?:egne |lokale )?mål|eininga (?:si|sine) mål|enhetsmål"
                  r"|einingsmål|lokale? mål|våre mål|unit(?:['’]?s)? (?:own )?goals?"
                  r"|goals? (?:for|of) the unit"
    # «NAVs mål», «Skulen sine eigne mål», and not the municipality's or the plan's
    rf"|(?!{_FROM_ABOVE}|{_NO_UNIT})[\wæøå-]+(?:s| sine?| sitt)"
    r" (?:egne |eigne |eget |eige )?mål\b"),
    ("utviklingsmål", r"(?:mål for )?personleg utvikling|(?:mål for )?personlig utvikling"
    r"|utviklingsmål|personlige mål|personlege mål"),
    # what is wanted, before what is done about it: «Hva vil vi oppnå» and not «Hva skal vi gjøre»
    ("mål", r"(?:hva|kva|hvor|kvar|dette|det|slik|hit|dit|her) (?:vil|skal|ønsker|ønskjer)"
    r" (?:vi|me) (?:å )?(?:oppnå|nå|få til|ha(?: det)?|være|vere|bli|komme|kome"
    r"|lykkes med|lukkast med)\b"
    r"|(?:hva|kva|dette|det|hit|dit) (?:vi|me) (?:vil|skal|ønsker|ønskjer)\b"
    r"|(?:dette|det|hit|dit) (?:vil|skal) (?:vi|me)$|(?:vi|me) (?:vil|skal|ønsker|ønskjer)$"
    r"|ønsket (?:tilstand|situasjon)|ønskt (?:tilstand|situasjon)|what we want"),
    ("indikator", r"\w*indikator|ambisjon\b|måltall|måltal|ønsket (?:nivå|resultat)"
    r"|måles\b|målt\b|målemetode|(?:slik|hvordan|korleis) (?:måler|måles|målast|ser|vet|veit)"
    r"|tegn på|teikn på|kjennetegn|kjenneteikn"
    r"|ønskt (?:nivå|resultat)"
    r"|ambisjonsnivå|target value|indicator"),
    ("resultat", r"resultat(?:et|er|ar)?(?: \d{4}|$)|måloppnåelse|måloppnåing|oppnådd|status"
    r"|results?$|vurdering"),
    ("resultatmål", r"(?:årets |våre )?resultatmål|resultatkrav"
    r"|(?:års|periode|styrings|kvalitets|drifts|effekt)mål|mål (?:for )?(?:året|perioden)"
    r"|(?:sektor|kommune|område|etats|felles)\s?mål"
    r"|mål fra|mål frå"
    rf"|(?:{_FROM_ABOVE})\w*(?: sine?| sitt)? (?:felles |overordnede |overordna )?mål\b"
    r"|mål i (?:kommune|samfunns|handlings|økonomi|budsjett)\w*"
    r"|result (?:target|goal)"),
    ("hovedmål", rf"{_OF_PLAN}hov(?:ed|ud)mål|overordna?(?:et|ede)? mål|main goal"),
    ("delmål", rf"{_OF_PLAN}delmål|sub-?goal|objective"),
    ("støtte", r"(?:hvem|kven) (?:støtter|støttar|hjelper|hjelp|bistår|følger opp|følgjer opp)"
    r"|støtte|stønad|bistand|support|hjelp fr[aå]|oppfølging fr[aå]"),
    ("tiltak", r"(?:hva|kva) (?:gjør|gjer|skal|vil) vi|slik \w+ (?:vi|me)\b|innsats(?:en)?\b"
    r"|tiltak|aktivitet|handling(?:er|ar)?\b|measure|action|slik gj[øe]r|hvordan"
    r"|korleis|virkemid|verkemid"),
    ("strategi", r"strategi|hovedgrep|hovudgrep|(?:strategiske? )?grep"),
    ("ansvar", r"ansvar|(?:hvem|kven)\b|responsible"),
    ("frist", r"(?:tids|gjennomførings|slutt)?frist|når|tids(?:punkt|plan|ramme|rom)|ferdig\b"
    r"|innen$|innan$|deadline"),
    ("målreferanse", r"forankring|forankra|plan(?:referanse|tilknytning)|tilknyt[nt]\w*"
    r"|(?:knyttet|knytt|knytter seg|knyter seg) til|henvisning|tilvising|jfr?\.?(?: plan\w*)?$"),
    ("mål", r"(?:årets |periodens |nye |langsiktige? |kortsiktige? |konkrete? )?mål\b"
    r"|(?:arbeids|etappe|effekt|innsats|års)mål\b"
    r"|(?:kritiske? )?suksess(?:faktor|kriteri)\w*|måla\b|målet\b|målsetting"
    r"|goals?\b|aims?\b"),
)  # fmt: skip
_HEADER = [
    (kind, re.compile(rf"^\W*(?:\d+\.?\s*)?(?:{words})", re.IGNORECASE)) for kind, words in _COLUMNS
]
# Column heads whole, for those that are run together into one line
_WHOLE_HEADER = re.compile(
    rf"(?:{'|'.join(f'(?:{words})' for _, words in _COLUMNS)})\w*(?: \d{{4}})?(?: fr[aå]| from)?",
    re.IGNORECASE,
)
_BETWEEN_HEADERS = re.compile(r"\s*[|/;\t]\s*|\s{2,}|\s*,\s+(?=[A-ZÆØÅ])")
_LEADS_ON = re.compile(r"\b(?:og|eller|for|i|på|til|av|and|or|of|the)$", re.IGNORECASE)
_LONGEST_WHOLE_HEADER_WORDS = 5
_MOST_HEAD_WORDS = 24
GOAL_COLUMNS = ("hovedmål", "delmål", "mål", "resultatmål", "enhetsmål", "utviklingsmål")
SERVING_COLUMNS = (
    *("tiltak", "strategi", "støtte", "indikator", "resultat", "ansvar", "frist"),
    "målreferanse",
)
_TOLD_ONCE = ("hovedmål", "delmål")
_RANK = {kind: rank for rank, kind in enumerate(GOAL_COLUMNS)}
# A cell that names plan goals by number alone: "1.2", "2.1 og 2.3", "Delmål: 3.1", "1a, 1b og c".
_ONE_NUMBER = r"\d{1,2}(?:\.\d{1,2})*(?:\.?[a-h]|\s[a-h])?"
_NUMBER_ALONE = re.compile(
    rf"^(?:(?:delmål|hov(?:ed|ud)mål|mål|KP)\s*:?\s*)?{_ONE_NUMBER}"
    rf"(?:(?:\s*(?:,|;|og|/|–|-)\s*|\s+)(?:{_ONE_NUMBER}|[a-h]))*\.?$",
    re.IGNORECASE,
)
# The commonest headers whole, for those that a scan has garbled.
_WHOLE_HEADERS = {
    "resultatmål": "resultatmål",
    "mål for enheten": "enhetsmål",
    "mål for eininga": "enhetsmål",
    "mål for skolen": "enhetsmål",
    "mål for barnehagen": "enhetsmål",
    "personlige mål": "utviklingsmål",
    "personlege mål": "utviklingsmål",
    "utviklingsmål": "utviklingsmål",
    "hovedmål": "hovedmål",
    "hovudmål": "hovedmål",
    "delmål": "delmål",
    "tiltak": "tiltak",
    "støtte": "støtte",
    "indikator": "indikator",
    "ansvar": "ansvar",
}
_BESIDE_MEASURES = ("ansvar", "frist", "støtte", "indikator", "resultat")
# "3", "2.1", "T4": what a row is numbered by
_OWN_NUMBER = re.compile(r"^[A-ZÆØÅ]{0,2}\d{1,2}(?:\.\d{1,2})*\.?$")
# A column of what a row belongs to: it heads the row as a band over several rows does.
_GROUP = re.compile(
    r"^(?:tjeneste|teneste|ansvars|virksomhets|verksemds|satsings|innsats|plan|ramme)?område\w*$"
    r"|^(?:kommunal)?(?:sektor|avdeling|etat|tjeneste|teneste|tema|virksomhet|verksemd)$",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"^\W*(?:kommuneplan|samfunnsdel|plan|KP\b|kobling|kopling|jf|ref)", re.IGNORECASE
)
# Columns that any table of goals may have, and that say nothing of what kind of table it is.
_BESIDE_ALL = re.compile(
    rf"^(?:(?:nr|nummer|#|kostnad(?:er)?|ressurs(?:er|ar)?|penger|pengar|midler|midlar|kommuneplan\w*"
    rf"|samfunnsdel\w*|plan(?:mål|referanse)|referanse|merknad(?:er)?)\.?$|{_GROUP.pattern})",
    re.IGNORECASE,
)
_LONGEST_HEADER_WORDS = 9
_FEWEST_GOAL_WORDS = 3
_LONGEST_LEVEL_WORDS = 2
_YEAR = re.compile(r"\b20\d{2}\b")
_MOSTLY = 0.6  # of a column's filled cells
_HEADER_ROWS = 4
# What a column «mål» beside «resultatmål» holds: "under 3 %", "minst 40", and no goal in words.
_LEVEL = re.compile(
    r"^(?:(?:under|over|minst|høyst|høgst|maks\.?|inntil|opp til|ned til|ca\.?|mer enn|meir enn"
    r"|mindre enn|færre enn|lavere enn|lågare enn|høyere enn|høgare enn|[<>≥≤])\s*)?"
    r"[-−–]?\d[\d\s.,]*(?:[-–]\s*\d[\d.,]*)?\s*(?:%|[^\W\d]+)?\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Header:
    """Where a table's header row is, and what kind each column holds."""

    row: int
    columns: Mapping[int, str]


def header_kind(text: str) -> str | None:
    """What a column with this header holds.

    >>> header_kind("Mål for eininga"), header_kind("Resultatmål 2013"), header_kind("Støtte fra")
    ('enhetsmål', 'resultatmål', 'støtte')
    >>> header_kind("Resu1tatmäl"), header_kind("Stgtte")
    ('resultatmål', 'støtte')
    >>> header_kind("Kva vi vil"), header_kind("Hva skal vi gjøre"), header_kind("NAVs mål")
    ('mål', 'tiltak', 'enhetsmål')
    """
    if not text or len(text.split()) > _LONGEST_HEADER_WORDS:
        return None
    told = next((kind for kind, pattern in _HEADER if pattern.match(text)), None)
    if told:
        return told
    return next((kind for words, kind in _WHOLE_HEADERS.items() if is_like(text, words)), None)


def is_column_heads(text: str) -> bool:
    """True for a line that is made of the heads of a table's columns, two and more.

    A table that is not seen as one leaves such a line, set as a heading or not.

    >>> is_column_heads("Resultatmål Mål for enheten Tiltak Støtte"), is_column_heads("Mål | Frist")
    (True, True)
    >>> is_column_heads("MÅL FOR EININGA TILTAK STØTTE FRÅ"), is_column_heads("Unit goals, Actions")
    (True, True)
    >>> is_column_heads("Felles mål for hele kommunen"), is_column_heads("Enhetens mål og tiltak")
    (False, False)
    """
    text = text.strip(" :.|")
    pieces = [piece for piece in _BETWEEN_HEADERS.split(text) if piece]
    return (
        _are_heads(pieces)
        or _are_heads(re.split(r"\s+(?=[A-ZÆØÅ])", text))
        or _is_run_of_heads(re.sub(r"[|/;,:\s]+", " ", text).split())
    )


def is_column_head(text: str) -> bool:
    """True for a line that is the head of one column and nothing else, or of several.

    >>> is_column_head("Mål for enheten"), is_column_head("Støtte fra:"), is_column_head("Ro i tid")
    (True, True, False)
    """
    return bool(_WHOLE_HEADER.fullmatch(text.strip(" :.|"))) or is_column_heads(text)


def _are_heads(pieces: Sequence[str]) -> bool:
    kinds = [header_kind(piece) for piece in pieces]
    whole = not any(_LEADS_ON.search(piece) for piece in pieces)
    return whole and None not in kinds and len(set(kinds)) > 1


def _is_run_of_heads(words: Sequence[str]) -> bool:
    """True where the words are whole heads one after the other, of two kinds and more."""
    if not 1 < len(words) <= _MOST_HEAD_WORDS:
        return False
    kinds: list[frozenset[str | None] | None] = [frozenset(), *[None] * len(words)]
    for end in range(1, len(words) + 1):
        for start in range(max(0, end - _LONGEST_WHOLE_HEADER_WORDS), end):
            before, head = kinds[start], " ".join(words[start:end])
            if before is not None and _WHOLE_HEADER.fullmatch(head):
                told = before | {header_kind(head)}
                kinds[end] = max(kinds[end] or frozenset(), told, key=len)
    return len(kinds[-1] or ()) > 1


def find_header(grid: Grid) -> Header | None:
    """The table's header, if its first rows hold one that names a goal and what serves it."""
    for row in grid.rows[:_HEADER_ROWS]:
        header = row_header(row)
        if header:
            return header
    return None


def row_header(row: Sequence[GridCell]) -> Header | None:
    """The row as a header: at least two columns named, one of them a goal."""
    row = _headers_apart(row)
    columns = {cell.column: kind for cell in row if (kind := header_kind(cell.text))}
    filled = sum(bool(cell.text) and not _BESIDE_ALL.match(cell.text) for cell in row)
    goals = [kind for kind in columns.values() if kind in GOAL_COLUMNS]
    if not goals or len(set(columns.values())) < 2 or len(columns) * 2 < filled:
        return None
    return Header(row[0].row, columns)


def _headers_apart(row: Sequence[GridCell]) -> Sequence[GridCell]:
    """The row with a cell over all columns as one cell for each header that is written in it.

    A scan may show no line between the headers: «Resultatmål | Mål for enheten | Tiltak | Støtte».
    """
    filled = [cell for cell in row if cell.text]
    if len(filled) != 1 or filled[0].column_span < 2:
        return row
    whole = filled[0]
    by_lines = [piece.strip() for piece in whole.text.split("|") if piece.strip()]
    by_capitals = re.split(r"\s+(?=[A-ZÆØÅ])", whole.text)
    for names in (by_lines, by_capitals):
        if len(names) == whole.column_span and all(header_kind(name) for name in names):
            return [
                replace(whole, column=whole.column + place, text=name, column_span=1)
                for place, name in enumerate(names)
            ]
    return row


def find_measures(grid: Grid) -> Header | None:
    """The header of a table of measures: no goals, but who does each, by when, or how it shows."""
    for row in grid.rows[:_HEADER_ROWS]:
        columns = {cell.column: kind for cell in row if (kind := header_kind(cell.text))}
        kinds = set(columns.values())
        if "tiltak" in kinds and kinds & set(_BESIDE_MEASURES) and not kinds & set(GOAL_COLUMNS):
            return Header(row[0].row, columns)
    return None


def find_served(grid: Grid) -> Header | None:
    """The header of a table of measures, the column to their left that says what they serve.

    Whatever that column is called, what stands in it are statements: three words and more in most
    of its cells, and no names, numbers or topics.
    """
    header = find_measures(grid)
    if header is None:
        return None
    measures = min(column for column, kind in header.columns.items() if kind == "tiltak")
    for column in reversed(range(measures)):
        cells = [
            cell.text
            for row in grid.rows
            for cell in row
            if cell.column == column and row[0].row > header.row and cell.text
        ]
        said = sum(len(text.split()) >= _FEWEST_GOAL_WORDS for text in cells)
        if column not in header.columns and cells and said * 2 > len(cells):
            return Header(header.row, {**header.columns, column: "mål"})
    return None


def find_form(grid: Grid) -> list[tuple[str, GridCell]] | None:
    """Kind and cell by row, of a table that names what each row holds in its first column.

    It names a goal and what serves it, and knows most of its rows: one goal as a form.
    """
    rows = [[cell for cell in row if cell.text] for row in grid.rows]
    if grid.width < 2 or any(len(row) > 2 for row in rows):
        return None
    told = [
        (kind, row[1])
        for row in rows
        if len(row) == 2 and (kind := header_kind(row[0].text.rstrip(" :"))) is not None
    ]
    kinds = {kind for kind, _ in told}
    if not kinds & set(GOAL_COLUMNS) or not kinds & set(SERVING_COLUMNS):
        return None
    return told if len(told) * 2 > sum(map(bool, rows)) else None


def add_measures(
    outline: Outline, grid: Grid, header: Header, kind: str, *, parent: int | None = None
) -> None:
    """The table's measures under the goal that is open, each with its own number and its fields."""
    for row in grid.rows:
        if row[0].row <= header.row:
            continue
        number: str | None = None
        for cell in row:
            told = header.columns.get(cell.column)
            if told is None and _OWN_NUMBER.match(cell.text):
                number = cell.text.rstrip(".")
            elif told and cell.text and cell.passage_ids:
                as_kind = kind if told == "tiltak" else told
                statement = cell_statement(cell, grid, as_kind)
                is_measure = told == "tiltak"
                outline.add(
                    replace(statement, parent=parent, number=number) if is_measure else statement
                )


def is_goal_table(grid: Grid) -> bool:
    """True for a table that holds goals, and not amounts."""
    return find_header(grid) is not None


def add_goal_table(outline: Outline, grid: Grid, *, parent: int | None = None) -> None:
    """The table's goals, each under the one to its left, and what serves them in the same row."""
    found = find_header(grid)
    header = found and read_levels(found, grid)
    group = group_column(grid, header)
    over = ""
    open_goals: dict[str, int] = {}
    told = {
        (held.kind, held.text): place
        for place, held in enumerate(outline.statements)
        if held.kind in _TOLD_ONCE
    }
    for row in grid.rows:
        again = row_header(row)
        if header is None or again or row[0].row < header.row:
            header = read_levels(again, grid) if again else header
            add_row_as(outline, row, grid, "tabellhode" if again else "tabellrad")
            continue
        if heads := band(row, grid.width):
            add_row_as(outline, row, grid, "overskrift")
            open_goals, over = {}, heads
            continue
        over = next((cell.text for cell in row if cell.column == group and cell.text), over)
        path = " > ".join(title for title in (grid.heading_path, over) if title)
        open_goals = add_goal_row(
            outline,
            row,
            grid,
            header,
            parent=parent,
            above=open_goals,
            told=told,
            heading_path=path,
        )


def read_levels(header: Header, grid: Grid) -> Header:
    """The header with what its columns hold told by their cells: goals in words, or how much.

    «Årsmål | Resultat 2018 | Mål 2019» has goals in the one column and how much in the other. Where
    no column has goals in words or their numbers, an indicator with a column of levels beside it is
    the goal.
    """
    goals = [column for column, kind in header.columns.items() if kind in GOAL_COLUMNS]
    levels = [column for column in goals if _holds_levels(grid, header, column)]
    columns = {**header.columns, **_references(grid, header)}
    if levels and len(levels) == len(goals):
        named = next((c for c, kind in header.columns.items() if kind == "indikator"), None)
        if named is None or not _texts(grid, header, named):
            return Header(header.row, columns)
        columns[named] = "resultatmål"
    return Header(header.row, {**columns, **dict.fromkeys(levels, "indikator")})


def _references(grid: Grid, header: Header) -> dict[int, str]:
    """Columns named after a plan with nothing but numbers in them: «Samfunnsdelen | 2b»."""
    row = next(row for row in grid.rows if row[0].row == header.row)
    titled = [c.column for c in row if c.column not in header.columns and _PLAN.match(c.text)]
    told = {
        column: [t for t in _texts(grid, header, column) if any(map(str.isalnum, t))]
        for column in titled
    }
    return {
        column: "delmål"
        for column, texts in told.items()
        if texts and all(map(_NUMBER_ALONE.match, texts))
    }


def _holds_levels(grid: Grid, header: Header, column: int) -> bool:
    """True for a column of figures, dashes and a word or two: «under 10 %», «alle», «åpnet».

    A column of nothing but numbers names plan goals, unless its title has a year.
    """
    texts = _texts(grid, header, column)
    numbers = [text for text in texts if _NUMBER_ALONE.match(text)]
    if numbers and header.columns[column] in _TOLD_ONCE:
        return False
    if len(numbers) == len(texts) and not _YEAR.search(_title(grid, header, column)):
        return False
    levels = [
        text for text in texts if _is_level(text) or len(text.split()) <= _LONGEST_LEVEL_WORDS
    ]
    figures = any(character.isdecimal() for text in levels for character in text)
    return figures and len(levels) >= _MOSTLY * len(texts)


def _texts(grid: Grid, header: Header, column: int) -> list[str]:
    """What the column's cells below the header say."""
    rows = (row for row in grid.rows if row[0].row > header.row and not row_header(row))
    return [cell.text for row in rows for cell in row if cell.column == column and cell.text]


def _title(grid: Grid, header: Header, column: int) -> str:
    cells = (cell for row in grid.rows if row[0].row == header.row for cell in row)
    return next((cell.text for cell in cells if cell.column == column), "")


def group_column(grid: Grid, header: Header | None) -> int | None:
    """The column that says what each row belongs to, e.g. «Tjenesteområde»; None without one."""
    if header is None:
        return None
    row = next(row for row in grid.rows if row[0].row == header.row)
    named = (c.column for c in row if c.column not in header.columns and _GROUP.match(c.text))
    return next(named, None)


def _is_level(text: str) -> bool:
    return not any(character.isalpha() for character in text) or bool(_LEVEL.match(text))


def add_row_as(outline: Outline, row: Sequence[GridCell], grid: Grid, kind: str) -> None:
    """The whole row as one statement of this kind; a header cell by cell."""
    if kind == "tabellhode":
        for cell in row:
            if cell.text:
                outline.add(cell_statement(cell, grid, kind))
        return
    statement = row_statement(row, grid, kind)
    if statement:
        outline.add(statement)


def band(row: Sequence[GridCell], width: int) -> str | None:
    """The text of a row that heads those below it: one cell over the table's width.

    A row whose only text stands in its first column is a heading when that cell spans the table.
    """
    filled = [cell for cell in row if cell.text]
    if len(filled) != 1 or width < 2:
        return None
    spans = filled[0].column_span >= max(2, width - 1)
    return filled[0].text if spans else None


def add_goal_row(
    outline: Outline,
    row: Sequence[GridCell],
    grid: Grid,
    header: Header,
    *,
    parent: int | None = None,
    above: Mapping[str, int] | None = None,
    part: str | None = None,
    heading_path: str | None = None,
    told: dict[tuple[str, str], int] | None = None,
) -> dict[str, int]:
    """The goals left open by the row: a cell that spans further rows holds for those as well.

    `told` are goals that stand before: one that is repeated is not told again.
    """
    goals: dict[str, int] = {}
    levels: list[Statement] = []
    for cell, kind in _cells_of(row, header, GOAL_COLUMNS):
        if _NUMBER_ALONE.match(cell.text):
            if _names_parts(row, header, kind):
                continue
            # the plan's goal is named by its number: a reference, not a goal told again
            reference = cell_statement(cell, grid, "målreferanse", heading_path=heading_path)
            outline.add(replace(reference, number=cell.text, part=part))
            continue
        if not any(map(str.isalnum, cell.text)):
            continue  # a dash for «none»
        if _is_level(cell.text):
            # how much there shall be of what the row is about
            level = cell_statement(cell, grid, "indikator", heading_path=heading_path)
            levels.append(replace(level, part=part))
            continue
        under = _left_of(kind, goals) if goals else _left_of(kind, above or {})
        under = parent if under is None else under
        for item in _item_statements(cell, grid, kind, part, heading_path):
            goals[kind] = _added_once(outline, replace(item, parent=under), told)
    served = _lowest(goals) if goals else _lowest(above or {})
    for level in levels:
        outline.add(replace(level, parent=served))
    for cell, kind in _cells_of(row, header, SERVING_COLUMNS):
        for item in _item_statements(cell, grid, kind, part, heading_path):
            outline.add(replace(item, parent=served))
    return _still_open(row, header, goals, above or {})


def _names_parts(row: Sequence[GridCell], header: Header, kind: str) -> bool:
    """True for numbers beside coarser goals alone: «Trygge barn | 1a, 1b og 1c» refers to none."""
    told = [
        of
        for cell, of in _cells_of(row, header, GOAL_COLUMNS)
        if not _NUMBER_ALONE.match(cell.text)
    ]
    return bool(told) and all(_RANK[of] < _RANK[kind] for of in told)


def _added_once(
    outline: Outline, statement: Statement, told: dict[tuple[str, str], int] | None
) -> int:
    """The place of the statement, or of the one before it that says the same."""
    key = (statement.kind, statement.text)
    if told is None or statement.kind not in _TOLD_ONCE:
        return outline.add(statement)
    if key in told:
        outline.also_stands_in(told[key], statement.passage_ids)
    else:
        told[key] = outline.add(statement)
    return told[key]


def _cells_of(
    row: Sequence[GridCell], header: Header, kinds: Sequence[str]
) -> Iterator[tuple[GridCell, str]]:
    for cell in row:
        kind = header.columns.get(cell.column)
        # a dash for «none» says nothing beside a goal
        told = kind in GOAL_COLUMNS or any(map(str.isalnum, cell.text))
        if kind in kinds and cell.text and cell.passage_ids and told:
            yield cell, str(kind)


def _item_statements(
    cell: GridCell, grid: Grid, kind: str, part: str | None, heading_path: str | None
) -> Iterator[Statement]:
    # «2.1 og 2.2» names two goals, and is no item with a number
    items = (
        [(None, cell.text)]
        if kind == "målreferanse"
        else cell_items(cell.text, is_plan_goal=kind in _TOLD_ONCE)
    )
    for number, text in items:
        statement = cell_statement(cell, grid, kind, text=text, heading_path=heading_path)
        yield replace(statement, number=number, part=part)


def cell_items(text: str, *, is_plan_goal: bool = False) -> Iterator[tuple[str | None, str]]:
    """The items in a cell, each with its number or letter if it has one, without its mark.

    A goal of a plan may have its number bare: «2 Arbeid for alle».

    >>> list(cell_items("- Lesekurs - Leksehjelp"))
    [(None, 'Lesekurs'), (None, 'Leksehjelp')]
    """
    for item in split_items(text):
        marker, words = split_marker(item, is_heading=is_plan_goal)
        if words:
            yield (marker.value or None if marker else None), words


def _left_of(kind: str, goals: Mapping[str, int]) -> int | None:
    above = [name for name in goals if _RANK[name] < _RANK[kind]]
    return goals[max(above, key=_RANK.__getitem__)] if above else None


def _lowest(goals: Mapping[str, int]) -> int | None:
    return goals[max(goals, key=_RANK.__getitem__)] if goals else None


def _still_open(
    row: Sequence[GridCell], header: Header, goals: Mapping[str, int], above: Mapping[str, int]
) -> dict[str, int]:
    """The goals that hold for the next row too: cells that span it, and what held before."""
    spanning = {header.columns.get(cell.column) for cell in row if cell.row_span > 1 and cell.text}
    named = {kind: place for kind, place in goals.items() if kind in spanning}
    return {**{kind: place for kind, place in above.items() if kind not in goals}, **named}
