"""What a document says of itself: its kind, title, years, unit, case number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.language.normalise import normalise_text
from pipeline.parsing.flow import Block, Flow, Grid

_HEAD_BLOCKS = 12
# Evidence for each kind: a pattern and its weight; a title counts three times.
_EVIDENCE: dict[str, tuple[tuple[str, float], ...]] = {
    "kommuneplan": (
        (r"\bkommuneplan(?:en|ens)?\b", 2),
        (r"\b(?:municipal|community|strategic) (?:master )?plan\b", 3),
        (r"\bsamfunnsdel(?:en)?\b", 2),
        (r"\bhov(?:ed|ud)mål\b", 1.5),
        (r"\bdelmål\b", 1.5),
        (r"\bkommunen vil\s*:", 2),
        (r"\barealdel(?:en)?\b", 1),
    ),
    "kommunedelplan": (
        (r"\bkommunedelplan(?:en)?\b", 4),
        (r"\btemaplan(?:en)?\b", 4),
        (r"\btemaplan for\b", 2),
    ),
    "økonomiplan": (
        (r"\bøkonomiplan(?:en)?\b", 3),
        (r"\bhandlingsprogram(?:met)?\b", 2.5),
        (r"\bhandlings- og økonomiplan\b", 3),
        (r"\bøkonomiplanperioden\b", 1.5),
    ),
    "årsbudsjett": (
        (r"\bårsbudsjett(?:et)?\b", 3),
        (r"\bbudsjett(?:et)? (?:for )?\d{4}\b", 2),
        (r"\bbudsjettramme(?:r|ne)?\b|\bdriftsramme\w*\b", 1),
    ),
    "lederavtale": (
        (r"\b(?:le(?:der|iar)|enhets|einings|virksomhets|verksemds)avtale(?:n|r)?\b", 4),
        (r"\bresultatavtale\b", 3),
        (
            r"\b(?:(?:leder|leiar)- og )?utviklingsavtale\b|\b(?:le(?:der|iar)|resultat)kontrakt\w*"
            r"|\bmål- og resultatavtale\b|\bmedarbei(?:der|dar)samtale\b"
            r"|\boppdragsbrev til (?:\w*leder|\w*leiar|rektor|styr[ea]r)\w*",
            3,
        ),
        (r"\b(?:virksomhets|verksemds|enhets|einings)plan(?:en)?\b", 2),
        (r"\bmål for (?:enheten|eininga)\b", 2),
        (r"\bmålekort(?:et)?\b|\bstyringskort(?:et)?\b|\bbalansert målstyring\b", 2),
        (r"\bresultatmål\b", 1),
    ),
    "bystyresak": (
        (r"\bsaksframlegg\b|\bsaksfremlegg\b|\bmøteprotokoll\b|\bsaksprotokoll\b", 3),
        (r"\bvotering\b|\brøysting\b|\bavstemning\b", 1.5),
        (r"\b(?:bystyrets|kommunestyrets|formannskapets|heradsstyrets|fylkestingets) vedtak\b", 3),
        (r"\binnstilling\b|\bforslag til vedtak\b|\btilråding\b", 2),
        (r"\barkivsak(?:snr|snummer)?\b|\bsaksnr\b|\bsaksnummer\b", 2),
        (r"\bvedtas\b|\bblir vedteke\b|\bvedtatt\b", 1),
        (r"\bflertallsmerknad\b|\bfleirtalsmerknad\b", 2),
        (r"\b(?:rådmannen|kommunedirektøren)s? forslag\b", 1),
        (r"\bsak \d{1,4}/\d{2,5}\b", 1.5),
    ),
    "innspill": (
        (r"\binnspill?\b|\binnspel\b", 3),
        (r"\bhørings(?:svar|uttalelse|innspill)\b|\bhøyrings(?:svar|fråsegn|uttale)\b", 3),
        (r"\b(?:foreslåtte|forslåtte|føreslåtte) (?:tilpasninger|tiltak)\b", 2),
        (r"\bstatus\b.{0,40}\butfordring(?:er|ar)\b", 2),
    ),
    "årsrapport": (
        (r"\bårsrapport(?:en)?\b|\bårsmelding(?:a|en|er)?\b", 4),
        (r"\bårsberetning(?:en)?\b|\bårsregnskap(?:et)?\b|\bårsrekneskap(?:en)?\b", 3),
        (r"\bmåloppnåelse\b|\bmåloppnåing\b", 1.5),
    ),
    "annet": (
        (r"\bprop\. ?\d+|\bmeld\. ?st\b|\bst\.meld\b|\bnou \d{4}|\binnst\. ?\d+", 3),
        (r"\bstatsbudsjettet?\b|\bstortinget\b|\bdepartement(?:et|a|ene)?\b", 1.5),
    ),
}
_COMPILED = {
    kind: [(re.compile(pattern, re.IGNORECASE), weight) for pattern, weight in rows]
    for kind, rows in _EVIDENCE.items()
}
_CASE_HEADING = re.compile(
    r"^\W*(?:\d+\.?\s*)?(?:saksframlegg|saksfremlegg|saksutredning|saksprotokoll|saksutgreiing"
    r"|(?:(?:rådmannen|kommunedirektøren|fylkesrådmannen|administrasjonen|formannskapet|ordføreren"
    r"|\w+utvalget|\w+styret|\w+tinget|\w+komiteen|\w+utvalet)(?:s| si| sitt)? )?"
    r"(?:innstilling|tilråding|forslag til (?:vedtak|innstilling)|framlegg til vedtak"
    r"|vedtak(?: \d+/\d+)?))\W*$"
    r"|^\w+(?:styret|skapet|tinget|utvalget|utvalet) (?:gjorde|fattet|fatta) "
    r"(?:slikt|følgende|følgjande) vedtak\b",
    re.IGNORECASE,
)
# What an agreement with a leader is made of; each tells it by itself only a little.
_AGREEMENT_SIGNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:mellom|inngått)\b.{3,80}\bog\b|\bavtaleparter?\b|\bpartar i avtal",
        r"\b(?:(?:enhets|virksomhets|einings|verksemds|avdelings|resultatenhets)le(?:der|iar)"
        r"|rektor|styr[ea]r)(?:en)?\b",
        r"\b(?:felles )?(?:resultat)?mål(?:a|ene)? (?:for|på) (?:egen |eigen |vår )?(?:enhet|eining"
        r"|virksomhet|verksemd)\w*|\bmålet for vår enhet\b|\bfelles mål for alle\b",
        r"\bavtal(?:e|en|a)(?:perioden?)?\b.{0,30}(?:gjeld|period|19\d\d|20\d\d)",
        r"\bunderskrift(?:er)?\b|\bsignatur(?:er)?\b|\b(?:sted|stad)(?: og |\s?/\s?)dato\b|_{5,}",
    )
)
_AGREEMENT_WORD = re.compile(r"avtale|avtala|kontrakt|oppdragsbrev|medarbei[dt]\w*samtale", re.I)
_FEWEST_SIGNS = 3
_LONGEST_AGREEMENT = 400
_SURE_AGREEMENT = 10.0
_LONGEST_DATE_WORDS = 8
_LONGEST_HEADING = 6
_CASE_PAPER = re.compile(r"\b(?:saksfr[ae]mlegg|saksprotokoll|saksutredning|saksutgreiing)\b", re.I)
_SURE_CASE = 12.0
_ANSWERS = re.compile(
    r"^\W*(?:innspill?|innspel|(?:høring|høyring)s?(?:svar|uttale\w*|fråsegn|innspill?|innspel)"
    r"|(?:uttalelse|uttale|fråsegn|merknader|merknadar|tilbakemelding(?:er|ar)?)"
    r" (?:til|frå|fra|om|på))\b",
    re.IGNORECASE,
)
_SURE_ANSWER = 12.0
_PROTOCOL = re.compile(r"^\W*(?:(?:møte|sak[a-z]*)?protokoll|møtebok)\b", re.IGNORECASE)
_FEWEST_CASES = 2
_DATED = re.compile(
    r"\b(?:møte)?(?:dato|dag)\s*:?\s*(?:\w+dag\s*)?\d{1,2}\.\s?(?:\d{1,2}\.|[a-z]{3,9}\.?)\s?"
    r"((?:19|20)\d{2})\b",
    re.IGNORECASE,
)
# What heads a paper and does not name it.
_NO_TITLE = re.compile(
    r"^\W*(?:[\w -]+kommune\b\W*)?(?:saksfr[ae]mlegg|saksprotokoll|saksutskrift|saksutredning"
    r"|møteprotokoll|møtebok|innhold|innhald|innholdsfortegnelse|innhaldsliste)?\W*$",
    re.IGNORECASE,
)
_LEAST_EVIDENCE = 4.0
_LONGEST_BODY = 60_000
_TITLE_COUNTS = 3
_MOST_TIMES = 3
_WORDS_SHOWN = 4
_PERIOD = re.compile(r"\b((?:19|20)\d{2})\s*[-–—/]\s*((?:19|20)?\d{2})\b(?!\s*(?:kr|mill|kroner))")
_DATES = re.compile(
    r"\d{1,2}\.\s?\d{1,2}\.\s?((?:19|20)\d{2})\s*(?:[-–—]|til)\s*"
    r"\d{1,2}\.\s?\d{1,2}\.\s?((?:19|20)\d{2})"
)
_YEAR = re.compile(r"(?<![\d/.,])((?:19|20)\d{2})(?![\d/,]|\.\d)")
_CASE_WORD = (
    r"(?:[PBKF]S-|(?:utvalgs|utvals)?sak(?:snr|snummer|s-?nr|en)?|saksprotokoll|vedtak|PS|BS|KS|FS|KST|FSK"
    r"|politisk sak|case)"
)
_CASE = re.compile(
    rf"\b{_CASE_WORD}\.?\s*(?:nr\.?|nummer|no\.?)?\s*:?\s*(\d{{1,5}}\s?/\s?\d{{2,5}})(?:-\d+)?\b",
    re.IGNORECASE,
)
# A row of the list of bodies that treat the case: «57/24 | Formannskapet | 28.05.2024»
_CASE_ROW = re.compile(
    r"^(?=.*\b(?:[a-zæøå]+(?:styret?|tinget?|skapet?|utvalg(?:et)?|utval(?:et)?|råd(?:et)?))\b)"
    r"(?=.*\|)(?:.*\|\s*)?(\d{1,5}/\d{2,4})(?=\s*(?:\||$))",
    re.IGNORECASE,
)
# «22/19 Ny gangbru over Kverna»: the case by its number and title alone
_CASE_TITLE = re.compile(r"^(\d{1,4}/(?:\d{2}|(?:19|20)\d{2}))[\s:–-]+(?=[A-ZÆØÅ«])(?!.*[.,;:|]$)")
_LONGEST_CASE_TITLE = 16  # words
_COUNCIL = re.compile(r"\b(?:by|kommune|herads)styre|\bfylkesting", re.IGNORECASE)
_ARCHIVE = re.compile(
    r"\b(?:arkiv(?:sak|ref|referanse)?(?:s?nr|snummer|ID)?|saksmappe|mappe|journal(?:sak)?"
    r"|ephorte(?:sak)?|vår ref(?:eranse)?|sakID)\.?\s*(?:nr\.?"
    r"|nummer)?\s*:?\s*(\d{2,4}\s?/\s?\d{1,6})(?:-\d+)?\b",
    re.IGNORECASE,
)
# «2021/1234»: the archive's number, which begins with the year
_YEAR_FIRST = re.compile(r"^(?:19|20)\d{2}/\d{1,6}$")
_FILE_CASE = re.compile(r"\bsak\w*[ _-]+(\d{1,4})[ _-](\d{2,5})\b", re.IGNORECASE)
_UNIT = (
    re.compile(
        r"\b(?:[Ll]eder|[Ll]eiar|[Rr]esultat|[Ee]nhets|[Ee]inings|[Vv]irksomhets"
        r"|[Vv]erksemds)avtale(?:n)?(?: (?:for )?(?:\d{4}))?(?: mellom \w+ og (?:enhetsleder"
        r"|einingsleiar|leder|leiar)?)? ?(?:for|ved|–|-|med)(?: enhetslederen| einingsleiaren"
        r"| lederen| leiaren)?(?: (?:for|ved|i|på))? (?!\d{4})([A-ZÆØÅ][^,.:;\n]{2,60})",
    ),
    re.compile(
        r"\b(?:[Ee]nhet|[Ee]ining|[Rr]esultatenhet|[Vv]irksomhet|[Vv]erksemd|Unit)\s*:\s*\|?\s*"
        r"([A-ZÆØÅ][^,.:;|]{2,60}?)(?=\s+[A-ZÆØÅ]\w+\s*:|[,.:;|\n]|$)"
    ),
    # «enhetsleder ved Lia skole», «rektor ved …», «styrar i …»
    re.compile(
        r"\b(?:(?:[Ee]nhets|[Vv]irksomhets|[Ee]inings|[Vv]erksemds|[Aa]vdelings)?(?:[Ll]eder"
        r"|[Ll]eiar)(?:en)?|[Rr]ektor|[Ss]tyr[ea]r(?:en)?)(?: \(?[A-ZÆØÅ]\w+(?: [A-ZÆØÅ]\w+)"
        r"{1,2}\)?)? (?:ved|på|for|i) ([A-ZÆØÅ][^,.:;|()\n]{2,60}?)"
        r"(?= (?:er|har|og|inngår|om|gjeld|gjelder|for|i|med)\b|\s+\(?(?:19|20)\d\d|[,.:;|()]|$)"
    ),
)
# Who an innspill is from: a line that says so, its title, or whom it is signed for.
_LONGEST_SENDER_LINE = 20  # words
_SENDER_NAME = r"(?P<name>[A-ZÆØÅ][^,.:;|()\n]{1,60}?)"
_SENDERS = (
    re.compile(
        r"^\W*(?i:fra|frå|avsend[ea]r|innsend[ea]r|innsendt av|enhet|eining|resultatenhet"
        r"|virksomhet|verksemd|(?:hørings|høyrings)?(?:part|instans))(?:en|a)?\s*:\s*\|?\s*"
        rf"{_SENDER_NAME}(?=\s+[A-ZÆØÅ]\w+\s*:|[,.:;|]|\W*$)"
    ),
    re.compile(
        r"^\W*(?i:innspill?|innspel|(?:hørings|høyrings)(?:svar|uttal\w*|fråsegn|innsp\w+)"
        r"|uttalelse|uttale|fråsegn|merknad(?:er|ar)) (?:fra|frå) "
        rf"{_SENDER_NAME}(?=\s+(?:til|om|vedrørende|vedrørande|i sak)\b|\s*[,.:;|–-]|\W*$)"
    ),
    re.compile(
        r"(?:^|(?i:hilsen|helsing) )\W*(?:(?i:for|på vegne av|på vegner av)"
        r"|(?i:\w*leder|\w*leiar|rektor|styr[ea]r)(?:,| ved| i"
        rf"| for))\s+{_SENDER_NAME}\W*$"
    ),
)


@dataclass(frozen=True)
class Guess:
    """What a document says of itself; empty where it says nothing."""

    kind: str
    kind_evidence: str | None
    title: str
    unit: str | None
    year: int | None
    year_to: int | None
    case_number: str | None
    archive_number: str | None


def describe(flow: Flow, path: str, kind: str | None = None) -> Guess:
    """What the text and the file's name say; `kind` is the register's word, where it has one."""
    texts = flow_texts(flow)
    title = guess_title(flow, path)
    known = kind or guess_kind(title, texts, path)
    protocol = protocol_title(flow) if known == "bystyresak" else None
    title = protocol or title
    year, year_to = guess_years(title, texts, path, known)
    return Guess(
        kind=known,
        kind_evidence=None if kind else kind_evidence(title, texts, path, known),
        title=title,
        unit=guess_unit(texts, known),
        year=year,
        year_to=year_to,
        # a protocol holds many cases, each with its own number
        case_number=guess_case(texts, path) if known == "bystyresak" and not protocol else None,
        archive_number=guess_archive(texts) if known == "bystyresak" and not protocol else None,
    )


def flow_texts(flow: Flow) -> list[str]:
    """The text of each block and of each table row, in order."""
    texts: list[str] = []
    for item in flow:
        if isinstance(item, Grid):
            texts += [" | ".join(cell.text for cell in row if cell.text) for row in item.rows]
        else:
            texts.append(item.text)
    return texts


def guess_title(flow: Flow, path: str) -> str:
    """The first heading, else the first line of text, else the file's name."""
    blocks = [item for item in flow[:_HEAD_BLOCKS] if isinstance(item, Block)]
    for block in blocks:
        if block.is_heading and len(block.text) > 2 and not _NO_TITLE.match(block.text):
            return block.text
    short = [block.text for block in blocks if 1 < len(block.text.split()) <= 16]
    return short[0] if short else PurePosixPath(path).stem


def protocol_title(flow: Flow) -> str | None:
    """The title of a meeting's protocol: a heading that says so, over cases with their own numbers.

    Nothing for a case by itself.
    """
    headings = [item.text for item in flow if isinstance(item, Block) and item.is_heading]
    named = next((text for text in headings[:_HEAD_BLOCKS] if _PROTOCOL.match(text)), None)
    cases = {match.group(1) for text in headings if (match := _CASE.match(text))}
    return named if len(cases) >= _FEWEST_CASES else None


def guess_kind(title: str, texts: Sequence[str], path: str = "") -> str:
    """The kind with the most evidence in title, file name and text; `annet` where there is little.

    >>> guess_kind("Kommuneplan 2010–2022", ["Hovedmål 1", "Kommunen vil:", "Delmål 1.1"])
    'kommuneplan'
    >>> guess_kind("Handleliste", ["melk", "brød"])
    'annet'
    """
    head, body = _head_and_body(title, texts, path)
    scores = {
        kind: sum(
            weight
            * (
                _TITLE_COUNTS * bool(pattern.search(head))
                + min(_MOST_TIMES, len(pattern.findall(body))) / 2
            )
            for pattern, weight in rows
        )
        for kind, rows in _COMPILED.items()
    }
    if not _is_case(texts, path):
        scores["bystyresak"] = 0.0
    elif _is_surely_case(texts, path):
        scores["bystyresak"] += _SURE_CASE
    if _is_agreement(head, texts):
        scores["lederavtale"] += _SURE_AGREEMENT
    if _ANSWERS.search(title):
        # what is answered is named after the word, and often more often
        scores["innspill"] += _SURE_ANSWER
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= _LEAST_EVIDENCE else "annet"


def _is_agreement(head: str, texts: Sequence[str]) -> bool:
    """True for a short document that is an agreement by name and with a leader by its parts."""
    if len(texts) > _LONGEST_AGREEMENT or not _AGREEMENT_WORD.search(head):
        return False
    return sum(any(sign.search(text) for text in texts) for sign in _AGREEMENT_SIGNS) >= (
        _FEWEST_SIGNS
    )


def kind_evidence(title: str, texts: Sequence[str], path: str, kind: str) -> str | None:
    """The words that speak for the kind, those of the title first; nothing where none does.

    >>> kind_evidence("Temaplan for klima", ["Temaplanen gjelder fire år."], "", "kommunedelplan")
    'temaplan, temaplan for, temaplanen'
    """
    head, body = _head_and_body(title, texts, path)
    found = [
        match.group(0).lower()
        for text in (head, body)
        for pattern, _ in _COMPILED.get(kind, ())
        if (match := pattern.search(text))
    ]
    return ", ".join(list(dict.fromkeys(found))[:_WORDS_SHOWN]) or None


def _head_and_body(title: str, texts: Sequence[str], path: str) -> tuple[str, str]:
    """Title and file name as one text, and the beginning of the document as another."""
    name = PurePosixPath(path).stem.replace("_", " ").replace("-", " ")
    return normalise_text(f"{title} | {name}"), " \n".join(texts)[:_LONGEST_BODY]


def _is_case(texts: Sequence[str], path: str) -> bool:
    """True where a document has what only a case has: its number, or a heading for its parts.

    That something is adopted is said in budgets and laws as well.
    """
    if guess_case(texts[: 4 * _HEAD_BLOCKS], path) or guess_archive(texts[: 4 * _HEAD_BLOCKS]):
        return True
    return any(_CASE_HEADING.match(text) for text in texts if len(text.split()) <= _LONGEST_HEADING)


def _is_surely_case(texts: Sequence[str], path: str) -> bool:
    """True where the file, the archive or the first lines say case, and a part of it has a heading.

    The case about a budget names the budget more often than itself.
    """
    first = texts[: 2 * _HEAD_BLOCKS]
    named = (
        bool(_FILE_CASE.search(PurePosixPath(path).stem))
        or guess_archive(first) is not None
        or any(_CASE_PAPER.search(text) for text in first if len(text.split()) <= _LONGEST_HEADING)
    )
    return named and any(
        _CASE_HEADING.match(text) for text in texts if len(text.split()) <= _LONGEST_HEADING
    )


def guess_years(
    title: str, texts: Sequence[str], path: str, kind: str
) -> tuple[int | None, int | None]:
    """First and last year that the document governs, from title, file name, then its first lines.

    >>> guess_years("Økonomiplan 2013–2016", [], "", "økonomiplan")
    (2013, 2016)
    >>> guess_years("Lederavtale 2014", [], "", "lederavtale")
    (2014, 2014)
    """
    if kind == "bystyresak" and (case := _case_year(texts, path)) != (None, None):
        return case
    if kind == "bystyresak":
        dated = next(
            (found for text in texts[:_HEAD_BLOCKS] if (found := _DATED.search(text))), None
        )
        if dated:
            return int(dated.group(1)), None
    named = (title, PurePosixPath(path).stem)
    # the period of a plan may stand in the file's name beside one year in its title
    for text in (*filter(_PERIOD.search, named), *named, *texts[:_HEAD_BLOCKS]):
        years = _years_in(text, kind)
        if years:
            return years
    return None, None


def _years_in(text: str, kind: str) -> tuple[int, int | None] | None:
    if kind == "lederavtale" and (dates := _DATES.search(text)):
        return int(dates.group(1)), int(dates.group(2))
    periodic = kind in ("kommuneplan", "kommunedelplan", "økonomiplan", "annet")
    if periodic and (match := _PERIOD.search(text)):
        first = int(match.group(1))
        last = (
            int(match.group(2))
            if len(match.group(2)) == 4
            else first // 100 * 100 + int(match.group(2))
        )
        if first <= last <= first + 40:
            return first, last
    if kind in ("bystyresak", "annet", "innspill") and len(text.split()) > _LONGEST_DATE_WORDS:
        return None
    match = _YEAR.search(text)
    if not match:
        return None
    if kind == "innspill" and _PERIOD.search(text):
        # the period of the plan that is answered, and not the answer's own year
        return None
    year = int(match.group(1))
    return year, year if kind in ("lederavtale", "årsbudsjett", "årsrapport") else None


def _case_year(texts: Sequence[str], path: str) -> tuple[int | None, int | None]:
    number = guess_case(texts, path)
    if not number:
        return None, None
    first, last = number.split("/")
    if _YEAR_FIRST.match(number):
        return int(first), None
    part = last if len(last) in (2, 4) and len(first) <= 4 and not len(last) > 4 else first
    part = first if len(last) > 4 or (len(first) in (2, 4) and len(last) == 5) else part
    year = int(part) if len(part) == 4 else 2000 + int(part) if int(part) < 60 else 1900 + int(part)
    return (year, None) if 1900 < year < 2200 else (None, None)


def guess_case(texts: Sequence[str], path: str = "") -> str | None:
    """The case number: the one named with the decision, else the most named, else the first.

    >>> guess_case(["Arkivsak nr 08/35387", "Bystyrets vedtak i sak 186/08"])
    '186/08'
    >>> guess_case(["22/19 Ny gangbru over Kverna", "Arkivsak 19/233"])
    '22/19'
    >>> guess_case(["31/19 | Formannskapet | 4.4.2019", "22/19 | Kommunestyret | 9.5.2019"])
    '22/19'
    """
    found: dict[str, float] = {}
    for place, text in enumerate(texts):
        for match in _CASE.finditer(text):
            number = match.group(1).replace(" ", "")
            before = text[max(0, match.start() - 30) : match.start()].lower()
            if "arkiv" in text[max(0, match.start() - 8) : match.start() + 5].lower():
                continue
            weight = (
                1.0
                + 3.0 * ("vedtak i" in before)
                + 2.0 * (place < 6)
                - 0.8 * ("jf" in before or "jfr" in before)
                - 2.5 * bool(_YEAR_FIRST.match(number))
            )
            found[number] = found.get(number, 0.0) + weight
        titled = _CASE_TITLE.match(text) if place < _HEAD_BLOCKS else None
        if titled and "|" not in text and len(text.split()) <= _LONGEST_CASE_TITLE:
            found[titled.group(1)] = found.get(titled.group(1), 0.0) + 2.0
        row = _CASE_ROW.match(text)
        if row:
            council = bool(_COUNCIL.search(text))
            found[row.group(1)] = found.get(row.group(1), 0.0) + 2.0 + council
    name = _FILE_CASE.search(PurePosixPath(path).stem)
    if name:
        number = f"{name.group(1)}/{name.group(2)}"
        found[number] = found.get(number, 0.0) + 2.0
    return max(found, key=lambda number: found[number]) if found else None


def guess_archive(texts: Sequence[str]) -> str | None:
    """The archive's own number of the case.

    >>> guess_archive(["Arkivsaksnr.: 14/10233-7"])
    '14/10233'
    """
    for text in texts:
        match = _ARCHIVE.search(text)
        if match:
            return match.group(1).replace(" ", "")
    named = (match.group(1).replace(" ", "") for text in texts for match in _CASE.finditer(text))
    return next((number for number in named if _YEAR_FIRST.match(number)), None)


def guess_unit(texts: Sequence[str], kind: str) -> str | None:
    """The unit that signs a lederavtale, or that an innspill names as its sender.

    >>> guess_unit(["Lederavtale 2014", "Enhet: Nordli skole"], "lederavtale")
    'Nordli skole'
    >>> guess_unit(["Innspill fra Nordli skole til ny ferjerute"], "innspill")
    'Nordli skole'
    """
    if kind not in ("lederavtale", "innspill"):
        return None
    if kind == "innspill":
        return _sender(texts)
    told = (_UNIT[1], _UNIT[0], _UNIT[2])
    for pattern in told:
        for text in texts[: 2 * _HEAD_BLOCKS]:
            match = pattern.search(text)
            if match:
                return re.sub(r"\s+(?:19|20)\d{2}$", "", match.group(1).strip(" –-"))
    return None


def _sender(texts: Sequence[str]) -> str | None:
    """The one unit that an innspill comes from; None where it gathers those of several.

    >>> _sender(["Fra: Nes skole", "Vi vil ha lys.", "Fra: Vik skole", "Vi vil ha benker."]) is None
    True
    """
    told = [
        match.group("name").strip(" –-»")
        for place, text in enumerate(texts)
        if len(text.split()) <= _LONGEST_SENDER_LINE
        # only a letter's last lines are its signature
        for pattern in _SENDERS[: 3 if place >= len(texts) - _HEAD_BLOCKS else 2]
        if (match := pattern.search(text))
    ]
    named = list(dict.fromkeys(re.sub(r"\s+(?:19|20)\d{2}$", "", name) for name in told))
    return named[0] if len(named) == 1 else None
