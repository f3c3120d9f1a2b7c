"""Lederavtale: resultatmål · mål for enheten · tiltak · støtte, in up to five parts."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from pipeline.parsing.flow import Block, Flow, Grid, GridCell
from pipeline.parsing.goal_tables import (
    Header,
    add_goal_row,
    add_row_as,
    band,
    cell_items,
    find_form,
    find_header,
    find_served,
    header_kind,
    is_column_head,
    is_column_heads,
    row_header,
)
from pipeline.parsing.labels import Label, read_label
from pipeline.parsing.outline import Outline, Statement, cell_statement
from pipeline.parsing.slips import is_like, mended

_PARTS = ("kommune", "tjenesteområde", "tjeneste", "enhet", "personlig")
_PERSONAL = re.compile(
    r"\bperson(?:lig|leg)\w*\b|\butviklingsmål\b|\bleder(?:en)?s (?:egen |egne )?utvikling"
    r"|\bleiar(?:en)?s?(?: si| sin)? (?:eiga |eigen )?utvikling"
    r"|\b(?:(?:leder|rektor)(?:en)?s|styre(?:r|ren)s) egne mål\b"
    r"|\b(?:leiar(?:en)?|rektor|styrar(?:en)?)(?:s| sine) eigne mål\b"
    r"|\bmål for lederen\b|\bpersonal development\b",
    re.IGNORECASE,
)
# All that the title of the leader's own part is made of; one word of the first kind must be there.
_PERSONAL_WORDS = (
    *("personlig", "personlige", "personleg", "personlege", "utviklingsmål", "utviklingsplan"),
    *("lederutvikling", "leiarutvikling"),
)
_LEADER_WORDS = (
    *("leder", "leders", "lederens", "lederen", "leiar", "leiars", "leiaren", "leiarens"),
    *("enhetsleder", "enhetsleders", "enhetslederens", "einingsleiar", "einingsleiarens"),
    *("rektor", "rektors", "rektoren", "rektorens", "styrer", "styrers", "styrars", "styrerens"),
)
_TITLE_WORDS = (
    *("utvikling", "utviklinga", "utviklingen", "utviklingsmål", "mål", "måla", "målene", "plan"),
    *("for", "og", "egen", "egne", "eigen", "eiga", "eigne", "sin", "si", "sine", "som", "ny"),
    *("personal", "development", "leader's", "of", "the", "del", "punkt", "i", "til", "av", "mine"),
)
_NOT_PERSONAL = re.compile(r"^person(?:al|ell|er|ar|en|ane|ene|kretsen|vern|transport)\w*$")
_ASSISTANCE = re.compile(
    r"\bperson(?:lig|leg)e? (?:assist|oppfølging|hygiene|kontakt|tilrettelegg)", re.IGNORECASE
)
_MUNICIPAL = re.compile(
    r"\b(?:hele|heile) kommunen\b|\bkommunen som (?:helhet|heilskap)\b"
    r"|\b(?:alle|samtlige) (?:(?:våre|kommunens|kommunale) )?(?:\w*(?:enhet(?:er|ene)"
    r"|eining(?:ar|ane)|einheit(?:ar|ane)|virksomhet(?:er|ene)|verksemd(?:er|ene)"
    r"|avdeling(?:er|ene|ar|ane)|le[di][ea]r(?:e|ne|ane)|leiar(?:ar|ane)"
    r"|arbeidsplass(?:er|ene|ar|ane)))\b"
    r"|\bkommun(?:al)?e?(?:ns?|a)? (?:felles|overordnede)?\s*(?:felles)?mål\b"
    r"|\bfelles\w* (?:mål )?(?:for|i) (?:\w+ )?kommunen?\b|\bwhole municipality\b"
    r"|\bfelles for kommunen\b|\bfelles for \w+ kommune\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:enhet(?:en)?s|einingas?|skolens|skulens|barnehagens|avdelingens|senterets"
    r"|virksomhetens|verksemdas)\s+(?:egne|eigne|spesifikke|lokale|særskilte)?\s*(?:\w+)?mål\b"
    r"|\b(?:spesifikke|egne|eigne|lokale|særskilte) mål\b|\bmål for (?:den enkelte |denne "
    r"|vår |eigen |egen )?(?:enhet|eining|virksomhet|verksemd)\w*|\beininga sine (?:eigne )?mål\b"
    r"|\b(?:våre|vårt) (?:egne |eigne |eget |eige )?mål\b"
    r"|\bmål\w*\b.* (?:satt|sett|valgt|vald|valde|bestemt|skrevet|skrive)\w* (?:selv|sjølv?|sjøl)\b"
    r"|\benhetens egne\b|\beigne mål for\b|\bunit'?s own\b",
    re.IGNORECASE,
)
_AREA = re.compile(
    r"\b(?:tjenesteområde|tenesteområde|virksomhetsområde|verksemdsområde|kommunalområde"
    r"|kommunalavdeling|programområde|sektor|etat(?=(?:en|ens)?\b)|rammeområde)\w*",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\b\w*(?:tjenesten|tjenester|tenesta|tenester|skole(?:r|ne)?|skule(?:r|ne)?|skular"
    r"|skulane|barnehage(?:r|ne)?|barnehagar|barnehagane|sykehjem|bibliotek)\b",
    re.IGNORECASE,
)
_PART_WORD = re.compile(
    r"^(?:\d+\.?\s+)?(?:resultat)?mål(?:a|ene)?\s+(?:som|for|i|på|til|felles|vi|me|fr[aå])\b|^(?:del"
    r"|part)\s*(?:[ivx]+|\d+|[a-e])\b|\b(?:felles\s*mål|fellesmål|felles resultatmål|felles"
    r"|mål for|goals for|egne mål|eigne mål|utvikling)\b",
    re.IGNORECASE,
)
_NUMBERED_PART = re.compile(r"^(?:del|part)?\s*(\d|[ivx]+|[a-e])\b\s*[.:)–-]?\s*", re.IGNORECASE)
_GOALS_BELOW = re.compile(r"\b\w*mål(?:a|ene|et)?\b|\bgoals?\b", re.IGNORECASE)
# Whole titles of the leader's own part, in a document of whatever kind.
_LEADERS = r"(?:enhets|virksomhets|einings|verksemds)?(?:leder|leiar)\w*|rektor\w*|styr(?:er|ar)\w*"
_OWN_GROWTH = re.compile(
    r"^\W*(?:\d+[.)]?\s*)?(?:del \w+\W+)?(?:mål for (?:min |mi )?)?(?:person(?:lige?|lege?)"
    r"|mine?|mi|egen|eiga|eigen)\s+(?:og faglige? |og faglege? |fag(?:lige?|lege?) "
    r"|personlige? |personlege? )*(?:leder|leiar)?(?:kompetanse)?utvikling\w*"
    rf"(?:\s+(?:for|som|av) (?:{_LEADERS}))?\W*$"
    rf"|^\W*(?:\d+[.)]?\s*)?(?:kompetanse)?utvikling\w*\s+(?:for|av|hos) (?:{_LEADERS})\W*$"
    r"|^\W*(?:\d+[.)]?\s*)?(?:leder|leiar)utvikling(?:splan)?\W*$"
    rf"|^\W*(?:\d+[.)]?\s*)?(?:{_LEADERS})\s+(?:sine? |si |sitt |egne? |eigne? |egen |eiga )*"
    r"(?:kompetanse)?utvikling\w*\W*$",
    re.IGNORECASE,
)
# In an agreement its leader's pay is personal too; in a budget pay is what the money goes to.
_PAY = re.compile(
    r"^\W*(?:\d+[.)]?\s*)?(?:(?:leder|leiar)(?:en|ens|s)? )?(?:leder|leiar)?lønn?(?:s"
    r"|a|en)?(?:- og arbeids|utvikling|vilkår|krav|samtale|forhold|tillegg)?(?:vilkår)?\W*$",
    re.IGNORECASE,
)
# «D. », «Del 4: », «IV – »: what a title is numbered by
_ENUMERATOR = re.compile(
    r"^\W*(?:(?:del|part|kapittel|kap\.?|punkt|pkt\.?)\s+(?:\d+(?:\.\d+)*|[a-hivx]{1,4})\b\s*[.):–—-]?"
    r"|(?:\d+(?:\.\d+)*|[a-h]\d?|[ivx]{1,4})\s*[.):–—-])\s*(?=\S)",
    re.IGNORECASE,
)
# «Mål 3 Ingen venter», typed without a stop: in an agreement a goal by its number
_NUMBERED_GOAL = re.compile(
    r"^(?P<kind>(?i:resultatmål|enhetsmål|einingsmål|arbeidsmål|mål))\s*(?i:nr\.?\s*)?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2})*[a-h]?|[A-H]\.?\d{0,2})\s*[.:)–—-]?\s+(?=[A-ZÆØÅ«\d])(?P<rest>.+)$"
)
_WE = re.compile(r"\b(?:vi|me)\b", re.IGNORECASE)
# What a title begins with that names whose goals follow, and a goal hardly ever
_TITLE_START = re.compile(
    r"^(?:felles (?:resultat)?mål|felles for|mål (?:for|som|frå|fra)"
    r"|(?:våre )?(?:egne|eigne) mål)\b",
    re.IGNORECASE,
)
# «Tiltak: …», «Frist: …» in an item or on the line after it: fields of the goal that is open.
_FIELD_NAMES = {
    "tiltak": r"tiltak|aktivitet(?:er|ar)?|(?:hva|kva) (?:gjør|gjer) vi|(?-i:Hvordan|Korleis)"
    r"|slik (?!måle)\w+ (?:vi|me)(?: \w+){0,2}"
    r"|dette (?:(?:gjør|gjer) (?:vi|me)|(?:skal|vil) (?:vi|me) gj(?:øre|ere))",
    "støtte": r"støtte|bistand|(?-i:Hjelp)|(?:støtte|hjelp|bistand) fr[aå]"
    r"|(?:hvem|kven) (?:støtter|støttar|hjelper|hjelp)",
    "frist": r"(?:tids|gjennomførings)?frist|(?-i:Når)|tids(?:punkt|plan|ramme)",
    "ansvar": r"(?:hoved|hovud)?ansvar(?:lig|leg|shavende|shavar)?"
    r"|(?-i:Hvem|Kven)(?: (?:gjør|gjer) det)?",
    "indikator": r"(?:\w+)?indikator(?:er|ar)?|måltall?"
    r"|(?:måles|målast|(?:vert|blir) målt)(?: ved| på)?"
    r"|slik måler vi(?: det)?|kjennetegn|kjenneteikn",
    "målreferanse": r"forankring|planreferanse|(?:knyttet|knytt) til(?: plan\w*)?"
    r"|(?:(?:kommune)?planens|samfunnsdelens) (?:hoved|del)?mål"
    r"|(?:del|hoved|hovud)?mål i (?:kommuneplan|samfunnsdel)\w*",
}
_FIELD = re.compile(
    r"(?:^|(?<=[\w.,;)»%!?])[\s;,]+)(?:[-–•]\s*)?"
    + "(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _FIELD_NAMES.items())
    + r")\s*:\s+(?=\S)",
    re.IGNORECASE,
)
_AGREEMENT_GOALS = ("resultatmål", "enhetsmål")
_FEWEST_GOAL_WORDS = 3
_LONGEST_PART_WORDS = 16
_LONGEST_TITLE_WORDS = 8
# Below every heading of the layout: how high a line, a list's item and a table's row stand
_LINE, _NUMBERED_ITEM, _ROW, _BULLET = 50, 60, 70, 80
_AGREEMENT_TITLE = re.compile(r"avtal|kontrakt|agreement|contract", re.IGNORECASE)


def parse_lederavtale(
    flow: Flow, *, area: str | None = None, unit: str | None = None, include_personal: bool = False
) -> list[Statement]:
    """The agreement's goals with their part, measures and support; the leader's own left out.

    `area` and `unit` help to tell the parts apart; the parts come in the order of _PARTS, so a
    part whose heading names something unknown is the next one.
    """
    reader = _AgreementReader(area or "", unit or "")
    for item, following in zip_longest(flow, flow[1:]):
        if isinstance(item, Grid):
            reader.read_grid(item)
        else:
            reader.read_block(item, following if isinstance(following, Block) else None)
    statements = reader.outline.statements
    return statements if include_personal else without_personal(statements)


def without_leaders_part(statements: Sequence[Statement]) -> list[Statement]:
    """The statements outside a leader's own part, in a document that is taken for another kind.

    Left out is what stands under a heading that titles such a part, what follows a line that does
    until the next heading, and the rest of a table from the row that does. The title must name
    the leader, or be all about one's own growth: other plans speak of development goals too.
    """
    marked: list[Statement] = []
    table: int | None = None
    line = False
    for held in statements:
        names = any(_is_leaders_title(text) for text in held.heading_path.split(" > "))
        if any(_is_leaders_title(text) for text in held.text.split(" | ")):
            table, names = held.table, True
            line = held.table is None
        elif held.kind == "overskrift" and held.table is None:
            # heads of columns set as a heading stand under whatever stood before them
            line = is_column_heads(held.text) and bool(marked) and marked[-1].part == "personlig"
        leads = _is_leaders_title(held.text.partition(":")[0])
        inside = line or leads or (held.table is not None and held.table == table)
        marked.append(replace(held, part="personlig") if names or inside else held)
    return without_personal(marked)


def _unnumbered(text: str) -> str:
    """The title without what it is numbered by.

    >>> _unnumbered("D. Eiga utvikling"), _unnumbered("Del IV – Leder"), _unnumbered("I 2019")
    ('Eiga utvikling', 'Leder', 'I 2019')
    """
    return text[match.end() :] if (match := _ENUMERATOR.match(text)) else text


@lru_cache(maxsize=65_536)
def _is_leaders_title(text: str) -> bool:
    text = _unnumbered(text)
    return len(text.split()) <= _LONGEST_TITLE_WORDS and (
        bool(_OWN_GROWTH.match(text)) or is_personal_title(text, named=True)
    )


def without_personal(statements: Sequence[Statement]) -> list[Statement]:
    """The statements outside the personal part, parents kept."""
    places = {
        old: new
        for new, old in enumerate(i for i, s in enumerate(statements) if s.part != "personlig")
    }
    return [
        replace(held, parent=places.get(held.parent) if held.parent is not None else None)
        for held in statements
        if held.part != "personlig"
    ]


@lru_cache(maxsize=65_536)
def is_personal_title(text: str, *, named: bool = False) -> bool:
    """True for the title of the leader's own part, also where a scan has garbled a letter or two.

    With `named` only a title that names the leader.

    >>> is_personal_title("5. Leders persan1ige utvik1ing"), is_personal_title("Utviklingsmål")
    (True, True)
    >>> is_personal_title("Alle har fått personlig oppfølging"), is_personal_title("Personalmøter")
    (False, False)
    >>> is_personal_title("Eiga utvikling"), is_personal_title("Kompetanseutvikling for lederen")
    (True, True)
    >>> is_personal_title("D. Eiga utvikling for leiaren"), is_personal_title("Plan og utvikling")
    (True, False)
    """
    text = _unnumbered(text)
    if not named and _OWN_GROWTH.match(text):
        return True
    words = [word for word in re.findall(r"[\w|!']+", mended(text).lower()) if word.isalpha()]
    if not words or len(words) > _LONGEST_TITLE_WORDS:
        return False
    own = [_is_any(word, _PERSONAL_WORDS) for word in words]
    leader = [_is_any(word, _LEADER_WORDS) for word in words]
    title = [_is_any(word, _TITLE_WORDS) for word in words]
    if named and not any(leader):
        return False
    if not all(any(kinds) for kinds in zip(own, leader, title, strict=True)):
        return False
    grows = any(_is_any(word, ("utvikling", "utviklinga", "utviklingen")) for word in words)
    return any(own) or (any(leader) and grows) or "personal development" in " ".join(words)


@lru_cache(maxsize=65_536)
def _is_any(word: str, known: tuple[str, ...]) -> bool:
    if word in known:
        return True
    if any(word in words for words in (_PERSONAL_WORDS, _LEADER_WORDS, _TITLE_WORDS)):
        return False  # a word of its own, and no slip of another: «utvikling», «utviklingsmål»
    return not _NOT_PERSONAL.match(word) and any(is_like(word, other) for other in known)


def is_personal_heading(text: str) -> bool:
    """True for a heading that names the leader's own part, among other words or alone."""
    named = _PERSONAL.search(mended(text)) and not _ASSISTANCE.search(text)
    return bool(named) or is_personal_title(text) or bool(_PAY.match(_unnumbered(text)))


@dataclass(frozen=True)
class _Standing:
    """How high a title stands: its level, the lower the number the higher, and its own number."""

    level: int
    number: str = ""

    def ends(self, opened: "_Standing") -> bool:
        """True for a title as high as the one that opened a part, or numbered as the next one."""
        mine, theirs = _steps(self.number), _steps(opened.number)
        beside = theirs[: len(mine)]  # the one opened, or what it is a part of
        if mine and theirs and (len(mine) > len(theirs) or mine <= beside):
            return False  # 5.1 below 5, or counted from 1 again
        is_next = bool(mine and theirs) and mine == (*beside[:-1], beside[-1] + 1)
        return is_next or self.level <= opened.level


def _steps(number: str) -> tuple[int, ...]:
    """The steps of a number or a letter.

    >>> _steps("5.1"), _steps("D"), _steps("iv"), _steps("")
    ((5, 1), (4,), (), ())
    """
    pieces = number.strip(" .):").split(".")
    if all(piece.isdecimal() for piece in pieces):
        return tuple(int(piece) for piece in pieces)
    letter = pieces[0].lower()
    return (ord(letter) - ord("a") + 1,) if len(pieces) == 1 and letter in list("abcdefgh") else ()


def _standing(block: Block) -> _Standing:
    number = block.marker.value if block.marker else ""
    if block.is_heading:
        return _Standing(block.level or 1, number)
    if block.role == "list_item":
        return _Standing(_NUMBERED_ITEM if number else _BULLET, number)
    return _Standing(_LINE, number)


class _AgreementReader:
    """The part and the goals now open."""

    def __init__(self, area: str, unit: str) -> None:
        self.area = area
        self.unit = unit
        self.outline = Outline()
        self.part: str | None = None
        self.part_heading = ""
        self.header: Header | None = None
        self.open: dict[str, int] = {}
        self.is_served = False
        self.mode: str | None = None
        self.lists_goals = False
        self.numbered = False
        self.opened = _Standing(_BULLET)
        self.after_head = False

    def read_grid(self, grid: Grid) -> None:
        self.lists_goals = False
        self.after_head = False
        served = find_served(grid) if find_header(grid) is None else None
        header = find_header(grid) or served or self._carried_header(grid)
        form = find_form(grid) if header is None else None
        if form:
            self._read_form(form, grid)
            return
        if header is None:
            for row in grid.rows:
                self._read_plain_row(row, grid)
            return
        self.header = header
        self.open = {}
        titles = [row for row in grid.rows if served and row[0].row <= served.row]
        again = {tuple(cell.text for cell in row) for row in titles}
        for row in grid.rows:
            if tuple(cell.text for cell in row) in again:
                self._add_whole_row(row, grid, "tabellhode")
            else:
                self._read_row(row, grid)

    def _read_form(self, form: Sequence[tuple[str, GridCell]], grid: Grid) -> None:
        """One goal as a form: its words, measures and fields one below the other."""
        goals: dict[str, int] = {}
        for told, cell in form:
            kind = self._goal_kind(told, {told for told, _ in form})
            if kind in _AGREEMENT_GOALS:
                goals = {} if kind in goals else goals
            above = next(
                (goals[name] for name in reversed(_AGREEMENT_GOALS) if name in goals), None
            )
            for number, text in cell_items(cell.text):
                held = cell_statement(cell, grid, kind, text=text)
                place = self.outline.add(
                    # told by what it stands under: the rows are no rows of goals
                    replace(held, number=number, part=self.part, parent=above, row=None, table=None)
                )
                if kind in _AGREEMENT_GOALS:
                    goals[kind] = place

    def _read_plain_row(self, row: Sequence[GridCell], grid: Grid) -> None:
        """A row of a table without a header: it may still open a part."""
        heading = self._part_row(row, grid)
        if heading and self._is_part_heading(heading):
            self._begin_part(self._part_of(heading, _band_standing(heading)), heading)
        self._watch_for_personal(row)
        self._add_whole_row(row, grid, "tabellrad")

    def _watch_for_personal(self, row: Sequence[GridCell]) -> None:
        if any(is_personal_title(cell.text) or _PAY.match(cell.text) for cell in row[:1]) or any(
            is_personal_title(cell.text) for cell in row[1:]
        ):
            self._begin_part("personlig", "")

    def _add_whole_row(self, row: Sequence[GridCell], grid: Grid, kind: str) -> None:
        start = len(self.outline.statements)
        add_row_as(self.outline, row, grid, kind)
        if self.part == "personlig":
            self._mark_personal(start)

    def _mark_personal(self, start: int) -> None:
        for place in range(start, len(self.outline.statements)):
            self.outline.statements[place] = replace(
                self.outline.statements[place], part="personlig"
            )

    def _carried_header(self, grid: Grid) -> Header | None:
        # a table under its own part heading may leave the header to the first table
        same_width = self.header is not None and max(self.header.columns) + 1 == grid.width
        return self.header if same_width and grid.width >= 3 else None

    def _read_row(self, row: Sequence[GridCell], grid: Grid) -> None:
        again = row_header(row)
        if again:
            self.header = again
            self.open = {}
            if set(again.columns.values()) & {"utviklingsmål"}:
                self._begin_part("personlig", "")
            self._watch_for_personal(row)
            self._add_whole_row(row, grid, "tabellhode")
            return
        heading = self._part_row(row, grid)
        if heading:
            self.open = {}
            self._begin_part(self._part_of(heading, _band_standing(heading)), heading)
            self._add_whole_row(row, grid, "overskrift")
            return
        self._watch_for_personal(row)
        assert self.header is not None
        path = " > ".join(p for p in (grid.heading_path, self._row_heading(grid)) if p)
        self.open = add_goal_row(
            self.outline,
            row,
            grid,
            self._own_columns(),
            above=self.open,
            part=self.part,
            heading_path=path,
        )

    def _row_heading(self, grid: Grid) -> str:
        return "" if self.part_heading in grid.heading_path.split(" > ") else self.part_heading

    def _own_columns(self) -> Header:
        # in the agreement a column «mål» beside «resultatmål» is the unit's own
        assert self.header is not None
        kinds = set(self.header.columns.values())
        columns: Mapping[int, str] = {
            column: self._goal_kind(kind, kinds) for column, kind in self.header.columns.items()
        }
        return Header(self.header.row, columns)

    def _goal_kind(self, kind: str, kinds: Set[str]) -> str:
        """The kind as the agreement means it, by the other kinds beside it and the part."""
        if kind == "mål":
            own = kinds & {"resultatmål", "hovedmål", "delmål"} or self.part == "enhet"
            return "enhetsmål" if own else "resultatmål"
        return "enhetsmål" if kind == "utviklingsmål" else kind

    def _part_row(self, row: Sequence[GridCell], grid: Grid) -> str | None:
        spanning = band(row, grid.width)
        if spanning:
            return spanning
        filled = [cell for cell in row if cell.text]
        if len(filled) != 1 or filled[0].column != row[0].column:
            return None
        text = filled[0].text
        return text if self._is_part_heading(text) else None

    def _is_part_heading(self, text: str) -> bool:
        text = mended(text)
        words = len(text.split())
        if words > _LONGEST_PART_WORDS or text.rstrip().endswith("."):
            return False
        if self.part is None and self.unit and text.strip().lower() == self.unit.lower():
            return False  # «Plan og utvikling»: whose agreement it is
        if is_column_heads(text) and not is_personal_heading(text):
            return False  # «Resultatmål Mål for enheten Tiltak»: what a table leaves
        goal = _stated_goal(text)
        if goal and not _TITLE_START.match(goal.rest):
            return False  # «Mål 8. Vi har felles rutiner»
        named = _PART_WORD.search(text) or _PART_WORD.search(_unnumbered(text))
        return bool(named or is_personal_heading(text)) or bool(
            self.area and text.strip().lower() == self.area.lower()
        )

    def _begin_part(
        self, part: str | None, heading: str, standing: _Standing | None = None
    ) -> None:
        standing = standing or _band_standing(heading)
        if part == "personlig" and (self.part != part or standing.level < self.opened.level):
            # the agreement's own title names all that is in it, and any part of it ends that
            is_whole = not standing.number and _AGREEMENT_TITLE.search(heading)
            self.opened = _Standing(_BULLET) if is_whole else standing
        self.part = part or self.part
        # the parts bear their own numbers: 4 is the unit's own
        self.numbered = part == "enhet" and standing.number == "4"
        self.part_heading = heading

    def _part_of(self, heading: str, standing: _Standing) -> str | None:
        """The part that a heading opens, by its words, else the one that follows the last."""
        named = self._named_part(heading)
        if self.part == "personlig":
            # only a heading that surely opens another part ends the leader's own, one as high
            # as that which opened it: what is in doubt is personal
            told, _, rest = _unnumbered(heading).partition(": ")
            is_field = bool(rest) and is_column_head(told)  # «Mål for enheten: Alle leser»
            ends = self._is_part_heading(heading) and standing.ends(self.opened) and not is_field
            return named if named and ends else "personlig"
        if named:
            return named
        number = _NUMBERED_PART.match(heading)
        if number and number.group(1).isdigit() and 1 <= int(number.group(1)) <= len(_PARTS):
            return _PARTS[int(number.group(1)) - 1]
        return self._next_part()

    def _named_part(self, heading: str) -> str | None:
        text = mended(heading).lower()
        if is_personal_heading(text):
            return "personlig"
        if _OWN.search(text) or (self.unit and self.unit.lower() in text):
            return "enhet"
        if _MUNICIPAL.search(text):
            return "kommune"
        if _AREA.search(text) or (self.area and self.area.lower() in text):
            return "tjenesteområde"
        if _SERVICE.search(text) and self.part in ("tjenesteområde", "tjeneste", "kommune"):
            return "tjeneste"
        return None

    def _next_part(self) -> str | None:
        if self.part is None:
            return _PARTS[0]
        return _PARTS[min(_PARTS.index(self.part) + 1, 3)]

    def read_block(self, block: Block, following: Block | None = None) -> None:
        """Add the block; `following` tells by its fields that this is the goal they are for."""
        is_head = is_column_head(block.text)
        # heads of columns one below the other: «Mål for enheten» and then «Tiltak»
        beside = self.after_head or (following is not None and is_column_head(following.text))
        self.after_head = is_head
        self._read_fields(block, following, is_among_heads=is_head and beside)

    def _read_fields(self, block: Block, following: Block | None, *, is_among_heads: bool) -> None:
        fields = [] if block.is_heading else _fields_in(block.text)
        if not fields or (fields[0][1] == 0 and not self.open):
            self._read_whole(block, _opens_with_field(following), is_among_heads)
            return
        if fields[0][1] > 0:
            before = replace(block, text=block.text[: fields[0][1]].rstrip(" ;,"))
            self._read_whole(before, is_served=True)
        for kind, _, text in fields:
            self._add_item(block, kind, None, text)
        self.mode = None

    def _read_whole(
        self, block: Block, is_served: bool = False, is_among_heads: bool = False
    ) -> None:
        if self._opens_part(block) and not (self.part == "personlig" and is_among_heads):
            standing = _standing(block)
            self._begin_part(self._part_of(_whole(block), standing), block.text, standing)
            self.open = {}
            self.mode = None
            shared = self._named_part(_whole(block)) not in (None, "personlig")
            self.lists_goals = shared or bool(_GOALS_BELOW.search(mended(block.text)))
            self.outline.add_block(block, "overskrift", part=self._if_personal())
            return
        label = _stated_goal(block.text) or read_label(block.text, is_heading=block.is_heading)
        if (
            label is not None
            and " | " not in block.text
            and label.kind
            in (
                "resultatmål",
                "enhetsmål",
                "tiltak",
                "støtte",
                "mål",
            )
        ):
            self._read_label(block, label.kind, label.number, label.rest)
        elif self.mode is not None and not block.is_heading and block.role != "caption":
            self._add_item(
                block, self.mode, block.marker.value or None if block.marker else None, block.text
            )
        elif (self.lists_goals and block.role == "list_item") or (
            is_served and self._is_served_goal(block)
        ):
            # the agreement states its goals in a list, where others have a table
            self.open = {}
            marked = block.marker.value if is_served and block.marker else None
            self._add_item(block, self._goal_kind("mål", set()), marked or None, block.text)
        else:
            self.mode = None
            # an introduction may come before the list, not after it has begun
            self.lists_goals = self.lists_goals and not self.open and not block.is_heading
            kind = (
                "overskrift"
                if block.is_heading
                else "bildetekst"
                if block.role == "caption"
                else "avsnitt"
            )
            self.outline.add_block(block, kind, part=self._if_personal())

    def _is_served_goal(self, block: Block) -> bool:
        """True for a statement that measures or a deadline follow, where no goal waits for them."""
        waits = bool(self.open) and not self.is_served
        long = len(block.text.split()) >= _FEWEST_GOAL_WORDS
        return long and not block.text.endswith(":") and (not waits or block.is_heading)

    def _if_personal(self) -> str | None:
        return "personlig" if self.part == "personlig" else None

    def _opens_part(self, block: Block) -> bool:
        if block.role == "caption":
            return False
        if block.is_heading and self._is_last_part(block):
            return True
        if not self._is_part_heading(block.text):
            return False
        heading_like = block.is_heading or (
            block.role in ("paragraph", "list_item") and len(block.text.split()) <= 10
        )
        return heading_like and (self._named_part(_whole(block)) is not None or block.is_heading)

    def _is_last_part(self, block: Block) -> bool:
        """True for the fifth numbered heading after the unit's own part, if unreadable otherwise.

        It is the leader's own part, however a scan has garbled its words.
        """
        number = block.marker.value if block.marker else ""
        told = read_label(block.text, is_heading=True) or self._named_part(block.text)
        return self.part == "enhet" and self.numbered and number == str(len(_PARTS)) and not told

    def _read_label(self, block: Block, kind: str, number: str | None, rest: str) -> None:
        kind = self._goal_kind(kind, set())
        # one goal by its number; what follows is about it, and no further goal
        self.mode = None if number and rest and kind in _AGREEMENT_GOALS else kind
        if rest:
            self._add_item(block, kind, number, rest)
        else:
            self.outline.add_block(block, "overskrift", part=self._if_personal())

    def _add_item(self, block: Block, kind: str, number: str | None, text: str) -> None:
        order = _AGREEMENT_GOALS
        goals = {name: self.open[name] for name in order if name in self.open}
        self.is_served = kind not in order
        parent = goals.get("resultatmål") if kind == "enhetsmål" else None
        if kind not in order and goals:
            parent = goals.get("enhetsmål", goals.get("resultatmål"))
        place = self.outline.add_block(
            block, kind, text=text, number=number, part=self.part, parent=parent
        )
        if kind == "resultatmål":
            self.open = {}
        if kind in order:
            self.open[kind] = place


def _stated_goal(text: str) -> Label | None:
    """The goal that a text states after its number or after what is wanted.

    >>> _stated_goal("Mål 3 Ingen venter")
    Label(kind='mål', number='3', rest='Ingen venter')
    >>> _stated_goal("Mål 1b: Ingen venter").number, _stated_goal("Mål for enheten") is None
    ('1b', True)
    >>> _stated_goal("Dette vil vi oppnå: Ingen venter").rest
    'Ingen venter'
    """
    match = _NUMBERED_GOAL.match(text)
    if not match:
        # «Dette vil vi oppnå: …»
        title, _, rest = text.partition(": ")
        wants = header_kind(title) == "mål" and _WE.search(title)
        return Label("mål", None, rest.strip()) if wants and rest.strip() else None
    kind = {"einingsmål": "enhetsmål", "arbeidsmål": "mål"}.get(match["kind"].lower())
    return Label(kind or match["kind"].lower(), match["number"], match["rest"].strip())


def _opens_with_field(block: Block | None) -> bool:
    if block is None or block.is_heading:
        return False
    fields = _fields_in(block.text)
    return bool(fields) and fields[0][1] == 0


def _fields_in(text: str) -> list[tuple[str, int, str]]:
    """The fields that a text names, each with its kind, where it begins, and its words.

    >>> _fields_in("Alle leser. Tiltak: Lesekurs. Frist: juni")
    [('tiltak', 11, 'Lesekurs.'), ('frist', 29, 'juni')]
    """
    found = [(str(match.lastgroup), match.start(), match.end()) for match in _FIELD.finditer(text)]
    if not found:
        return []
    ends = [*(start for _, start, _ in found[1:]), len(text)]
    return [
        (kind, start, text[begin:end].strip(" ;,"))
        for (kind, start, begin), end in zip(found, ends, strict=True)
    ]


def _band_standing(text: str) -> _Standing:
    """How high a row over a table's width stands, with the number that its words begin with."""
    match = re.match(r"^\W*(?:(?:del|part)\s+)?(\d+(?:\.\d+)*|[a-h](?=[.):]))", text, re.IGNORECASE)
    return _Standing(_ROW, match.group(1) if match else "")


def _whole(block: Block) -> str:
    return (
        f"{block.marker.value}. {block.text}" if block.marker and block.marker.value else block.text
    )
