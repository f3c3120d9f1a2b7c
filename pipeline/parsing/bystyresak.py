"""Bystyresak: saksframlegg, innstilling, vedtak in points and sub-points, merknader by parties."""

import re
from dataclasses import replace

from pipeline.parsing.flow import Block, Flow, Grid
from pipeline.parsing.markers import first_part
from pipeline.parsing.outline import Outline, Statement, add_rows
from pipeline.parsing.planoutline import is_statement

_COUNCIL = (
    r"(?:by|kommune|herads|fylkes)(?:styret|tinget)s?|formannskapets?|formannskapet"
    r"|utvalgets?|utvalets?|komiteens?|styrets?|fylkestingets?"
)
_DECISION = re.compile(
    rf"^(?:\d[\d.]*\s*)?(?:det |the )?(?:endelige? |politiske? |samla "
    rf"|samlede )*(?:(?:{_COUNCIL})(?: sitt| si)? )?(?:endelige? |enstemmige? )*"
    r"(?:vedtak(?:et)?|saksprotokoll|decision)\b(?! om| som| av tid| fr[aå] tid)",
    re.IGNORECASE,
)
_DECISION_LEAD = re.compile(
    r"\b(?:følgende|følgjande|slikt?|dette|slike) (?:\w+ )?(?:vedtak|vedtatt)\b|\b(?:vedtok"
    r"|vedtar|vedtek|fattet|fatta|gjorde)\b.*(?:følgende|følgjande|slikt|vedtak)"
    rf"|^(?:{_COUNCIL}) (?:vedtar|vedtok|vedtek)\s*:|\bconcludes? with\b|\bfollowing decision\b",
    re.IGNORECASE,
)
_PROPOSAL = re.compile(
    r"^(?:\d[\d.]*\s*)?(?:\w+(?:s|n sitt| si)? )?(?:(?:fremmer|legger fram|legg fram"
    r"|har) (?:\w+ ){0,2}?)?(?:innstilling(?:en|a)?|tilråding(?:en|a)?|"
    r"(?:\w+ ){0,2}?forslag(?:et)? til (?:vedtak|innstilling)|framlegg til vedtak|tilrår"
    r"|proposal for decision)\b|\bfølgende innstilling\b|\bfølgjande tilråding\b"
    r"|\bslik(?:t)? (?:innstilling|tilråding|vedtak)\b.*\btilrår",
    re.IGNORECASE,
)
_ADVISED = re.compile(
    r"\b(?:rår|tilrår|tilråder|foreslår|føreslår|anbefaler|innstiller|ber|bes|inviteres"
    r"|legger fram|legg fram|recommends)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:vedtok|fattet|fatta|gjorde|konkluderes|vedtatt|vedteke|decided)\b", re.IGNORECASE
)
_SIGNED = re.compile(
    r"(?:,|\bden)\s*\d{1,2}\.\s*(?:\d{1,2}\.|januar|februar|mars|april|mai|juni|juli|august"
    r"|september|oktober|november|desember)\s*\d{4}\.?$",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"^(?:(?:fler|fleir|mindre)tal(?:l)?s?|felles|fellesm?)?-?\s*merknad(?:er|ar)?\b"
    r"|^(?:protokolltilførsel|protokolltilføring|stemmeforklaring)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"^(?:\d[\d.]*\s*)?(?:saksframlegg|saksutredning|saksutgreiing|saksopplysninger"
    r"|saksopplysningar|saken gjelder|saka gjeld|bakgrunn|vurdering|"
    r"behandling|handsaming|votering|røysting|avstemning|økonomiske konsekvenser"
    r"|økonomiske konsekvensar|vedlegg|konklusjon|rett utskrift|"
    r"rådmannens forslag til (?!vedtak|innstilling)|kommunedirektørens forslag til (?!vedtak"
    r"|innstilling)|enstemmig|oppsummering|hjemmel|heimel)\b",
    re.IGNORECASE,
)
_PARTY = (
    r"(?:[A-ZÆØÅ][\wæøåÆØÅ]{0,4}|[A-ZÆØÅ][a-zæøå]+(?:partiet|folkeparti|lista|listen)"
    r"|Høyre|Venstre|Raudt|Rødt|Kristelig Folkeparti|Kristeleg Folkeparti|De Grønne|Dei Grøne"
    r"|Miljøpartiet De Grønne|Sosialistisk Venstreparti)"
)
_PARTIES = re.compile(
    rf"(?<!\w)({_PARTY}(?:\s*(?:,|og|&|/|\+)\s*{_PARTY})*)\s*(?:[:)]|$|\.(?:\s|$)|(?=\s[–-]\s))"
)
# «fra flertallet (Ap, SV)», «Mindretallet, representantene fra H og FrP, mener …»
_MEMBERS = r"(?:medlem(?:mene|mer|mar|ma|a)|representant(?:ene|ane|er|ar)|gruppene|gruppa|gruppen)"
_SPEAKERS = re.compile(
    r"^(?:(?:komit[eé]|utvalg|utval|formannskap)\w* )?"
    rf"(?:(?:fler|fleir|mindre)tal(?:l)?(?:et)?|komit[eé]en|utvalget|utvalet|{_MEMBERS})"
    rf"(?: i \w+)?(?:\s*[,(–—:-])?\s*(?:{_MEMBERS}\s+)?(?:(?:fra|frå|av|i)\s+)?",
    re.IGNORECASE,
)
_NAMED_PARTIES = re.compile(rf"(?P<parties>{_PARTY}(?:\s*(?:,|og|&|/|\+)\s*{_PARTY})*)(?!\w)")
# A case in a protocol: «PS 12/25 Skolestruktur», «Sak 45/22: …», «FS-7/24 …».
_CASE_TITLE = re.compile(
    r"^(?:(?:politisk )?sak(?:snr|snummer)?\.?|PS|BS|KS|FS|HS|KST|FSK|FOR|RS|UT)[\s.:-]*"
    r"(?:nr\.?\s*)?"
    r"(?P<number>\d{1,4}\s?/\s?\d{2,4})(?:-\d+)?\b(?P<rest>.*)$",
    re.IGNORECASE,
)
# «045/22 Skolestruktur», where a heading is set so
_BARE_CASE = re.compile(r"^(?P<number>\d{1,4}/\d{2,4})(?P<rest>[\s:–-]+[A-ZÆØÅ«].*)$")
# What is told of the voting stands among the decision's words and is none of them.
_VOTED = re.compile(
    r"^(?:(?:dette|vedtaket|forslaget|innstillingen|tilrådinga|framlegget|saken|saka)\b.{0,60}\b)?"
    r"(?:enstemmig|samrøystes|einstemmig|vedtatt|vedteke|(?:ble|blei|vart) (?:enstemmig|samrøystes"
    r"|einstemmig|vedtatt|vedteke))\b.{0,60}$|^(?:votering|røysting|avstemning)\b"
    r"|\b\d+ (?:mot|av) \d+ (?:stemmer|røyster)\b|^(?:behandlet|handsama|møtedato|utvalg|utval)\b"
    r"|^(?:(?:arkiv|utvalgs?|utvals?)?saks?(?:nr|nummer)?|dato|arkiv(?:ref\w*)?)\.?\s*:",
    re.IGNORECASE,
)
# «Protokollen godkjennes.», «Saka vart utsett.», «Søknaden innvilges ikke.»
_SHORT_DECISION = re.compile(
    r"^[A-ZÆØÅ](?=.*(?:\w{3,}(?:es|st|ast)\b|\b(?:blir|vert|ble|vart|gis|gir|tas|tar|ber|skal|får)\b))"
    r".{8,}[.]$"
)
_FEWEST_CASES = 2
_LONGEST_TITLE_WORDS = 14
_NESTED_POINTS = 6
_REGION_KIND = {"innstilling": "innstillingspunkt", "vedtak": "vedtakspunkt"}


def parse_bystyresak(flow: Flow) -> list[Statement]:
    """The case in its regions: what was put forward, what was proposed, decided, and remarked.

    Every statement carries its region: saksframlegg, innstilling, vedtak or merknad. A sub-point is
    numbered by its point and its own letter (5c) and stands under the point; a remark carries its
    parties, and its later paragraphs stand under its first.
    """
    reader = _CaseReader()
    reader.holds_cases = len(_cases_of(flow)) >= _FEWEST_CASES
    for item in flow:
        if isinstance(item, Grid):
            add_rows(reader.outline, item, region=reader.region)
            reader.last = None
        else:
            reader.read_block(item)
    return reader.outline.statements


def case_opened(block: Block) -> str | None:
    """The number of the case that a heading opens, as «12/25»; nothing for any other block.

    A short line may do so as well, where no list of cases is told by its form.
    """
    text = block.text.strip()
    match = _CASE_TITLE.match(text) or (_BARE_CASE.match(text) if block.is_heading else None)
    is_title = len(text.split()) <= 2 * _LONGEST_TITLE_WORDS and not text.endswith((".", ","))
    if match is None or not is_title or not (block.is_heading or block.role == "paragraph"):
        return None
    if not block.is_heading and not re.match(r"^[\s:–-]*(?:[A-ZÆØÅ«]|$)", match.group("rest")):
        return None
    return match.group("number").replace(" ", "")


def _cases_of(flow: Flow) -> set[str]:
    """The numbers of the cases that have a heading of their own."""
    return {
        number
        for item in flow
        if isinstance(item, Block) and item.is_heading and (number := case_opened(item))
    }


def region_opened(block: Block) -> str | None:
    """The region that a heading or a lead-in opens: vedtak, innstilling, merknad, saksframlegg.

    A title opens a region by its words; running text only as a lead-in that ends in a colon.
    """
    text = block.text
    if _REMARK.match(text):
        return "merknad"
    is_title = len(text.split()) <= _LONGEST_TITLE_WORDS and not text.rstrip().endswith((".", ","))
    is_lead = text.rstrip().endswith((":", ";"))
    if block.marker is not None and not block.is_heading:
        return None
    if (is_title or is_lead) and _PROPOSAL.search(text):
        return "innstilling"
    if is_title and _ELSEWHERE.match(text):
        return "saksframlegg"
    if (is_lead or block.is_heading) and _DECISION_LEAD.search(text):
        return "innstilling" if _ADVISED.search(text) else "vedtak"
    if is_title and _DECISION.match(text) and not is_statement(text):
        return "vedtak"
    return None


def remark_parties(text: str) -> list[str]:
    """The parties behind a remark, as its heading names them, in order.

    >>> remark_parties("FLERTALLSMERKNAD - H, FrP, KrF og V: Modellen fungerer ikke.")
    ['H', 'FrP', 'KrF', 'V']
    >>> remark_parties("Merknad fra flertallet (Ap, Sp og Bygdelista)")
    ['Ap', 'Sp', 'Bygdelista']
    """
    head = _REMARK.sub("", text, count=1)
    head = re.sub(
        r"^\s*(?:fra|frå|ved|av|til\s+\w+\s+fra)?\s*[-–—:(]?\s*(?:fra|frå|ved)?\s*", "", head
    )
    match = _PARTIES.match(head)
    named = match.group(1) if match else _speaking_parties(head)
    return [name for name in re.split(r"\s*(?:,|\bog\b|&|/|\+)\s*", named.strip()) if name]


def _speaking_parties(text: str) -> str:
    """The parties of the majority, the minority or the members that a text opens with.

    >>> _speaking_parties("Mindretallet (H og FrP) viser til budsjettet.")
    'H og FrP'
    """
    speakers = _SPEAKERS.match(text)
    named = _NAMED_PARTIES.match(text[speakers.end() :]) if speakers else None
    return named["parties"] if named else ""


class _CaseReader:
    """The region, the point and the remark now open."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.region = "saksframlegg"
        self.region_level: int | None = None
        self.point: int | None = None
        self.sub: int | None = None
        self.last: int | None = None
        self.last_is_open = True
        self.last_indent: float | None = None
        self.point_indent: float | None = None
        self.parties: str | None = None
        self.remark: int | None = None
        self.holds_cases = False
        self.case = ""

    def read_block(self, block: Block) -> None:
        if self.holds_cases and (number := case_opened(block)):
            self._open_case(block, number)
            return
        if self.case and self.case not in block.heading_path:
            # the case's own title leads its statements, however its headings are ranked
            path = " > ".join(part for part in (self.case, block.heading_path) if part)
            block = replace(block, heading_path=path)
        opened = region_opened(block)
        if opened == "merknad":
            self._open_remark(block)
        elif opened is not None and not self._leads_in(block, opened):
            self._open_region(block, opened)
        elif block.role == "caption":
            self.outline.add_block(block, "bildetekst", region=self.region)
        elif self.region in _REGION_KIND and self._is_point(block):
            self._add_point(block)
        elif block.is_heading:
            self._read_heading(block)
        elif self.region == "merknad":
            self._add_remark(block, block.text)
        elif self.region in _REGION_KIND:
            self._add_decision_text(block)
        else:
            number = block.marker.value or None if block.marker else None
            self.outline.add_block(block, "avsnitt", number=number, region=self.region)

    def _open_case(self, block: Block, number: str) -> None:
        """A case of its own in a protocol: what stood open before is closed."""
        self.region = "saksframlegg"
        self.region_level = None
        self.point = self.sub = self.last = self.remark = None
        self.parties = None
        self.case = block.text
        self.outline.add_block(block, "overskrift", number=number, region=self.region)

    def _leads_in(self, block: Block, opened: str) -> bool:
        """True for a mere lead-in («slikt vedtak:») under the heading that opened the region."""
        return (
            self.region == "innstilling"
            and opened == "vedtak"
            and not block.is_heading
            and self.point is None
            and not _DONE.search(block.text)
        )

    def _open_region(self, block: Block, region: str) -> None:
        self.region = region
        self.region_level = block.level if block.is_heading else self.region_level
        self.point = self.sub = self.last = self.remark = None
        self.parties = None
        kind = "overskrift" if block.is_heading or not block.text.endswith(":") else "avsnitt"
        self.outline.add_block(block, kind, region=region)

    def _read_heading(self, block: Block) -> None:
        level = block.level or 1
        if self.region != "saksframlegg" and (
            self.region_level is None or level <= self.region_level
        ):
            self.region = "saksframlegg"
            self.point = self.sub = self.last = self.remark = None
        self.outline.add_block(block, "overskrift", region=self.region)

    def _is_point(self, block: Block) -> bool:
        if block.is_heading:
            return block.marker is not None and is_statement(block.text)
        return block.marker is not None or block.role == "list_item"

    def _add_point(self, block: Block) -> None:
        marker = block.marker
        if marker is not None and marker.kind == "whole" and self._is_nested(block):
            above = self.outline.statements[self.point or 0].number or ""
            self._add_sub(block, f"{above}.{marker.value}", self.point)
        elif marker is not None and marker.kind == "whole":
            self._add_main(block, marker.value)
        elif marker is not None and marker.kind in ("decimal", "parted"):
            self._add_sub(block, marker.value, self._point_numbered(first_part(marker.value)))
        elif marker is not None and marker.kind == "letter" and self.point is not None:
            above = self.outline.statements[self.point].number or ""
            self._add_sub(block, f"{above}{marker.value}", self.point)
        elif self.point is not None and marker is not None:
            self._add_dash(block)
        else:
            self._add_main(block, marker.value or None if marker else None)

    def _is_nested(self, block: Block) -> bool:
        """True for a number in a list of its own under the open point, set further in.

        Such a list begins at 1 and goes on one by one: a point in the next column is none.
        """
        if self.point is None or self.point_indent is None or block.indent is None:
            return False
        above = self.outline.statements[self.point].number
        last = self.outline.statements[self.sub].number if self.sub is not None else None
        number = int(block.marker.value) if block.marker else 0
        goes_on = number == 1 or last == f"{above}.{number - 1}"
        return goes_on and block.indent > self.point_indent + _NESTED_POINTS

    def _add_main(self, block: Block, number: str | None) -> None:
        self.point = self.outline.add_block(
            block, _REGION_KIND[self.region], number=number, region=self.region
        )
        self.sub = None
        self.point_indent = block.indent
        self._remember(self.point, block)

    def _add_sub(self, block: Block, number: str, parent: int | None) -> None:
        self.sub = self.outline.add_block(
            block, "underpunkt", number=number, parent=parent, region=self.region
        )
        self._remember(self.sub, block)

    def _add_dash(self, block: Block) -> None:
        parent = self.point
        if self.sub is not None and self.last_indent is not None and block.indent is not None:
            held = self.outline.statements[self.sub]
            inside = block.indent > self.last_indent + 3 and held.number is not None
            parent = self.sub if inside else self.point
        place = self.outline.add_block(block, "underpunkt", parent=parent, region=self.region)
        self.last = place
        self.last_is_open = True

    def _point_numbered(self, number: str) -> int | None:
        kind = _REGION_KIND[self.region]
        for place in range(len(self.outline.statements) - 1, -1, -1):
            held = self.outline.statements[place]
            if held.kind == kind and held.number == number and held.region == self.region:
                return place
        return self.point

    def _remember(self, place: int, block: Block) -> None:
        self.last = place
        self.last_is_open = True
        self.last_indent = block.indent

    def _add_decision_text(self, block: Block) -> None:
        outside = (
            self.last_indent is not None
            and block.indent is not None
            and block.indent < self.last_indent - 3
        )
        apart = _is_signature(block.text) or bool(_VOTED.search(block.text))
        goes_on = self.last_is_open or block.text[:1].islower()
        if self.last is not None and goes_on and not outside and not apart:
            self.outline.extend(self.last, block)
        elif self.point is None and not apart and _is_decision(block.text):
            place = self.outline.add_block(block, _REGION_KIND[self.region], region=self.region)
            # without numbers each paragraph is a point of its own
            self.last = None
            self.last_indent = None
            self._note_unnumbered(place)
        else:
            self.outline.add_block(block, "avsnitt", region=self.region)
            # below the voting or the signature no point goes on
            self.last_is_open = False

    def _note_unnumbered(self, place: int) -> None:
        self.sub = None
        self.remark = None
        self.point = None if self.outline.statements[place].number is None else place

    def _open_remark(self, block: Block) -> None:
        self.region = "merknad"
        self.point = self.sub = self.last = self.remark = None
        named = remark_parties(block.text)
        self.parties = ", ".join(named) or None
        rest = _after_parties(block.text) if named else ""
        if rest:
            self._add_remark(block, rest)
        else:
            place = self.outline.add_block(block, "overskrift", region="merknad")
            held = self.outline.statements[place]
            self.outline.statements[place] = replace(held, parties=self.parties)

    def _add_remark(self, block: Block, text: str) -> None:
        if self.parties is None and self.remark is None:
            named = remark_parties(f"Merknad {text}")
            self.parties = ", ".join(named) or None
            opened = named and not _SPEAKERS.match(text)
            text = _after_parties(f"Merknad {text}") or text if opened else text
        place = self.outline.add_block(
            block, "merknad", text=text, parent=self.remark, parties=self.parties, region="merknad"
        )
        self.remark = place if self.remark is None else self.remark


def _is_decision(text: str) -> bool:
    """True for a paragraph that says what is decided: a sentence, be it as short as three words."""
    if text.endswith(":"):
        return False
    return is_statement(text) or bool(_SHORT_DECISION.search(text))


def _is_signature(text: str) -> bool:
    return len(text.split()) <= 14 and bool(_SIGNED.search(text))


def _after_parties(text: str) -> str:
    head = _REMARK.sub("", text, count=1)
    _, colon, rest = head.partition(":")
    return rest.strip() if colon else ""
