"""Running text and lists read for what they will: lead-ins, items under them, sentences."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.language.sentences import split_sentences
from pipeline.parsing.evidence import Setting, signs
from pipeline.parsing.flow import Block
from pipeline.parsing.labels import announced_kind, announces_will, read_label
from pipeline.parsing.will import Will, certainty_of_will, kind_of_will, wills_in

# Titles and lead-ins of what is proposed, and of what only tells how things are.
_PROPOSALS = re.compile(
    r"(?<!\w)(?:forslag(?:et|a|ene)?|framlegg|anbefaling\w*|tilråding\w*|krav"
    r"|innsp(?:ill|el)(?! til (?!tiltak)| fr[aå]| av)"
    r"|tiltak(?:a|ene)?|\w*løsning(?:er|ene)|løysinga(?:r|ne)|forbedring(?:er|ene)|grep(?:ene|a)?"
    r"|virkemid(?:del|ler)|verkemid(?:del|la)|strategi(?:er|ar)?|mål(?:a|ene)?|prioritering\w*"
    r"|satsing\w*|posisjon\w*|standpunkt\w*|proposals?|recommendations?|measures"
    r"|demands|ønsker|ønske|våre krav)(?!\w)",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"(?<!\w)(?:status|bakgrunn|nå-?situasjon\w*|no-?situasjon\w*|dagens \w+|utfordring\w*"
    r"|problem\w*|erfaring\w*|fakta|nøkkeltall|nøkkeltal|historikk|innledning|innleiing"
    r"|sammendrag|samandrag|definisjon\w*|begrep\w*|vedlegg|kilder|kjelder|årsak\w*|risiko\w*"
    r"|usikkerhet\w*|forutsetning\w*|føresetnad\w*|challenges?|background|kriteri\w*|hensyn"
    r"|eksempel|eksempler|døme|spørsmål\w*|om (?:oss|kommunen))(?!\w)",
    re.IGNORECASE,
)
# «Andre forslag som gjelder næringslivet:», «Våre krav til staten:»
_NAMES_PROPOSALS = re.compile(
    r"^(?:\w+ ){0,3}(?:forslag|framlegg|anbefalinger|tilrådingar|krav|innspill|innspel|proposals)"
    r"(?: (?:til|som|om|for|fra|frå|er|on|to|for)(?: [^\s.]+){0,9})?\s*:$",
    re.IGNORECASE,
)
# «Tilbakemeldinger på forslag til ny skoleskyss» names what is answered.
_ANSWERED = re.compile(
    r"(?<!\w)(?:på|til|om|over) (?:forslag|framlegg|utkast)\w* (?:til|om|på)(?! tiltak)(?!\w).*",
    re.IGNORECASE,
)
# Chapters that tell what others have answered.
_HEARING = re.compile(
    r"(?<!\w)(?:høring|høyring|merknader fra|merknadar frå|innspill fra|innspel frå)", re.IGNORECASE
)
# What goes on from a proposal: «Dette innebærer å …», «Det betyr at …»
_SPELLS_OUT = re.compile(
    r"^(?:dette|det|this) (?:innebærer|inneber|betyr|means)(?: \w+){0,3}? (?:at|å|that)(?!\w)",
    re.IGNORECASE,
)
_MINISTRY_SPEAKS = re.compile(
    r"(?<!\w)(?:departementet|regjeringen|regjeringa) (?:foreslår|føreslår|mener|meiner"
    r"|vurderer|legger|legg|vil|viser|syner)"
    r"|(?:foreslår|føreslår|mener|meiner) (?:regjeringen|regjeringa|departementet)(?!\w)"
)
_FEWEST_SPOKEN = 5
_RUN_IN_TITLE = re.compile(r"^([^.:;!?]{3,90}):\s+[A-ZÆØÅ«]")
# Chapters about what is aimed at: «Mål for skolen», «Satsingsområder», «Hovedlinjer».
_GOALS = re.compile(
    r"(?<!\w)(?:\w*mål(?:ene|a)?|målsetting\w*|\w*satsing\w*|ambisjon\w*|visjon\w*|\w*prioritering\w*"
    r"|hovedlinjer|hovudlinjer|hovedtrekk|hovudtrekk|goals?|priorities)(?!\w)",
    re.IGNORECASE,
)
_LONGEST_ALONE_WORDS = 30
_LONGEST_CHAPTER_WORDS = 12
_CHAPTERS_ABOVE = 2
_LONGEST_BRIEF_WORDS = 45


@dataclass
class ProseReader:
    """The lead-in now open, and what the document's own words are worth.

    `is_own`: the document is a plan for what its author does itself.
    """

    is_own: bool = False
    is_submission: bool = False
    is_ministry: bool = False
    least_certainty: float = 0.5
    lead: Block | None = None
    lead_kind: str | None = None
    lead_tells: bool = False
    chapter_kind: str | None = None
    path: str = field(default="")

    def read(self, block: Block, following: Block | None = None) -> list[tuple[str, str]]:
        """Kind and text of each piece of the block, in order: `avsnitt` for what wills nothing.

        A lead-in («Kommunen vil:») is an avsnitt, and the items below it are what it says.
        """
        if block.heading_path != self.path:
            self._leave()
            self.path = block.heading_path
            self._open_chapter(block)
        is_item = is_listed(block)
        if _is_lead(block.text) and following is not None and is_listed(following):
            self._open(block)
            return [("avsnitt", block.text)]
        if not is_item and self.lead is not None:
            self._leave()
        return self._item(block) if is_item else self._paragraph(block, following)

    def _leave(self) -> None:
        self.lead = None
        self.lead_kind = None
        self.lead_tells = False

    def _open_chapter(self, block: Block) -> None:
        """A title that says what shall be done («Ordninger må utvikles») leads in its list."""
        title = block.heading_path.rpartition(" > ")[2].rstrip(" :")
        wills = bool(title) and certainty_of_will(title) >= self.least_certainty
        self.chapter_kind = kind_of_will(title, self._setting(block)) if wills else None

    def _open(self, block: Block) -> None:
        self._leave()
        self.lead = block
        last = split_sentences(block.text)[-1]
        setting = replace(self._setting(block), is_item=False)
        kind = announced_kind(last)
        # a stop in the colon's place: what the lead-in says is weighed as a sentence
        said = last.rstrip(" :;") + "."
        if announces_will(last) and not self.is_ministry:
            self.lead_kind = "strategi"
        elif kind is not None and not _STATUS.search(last):
            self.lead_kind = kind
        elif certainty_of_will(said, setting) >= self.least_certainty:
            self.lead_kind = kind_of_will(said, setting)
        elif _NAMES_PROPOSALS.search(last):
            self.lead_kind = "forslag"
        else:
            self.lead_kind = None
            self.lead_tells = True
        if not (self.is_own or self.is_ministry) and self.lead_kind in ("tiltak", "mål", "grep"):
            self.lead_kind = "forslag" if self.lead_kind != "mål" else "mål"

    def _setting(self, block: Block) -> Setting:
        status = proposals = False
        if is_listed(block):
            for chapter in block.heading_path.split(" > ")[: -_CHAPTERS_ABOVE - 1 : -1]:
                told = len(chapter.split()) <= _LONGEST_CHAPTER_WORDS
                status = told and bool(_STATUS.search(chapter))
                named = _PROPOSALS.search(_ANSWERED.sub("", chapter))
                proposals = told and not status and bool(named)
                if status or proposals:
                    break
        return Setting(
            is_item=is_listed(block),
            under_status=status,
            under_proposals=proposals,
            is_own=self.is_own,
            is_submission=self.is_submission,
            is_ministry=self.is_ministry,
            under_goals=any(
                _GOALS.search(title)
                for title in block.heading_path.split(" > ")[: -_CHAPTERS_ABOVE - 1 : -1]
            ),
            under_hearing=bool(_HEARING.search(block.heading_path.rpartition(" > ")[2])),
            least_certainty=self.least_certainty,
        )

    def _item(self, block: Block) -> list[tuple[str, str]]:
        setting = self._setting(block)
        is_brief = len(block.text.split()) <= _LONGEST_BRIEF_WORDS
        if not is_brief:
            # a numbered paragraph that argues is weighed sentence by sentence
            setting = replace(setting, under_proposals=False)
        kind = self.lead_kind or (self.chapter_kind if self.lead is None and is_brief else None)
        if kind is not None and "only_tells" not in signs(split_sentences(block.text)[0], setting):
            return [(kind, block.text)]
        if self.lead is not None and self.lead_tells:
            setting = replace(setting, under_proposals=False, under_telling=True)
        sentences = split_sentences(block.text)
        found = [(sentence, wills_in(sentence, setting)) for sentence in sentences]
        title = _RUN_IN_TITLE.match(block.text)
        told = wills_in(title.group(1), setting) if title else []
        told += [will for _, wills in found for will in wills]
        if told and (title or _is_title(sentences)):
            return [(told[0].kind, block.text)]
        return _pieces(found)

    def _paragraph(self, block: Block, following: Block | None) -> list[tuple[str, str]]:
        sentences = split_sentences(block.text)
        setting = replace(self._setting(block), is_title=_is_like_title(block, following))
        found = [(each, wills_in(each, setting)) for each in sentences]
        return _pieces(_spelled_out(found))


def _is_like_title(block: Block, following: Block | None) -> bool:
    """True for one sentence without a stop that stands alone over a new paragraph."""
    begins = following is None or following.text[:1].isupper()
    words = len(block.text.split())
    ends = block.text.rstrip()[-1:].isalnum()
    alone = begins and ends and block.role == "paragraph" and words <= _LONGEST_ALONE_WORDS
    return alone and len(split_sentences(block.text)) == 1


def speaks_as_ministry(texts: Iterable[str]) -> bool:
    """True for a paper in which a ministry says again and again what it proposes and thinks."""
    return sum(len(_MINISTRY_SPEAKS.findall(text.lower())) for text in texts) >= _FEWEST_SPOKEN


def _spelled_out(
    found: Sequence[tuple[str, Sequence[Will]]],
) -> list[tuple[str, Sequence[Will]]]:
    """The sentences with their wills, one that spells out the proposal before it counted too."""
    whole: list[tuple[str, Sequence[Will]]] = []
    for sentence, wills in found:
        before = whole[-1][1] if whole else ()
        if not wills and before and before[-1].kind == "forslag" and _SPELLS_OUT.match(sentence):
            wills = [replace(before[-1], text=sentence)]
        whole.append((sentence, wills))
    return whole


def is_listed(block: Block) -> bool:
    """True for an item of a list."""
    return block.role == "list_item" or (block.marker is not None and not block.is_heading)


def _is_lead(text: str) -> bool:
    return text.rstrip().endswith(":") and read_label(text) is None


def _is_title(sentences: Sequence[str]) -> bool:
    """True where an item opens with a title: a few words without a verb that says anything."""
    return (
        len(sentences) > 1
        and len(sentences[0].split()) <= 6
        and sentences[0].endswith(".")
        and (certainty_of_will(sentences[0]) < 0.2)
    )


def _pieces(found: Sequence[tuple[str, Sequence[Will]]]) -> list[tuple[str, str]]:
    """What is willed piece by piece, the sentences between them put together."""
    pieces: list[tuple[str, str]] = []
    for sentence, wills in found:
        if wills:
            pieces += [(will.kind, will.text) for will in wills]
        elif pieces and pieces[-1][0] == "avsnitt":
            pieces[-1] = ("avsnitt", f"{pieces[-1][1]} {sentence}")
        else:
            pieces.append(("avsnitt", sentence))
    return pieces
