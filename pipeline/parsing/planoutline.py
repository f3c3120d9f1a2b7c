"""The outline of a plan: goals by their labels and numbers, lists by what announces them.

Kommuneplan, økonomiplan, årsbudsjett and årsrapport share this reading; each says in `PlanRules`
what a bare «Mål» means in it and whether running text may hold goals.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.language.means import is_note_on_means
from pipeline.language.sentences import split_sentences
from pipeline.parsing.draft import (
    DraftReader,
    holds_resolutions,
    in_draft,
    is_numbered_decision,
)
from pipeline.parsing.evidence import opens_with_infinitive
from pipeline.parsing.flow import Block, Flow, Grid
from pipeline.parsing.goal_tables import (
    add_goal_table,
    add_measures,
    find_measures,
    is_goal_table,
)
from pipeline.parsing.labels import (
    Label,
    announced_kind,
    announces_will,
    counted,
    named_above,
    read_label,
)
from pipeline.parsing.markers import first_part
from pipeline.parsing.outline import Outline, Statement, add_rows, cell_statement
from pipeline.parsing.prose import ProseReader, speaks_as_ministry

_ABOVE = {"hovedmål": 0, "delmål": 1, "mål": 1, "resultatmål": 2, "enhetsmål": 3}
_VISION = re.compile(
    r"\bvisjon(?:en)?(?: om)?(?: vår)?(?: er)?(?: for \w+(?: kommune)?(?: er)?)?[:,]?\s*"
    r"[«“”\"]([^»“”\"]{3,120})[»“”\"]",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:skal|vil|er|har|får|må|kan|blir|vert|bør|is|are|has|have|shall|will|\w{2,}[eaio]r"
    r"|går|står|når|tar|gir|gjer|lever|bor|bur|held|kjem|tek|gjev|ligg|veks|finn|finst|sit|les"
    r"|skriv|driv|vert|veit|trur|slepp|treng|møts)\b",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:\.\s?){6,}|…{3,}")
_REFERS = re.compile(r"\b(?:delmål|hov(?:ed|ud)mål|sub-?goal)\w* \d", re.IGNORECASE)
# Chapters whose lists tell of conditions and procedure, and not of what is wanted.
_NO_GOALS_HERE = re.compile(
    r"\b(?:usikkerhet|uvisse|risiko|fullmakt|frist|forutsetning|føresetnad|forbehold|atterhald"
    r"|vedlegg|innhold|innhald|finansiering|låneopptak|gebyr|skatt|prosess|framdrift"
    r"|rapportering|definisjon|ordliste|delegering|uncertainty|assumption|appendix)\w*",
    re.IGNORECASE,
)
_ASKS = re.compile(r"^(?:hva|hvor|hvordan|hvem|kva|kvar|kvifor|korleis|kven)\b", re.IGNORECASE)
_POINTS = re.compile(
    r"\b(?:tabell(?:en)?|figur(?:en)?|oversikt(?:en|a)?|oversyn(?:et)?|nedenfor|nedanfor)\b",
    re.IGNORECASE,
)
# «sendes», «brukast», and no genitive («kommunenes»)
_PASSIVE = re.compile(r"\b(?!\w*(?:enes|anes|eres)\b)[a-zæøå]{3,}(?:es|ast)\b")
_FOOTNOTE_MARK = re.compile(r"^\d\s+(?=[A-ZÆØÅ])")
_LONGEST_TITLE_WORDS = 4
_FEWEST_MEASURES = 3
_LONGEST_STATEMENT_WORDS = 60
_LONGEST_LEAD_WORDS = 8
_FEWEST_PARTED = 2
_FEWEST_WORDS_SAID = 3


@dataclass(frozen=True)
class PlanRules:
    """How one kind of plan is read.

    `bare_goal` is what a label «Mål» means, `listed_goal` what the items of a list without a label
    are where they read as goals (nothing: they are no goals).
    """

    bare_goal: str = "mål"
    listed_goal: str | None = None
    goals_in_prose: bool = False
    is_own: bool = True
    measures_in_rows: bool = False


def read_plan(flow: Flow, rules: PlanRules) -> list[Statement]:
    """The plan's statements in order, repeated goals told once, each under its parent."""
    reader = _PlanReader(rules)
    texts = (item.text for item in flow if isinstance(item, Block))
    reader.prose = ProseReader(rules.is_own, is_ministry=speaks_as_ministry(texts))
    reader.resolves = holds_resolutions(flow)
    reader.listed = _listed_goals(flow) if rules.listed_goal else frozenset()
    reader.divided = divided_by_letters(flow)
    reader.leads = recurring_leads(flow)
    for place, item in enumerate(flow):
        if isinstance(item, Grid):
            reader.read_grid(item)
        else:
            reader.read_block(item, flow[place + 1 : place + 4])
    return _under_their_numbers(reader.outline.statements)


class _PlanReader:
    """What has been read so far: the goals now open, and what kind a coming item is."""

    def __init__(self, rules: PlanRules) -> None:
        self.rules = rules
        self.levels: dict[int, int] = {}
        self.chapter: int | None = None
        self.outline = Outline()
        self.draft = DraftReader(self.outline)
        self.resolves = False
        self.open: dict[str, int] = {}
        self.mode: str | None = None
        self.mode_level = 0
        self.expected: int | None = None
        self.pending: Label | None = None
        self.last: int | None = None
        self.listed: frozenset[Block] = frozenset()
        self.divided: frozenset[str] = frozenset()
        self.leads: frozenset[str] = frozenset()
        self.run: list[str] = []
        self.prose = ProseReader()
        self.following: Block | None = None

    def read_grid(self, grid: Grid) -> None:
        if is_goal_table(grid):
            add_goal_table(self.outline, grid, parent=self._nearest())
        else:
            add_rows(self.outline, grid)
            measures = find_measures(grid)
            if measures is not None:
                kind = "tiltak" if self.rules.is_own else "forslag"
                add_measures(self.outline, grid, measures, kind, parent=self._nearest())
            elif self.rules.measures_in_rows:
                self._add_measures(grid)
        self.last = None

    def _add_measures(self, grid: Grid) -> None:
        """The row titles of a table whose rows are measures: most of them name an act."""
        kind = "tiltak" if self.rules.is_own else "forslag"
        titles = [
            (cell, _FOOTNOTE_MARK.sub("", cell.text))
            for row in grid.rows
            if (cell := next((held for held in row if held.text and held.passage_ids), None))
            and any(character.isalpha() for character in cell.text)
        ]
        acts = [(cell, text) for cell, text in titles if opens_with_infinitive(text)]
        if len(acts) < _FEWEST_MEASURES or len(acts) * 2 < len(titles):
            return
        for cell, text in acts:
            self.outline.add(cell_statement(cell, grid, kind, text=text))

    def read_block(self, block: Block, following: Sequence[Block | Grid]) -> None:
        self._read_as(block, following)
        if block.is_heading:
            self.chapter = block.level

    def _read_as(self, block: Block, following: Sequence[Block | Grid]) -> None:
        self.following = next((item for item in following[:1] if isinstance(item, Block)), None)
        if block.role == "caption":
            self.outline.add_block(block, "bildetekst")
        elif _CONTENTS.search(block.text):
            self.outline.add_block(block, "innholdsfortegnelse")
        elif in_draft(block):
            self._leave_list()
            self.mode = self.pending = None
            self.draft.read(block, self.following)
        elif self.resolves and (is_numbered_decision(block) or self.draft.grants):
            self.draft.read_resolution(block, self.following)
        elif self.pending is not None and self._fills_label(block):
            self._add_goal(block, self.pending.kind, self.pending.number or _value(block))
            self.pending = None
        elif (label := self._label(block)) is not None:
            self._read_label(block, label)
        elif self._is_divided(block):
            self._add_goal(block, "hovedmål", _value(block))
        elif self._is_numbered_goal(block, following):
            number = _value(block)
            self._add_goal(block, "delmål", number)
        elif announces_will(block.text):
            self._open_list(block, "strategi")
        elif (kind := announced_kind(block.text)) is not None:
            self._open_list(block, kind)
        elif self._leads_in_acts(block, following):
            self._open_list(block, "strategi")
        elif block.is_heading:
            self._read_heading(block)
        else:
            self._read_text(block)

    def _label(self, block: Block) -> Label | None:
        label = read_label(block.text, is_heading=block.is_heading)
        if label is None:
            return None
        if label.kind == "mål":
            label = replace(label, kind=self.rules.bare_goal)
        if label.number is None and block.marker is not None and block.marker.kind != "bullet":
            # "4.2 Delmål: …"; a chapter's own number says nothing about goals
            own = block.marker.kind == "decimal" or bool(label.rest)
            label = replace(label, number=block.marker.value if own and label.rest else None)
        return label

    def _fills_label(self, block: Block) -> bool:
        if block.role == "caption" or len(block.text.split()) > _LONGEST_STATEMENT_WORDS:
            return False
        return read_label(block.text, is_heading=block.is_heading) is None and not announces_will(
            block.text
        )

    def _read_label(self, block: Block, label: Label) -> None:
        self.pending = None
        above = named_above(block.text)
        if above:
            self._reopen(*above)
        if label.rest and not above:
            self._add_goal(block, label.kind, label.number, text=label.rest)
            return
        if label.number and label.kind in ("hovedmål", "delmål") and not above:
            self.outline.add_block(block, "overskrift")
            self.pending = label
            return
        self._open_list(block, label.kind)

    def _reopen(self, kind: str, number: str) -> None:
        for place, held in enumerate(self.outline.statements):
            if held.kind == kind and held.number == number:
                self._open_goal(kind, place)

    def _open_list(self, block: Block, kind: str) -> None:
        above = named_above(block.text)
        if above:
            self._reopen(*above)
            kind = "strategi" if kind in ("mål", "delmål", "hovedmål") else kind
        if kind == "mål":
            kind = self.rules.bare_goal
        self.outline.add_block(block, "overskrift" if block.is_heading else "avsnitt")
        # what follows a list of goals stands under them all, not under the last of them
        if len(self.run) > 1 and above is None:
            self.open.pop(self.run[0], None)
        self.run = []
        self.mode = kind
        self.mode_level = block.level or 99
        self.expected = counted(block.text)
        self.last = None
        # a heading «Visjon» or «Hovedmål» may be followed by the goal as plain text
        self.pending = Label(kind, None, "") if kind in ("visjon",) else None

    def _read_heading(self, block: Block) -> None:
        repeated = self._same_goal(block.text, ("hovedmål", "delmål"))
        if repeated is not None:
            self.outline.also_stands_in(repeated, block.passage_ids)
            self._open_goal(self.outline.statements[repeated].kind, repeated)
            self.mode = None
            return
        level = block.level or 1
        if self.mode is not None and level <= self.mode_level:
            self.mode = None
        if self.mode == "grep" and level > self.mode_level:
            self.last = self.outline.add_block(block, "grep", number=_value(block))
            return
        self.outline.add_block(block, "overskrift")
        self._close_goals_above(level)
        self.last = None

    def _close_goals_above(self, level: int) -> None:
        for kind, place in list(self.open.items()):
            held = self.levels.get(place)
            if held is not None and level <= held:
                del self.open[kind]

    def _read_text(self, block: Block) -> None:
        vision = _VISION.search(block.text)
        if vision and not any(held.kind == "visjon" for held in self.outline.statements):
            self.outline.add_block(block, "visjon", text=vision.group(1).strip())
        if self.mode == "grep" and self._read_grips(block):
            return
        if self.mode is not None and self._belongs_to_list(block):
            self._add_goal(block, self.mode, _value(block))
            return
        if self.last is not None and self._goes_on(block):
            self.outline.extend(self.last, block)
            return
        if block in self.listed and self.rules.listed_goal:
            self._add_goal(block, self.rules.listed_goal, _value(block))
            return
        if block.role == "paragraph" and block.marker is None and self.mode != "visjon":
            self._leave_list()
        self._add_prose(block)

    def _belongs_to_list(self, block: Block) -> bool:
        if block.marker is not None or block.role == "list_item":
            return True
        # a goal set as plain text below its label: one short sentence that points to no table
        short = len(block.text.split()) <= 30 and len(split_sentences(block.text)) == 1
        short = short and not _POINTS.search(block.text)
        told = ("hovedmål", "delmål", "mål", "resultatmål", "visjon")
        return short and self.mode in told and self.last is None

    def _goes_on(self, block: Block) -> bool:
        held = self.outline.statements[self.last or 0]
        return (
            held.kind == "grep"
            and self.mode == "grep"
            and block.marker is None
            and len(held.text.split()) <= 8
        )

    def _leave_list(self) -> None:
        if self.last is not None:
            self.mode = None
        self.last = None

    def _read_grips(self, block: Block) -> bool:
        if self.last is not None and self._goes_on(block) and block.role == "paragraph":
            held = self.outline.statements[self.last]
            self.outline.statements[self.last] = replace(held, text=f"{held.text}:")
            self.outline.extend(self.last, block)
            return True
        names = split_names(block.text, self.expected)
        is_list = block.role == "list_item" or block.marker is not None
        if len(names) < 2 and not is_list:
            return self._read_run_in_grip(block)
        for name in names if len(names) > 1 else [block.text]:
            self.outline.add_block(block, "grep", text=name, number=_value(block))
        return True

    def _read_run_in_grip(self, block: Block) -> bool:
        # "Tidlig innsats. Vi griper inn mens vanskene er små."
        name = re.match(r"^[A-ZÆØÅ][\w ,-]{2,40}[:.–]\s", block.text)
        if not name or len(name.group(0).split()) > _LONGEST_TITLE_WORDS:
            return False
        self.outline.add_block(block, "grep")
        return True

    def _is_divided(self, block: Block) -> bool:
        """True for a heading whose number, with letters behind it, is that of goals below it."""
        if not block.is_heading or block.marker is None or block.marker.kind != "whole":
            return False
        return block.marker.value in self.divided

    def _leads_in_acts(self, block: Block, following: Sequence[Block | Grid]) -> bool:
        """True below a goal for what leads in a list of acts: «Veien dit:», «Dette gjør vi».

        A colon tells, or that the same words stand below one goal after the other.
        """
        if not self.open or block.marker is not None or block.role == "list_item":
            return False
        if len(block.text.split()) > _LONGEST_LEAD_WORDS:
            return False
        if self.rules.goals_in_prose and not block.is_heading:
            return False  # what leads in a list is weighed with it
        told = block.text.rstrip().endswith(":") or _key(block.text) in self.leads
        return told and _begins_acts(following)

    def _is_numbered_goal(self, block: Block, following: Sequence[Block | Grid]) -> bool:
        if block.marker is None or block.marker.kind not in ("decimal", "parted"):
            return False
        if block.marker.value.count(".") != (block.marker.kind == "decimal"):
            return False
        if (
            self.mode not in (None, "delmål", "hovedmål", "strategi", "mål")
            and not block.is_heading
        ):
            return False
        if _ASKS.match(block.text):
            return False
        if block.marker.kind == "parted" and first_part(block.marker.value) in self.divided:
            return block.is_heading or _says_something(block.text)
        if opens_with_infinitive(block.text):
            return False
        hovedmaal = first_part(block.marker.value)
        kinds = ("hovedmål", "mål") if block.is_heading else ("hovedmål",)
        known = any(
            held.kind in kinds and held.number == hovedmaal for held in self.outline.statements
        )
        if not known and self.mode != "delmål":
            return False
        willing = any(
            isinstance(item, Block)
            and (
                announces_will(item.text)
                or announced_kind(item.text) == "strategi"
                or _is_list_label(item)
            )
            for item in following[:2]
        )
        return willing or is_statement(block.text)

    def _add_goal(
        self, block: Block, kind: str, number: str | None, *, text: str | None = None
    ) -> None:
        words = block.text if text is None else text
        if kind in ("hovedmål", "delmål") and number is None and _value(block):
            number = _value(block)
        if kind == "delmål" and number and number.isdigit() and block.marker and text is None:
            number = self._below_open(number)
        same = self._same_goal(words, (kind,)) if kind in ("hovedmål", "delmål", "visjon") else None
        if same is not None:
            held = self.outline.statements[same]
            self.outline.statements[same] = replace(held, number=held.number or number)
            self.outline.also_stands_in(same, block.passage_ids)
            place = same
        else:
            place = self.outline.add_block(
                block, kind, text=words, number=number, parent=self._parent(kind)
            )
        listed = self.mode == kind or block in self.listed
        self.run = [*self.run, kind] if listed and self.run[:1] in ([], [kind]) else [kind]
        self._open_goal(kind, place)
        level = self.chapter if block.level is None else block.level
        if level is not None and kind in _ABOVE:
            self.levels[place] = level
        self.last = place

    def _below_open(self, number: str) -> str:
        above = self.open.get("hovedmål")
        held = self.outline.statements[above].number if above is not None else None
        return f"{held}.{number}" if held else number

    def _open_goal(self, kind: str, place: int) -> None:
        if kind not in _ABOVE:
            return
        rank = _ABOVE[kind]
        self.open = {name: held for name, held in self.open.items() if _ABOVE[name] < rank}
        self.open[kind] = place
        if kind in ("hovedmål", "delmål") and self.mode not in (kind,):
            self.mode = None

    def _parent(self, kind: str) -> int | None:
        rank = _ABOVE.get(kind, 9)
        above = [name for name in self.open if _ABOVE[name] < rank]
        return self.open[max(above, key=lambda name: _ABOVE[name])] if above else None

    def _nearest(self) -> int | None:
        return self._parent("")

    def _same_goal(self, text: str, kinds: tuple[str, ...]) -> int | None:
        key = _key(text)
        for place, held in enumerate(self.outline.statements):
            if held.kind in kinds and _key(held.text) == key:
                return place
        return None

    def _add_prose(self, block: Block) -> None:
        if not self.rules.goals_in_prose:
            self.outline.add_block(block, "avsnitt", number=_value(block))
            return
        for kind, text in self.prose.read(block, self.following):
            self.outline.add_block(block, kind, text=text, number=_value(block), parent=None)


def split_names(text: str, expected: int | None) -> list[str]:
    """Short names set on one line with dashes or dots between; `expected` is how many there are.

    Where a line break has swallowed a dash, a capital inside a name tells where the next begins.

    >>> split_names("Mestring – Samhandling, samarbeid - Medvirkning Kommunikasjon", 4)
    ['Mestring', 'Samhandling, samarbeid', 'Medvirkning', 'Kommunikasjon']
    """
    names = [name.strip(" .") for name in re.split(r"\s+[-–—•·|/]\s*|\s*[-–—•·|/]\s+|;\s*", text)]
    names = [name for name in names if name]
    if len(names) < 2 or any(len(name.split()) > 8 for name in names):
        return names[:1]
    while expected and len(names) < expected:
        cut = next((i for i, name in enumerate(names) if _inner_capital(name)), None)
        if cut is None:
            break
        at = _inner_capital(names[cut])
        names[cut : cut + 1] = [names[cut][:at].strip(), names[cut][at:].strip()]
    return names


def _inner_capital(name: str) -> int:
    match = re.search(r"(?<=[a-zæøå])\s+(?=[A-ZÆØÅ][a-zæøå])", name)
    return match.end() if match else 0


def is_statement(text: str) -> bool:
    """True for a sentence that says how something is or shall be, and not a title.

    >>> is_statement("I 2020 skal kommunen være en attraktiv arbeidsgiver")
    True
    >>> is_statement("Plan- og styringsdokumenter")
    False
    """
    words = text.split()
    return _LONGEST_TITLE_WORDS < len(words) <= _LONGEST_STATEMENT_WORDS and bool(
        _FINITE.search(text)
    )


def _is_list_label(block: Block) -> bool:
    label = read_label(block.text, is_heading=block.is_heading)
    return label is not None and label.kind in ("strategi", "tiltak") and not label.rest


def _value(block: Block) -> str | None:
    return block.marker.value or None if block.marker else None


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def divided_by_letters(flow: Flow) -> frozenset[str]:
    """The numbers of headings that goals stand under by a letter: 1 where 1a and 1b are goals.

    Such titles or paragraphs are goals where most of them say something; chapters are titles.
    """
    blocks = [item for item in flow if isinstance(item, Block) and item.marker is not None]
    parted = [item for item in blocks if item.marker and item.marker.kind == "parted"]
    saying = [item for item in parted if _says_something(item.text)]
    if len(saying) < _FEWEST_PARTED or len(saying) * 2 <= len(parted):
        return frozenset()
    headed = {
        item.marker.value
        for item in blocks
        if item.is_heading and item.marker and item.marker.kind == "whole"
    }
    return frozenset(headed & {first_part(item.marker.value) for item in parted if item.marker})


def _says_something(title: str) -> bool:
    """True for a short sentence as well: «Ingen venter på hjelp»."""
    words = len(title.split())
    says = words >= _FEWEST_WORDS_SAID and bool(_FINITE.search(title))
    return says and words <= _LONGEST_STATEMENT_WORDS and not _ASKS.match(title)


def recurring_leads(flow: Flow) -> frozenset[str]:
    """Short titles that lead in a list of acts again and again, as words to compare."""
    leads = [
        _key(item.text)
        for place, item in enumerate(flow)
        if isinstance(item, Block)
        and len(item.text.split()) <= _LONGEST_LEAD_WORDS
        and item.marker is None
        and _begins_acts(flow[place + 1 : place + 3])
    ]
    return frozenset(lead for lead in leads if leads.count(lead) > 1)


def _begins_acts(following: Sequence[Block | Grid]) -> bool:
    """True where a list follows whose first item names an act and no one who does it."""
    item = next(iter(following), None)
    if not isinstance(item, Block) or item.is_heading:
        return False
    is_item = item.role == "list_item" or item.marker is not None
    return is_item and opens_with_infinitive(item.text)


def _listed_goals(flow: Flow) -> frozenset[Block]:
    """Items of lists that read as goals.

    One refers to a plan's goal or says what it is paid with, or most state something.
    """
    found: set[Block] = set()
    run: list[Block] = []
    for item in (*flow, None):
        if (
            isinstance(item, Block)
            and not item.is_heading
            and (item.role == "list_item" or item.marker)
        ):
            run.append(item)
            continue
        refers = any(_REFERS.search(held.text) for held in run)
        stating = [held for held in run if _may_be_goal(held)]
        paid = any(len(split_sentences(held.text)) > 1 for held in stating)
        if refers or ((len(run) >= 2 or paid) and len(stating) * 2 > len(run)):
            found.update(run)
        run = []
    return frozenset(found)


def _may_be_goal(block: Block) -> bool:
    """True for one sentence that states something, where its chapter is not one of procedure.

    Notes behind it on money, on who is responsible or by when don't count.
    """
    chapter = block.heading_path.rpartition(" > ")[2]
    first, *rest = split_sentences(block.text)
    return (
        (is_statement(first) or _says_what_is_done(first))
        and all(map(is_note_on_means, rest))
        and not _NO_GOALS_HERE.search(chapter)
    )


def _says_what_is_done(sentence: str) -> bool:
    """True for «Alle brev sendes digitalt»: a verb in the passive."""
    words = len(sentence.split())
    return words > _LONGEST_TITLE_WORDS and bool(_PASSIVE.search(sentence))


def _under_their_numbers(statements: list[Statement]) -> list[Statement]:
    """Each delmål under the hovedmål whose number it begins with, wherever that stands."""
    kind = "hovedmål" if any(held.kind == "hovedmål" for held in statements) else "mål"
    hovedmaal = {held.number: place for place, held in enumerate(statements) if held.kind == kind}
    placed = []
    for held in statements:
        if held.kind == "delmål" and held.number and first_part(held.number) != held.number:
            above = hovedmaal.get(first_part(held.number), held.parent)
            held = replace(held, parent=above)
        placed.append(held)
    return placed
