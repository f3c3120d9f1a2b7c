"""Which budgets are in force in a year, and what each of their amounts is: line, frame or neither.

Shared by the stages that ask whether there is money behind a goal.
"""

import re
from collections.abc import Iterable

import pandas as pd

from pipeline.language.normalise import normalise_text

BUDGETS = ("økonomiplan", "årsbudsjett")
CASE = "bystyresak"
LINE, FRAME, NEITHER = "line", "frame", "neither"
FIRM, UP_TO, UNSETTLED = "firm", "up_to", "unsettled"
COLUMNS = [
    *("amount_id", "document_id", "year", "amount_nok", "status", "label", "service", "area"),
    *("role", "is_new", "is_cut"),
]

_DRAFT = r"(?i)\b(?:forslag|framlegg|utkast|høring\w*|høyring\w*|draft)"
# What only carries last year's money on, comes in, or is set aside: no measure of its own.
_TECHNICAL = re.compile(
    r"(?:lønns?|løns?|pris|deflator)\w*(?:-| og |/)*\s*(?:og )?(?:pris)?(?:vekst|justering|stigning"
    r"|kompensasjon)|\bdeflator|pensjon(?:s|skostnad|spremie|en\b|$)|amortisering"
    r"|^(?:opprinnelig|opphavleg|oppr\.?|vedtatt|vedteke|gjeldende|gjeldande|justert|revidert"
    r"|konsekvensjustert)\s+(?:års)?(?:budsjett|økonomiplan|økplan|ramme)|^(?:budsjett|regnskap"
    r"|rekneskap)\s+(?:19|20)\d\d\b|^konsekvensjuster"
    r"|^hei?lårs(?:virkning|verknad) av (?:sak|vedtak|kutt|budsjett)|^tekniske? "
    r"|\bskatt på|skatteinn|^(?:øvrige )?rammetil|inntektsutjevning|eiendomsskatt|eigedomsskatt"
    r"|integreringstilskudd og|konsesjonskraft|rentekompensasjon|^renter?\b|^renteut|^renteinn"
    r"|\bavdrag\b|utbytte|finans(?:inntekt|utgift)|disposisjonsfond|bundne fond|\bfondsavset"
    r"|driftsfond|til fordeling|^fordelt til|mer-/mindre|meir-/mindre|merforbruk|meirforbruk"
    r"|mindreforbruk|merverdiavgift|\bmva\b|låneopptak|bruk av lån|^salg av|^sal av|lånemid"
    r"|tilskudd fra (?:staten|husbanken)|overføring (?:fra|frå) (?:drift|staten)"
    r"|netto driftsresultat"
    r"|^gebyr|gebyr(?:er|inntekt)|brukerbetaling|brukarbetaling|^inntekter?\b|salgsinntekt"
    r"|sentralt avsatt|sentralt avsett|lønnsreserve|lønsreserve"
    r"|^reserve(?:r|n|ne|midler|bevilgning)?\b",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\breduser|\breduksjon|\bkutt|innspar|\bspar(?:e|es|er|ing)\b|\bavvikl|legges? ned|nedlegg"
    r"|vakant|nedtrekk|inntrekk|trekkes? inn|nedbemann|effektivis|faller bort|fell bort"
    r"|\bskal ned\b|\bned med\b|dekkj?e inn|\binndekning",
    re.IGNORECASE,
)
_LESS = re.compile(r"\bfærre\b|\bmindre\b|\blavere\b|\blågare\b|\bavslutt", re.IGNORECASE)
_GIVES = re.compile(
    r"\bstyrk|\btilfør|\bsett(?:es|e|ast)? av\b|\bsatt av\b|\bsett av\b|\blegg(?:es|er|jast)? inn"
    r"|\blagt inn|\binnarbeid|\bbevilg|\bløyv|\bfår\b|\boppret|\bfinansier|\bprioriter"
    r"|\bbesett|\bbygg(?:es|jast)\b|\bgratis\b|\b(?:nye|friske) (?:midl|peng)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\bøk(?:es|er|t|e|ing)\b|\bauk(?:ast|ar|a|e)\b|\bekstra\b|\bytterl|\bi tillegg"
    r"|\bfleire? |\bflere\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\btiltak|\bendring|\bnye? |\bnysats|\bsatsing|\bstyrk|\binvester|\binndekning|innspar|\bkutt"
    r"|\bomstilling|\bprioriter|\bprosjekt",
    re.IGNORECASE,
)
_BASE_ROW = re.compile(
    r"^(?:opprinnelig|opphavleg|vedtatt|vedteke|gjeldende|gjeldande|justert|revidert"
    r"|konsekvensjustert)\s+(?:års)?(?:budsjett|ramme|økonomiplan)|^konsekvensjuster"
    r"|^budsjett\s+(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_CUTS_TOLD_POSITIVE = re.compile(
    r"inndekning|dekkj?e inn|innspar|\bkutt|nedtrekk|besparels", re.IGNORECASE
)
_INVESTMENT = re.compile(r"\binvester", re.IGNORECASE)
_SUM = re.compile(r"^(?:sum|ramme|netto|brutto|totalt?|i alt|samlet|samla)\b[\s:,]*", re.IGNORECASE)
_NET = re.compile(r"\bnetto|\bramme|\bvedtatt|\bvedteke|\bbudsjett|\bsum\b|\btotal", re.IGNORECASE)
_GENERIC = re.compile(
    r"\b(?:tiltak|endring\w*|ramme\w*|drift\w*|invester\w*|utgifter|inntekter|nye?|alle"
    r"|tjenesteområde\w*|tenesteområde\w*|sum|netto|budsjett\w*|finansiering\w*)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\binn[ae]n(?:for)? (?:\w+ ){0,3}?(?:\w*ramm[ae]\w*|budsjett\w*)|\binn[ae]n ramm"
    r"|\b(?:uten|utan) (?:nye |ekstra |økte |auka )?(?:midler|midlar|kostnad\w*|løyving\w*)",
    re.IGNORECASE,
)
_UNSETTLED = re.compile(
    r"\bikk[ej]e? (?:avklar|avgjort|sikr)|\buavklar|\better søknad|\bsøk(?:es|er|jast|t) (?:om|på)"
    r"|\bsøkes\b|\bforutsatt\b|\bføresett\b|\bønsk|\bdersom\b|\bhvis\b|\bviss det\b",
    re.IGNORECASE,
)
_UP_TO = re.compile(r"\binntil\b|\bopp(?:til| til)\b|\bhøyst\b|\bhøgst\b|\bmaks", re.IGNORECASE)
_DIVIDED = re.compile(r"^(?:lønn?|løn|drift\w*|inntekt\w*|utgift\w*)\b", re.IGNORECASE)
_SMALLEST_FRAME_TABLE, _FRAME_SHARE = 2, 0.2


def budgets_in_force(documents: pd.DataFrame) -> pd.DataFrame:
    """`year, document_id`: the årsbudsjett and the økonomiplan in force in each year.

    An årsbudsjett governs its own year, an økonomiplan all its years until a newer one begins. A
    draft, by its status in the register, gives way to one that is none of the same kind and year.
    """
    plans = documents[documents["kind"].isin(BUDGETS) & documents["year"].notna()]
    rows = [
        (year, plan.document_id, plan.kind, plan.year, _is_draft(plan.status))
        for plan in plans.assign(last=plans["year_to"].fillna(plans["year"])).itertuples()
        for year in range(int(str(plan.year)), int(str(plan.last)) + 1)
    ]
    columns = ["year", "document_id", "kind", "start", "is_draft"]
    found = pd.DataFrame(rows, columns=columns).astype({"year": "Int64", "document_id": "str"})
    keys = ["year", "kind"]
    newest = found.groupby(keys)["start"].transform("max") if len(found) else found["start"]
    found = found[found["start"].eq(newest)]
    decided = found.groupby(keys)["is_draft"].transform("min") if len(found) else found["is_draft"]
    kept = found[found["is_draft"].eq(decided)]
    return kept.sort_values(["year", "document_id"], ignore_index=True)[["year", "document_id"]]


def goal_years(goals: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """`goal_id, year`: each year that a goal governs, a budget's only while it is in force."""
    dated = goals[goals["year"].notna()]
    last = dated["year_to"].fillna(dated["year"])
    spans = [list(range(int(a), int(b) + 1)) for a, b in zip(dated["year"], last, strict=True)]
    named = dated[["goal_id", "document_id"]]
    each = named.assign(year=pd.Series(spans, named.index, dtype=object)).explode("year")
    each = each.dropna(subset=["year"]).astype({"year": "Int64"})
    budgets = documents.loc[documents["kind"].isin(BUDGETS), "document_id"]
    force = pd.MultiIndex.from_frame(budgets_in_force(documents)[["year", "document_id"]])
    is_in_force = pd.MultiIndex.from_frame(each[["year", "document_id"]]).isin(force)
    kept = each[is_in_force | ~each["document_id"].isin(budgets)]
    return kept[["goal_id", "year"]].sort_values(["goal_id", "year"], ignore_index=True)


def _is_draft(status: object) -> bool:
    return isinstance(status, str) and re.search(_DRAFT, status) is not None


def budget_lines(
    amounts: pd.DataFrame, documents: pd.DataFrame, sections: pd.DataFrame
) -> pd.DataFrame:
    """Each amount that says what a year's money is for, one row an amount_id, with COLUMNS.

    Amounts of budgets in force in their year, and of bystyresaker. `role`: `line` names something
    that the money is for, `frame` a service or unit as a whole, `neither` carries last year's money
    on or is income, a fund or a sum. `service` is the heading that the row counts under. `is_new`:
    a change from the year before. `is_cut`: less money. Of several columns for the same year, the
    net one counts.
    """
    force = budgets_in_force(documents)
    cases = documents.loc[documents["kind"].eq(CASE), "document_id"]
    told = amounts[amounts["status"].ne("accounts")].pipe(_with_only_year, documents)
    dated = told[told["year"].notna()]
    in_force = dated.merge(force, on=["year", "document_id"])
    decided = dated[dated["document_id"].isin(cases)]
    both = pd.concat([in_force, decided], ignore_index=True)
    if both.empty:
        return both.assign(service="", role=LINE, is_new=False, is_cut=False)[COLUMNS]
    found = both.assign(is_divided=_is_divided(both)).pipe(_net_columns)
    titles = _table_titles(sections, documents)
    named = found.assign(service=_services(found), title=_looked_up(found, titles))
    units = set(documents["unit"].dropna().map(_bare))
    roles = named.assign(role=_roles(named, units))
    told = roles.assign(is_new=_is_new(roles), is_cut=_is_cut(roles))
    return told.sort_values("amount_id", ignore_index=True)[COLUMNS]


def _with_only_year(amounts: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """An amount that names no year is of its document's, where an årsbudsjett has only that one."""
    yearly = documents[documents["kind"].eq("årsbudsjett") & documents["year"].notna()]
    only = amounts["document_id"].map(yearly.set_index("document_id")["year"]).astype("Int64")
    return amounts.assign(year=amounts["year"].fillna(only.where(amounts["years"].isna())))


def pledge(words: str) -> str:
    """How firm the words make an amount: `firm`, `up_to` («inntil»), or `unsettled`.

    >>> pledge("Kr 80 000, etter søknad"), pledge("inntil kr 60 000"), pledge("Kr 90 000 i gaver")
    ('unsettled', 'up_to', 'firm')
    """
    if _UNSETTLED.search(words):
        return UNSETTLED
    return UP_TO if _UP_TO.search(words) else FIRM


def tells_a_cut(words: str) -> bool:
    """True where the words take money away and give none.

    >>> tells_a_cut("Stilling holdes vakant"), tells_a_cut("Lærertimene styrkes")
    (True, False)
    """
    if _GIVES.search(words):
        return False
    return bool(_TAKES.search(words) or (_LESS.search(words) and not _MORE.search(words)))


def tells_within_frame(words: str) -> bool:
    """True where the words say that it is to be done within the frame that there is.

    >>> tells_within_frame("Dekkes innenfor vedtatt ramme"), tells_within_frame("Holder rammen")
    (True, False)
    """
    return bool(_WITHIN.search(words))


def tells_a_frame(words: str) -> bool:
    """True where the words are of a whole frame, a fund or income.

    >>> tells_a_frame("Ramme skole"), tells_a_frame("Klimarådgiver")
    (True, False)
    """
    whole = re.search(r"(?i)\bnetto ramme|\brammene?\b|^ramme\b|investeringsbudsjett", words)
    return bool(_TECHNICAL.search(words) or whole)


def _is_divided(amounts: pd.DataFrame) -> pd.Series:
    """True in a table whose columns divide a frame in lønn, drift and income."""
    divides = amounts["column_label"].fillna("").str.contains(_DIVIDED)
    of_table = divides.groupby([amounts["document_id"], amounts["table"]]).transform("any")
    return of_table.fillna(False).astype(bool)


def _net_columns(amounts: pd.DataFrame) -> pd.DataFrame:
    """One amount a row and year: lønn and drift are parts of the net frame in the same row."""
    in_table = amounts["table"].notna()
    table = amounts[in_table]
    is_net = table["column_label"].fillna("").str.contains(_NET)
    ordered = table.assign(is_net=is_net).sort_values(["is_net", "amount_id"], kind="stable")
    keys = ["document_id", "table", "row", "year"]
    last = ordered.drop_duplicates(keys, keep="last").drop(columns="is_net")
    return pd.concat([last, amounts[~in_table]], ignore_index=True)


def _table_titles(sections: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """`document_id, table, title`: a table's headings, the caption before it, and a case's name."""
    cases = documents[documents["kind"].eq(CASE)].set_index("document_id")["title"]
    ordered = sections.sort_values(["document_id", "sequence"])
    before = ordered["kind"].shift().eq("bildetekst") & ordered["document_id"].eq(
        ordered["document_id"].shift()
    )
    caption = ordered["text"].shift().where(before, "")
    case = ordered["document_id"].map(cases).fillna("")
    titled = ordered.assign(title=ordered["heading_path"] + " > " + caption + " > " + case)
    first = titled[titled["table"].notna()].drop_duplicates(["document_id", "table"])
    return first[["document_id", "table", "title"]]


def _looked_up(amounts: pd.DataFrame, titles: pd.DataFrame) -> list[str]:
    found = amounts[["document_id", "table"]].merge(titles, "left", ["document_id", "table"])
    return found["title"].fillna("").tolist()


def _services(amounts: pd.DataFrame) -> pd.Series:
    """The service that a row counts under: before a colon in its label, else the next sum."""
    ordered = amounts.sort_values(["document_id", "table", "row", "amount_id"])
    name = ordered["label"].str.replace(_SUM, "", regex=True).where(ordered["is_total"])
    below = name.groupby([ordered["document_id"], ordered["table"]]).bfill()
    told = below.fillna(ordered["area"]).fillna("").str.replace(_GENERIC, "", regex=True)
    prefix = ordered["label"].str.extract(r"^([^:]{2,60}):\s+\S", expand=False)
    known = set(name.dropna().map(_bare)) | set(ordered["area"].dropna().map(_bare))
    is_service = prefix.fillna("").map(_bare).isin(known - {""})
    return prefix.where(is_service).fillna(told).str.strip(" ,:–-()/").reindex(amounts.index)


def _roles(amounts: pd.DataFrame, units: set[str]) -> pd.Series:
    labels = amounts["label"].map(_bare)
    services = set(amounts["area"].dropna().map(_bare))
    services |= set(amounts.loc[amounts["is_total"], "service"].map(_bare)) - {""}
    named = labels.isin(units | services) | amounts["is_total"]
    frames = named | _in_frame_table(amounts, named & ~amounts["is_total"])
    technical = amounts["label"].str.contains(_TECHNICAL) & ~named
    in_text = amounts["table"].isna()
    speaks = amounts["label"].map(moves_money)
    role = pd.Series(LINE, index=amounts.index)
    role = role.mask(frames & ~in_text, FRAME).mask(in_text & ~speaks, NEITHER)
    return role.mask(technical, NEITHER)


def moves_money(words: str) -> bool:
    """True for a sentence that gives or takes money; others only mention a sum.

    >>> moves_money("Rusteamet styrkes med 1 million"), moves_money("Snø koster 1 million")
    (True, False)
    """
    moves = any(pattern.search(words) for pattern in (_GIVES, _TAKES, _MORE))
    return moves and not tells_a_frame(words)


def _in_frame_table(amounts: pd.DataFrame, is_named: pd.Series) -> pd.Series:
    """Rows of a table that divides money on units and services: its other rows are frames too."""
    keys = [amounts["document_id"], amounts["table"]]
    plain = ~amounts["is_total"]
    share = is_named.groupby(keys).transform("sum") / plain.groupby(keys).transform("sum")
    count = plain.groupby(keys).transform("sum")
    changes = amounts["title"].str.contains(_INVESTMENT) | _has_base_row(amounts)
    divides = share.ge(_FRAME_SHARE) & count.ge(_SMALLEST_FRAME_TABLE)
    return amounts["is_divided"] | (divides.fillna(False) & ~changes)


def _has_base_row(amounts: pd.DataFrame) -> pd.Series:
    keys = [amounts["document_id"], amounts["table"]]
    base = amounts["label"].str.contains(_BASE_ROW)
    return base.groupby(keys).transform("any").fillna(False).astype(bool)


def _is_new(amounts: pd.DataFrame) -> pd.Series:
    sums = amounts["label"].where(amounts["is_total"], "")
    keys = [amounts["document_id"], amounts["table"]]
    sums_change = sums.str.contains(_CHANGES).groupby(keys).transform("any").fillna(False)
    columns = amounts["column_label"].fillna("").str.contains(_CHANGES)
    titled = amounts["title"].str.contains(_CHANGES)
    in_table = titled | sums_change.astype(bool) | columns | _has_base_row(amounts)
    return amounts["role"].eq(LINE) & (in_table | amounts["table"].isna())


def _is_cut(amounts: pd.DataFrame) -> pd.Series:
    in_text = amounts["table"].isna()
    keys = [amounts["document_id"], amounts["table"]]
    told = amounts["title"] + " " + amounts["label"].where(amounts["is_total"], "")
    cuts = told.str.contains(_CUTS_TOLD_POSITIVE).groupby(keys).transform("any").fillna(False)
    from_words = in_text & amounts["label"].map(tells_a_cut)
    return amounts["amount_nok"].lt(0) | (cuts.astype(bool) & ~in_text) | from_words


def _bare(name: str) -> str:
    letters = "".join(sign if sign.isalnum() else " " for sign in normalise_text(name).casefold())
    return " ".join(letters.split())


def all_words(parts: Iterable[object]) -> str:
    """The parts that are there, joined into one text."""
    return ". ".join(str(part) for part in parts if isinstance(part, str) and part)
