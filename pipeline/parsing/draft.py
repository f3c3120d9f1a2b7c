"""Draft decisions in a plan or a proposition: points that those who decide are asked to adopt."""

import re
from dataclasses import dataclass, replace

from pipeline.language.sentences import split_sentences
from pipeline.parsing.evidence import opens_with_infinitive
from pipeline.parsing.flow import Block, Flow
from pipeline.parsing.outline import Outline

# «B – Forslag til skatte- og avgiftsvedtak», «Utkast til lov om …», «Framlegg til vedtak»
_DRAFT = re.compile(
    r"^(?:(?:[A-ZÆØÅ]|[IVX]+|\d[\d.]*)[.)]?\s*[–—-]?\s+)?(?:forslag|framlegg|utkast|draft)"
    r"(?:et)? (?:til|of) (?:endring(?:er|ar) i )?(?:\w+-? og )?(?:[\w-]+ )?(?:\w*vedtak|\w*lov|law)"
    r"(?: om| i|$|\s*\()",
    re.IGNORECASE,
)
_SECTION = re.compile(r"^(?:Ny )?§+\s*\d+(?:-\d+)?(?:\s?[A-Za-z](?![\w]))?\.?\s*")
_CHANGE = re.compile(
    r"(?:skal lyde|gjøres følgende endring(?:er)?|gjerast følgjande endring(?:ar)?):$"
)
_ROMAN = re.compile(r"^[IVX]+\.?$")
# Items after these words are points themselves; after others they name what a rule covers.
_DECIDING = re.compile(
    r"(?<!\w)(?:vedtar|vedtek|vedtas|ber|bes|tilrår|innstilles|samtykker|samtykkjer|godkjenner"
    r"|(?:slikt?|følgende|følgjande) vedtak)(?!\w)(?:[^.]|\.(?!\s))*:$",
    re.IGNORECASE,
)
# What a rule lays down or lets someone do; other sentences say what its words mean or cover.
_ADOPTS = re.compile(
    r"(?<!\w)(?:skal|kan(?! ikke overstige| ikkje overstige)|gis|gjeves|gjes|ytes|ytast|betales"
    r"|betalast|svares|svarast|trer i kraft|oppheves|opphevast|vedtas|vedtek|samtykker|samtykkjer"
    r"|får fullmakt|avgjøres|fastsettes|fastset|endres|gjøres|bevilges|løyves|godkjennes)(?!\w)"
)
_COVERS = re.compile(
    r"(?<!\w)(?:omfatter|omfattar|gjelder|gjeld|inngår|kommer i tillegg|kjem i tillegg|menes"
    r"|forstås|regnes)(?!\w)|^Fullmakt(?:en|ene|a|ane) "
)
# «Stortinget samtykker i at …», «Kommunestyret vedtar …»: a decision's own words
_RESOLVES = re.compile(
    r"(?<!at )(?<!\w)(?:Stortinget|(?:Kommune|By|Herads|Fylkes)(?:styret|tinget)|Formannskapet"
    r"|Styret|Parliament|The council) (?:samtykker|samtykkjer|godkjenner|godkjenn|vedtar|vedtek"
    r"|slutter seg|sluttar seg|gir \S+ fullmakt|gjev \S+ fullmakt|consents|resolves)(?!\w)"
)
_GRANTS = re.compile(
    r"(?<!\w)får (?:\S+ ){0,3}fullmakt til(?!\w)|(?<!\w)(?:oppheves|opphevast)\.?$"
)
_FEWEST_RESOLUTIONS = 2
_ENDS = re.compile(r"(?<! mv)[.:;]$")
_LONGEST_TITLE_WORDS = 12


def is_draft_title(text: str) -> bool:
    """True for a title over the wording of a decision that is laid before someone.

    >>> is_draft_title("Forslag til vedtak om gebyrer"), is_draft_title("Forslag til tiltak")
    (True, False)
    """
    return bool(_DRAFT.match(text))


def in_draft(block: Block) -> bool:
    """True where the block stands under such a title, or is one."""
    titles = block.heading_path.split(" > ") if block.heading_path else []
    return any(is_draft_title(title) for title in (*titles, block.text * block.is_heading))


def holds_resolutions(flow: Flow) -> bool:
    """True for a document with decisions in their own words, one under the other."""
    resolved = (isinstance(item, Block) and _RESOLVES.match(item.text) for item in flow)
    return sum(map(bool, resolved)) >= _FEWEST_RESOLUTIONS


def is_numbered_decision(block: Block) -> bool:
    """True under a Roman number alone, and for a decision in its own words wherever it stands."""
    number = block.heading_path.rpartition(" > ")[2]
    return bool(_ROMAN.match(number) or _ROMAN.match(block.text) or _RESOLVES.match(block.text))


@dataclass
class DraftReader:
    """The point now open and the lead-in that its wording is still to follow."""

    outline: Outline
    lead: Block | None = None
    opens_point: bool = False
    names_cover: bool = False
    decides: bool = False
    grants: bool = False
    path: str = ""

    def read(self, block: Block, following: Block | None = None) -> None:
        """Add the block's points, and what it says beside them as avsnitt."""
        leads = following is not None and _is_listed(following)
        if block.heading_path != self.path:
            self.path = block.heading_path
            self._close()
        if block.is_heading or _ROMAN.match(block.text):
            self._close()
            self.outline.add_block(block, "overskrift" if block.is_heading else "avsnitt")
        elif block.role == "caption":
            self.outline.add_block(block, "bildetekst")
        elif _CHANGE.search(block.text):
            self._add_avsnitt(block)
            self.lead = block
        elif not leads and _is_section_title(block.text):
            self._add_avsnitt(block)
            self.opens_point = True
        elif _is_listed(block) and self.lead is None and self._is_cover(block):
            self._add_avsnitt(block)
        else:
            self._add_points(block, following if leads else None)

    def read_resolution(self, block: Block, following: Block | None = None) -> None:
        """Add what is decided, or each item of what is; titles and rules of counting as avsnitt."""
        text = block.text
        resolved = _RESOLVES.search(text)
        leads = text.endswith(":") and following is not None and _is_listed(following)
        point = "innstillingspunkt"
        if block.is_heading:
            self.outline.add_block(block, "overskrift")
        elif self.grants and _is_listed(block):
            self.outline.add_block(block, point, number=_number(block), region="innstilling")
            return
        elif leads or not (resolved or _GRANTS.search(text)):
            self.outline.add_block(block, "avsnitt")
        else:
            first, *rest = split_sentences(text[resolved.start() if resolved else 0 :])
            self.outline.add_block(block, point, text=first, region="innstilling")
            if rest:
                self.outline.add_block(block, "avsnitt", text=" ".join(rest))
        self.grants = leads and bool(resolved)

    def _is_cover(self, block: Block) -> bool:
        """True for an item that names what a rule holds for: no sentence of its own."""
        if self.decides and opens_with_infinitive(block.text):
            return False
        return self.names_cover or not block.text[:1].isupper()

    def _close(self) -> None:
        self.lead = None
        self.opens_point = self.names_cover = self.decides = False

    def _add_avsnitt(self, block: Block) -> None:
        self.outline.add_block(block, "avsnitt", number=_number(block))
        self.lead = None

    def _add_points(self, block: Block, item: Block | None = None) -> None:
        """Add the block's points; `item` is the first item of the list that it leads in."""
        if _DECIDING.search(block.text) and not _SECTION.match(block.text) and _is_point(item):
            self._add_avsnitt(block)
            self.names_cover = False
            self.decides = True
            return
        numbered = bool(_SECTION.match(block.text)) or _is_listed(block) or self.opens_point
        lead, self.lead, self.opens_point = self.lead, None, False
        sentences = split_sentences(block.text)
        for place, sentence in enumerate(sentences):
            first = place == 0 and (numbered or lead is not None)
            # of a new wording the whole is one point
            is_point = first or (lead is None and _adopts(sentence))
            text = f"{lead.text} {sentence}" if lead is not None and not place else sentence
            self.outline.add_block(
                replace(block, passage_ids=_ids(lead, block) if not place else block.passage_ids),
                "innstillingspunkt" if is_point else "avsnitt",
                text=text,
                number=_number(block) if first else None,
                region="innstilling",
            )
        if not _is_listed(block):
            self.names_cover = not block.text.rstrip().endswith(".")


def _is_point(item: Block | None) -> bool:
    """True for an item that says what is decided, and does not only name what for."""
    return item is not None and (item.text[:1].isupper() or opens_with_infinitive(item.text))


def _ids(lead: Block | None, block: Block) -> tuple[str, ...]:
    return (*(lead.passage_ids if lead is not None else ()), *block.passage_ids)


def _adopts(sentence: str) -> bool:
    return bool(_ADOPTS.search(sentence)) and not _COVERS.search(sentence)


def _is_listed(block: Block) -> bool:
    return block.role == "list_item" or block.marker is not None


def _is_section_title(text: str) -> bool:
    """True for «§ 3-1 Trinnskatt»: a number and a name, and no sentence yet."""
    match = _SECTION.match(text)
    rest = text[match.end() :] if match else ""
    return bool(match) and not _ENDS.search(rest) and (len(rest.split()) <= _LONGEST_TITLE_WORDS)


def _number(block: Block) -> str | None:
    match = _SECTION.match(block.text)
    if match:
        return match.group(0).strip(" .")
    return block.marker.value or None if block.marker else None
