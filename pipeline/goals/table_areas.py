"""Which tjenesteområde each amount is for: told by tables, decision points and headings."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.goals.numbers import is_year, parse_number
from pipeline.goals.records import Amount
from pipeline.goals.table_amounts import Cell, is_total_label
from pipeline.language.areas import area_similarity, match_areas

_AREA_WORD = re.compile(
    r"\b(?:tjenesteområde|tenesteområde|rammeområde|budsjettområde|ansvarsområde"
    r"|virksomhetsområde|programområde|politikkområde|sektor|service area)\w*\b|^\W*(?:område"
    r"|sektor|etat|avdeling|rammeområde|tjeneste|virksomhet|budsjettramme)\w*\W*$"
    r"|^\W*ramme(?:r)? (?:for|per|pr)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"^\W*(?:tiltak|post|tekst|navn|namn|område|beskrivelse|figur|tabell|budsjett|drift"
    r"|investering|beløp|sum|i alt|totalt)?\W*$",
    re.IGNORECASE,
)
_SUM_OF = re.compile(
    r"^\W*(?:sum|i alt|totalt?|samlet|samla|delsum|netto ramme|netto|ramme)\s+"
    r"(?:(?:tiltak|kutt|innsparing|ramme"
    r"|utgifter|netto)\s+)?(?:(?:for|i|på|innenfor)\s+)?",
    re.IGNORECASE,
)
_STRONG = r"innenfor|innanfor|innen|innan|within"
_WEAK = r"under|på|for|til|ved|i|hos|overfor"
_START = re.compile(
    rf"\b(?P<word>{_STRONG}|{_WEAK})\s+(?:(?:tjeneste|teneste|ramme|budsjett"
    rf"|virksomhets)?områd(?:et|ene|e)\s+|sektoren\s+|rammen?\s+(?:til|for)\s+)?(?=[A-ZÆØÅa-zæøå])",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s+(?:vedtas|vedtatt|vedteke|vedtakast|godkjennes|\w{3,}(?:es|as|ast)|vert|blir|skal"
    r"|får|må|bør|kan|har|er|med|på|slik|som|fra|frå|utgjør|utgjer|innebærer|inneber|til|kr|is|are)\b|\s*[(:;.]"
    r"|\s+\d|,\s+(?:jf|som|med|hvorav|herav)\b|\s*$"
)
# «innenfor en ramme på», «innen fristen»: how much and when, and not what for
_NO_AREA = re.compile(
    r"\b(?:ramme[nr]?|rammene|rammer|ramma|budsjett\w*|period\w*|frist\w*|beløp\w*|midler|midlar"
    r"|utgangen|år|året|januar|februar|mars|april|mai|juni|juli|august|september|oktober"
    r"|november|desember)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\W*\d{1,2}(?:\.\d{1,2})*\.?\s+(?=\D)")
_BETWEEN = ("og", "for", "av", "samt")
_JOINED = re.compile(r",|\bog\b|-\s", re.IGNORECASE)
_SERVICE = re.compile(
    r"oppvekst\w{0,8}|utdanning\w{0,8}|opplæring\w{0,8}|(?:grunn)?skole\w{0,6}|(?:grunn)?skule\w{0,6}|barnehage\w{0,6}"
    r"|barn|unge|ungdom|familie|barnevern\w{0,9}|helse\w{0,9}|omsorg\w{0,9}|velferd\w{0,9}|sosial\w{0,9}"
    r"|levekår|mestring|rehabilitering|inkludering|integrering|nav|kultur\w{0,9}|idrett|fritid\w{0,9}"
    r"|kirke\w{0,6}|kyrkje\w{0,6}|frivillighet|bibliotek|teknisk\w{0,9}|tekniske|samferdsel|veg|vei"
    r"|vann|avløp|miljø|klima|plan|byggesak|areal|landbruk|næring\w{0,8}|utvikling|samfunn\w{0,11}"
    r"|eiendom|eigedom|bygg|drift|park|brann|beredskap|tjenester|tenester|administrasjon|stab"
    r"|politikk|politisk|styring|ledelse|fellestjenester|fellestenester|organisasjon|økonomi"
    r"|personal|digitalisering|sentraladministrasjon",
    re.IGNORECASE,
)
_LED_IN = re.compile(r":\s+(?=[A-ZÆØÅ])")
_LONGEST_NAME_WORDS = 9
_FEWEST_SERVICES = 3
_LEAST_SHARED_ROWS = 3
_ALIKE = 0.45
_SURELY_ALIKE = 0.7


def service_names(texts: Iterable[str]) -> list[str]:
    """Of a document's headings and row labels those that name a service area, each once.

    Two services or more side by side are a municipality's way to name an area.

    >>> service_names(["1 Oppvekst og kultur", "Helse, omsorg og velferd", "Ny skole og barnehage"])
    ['Oppvekst og kultur', 'Helse, omsorg og velferd']
    >>> service_names(["Skole", "Sum oppvekst og kultur", "Status og utfordringer"])
    []
    """
    bare = (_NUMBER.sub("", text).strip() for text in texts)
    return list(dict.fromkeys(text for text in bare if _names_services(text)))


def _names_service(text: str) -> bool:
    words = [word for word in re.split(r"\W+", text.lower()) if word and word not in _BETWEEN]
    return bool(words) and all(_SERVICE.fullmatch(word) for word in words)


def _names_services(text: str) -> bool:
    words = [word for word in re.split(r"\W+", text.lower()) if word and word not in _BETWEEN]
    if not 2 <= len(words) <= _LONGEST_NAME_WORDS or not text[:1].isupper():
        return False
    return bool(_JOINED.search(text)) and all(_SERVICE.fullmatch(word) for word in words)


def area_phrases(text: str) -> list[tuple[str, bool]]:
    """Every phrase in a point that may name an area; true for one after «innenfor» and its like.

    >>> area_phrases("Tiltak innenfor kultur, idrett og kirker vedtas (9 mill. kr).")[0]
    ('kultur, idrett og kirker', True)
    >>> "Barnehage" in dict(area_phrases("Tiltak vedtas med følgende endringer: Barnehage 2 mill."))
    True
    """
    starts = [
        (m.end(), m.group("word").lower() in _STRONG.split("|")) for m in _START.finditer(text)
    ]
    head = re.match(r"^\W*(?=[A-ZÆØÅa-zæøå])", text)
    if head and not any(strong for _, strong in starts):
        starts.append((head.end(), False))
    # «Tiltakene vedtas med følgende endringer: Barnehage 2 mill. kr»: the name comes after it
    starts += [(led.end(), False) for led in _LED_IN.finditer(text)]
    found: dict[str, bool] = {}
    for begin, strong in starts:
        for end in _END.finditer(text, begin):
            phrase = text[begin : end.start()].strip(' ,:;«»"”“')
            if len(phrase.split()) > _LONGEST_NAME_WORDS:
                break
            if phrase:
                found[phrase] = found.get(phrase, False) or strong
            if end.group().strip() == ":":
                break
    return sorted(
        found.items(), key=lambda pair: (not pair[1], len(pair[0]) * (1 if pair[1] else -1))
    )


def named_area(text: str, known: Sequence[str]) -> str | None:
    """The area that a decision point names, in the point's own words.

    Where areas are known, the phrase most like one of them; else a phrase after «innenfor».

    >>> named_area("Rådmannens tiltak innenfor rådmannen (3 mill. kr)", ["Skole", "Rådmann"])
    'rådmannen'
    """
    phrases = area_phrases(text)
    scored = [
        (
            max((area_similarity(phrase, name) for name in known), default=0.0),
            strong,
            -place,
            phrase,
        )
        for place, (phrase, strong) in enumerate(phrases)
    ]
    best = max(scored, default=None)
    if best and best[0] >= _ALIKE:
        return best[3]
    strong = [phrase for phrase, is_strong in phrases if is_strong and not _NO_AREA.search(phrase)]
    return strong[0] if strong and len(strong[0].split()) <= 6 else None


def area_rows(
    cells: Iterable[Cell], decided: Sequence[str], known: Sequence[str]
) -> dict[int, str]:
    """Row → area, for the rows of a table that are one tjenesteområde each.

    A band or a header that speaks of tjenesteområder says so; else rows that are named like areas
    known from the decision or from the register.
    """
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    labels = {number: _label(rows[number]) for number in sorted(rows)}
    figures = {number for number, row in rows.items() if _has_figures(row)}
    found: dict[int, str] = {}
    speaks_of_areas = False
    for number, label in labels.items():
        if label and number not in figures:
            speaks_of_areas = bool(_AREA_WORD.search(label))
        elif label and not is_total_label(label) and speaks_of_areas:
            found[number] = label
        elif label and is_total_label(label):
            # a sum closes the group that its band has opened
            speaks_of_areas = False
    return found or _rows_of_services(labels, figures) or _rows_named_like(labels, decided, known)


def _has_figures(row: Iterable[Cell]) -> bool:
    return any(parse_number(cell.text) is not None and not is_year(cell.text) for cell in row)


def _rows_of_services(labels: Mapping[int, str], figures: Collection[int]) -> dict[int, str]:
    """All the rows but sums, where most of them name a service and no band does: areas listed."""
    bands = [label for number, label in labels.items() if label and number not in figures]
    named = {n: labels[n] for n in figures if labels[n] and not is_total_label(labels[n])}
    services = sum(_names_service(label) for label in named.values())
    if any(map(_names_service, bands)) or services < _FEWEST_SERVICES or services * 2 < len(named):
        return {}
    return named


def rows_told_twice(
    tables: Mapping[int, Sequence[Cell]], decided: Collection[int]
) -> dict[int, dict[int, str]]:
    """Table → row → area, where a table in the decision has the rows of one put forward.

    The same frames proposed and decided: at least three rows under the same words in both.
    """
    labels = {table: _row_labels(held) for table, held in tables.items()}
    found: dict[int, dict[int, str]] = {}
    for second in sorted(decided):
        for first in sorted(set(tables) - set(decided)):
            shared = set(labels[first].values()) & set(labels[second].values())
            if len(shared) >= _LEAST_SHARED_ROWS and first not in found and second not in found:
                for table in (first, second):
                    kept = {row: name for row, name in labels[table].items() if name in shared}
                    found[table] = kept
    return found


def _row_labels(cells: Iterable[Cell]) -> dict[int, str]:
    """Row → label, for rows with figures that are no sums."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return {
        number: label
        for number, row in rows.items()
        if (label := _label(row)) and not is_total_label(label) and _has_figures(row)
    }


def table_area(
    header: str, totals: Sequence[str], heading_path: str, known: Sequence[str]
) -> str | None:
    """The one area that a whole table is about: by its head, its sum, or the nearest heading.

    A head that no known area is like counts where a sum or a heading says the same.
    """
    names = [
        header,
        *(_SUM_OF.sub("", total) for total in totals),
        *reversed(heading_path.split(" > ")),
    ]
    for name in names:
        if not name or _GENERIC.match(name):
            continue
        area = _known_area(name, known)
        if area:
            return area
    others = [_SUM_OF.sub("", total) for total in totals] + heading_path.split(" > ")
    same = header and not _GENERIC.match(header) and not _AREA_WORD.search(header)
    if same and any(area_similarity(header, other) >= _SURELY_ALIKE for other in others):
        return header
    return None


def band_areas(cells: Iterable[Cell], known: Sequence[str]) -> dict[int, str]:
    """Row → area, for the rows below a band that names a known area, down to the next band."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    found: dict[int, str] = {}
    open_area: str | None = None
    for number in sorted(rows):
        texts = [cell.text for cell in rows[number] if cell.text]
        if len(texts) == 1:
            open_area = _known_area(texts[0], known)
        elif texts and open_area is not None:
            found[number] = open_area
    return found


def with_areas(
    amounts: Sequence[Amount],
    rows: Mapping[int, str],
    bands: Mapping[int, str],
    whole_table: str | None,
) -> list[Amount]:
    """A table's amounts with areas: the row's own, else its band's, else the whole table's."""
    placed = []
    for amount in amounts:
        row = -1 if amount.row is None else amount.row
        if row in rows:
            is_area = not is_total_label(amount.label)
            placed.append(replace(amount, area=rows[row], is_area_row=is_area))
        else:
            band = None if _sums_more(amount.label) else bands.get(row)
            placed.append(replace(amount, area=band or (None if rows else whole_table)))
    return placed


def _sums_more(label: str) -> bool:
    """True for a sum that says it is of areas: not of the one whose band is open."""
    return is_total_label(label) and bool(_AREA_WORD.search(label))


def _known_area(name: str, known: Sequence[str]) -> str | None:
    best = max(((area_similarity(name, area), area) for area in known), default=(0.0, ""))
    return best[1] if best[0] >= _SURELY_ALIKE else None


def _label(row: Sequence[Cell]) -> str:
    first = next((cell.text for cell in sorted(row, key=lambda cell: cell.column) if cell.text), "")
    return re.sub(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[-–•])\s+(?=\D)", "", first).strip()


def _rows_named_like(
    labels: Mapping[int, str], decided: Sequence[str], known: Sequence[str]
) -> dict[int, str]:
    candidates = {n: label for n, label in labels.items() if label and not is_total_label(label)}
    places = list(candidates)
    for names in (decided, known):
        matched = match_areas([candidates[n] for n in places], list(names))
        sure = {
            places[row]: candidates[places[row]]
            for row, column in matched.items()
            if area_similarity(candidates[places[row]], names[column]) >= _SURELY_ALIKE
        }
        if len(sure) >= 2:
            return sure
    return {}
