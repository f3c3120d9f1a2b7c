"""How far what the units propose reaches: into the saksframlegg, the innstilling, the vedtak."""

import re
from collections import Counter
from collections.abc import Hashable
from typing import Any

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.schemas.measures import INPUT_UNITS, INPUTS, STAGES
from pipeline.scoring.proportions import wilson_interval

Row = dict[Hashable, Any]
KIND = "forslag"
# «(S) er Sentrum, (Ø) er Øst» tells what letters beside the statements stand for.
_LEGEND = re.compile(
    r"\((?P<letters>[A-ZÆØÅ]\w{0,3})\)\s*(?:er|=|:|står for|betyr|tyder)\s*"
    r"(?P<name>[^,.;()]+?)(?=\s*(?:[,.;(]|\bog\b\s*\(|$))"
)
_BESIDE = re.compile(r"\((?P<names>[^()]+)\)\W*$")
_SQUARE = re.compile(r"\[(?P<names>[^\[\]]+)\]\W*$")
_NAME = r"[A-ZÆØÅ][\wæøåÆØÅ-]*(?: [\wæøåÆØÅ-]+){0,3}"
# «Fast vikar på natt, fra Lia sykehjem», «… – NAV»
_AFTER = re.compile(
    rf"(?:[,.–—]\s*(?:innsp[ei]ll? )?(?:fr[aå]|v/)\s*|\s[–—]\s)"
    rf"(?P<names>{_NAME}(?:\s*(?:,|/|&|\bog\b)\s*{_NAME})*)\.?$"
)
_FROM = re.compile(
    r"^(?:(?:innsp[ei]ll?|forslag|meldt|ønske) )?(?:fr[aå]|av|ved|v/)\s*(?=\S)", re.I
)
_WHOLE_NAME = re.compile(rf"{_NAME}$")
# Headings that say what stands below and not whom it is from.
_WHAT = re.compile(
    r"^(?:(?:våre?|vårt|egne|eigne|nye|felles|foreslåtte|føreslåtte|mulige|prioriterte|ønskte) )?"
    r"(?:status|\w*situasjon\w*|utfordring\w*|\w*forslag\w*|framlegg\w*|tiltak\w*|ønske\w*"
    r"|innsp[ei]ll?\w*|løsning\w*|løysing\w*|tilpasning\w*|behov|endring\w*|bakgrunn"
    r"|(?:hva|kva|hvordan|korleis) .*|.*\?|(?:hørings|høyrings)\w+)(?: (?:og|eller|til|for) .*)?$",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"^(?:innsp[ei]ll?|svar|(?:hørings|høyrings)\w+|uttale\w*|merknad(?:er|ar)?) fr[aå] "
    r"(?P<name>.+?)(?= (?:til|om|i sak) |$)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[,;/&+]|\bog\b|\band\b)\s*")
_LETTERS = re.compile(r"[A-ZÆØÅ]\w{0,2}")
_MINORITY = re.compile(r"^(?:mindretall\w*|mindretal\w*|minority)$", re.IGNORECASE)
_FEWEST_TELLING = 2
# A bracket with a name is the sender where half of the statements end in one, and three at least.
_HABIT, _FEWEST_OF_HABIT = 0.5, 3


def input_scores(
    goals: pd.DataFrame,
    sections: pd.DataFrame,
    documents: pd.DataFrame,
    likenesses: pd.DataFrame,
    params: ScoringParams,
) -> pd.DataFrame:
    """INPUTS: how far each proposal in an innspill reached in the case it was written for.

    Formula: for each part of the case, the largest probability that one of its statements says
    the same. From `case_same_from` on it does, below `case_same_least` it does not, and between
    the two it is unclear. What counts is the last part that says the same; a proposal that no
    innstilling and no vedtak says, and that a statement of the case turns the opposite way
    (`case_opposed_from`), was taken up and turned down. Missing where no case was found.
    """
    inputs = goals[goals["level"].eq("innspill") & goals["kind"].eq(KIND)]
    inputs = inputs.sort_values(["document_id", "page", "goal_id"], ignore_index=True)
    held = _placed(likenesses, goals, sections, inputs)
    parts = _parts_of_cases(goals, sections, held)
    behind = inputs.assign(**_units_behind(inputs, sections, documents))
    best = held.sort_values(["probability", "second_id"], ascending=[False, True])
    by_goal = {str(goal): rows for goal, rows in best.groupby("first_id")}
    cases = held.groupby("document_id")["case_id"].agg(lambda ids: sorted(set(ids)))
    rows = [
        _row(
            goal,
            cases.get(goal["document_id"], []),
            by_goal.get(goal["goal_id"], best[:0]),
            parts,
            params,
        )
        for goal in behind.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(INPUTS.schema.columns))


def _placed(
    likenesses: pd.DataFrame, goals: pd.DataFrame, sections: pd.DataFrame, inputs: pd.DataFrame
) -> pd.DataFrame:
    """The likenesses of inputs, with the input's document, the case's, and the part of it."""
    places = pd.concat(
        [
            goals[["goal_id", "document_id", "region"]].set_axis(
                ["second_id", "case_id", "stage"], axis=1
            ),
            sections[["section_id", "document_id", "region"]].set_axis(
                ["second_id", "case_id", "stage"], axis=1
            ),
        ]
    )
    of_inputs = likenesses[likenesses["relation"].eq("input")]
    mine = inputs[["goal_id", "document_id"]].rename(columns={"goal_id": "first_id"})
    return of_inputs.merge(mine, on="first_id").merge(places, on="second_id")


def _parts_of_cases(
    goals: pd.DataFrame, sections: pd.DataFrame, held: pd.DataFrame
) -> dict[str, set[str]]:
    """Which parts each case has statements in: where there are none, nothing can be told."""
    told = pd.concat([goals[["document_id", "region"]], sections[["document_id", "region"]]])
    told = told[told["document_id"].isin(held["case_id"]) & told["region"].isin(STAGES)]
    return {str(name): set(rows) for name, rows in told.groupby("document_id")["region"]}


def _row(
    goal: Row,
    cases: list[str],
    likely: pd.DataFrame,
    parts: dict[str, set[str]],
    params: ScoringParams,
) -> Row:
    present = {stage for case in cases for stage in parts.get(case, ())}
    best = {stage: likely[likely["stage"].eq(stage)].head(1) for stage in STAGES}
    probability = {
        stage: float(best[stage]["probability"].max()) if len(best[stage]) else 0.0
        for stage in STAGES
        if stage in present
    }
    surely = _last(probability, params.case_same_from)
    maybe = _last(probability, params.case_same_least)
    opposing = likely[likely["signal_opposed"].ge(params.case_opposed_from)]
    opposing = opposing.sort_values(["signal_opposed", "second_id"], ascending=[False, True])
    turned_down = len(opposing) > 0 and surely in ("none", "saksframlegg")
    return {
        "goal_id": goal["goal_id"],
        "document_id": goal["document_id"],
        "year": goal["year"],
        "units": goal["units"],
        "units_are": goal["units_are"],
        "is_minority": goal["is_minority"],
        "case_document_ids": " ".join(cases),
        "reaches": (
            None
            if not cases
            else "avvist"
            if turned_down
            else surely
            if surely == maybe
            else "uavklart"
        ),
        "reaches_at_least": surely if cases else None,
        "reaches_at_most": maybe if cases else None,
        **{f"{stage}_probability": probability.get(stage) for stage in STAGES},
        **{f"{stage}_id": next(iter(best[stage]["second_id"]), None) for stage in STAGES},
        "opposed_by_id": opposing["second_id"].iloc[0] if len(opposing) else None,
    }


def _last(probability: dict[str, float], border: float) -> str:
    """The last stage with at least this probability.

    >>> _last({"saksframlegg": 0.9, "innstilling": 0.7, "vedtak": 0.1}, 0.5)
    'innstilling'
    """
    reached = [stage for stage in STAGES if probability.get(stage, 0.0) >= border]
    return reached[-1] if reached else "none"


def _units_behind(
    inputs: pd.DataFrame, sections: pd.DataFrame, documents: pd.DataFrame
) -> dict[str, list[Any]]:
    """Who stands behind each input: told beside it, by the register, or by the heading above."""
    register = documents.set_index("document_id")["unit"]
    legends = {
        str(document): _legend(" ".join(texts))
        for document, texts in sections.groupby("document_id")["text"]
        if document in set(inputs["document_id"])
    }
    beside = [names_beside(text) for text in inputs["text"]]
    sure = [bool(_SQUARE.search(text)) for text in inputs["text"]]
    habits = _habits(inputs, beside)
    titles = documents.set_index("document_id")["title"]
    counts: dict[str, Counter[str]] = {}
    for document, names in zip(inputs["document_id"], beside, strict=True):
        counts.setdefault(document, Counter()).update(names)
    out: dict[str, list[Any]] = {"units": [], "units_are": [], "is_minority": []}
    for goal, names, is_sure in zip(inputs.to_dict("records"), beside, sure, strict=True):
        document = goal["document_id"]
        legend, count = legends.get(document, {}), counts[document]
        whole = is_sure or (habits[document] and not legend)
        named = [legend.get(n, n) for n in names if n in legend or _is_telling(n, count, whole)]
        told_beside = habits[document] or any(n in legend or _is_telling(n, count) for n in count)
        unit = goal["unit"] if isinstance(goal["unit"], str) else register.get(goal["document_id"])
        heading = _heading_of_unit(str(goal["context"]), str(titles.get(document, "")))
        # where others have their sender beside them, one without has none of its own
        where: tuple[str | None, str | None] = (
            ("; ".join(named), "beside")
            if named
            else (unit, "register")
            if isinstance(unit, str)
            else (heading, "heading")
            if heading and not told_beside
            else (None, None)
        )
        out["units"].append(where[0])
        out["units_are"].append(where[1])
        out["is_minority"].append(any(_MINORITY.match(n) for n in names))
    return out


def names_beside(text: str) -> list[str]:
    """What stands in a bracket, or after a dash or «fra», at the end of a statement, item by item.

    >>> names_beside("PP-rådgiverne blir der de er, i bydelene (Ø, Y)")
    ['Ø', 'Y']
    >>> names_beside("Kjøp seks plasser [NAV]"), names_beside("Fast vikar, fra Lia skole og NAV.")
    (['NAV'], ['Lia skole', 'NAV'])
    >>> names_beside("Kjøp plasser fra NAV")
    []
    """
    match = _SQUARE.search(text) or _BESIDE.search(text) or _AFTER.search(text)
    names = _BETWEEN.split(match.group("names")) if match else []
    return [told for name in names if (told := _FROM.sub("", name).strip())]


def _habits(inputs: pd.DataFrame, beside: list[list[str]]) -> dict[str, bool]:
    """Whether half of a document's statements end in a name: then that is the sender's place.

    One in square brackets is enough.
    """
    ends = [bool(names) and all(_WHOLE_NAME.match(name) for name in names) for names in beside]
    square = [bool(_SQUARE.search(text)) for text in inputs["text"]]
    told = inputs.assign(
        ends=ends, square=[a and b for a, b in zip(square, ends, strict=True)]
    ).groupby("document_id")
    return {
        str(document): bool(
            held["square"].any() or held["ends"].sum() >= max(_FEWEST_OF_HABIT, _HABIT * len(held))
        )
        for document, held in told
    }


def _heading_of_unit(context: str, title: str) -> str:
    """The nearest heading that may name whom the statement is from; "" where none may.

    >>> _heading_of_unit("Innspill til ny rute > Lia skole > Våre forslag", "Innspill til ny rute")
    'Lia skole'
    """
    for heading in reversed(context.split(" > ")):
        named = _TITLED.match(heading)
        if named:
            return named["name"]
        if heading and heading != title and not _WHAT.match(heading):
            return heading
    return ""


def _legend(text: str) -> dict[str, str]:
    """What letters in brackets stand for, as the document tells it.

    >>> _legend("(S) er Sentrum, (V) er barnevernvakta og tiltaksteamet, (B) er skoler.")
    {'S': 'Sentrum', 'V': 'barnevernvakta og tiltaksteamet', 'B': 'skoler'}
    """
    return {match.group("letters"): match.group("name").strip() for match in _LEGEND.finditer(text)}


def _is_telling(name: str, count: Counter[str], whole: bool = False) -> bool:
    """Letters that come back: a bracket that stands once («PPT») may hold anything.

    A name written out tells where such brackets are for it (`whole`): square ones, or a habit.
    """
    if whole and _WHOLE_NAME.match(name):
        return True
    return bool(_LETTERS.fullmatch(name)) and count[name] >= _FEWEST_TELLING


def input_units(inputs: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    """INPUT_UNITS: for each unit and part of the case, the share of its inputs that reached it.

    Formula: inputs surely said there / inputs held against it. The interval is Wilson's, from the
    lower end with none of the unclear ones counted to the upper end with all of them counted.
    An input by several units counts for each of them. Range: 0 to 1.
    """
    held = inputs[inputs["reaches"].notna()]
    whole = held.assign(unit=None)
    named = held.assign(unit=held["units"].str.split("; ")).explode("unit").dropna(subset=["unit"])
    rows = [
        _unit_row(str(document), str(unit) or None, stage, rows, params)
        for group in (whole, named)
        for (document, unit), rows in group.assign(unit=group["unit"].fillna("")).groupby(
            ["document_id", "unit"], sort=True
        )
        for stage in STAGES
    ]
    return pd.DataFrame(rows, columns=list(INPUT_UNITS.schema.columns))


def _unit_row(
    document: str, unit: str | None, stage: str, inputs: pd.DataFrame, params: ScoringParams
) -> Row:
    probability = inputs[f"{stage}_probability"].dropna()
    reached = probability.ge(params.case_same_from)
    unclear = probability.ge(params.case_same_least) & ~reached
    n, surely, maybe = len(probability), int(reached.sum()), int(unclear.sum())
    least = wilson_interval(surely, n, params.interval)
    most = wilson_interval(surely + maybe, n, params.interval)
    return {
        "document_id": document,
        "unit": unit,
        "case_part": stage,
        "inputs": n,
        "reached": surely,
        "unclear": maybe,
        "reached_share": surely / n if n else None,
        "reached_share_low": least and least[0],
        "reached_share_high": most and most[1],
        "expected_share": probability.mean() if n else None,
        "goal_ids": " ".join(sorted(inputs.loc[reached[reached].index, "goal_id"])),
    }
