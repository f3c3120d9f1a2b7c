"""What the columns of a table of innspill hold: how it is, what is hard, what is proposed, by whom.

Every municipality words its own form. A title is read by its first word where that names a column
outright («Utfordringer»), else by what it asks («Det som ikke virker», «Kva må til»); a table with
titles that tell nothing is read by its content: proposals stand where most items want something.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from pipeline.parsing.evidence import Setting
from pipeline.parsing.flow import Grid, GridCell
from pipeline.parsing.goal_tables import cell_items
from pipeline.parsing.will import certainty_of_will

Columns = Mapping[int, str]

_NAMED = (
    ("forslag", r"\w*(?:foresl|forsl|føresl)\w*|forbedrings\w*|ønske\w*|proposed|proposals?"
    r"|anbefal\w*|tilråd\w*|tiltak\w*|løsning\w*|løysing\w*|innsp[ei]l\w*|endring\w*|tilpas\w*"),
    ("utfordring", r"utfordring\w*|problem\w*|behov\w*|hva (?:er|fungerer) (?:ikke|mindre)\w*"
    r"|challenges?|svakhet\w*"),
    ("status", r"status\w*|nå-?situasjon\w*|no-?situasjon\w*|dagens \w+|situasjon\w*"
    r"|hva fungerer\w*|current \w+|styrke\w*|erfaring\w*"),
)  # fmt: skip
_WHOSE = r"(?:(?:våre?|vårt|enhetens|enhetenes|eininga sine|mulige|moglege|nye)\s+)?"
_FIRST_WORD = [
    (kind, re.compile(rf"^\W*(?:\d+\.?\s*)?{_WHOSE}(?:{words})", re.IGNORECASE))
    for kind, words in _NAMED
]
# Who sent it: what stands in such a column is the sender of the row.
_SENDER = re.compile(
    r"^\W*(?:navn på |namn på )?(?:virksomhet|verksemd|enhet|eining|resultatenhet|avdeling"
    r"|arbeidsplass|tjenestested|tenestestad|skole|skule|barnehage|avsend[ea]r|innsend[ea]r"
    r"|(?:hørings|høyrings)?(?:part|instans)|inn?sp[ei]ll? fr[aå]|(?:svar |meldt )?fr[aå]"
    r"|(?:fr[aå] )?(?:hvem|kven)(?: (?:har|som) (?:svart|svarer|meldte?))?)"
    r"(?:en|et|a|er|ar|s)?\W*$",
    re.IGNORECASE,
)
# What those who asked say of it is no innspill.
_ADMINISTRATION = (
    r"(?:rådmann|kommunedirektør|administrasjon|kommunalsjef|kommunalleiar|fagstab|stab"
    r"|fylkesrådmann|fylkesdirektør|sekretariat|arbeidsgruppe|prosjektgruppe|styringsgruppe)\w*"
)
_ANSWERS = re.compile(rf"^\W*{_ADMINISTRATION}", re.IGNORECASE)
_ANSWER = re.compile(
    rf"^\W*(?:{_ADMINISTRATION}(?: sine?| sitt)?\b|(?:kommentar|vurdering|svar|tilsvar"
    r"|oppfølging|følges opp|begrunnelse|grunngjeving|hvorfor|kvifor|konsekvens|kostnad"
    r"|økonomi|ansvar|frist|prioritet|nr|nummer)\w*"
    r"\W*$|(?:forslag|framlegg) til (?:svar|vurdering))",
    re.IGNORECASE,
)
# What a title asks, wherever the words stand in it; the first that fits counts.
_ASKED = (
    ("forslag", r"(?:vil|vill|ville) (?:\w+ ){0,3}(?:ha|endre|gjøre|gjere|foreslå|føreslå|at)"
    r"|vi (?:ber om|foreslår|føreslår|vil|ynskjer)|ønsk\w*|ynskj?e\w*"
    r"|(?:bør|kan|skal|må) (?:\w+ ){0,3}(?:gjør|gjer|endr|bli|skje|til|bedr|betr|løys|løs)\w*"
    r"|(?:hva|kva|det som) (?:må|skal) til|hva trengs|kva trengst|løsning\w*|løysing\w*|endring\w*"
    r"|annerledes|annleis|forslag\w*|framlegg\w*|id[eé](?:er|ar)?|tiltak\w*|innspill?|innspel"
    r"|veien videre|vegen vidare|framover|fremover|i stedet|i staden|forbedring\w*|anbefal\w*"),
    ("utfordring", r"(?:ikke|ikkje|dårlig|dårleg|mindre)|\w*problem\w*|\w*utfordring\w*|vansk\w*"
    r"|hindr\w*|hinder|mangl\w*|skoen|uro|bekymr\w*|savn\w*|sakn\w*|svak\w*|slit\w*|gal[te]?"
    r"|flaskehals\w*|tungt|verst\w*|behov"),
    ("status", r"i dag|idag|no|nå|dagens|status|\w*situasjon\w*|funger\w*|virker|verkar|erfaring\w*"
    r"|gjør (?:vi|dere)|gjer (?:vi|de)|slik er|bra|bakgrunn|hvordan er|korleis er|tilstand\w*"),
)  # fmt: skip
_ASKS = [(kind, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for kind, words in _ASKED]
_JOINED = re.compile(r"\s*(?:,|/|\bog\b)\s*")
_QUESTION = re.compile(
    r"^\W*(?:\d+\.?\s*)?(?:hva|kva|hvordan|korleis|hvor|kor|slik|dette|det (?:som|vi|vår"
    r"|virksomheten|verksemda|enheten|eininga|avdelingen)|vi|våre?|vårt)\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"^[\s\d.,%–−-]*$|^(?:19|20)\d\d\b|\bkr(?:oner)?\b|\bmill\b", re.IGNORECASE)
_LONGEST_TITLE_WORDS = 8
_HEAD_ROWS = 3
_MOST_WANTS, _LEAST_LEAD = 0.5, 0.25
_AS_ITEM = Setting(is_item=True, is_submission=True)


def column_kind(text: str) -> str | None:
    """What a title that opens with a column's name says that the column holds.

    >>> column_kind("Våre forslag"), column_kind("Utfordringar"), column_kind("Transport")
    ('forslag', 'utfordring', None)
    """
    if not text or len(text.split()) > _LONGEST_TITLE_WORDS or _ANSWER.match(text):
        return None
    if _SENDER.match(text):
        return "avsender"
    return next((kind for kind, pattern in _FIRST_WORD if pattern.match(text)), None)


def title_kind(text: str) -> str | None:
    """What any title of a column says that it holds, in whatever words it asks.

    >>> title_kind("Det som ikke virker"), title_kind("Kva må til for at det skal verke?")
    ('utfordring', 'forslag')
    >>> title_kind("Kommunedirektørens kommentar"), title_kind("Virksomhet")
    ('avsnitt', 'avsender')
    """
    if not text or len(text.split()) > 2 * _LONGEST_TITLE_WORDS:
        return None
    if _ANSWER.match(text):
        return "avsnitt"
    return column_kind(text) or next((kind for kind, asks in _ASKS if asks.search(text)), None)


def asks_for(heading: str) -> str | None:
    """What a heading that asks («Hva fungerer ikke?») says that the list below it holds.

    A heading that is no question says so only where it holds nothing but such names.

    >>> asks_for("Kva må til?"), asks_for("Ønsker og forslag"), asks_for("Endringer i folketallet")
    ('forslag', 'forslag', None)
    """
    if _QUESTION.match(heading):
        return title_kind(heading)
    names = [name for name in _JOINED.split(heading.strip(" :")) if name]
    kinds = {column_kind(name) if len(name.split()) <= 2 else None for name in names}
    return kinds.pop() if len(kinds) == 1 else None


def is_answer(heading: str) -> bool:
    """True for a heading over what those who asked say themselves.

    >>> is_answer("Kommunedirektørens vurdering"), is_answer("Våre forslag")
    (True, False)
    """
    return _ANSWERS.match(heading) is not None


def named_header(row: Sequence[GridCell]) -> Columns | None:
    """The row as a header that names its columns outright, at least two kinds of statements."""
    columns = {cell.column: kind for cell in row if (kind := column_kind(cell.text))}
    return columns if len(set(columns.values()) - {"avsender"}) >= 2 else None


def read_header(grid: Grid) -> tuple[int, Columns] | None:
    """Which row is the header and what its columns hold; nothing for a table of something else.

    By names, by what the titles ask, or by the content of the columns below.
    """
    for row in grid.rows[:_HEAD_ROWS]:
        if found := named_header(row):
            return row[0].row, found
    for row in grid.rows[:_HEAD_ROWS]:
        if found := _asking_header(row, grid):
            return row[0].row, found
    return _header_by_content(grid)


def _asking_header(row: Sequence[GridCell], grid: Grid) -> Columns | None:
    filled = [cell for cell in row if cell.text]
    if len(filled) < 2 or not all(_is_title(cell.text) for cell in filled):
        return None
    columns = {cell.column: kind for cell in filled if (kind := title_kind(cell.text))}
    left = [cell.column for cell in filled if cell.column not in columns]
    if set(columns.values()) == {"avsender", "avsnitt"} and len(left) == 1:
        # beside who sent it and what was answered, the only other column is what they sent
        columns[left[0]] = "forslag"
    kinds = set(columns.values())
    if not kinds & {"forslag", "utfordring"} or not _holds_words(grid, row[0].row):
        return None
    columns |= {cell.column: "avsnitt" for cell in filled if cell.column not in columns}
    return _with_rows_named(columns, row, grid)


def _with_rows_named(columns: Columns, row: Sequence[GridCell], grid: Grid) -> Columns:
    """The columns, with a first one that has no title read as the sender of each row."""
    untitled = row[0].column == 0 and not row[0].text
    below = [cell for each in grid.rows for cell in each if cell.column == 0 and cell.text]
    short = below and all(_is_title(cell.text) for cell in below)
    return {**columns, 0: "avsender"} if untitled and short else columns


def _is_title(text: str) -> bool:
    """True for what may head a column: a few words that are no sentence, list or figure."""
    ends = text.rstrip().endswith((".", ";", ",")) and " " in text.strip()
    plain = not ends and ". " not in text
    listed = len(list(cell_items(text))) > 1
    return (
        plain
        and not listed
        and not _FIGURES.search(text)
        and (len(text.split()) <= 2 * _LONGEST_TITLE_WORDS)
    )


def _holds_words(grid: Grid, head: int) -> bool:
    """True where the rows below hold text and not amounts."""
    below = [cell.text for row in grid.rows if row[0].row > head for cell in row if cell.text]
    figures = sum(bool(_FIGURES.match(text)) for text in below)
    return bool(below) and 2 * figures < len(below)


def _header_by_content(grid: Grid) -> tuple[int, Columns] | None:
    """The column in which most items want something, where no other comes near it."""
    head, body = grid.rows[0], grid.rows[1:]
    if len(head) < 2 or not body or not all(_is_title(c.text) for c in head if c.text):
        return None
    if not _holds_words(grid, head[0].row):
        return None
    cells = sorted((cell for row in body for cell in row if cell.text), key=lambda c: c.column)
    wants = {
        column: _share_wanting([cell.text for cell in held])
        for column, held in groupby(cells, key=lambda cell: cell.column)
    }
    ranked = sorted(wants, key=lambda column: -wants[column])
    if len(ranked) < 2 or wants[ranked[0]] < _MOST_WANTS:
        return None
    if wants[ranked[0]] - wants[ranked[1]] < _LEAST_LEAD:
        return None
    columns = dict.fromkeys(ranked, "avsnitt") | {ranked[0]: "forslag"}
    return head[0].row, _with_rows_named(columns, head, grid)


def _share_wanting(texts: Sequence[str]) -> float:
    items = [item for text in texts for _, item in cell_items(text)]
    wanting = sum(certainty_of_will(item, _AS_ITEM) >= _MOST_WANTS for item in items)
    return wanting / len(items) if items else 0.0


def turned_kinds(grid: Grid) -> dict[int, str]:
    """For a form whose titles stand in its first column: what each row holds; else nothing.

    «Virksomhet | Lia skole», «Dagens situasjon | …», «Forslag | …».
    """
    if grid.width > 2 or len(grid.rows) < 2:
        return {}
    found = {
        row[0].row: kind
        for row in grid.rows
        if len(row) == 2 and _is_title(row[0].text) and (kind := title_kind(row[0].text))
    }
    told = set(found.values()) - {"avsender", "avsnitt"}
    return (
        found if told and len(set(found.values())) >= 2 and len(found) * 2 > len(grid.rows) else {}
    )
