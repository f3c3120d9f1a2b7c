"""Keyword queries, a plain cosine and the engine on the same goals: who is right, and how often.

python -m benchmarks.accuracy.sidebyside

On the reference case, coded by hand (`gold/sidebyside`), where its texts stand beside the project;
and on the units' own goals of the example corpus, whose answers were planted. Prints tables, writes
`sidebyside.json`, `sidebyside.csv` with each statement of the case, and the method page's tables.
"""

import json
import re
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table
from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score

from benchmarks.accuracy.calibration import wilson
from benchmarks.accuracy.keywords import keyword_links, load_queries
from benchmarks.accuracy.measures import best_f1_cut, decision_measures
from benchmarks.accuracy.planted import PLANTED, load_planted, match_planted
from benchmarks.accuracy.sets import GOLD, Known, LinkSet
from benchmarks.accuracy.systems import ENGINE, RememberingEncoder
from pipeline.coupling.fusion import load_fusion
from pipeline.coupling.hierarchy import parts_of_objectives
from pipeline.coupling.links import goals_to_links
from pipeline.coupling.statements import Matrix
from pipeline.embedding.encoder import encoder_by_name
from pipeline.embedding.vectors import statements_to_vectors
from pipeline.encoding import TextEncoder
from pipeline.errors import TableError
from pipeline.extraction.read import extract_files
from pipeline.goals.corpus import corpus_goals
from pipeline.language.normalise import normalise_text
from pipeline.owngoals import is_own_goal
from pipeline.params import CouplingParams, EmbeddingParams, ExtractionParams, GoalsParams
from pipeline.parsing.sections import parse_corpus
from pipeline.schemas import DOCUMENTS, GOALS, LINKS
from pipeline.schemas.coupling import SENTENCES
from pipeline.stage import OUTPUTS
from pipeline.tables import check_table, empty_table, read_table
from tests.reference_case import texts
from tests.reference_case.typeset import web_page

CODED = GOLD / "sidebyside" / "case.csv"
RESULTS = Path("benchmarks/accuracy/sidebyside.json")
STATEMENTS = Path("benchmarks/accuracy/sidebyside.csv")
PAGE = Path("docs/method/side-by-side.md")
PLAN = "kommuneplan"
KEYWORDS, HALF, LEARNED = "keywords", "cosine from 0.5", "cosine, cut learned"
JUDGES = (KEYWORDS, HALF, LEARNED, ENGINE)
OUTCOMES = ("right", "too many", "too few", "other")
SIGNS = {"right": "✓", "too many": "+", "too few": "−", "other": "×"}
_BLOCK = r"(?<=<!-- {0} -->\n).*?(?=<!-- end of {0} -->)"
Objectives = frozenset[str]


@dataclass(frozen=True)
class Bench:
    """Goals held against objectives: what is so, each judge's links, all (goals, objectives).

    `groups` says for each goal what it is left out with, or counted with, where that is asked.
    """

    goals: list[str]
    numbers: list[str]
    known: Known
    answers: Mapping[str, Known]
    cosine: Matrix
    groups: list[str]

    def said(self, judge: str) -> list[Objectives]:
        """The numbers of the objectives that a judge links each goal with."""
        return [self._numbers(row) for row in self.answers[judge]]

    def true(self) -> list[Objectives]:
        """The numbers of the objectives that each goal serves."""
        return [self._numbers(row) for row in self.known]

    def of(self, chosen: Sequence[bool]) -> "Bench":
        """The same of some goals alone."""
        kept = np.asarray(chosen, dtype=bool)
        return Bench(
            [goal for goal, keep in zip(self.goals, kept, strict=True) if keep],
            self.numbers,
            self.known[kept],
            {judge: linked[kept] for judge, linked in self.answers.items()},
            self.cosine[kept],
            [group for group, keep in zip(self.groups, kept, strict=True) if keep],
        )

    def _numbers(self, row: Known) -> Objectives:
        return frozenset(number for number, yes in zip(self.numbers, row, strict=True) if yes)


def main() -> None:
    """Judge, print and write."""
    console = Console(width=140)
    encoder = RememberingEncoder(encoder_by_name(EmbeddingParams()))
    results: dict[str, object] = {}
    example = _example(encoder, console)
    if example is not None:
        results["example corpus"] = summary(example)
        results["example corpus, by what was planted"] = by_group(example)
    coded = pd.read_csv(CODED, dtype=str, keep_default_na=False)
    results["agreement of the two readings"] = agreement(coded, list(load_queries()["case"]))
    if texts.CASE.is_dir() and example is not None:
        goals = read_case()
        links = case_links(goals, encoder)
        case = judge_case(goals, links, coded, encoder, best_f1_cut(example.cosine, example.known))
        shown = coded["in_table"].eq("yes").tolist()
        results["reference case"] = summary(case)
        results["reference case, the twenty"] = summary(case.of(shown))
        sure = coded["doubtful"].ne("yes").tolist()
        results["reference case, without the doubtful"] = summary(case.of(sure))
        table = case_table(coded, case, goals, links)
        table.to_csv(STATEMENTS, index=False, lineterminator="\n")
        _write_page(results, table)
    else:
        console.print(f"No texts in {texts.CASE}, or no example corpus: the case is left out.")
    for name, found in results.items():
        if isinstance(found, dict) and "judges" in found:
            console.print(results_table(name, found))
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_case() -> pd.DataFrame:
    """GOALS of the reference case: the two cases as they are, plan and inputs typeset anew.

    The plan's text has lost its bullets and the inputs' their columns: both are set as web pages.
    """
    cases = ("bystyresak-09-13608.txt", "bystyresak-186-08.txt")
    pages = {"kommuneplan-2010.html": texts.plan, "innspill-2011.html": texts.inputs}
    kinds = ("bystyresak", "bystyresak", PLAN, "innspill")
    names = [*cases, *pages]
    with TemporaryDirectory() as folder:
        for name in cases:
            shutil.copy(texts.CASE / name, Path(folder) / name)
        for name, pieces in pages.items():
            web_page(pieces(), Path(folder) / name)
        read = extract_files(names, Path(folder), ExtractionParams())
    register = pd.DataFrame({"path": names, "kind": kinds})
    documents, sections = parse_corpus(read.passages, read.cells, read.files, register)
    sizes = GoalsParams()
    goals = corpus_goals(
        documents,
        sections,
        shortest_words=sizes.shortest_goal_words,
        longest_words=sizes.longest_goal_words,
    )
    return check_table(goals, GOALS)


def case_links(goals: pd.DataFrame, encoder: TextEncoder) -> pd.DataFrame:
    """LINKS of the case, as the pipeline makes them."""
    nothing = empty_table(SENTENCES)
    vectors, _ = statements_to_vectors(goals, nothing, encoder)  # type: ignore[arg-type]
    model = load_fusion(encoder.name)
    return goals_to_links(goals, vectors, model, CouplingParams(), encoder.name)


def judge_case(
    goals: pd.DataFrame,
    links: pd.DataFrame,
    coded: pd.DataFrame,
    encoder: TextEncoder,
    cut: float,
) -> Bench:
    """Every coded statement before the judges; `cut` is the cosine's, learned elsewhere.

    Raises TableError where a coded statement isn't found among the goals.
    """
    below = goals[goals["level"].ne(PLAN)]
    by_text = dict(zip(below["text"].map(text_key), below["goal_id"], strict=True))
    missing = [key for key in coded["text_sha256"] if key not in by_text]
    if missing:
        raise TableError(f"{CODED}: expected the texts of the case, not found: {missing}")
    told = goals.set_index("goal_id")
    objectives = sorted(links["objective_id"].unique(), key=lambda each: str(told["number"][each]))
    numbers = [str(told["number"][each]) for each in objectives]
    parts = parts_of_objectives(goals, objectives)
    found = [by_text[key] for key in coded["text_sha256"]]
    known = np.array([[each in gold.split() for each in numbers] for gold in coded["gold"]])
    link_set = LinkSet(
        "case",
        pd.DataFrame({"id": found, "text": told["text"].loc[found].tolist()}),
        pd.DataFrame(
            {
                "id": objectives,
                "text": [". ".join(told["text"].loc[parts[each]]) for each in objectives],
            }
        ),
        known,
    )
    bench = judge(link_set, numbers, "case", links, encoder)
    return with_cuts(bench, np.full(len(found), cut))


def judge_planted(outputs: Path, encoder: TextEncoder) -> Bench:
    """The units' own goals of the example corpus against the plan in force, both plans together.

    The cosine's cut for a unit is learned on all others. Objectives of different plans share a
    column where they share a number.
    """
    goals, links, documents = (read_table(table, outputs) for table in (GOALS, LINKS, DOCUMENTS))
    told = goals.set_index("goal_id")
    own = set(goals.loc[is_own_goal(goals), "goal_id"])
    benches = []
    for each in load_planted(outputs).sets:
        link_set = _only(each.link_set, own)
        numbers = [str(told["number"][objective]) for objective in link_set.target["id"]]
        plan = str(told["year"][link_set.target["id"].iloc[0]])
        benches.append(judge(link_set, numbers, plan, links, encoder))
    whole = stacked(benches)
    planted = pd.read_csv(PLANTED, dtype=str, keep_default_na=False)
    planted = match_planted(planted, goals, documents).drop_duplicates("goal_id")
    kinds = planted.set_index("goal_id")["kind"]
    units = np.array([str(told["unit"][goal]) for goal in whole.goals])
    cuts = np.zeros(len(units))
    for unit in np.unique(units):
        rest = units != unit
        cuts[~rest] = best_f1_cut(whole.cosine[rest], whole.known[rest])
    return replace(with_cuts(whole, cuts), groups=[str(kinds[goal]) for goal in whole.goals])


def judge(
    link_set: LinkSet, numbers: list[str], plan: str, links: pd.DataFrame, encoder: TextEncoder
) -> Bench:
    """What each judge but the cosine with a learned cut says of every pair.

    `plan` is the plan's key among the queries, `links` the engine's. Raises TableError where the
    queries are not those of the objectives.
    """
    queries = load_queries()[plan]
    if set(queries) != set(numbers):
        raise TableError(f"queries of {plan}: expected {sorted(numbers)}, came {sorted(queries)}")
    goals, objectives = link_set.source["id"].tolist(), link_set.target["id"].tolist()
    sources = [normalise_text(text) for text in link_set.source["text"]]
    targets = [normalise_text(text) for text in link_set.target["text"]]
    cosine = np.asarray(encoder.encode(sources) @ encoder.encode(targets).T, dtype=np.float64)
    decided = links[links["linked"]]
    pairs = set(zip(decided["goal_id"], decided["objective_id"], strict=True))
    answers = {
        KEYWORDS: keyword_links(sources, {number: queries[number] for number in numbers}),
        HALF: cosine >= 0.5,
        ENGINE: np.array([[(goal, each) in pairs for each in objectives] for goal in goals]),
    }
    return Bench(goals, numbers, link_set.known, answers, cosine, [""] * len(goals))


def with_cuts(bench: Bench, cuts: Matrix) -> Bench:
    """The bench with the cosine that decides from a learned cut, one for each goal."""
    learned = bench.cosine >= cuts[:, None]
    answers = {**bench.answers, LEARNED: learned}
    return replace(bench, answers={judge: answers[judge] for judge in JUDGES})


def stacked(benches: Sequence[Bench]) -> Bench:
    """The benches' goals one after the other; each has its objectives in the order of numbers."""
    numbers = sorted(benches[0].numbers)
    ordered = [_in_order(each, numbers) for each in benches]
    return Bench(
        [goal for each in ordered for goal in each.goals],
        numbers,
        np.concatenate([each.known for each in ordered]),
        {
            judge: np.concatenate([each.answers[judge] for each in ordered])
            for judge in ordered[0].answers
        },
        np.concatenate([each.cosine for each in ordered]),
        [group for each in ordered for group in each.groups],
    )


def outcome(true: Objectives, said: Objectives) -> str:
    """How an answer for one goal stands to what is so: right, too many, too few, or other.

    >>> outcome(frozenset("3"), frozenset("34")), outcome(frozenset("3"), frozenset("4"))
    ('too many', 'other')
    """
    if said == true:
        return "right"
    return "too many" if said > true else "too few" if said < true else "other"


def summary(bench: Bench) -> dict[str, object]:
    """Goals, pairs, links, and for each judge its F1, its goals right, and against the engine."""
    return {
        "goals": len(bench.goals),
        "goals_that_serve_something": int(bench.known.any(axis=1).sum()),
        "objectives": len(bench.numbers),
        "links": int(bench.known.sum()),
        "judges": {judge: _judge_summary(bench, judge) for judge in JUDGES},
    }


def by_group(bench: Bench) -> dict[str, object]:
    """For each group of goals, how many there are and how many each judge has right."""
    groups = np.array(bench.groups)
    return {
        str(group): {
            "goals": int((groups == group).sum()),
            **{judge: int(_right(part, judge).sum()) for judge in JUDGES},
        }
        for group in np.unique(groups)
        for part in [bench.of(groups == group)]
    }


def agreement(coded: pd.DataFrame, numbers: Sequence[str]) -> dict[str, float]:
    """Pairs, links in either reading and in both, and Cohen's κ (1960) of the two readings."""
    first, second = (
        [number in each.split() for each in coded[reading] for number in numbers]
        for reading in ("first", "second")
    )
    both = sum(one and other for one, other in zip(first, second, strict=True))
    return {
        "pairs": len(first),
        "links_in_first": sum(first),
        "links_in_second": sum(second),
        "links_in_both": both,
        "kappa": round(float(cohen_kappa_score(first, second)), 3),
    }


def case_table(
    coded: pd.DataFrame, case: Bench, goals: pd.DataFrame, links: pd.DataFrame
) -> pd.DataFrame:
    """Each statement of the case: what is so, what each judge says, and how that stands."""
    number = goals.set_index("goal_id")["number"]
    best = links[links["rank"].eq(1)].drop_duplicates("goal_id").set_index("goal_id")
    best = best.loc[case.goals]
    frame = coded[["place", "paraphrase", "in_table", "doubtful"]].assign(
        goal_id=case.goals, gold=_joined(case.true())
    )
    for judge in JUDGES:
        said = case.said(judge)
        frame[judge] = _joined(said)
        frame[f"{judge}: outcome"] = list(map(outcome, case.true(), said))
    return frame.assign(
        best_objective=best["objective_id"].map(number).tolist(),
        best_probability=best["probability"].round(3).tolist(),
        best_kind=best["kind"].tolist(),
    )


def text_key(text: str) -> str:
    """The first twelve digits of the SHA-256 of the normalised text."""
    return sha256(normalise_text(text).encode()).hexdigest()[:12]


def results_table(name: str, found: Mapping[str, object]) -> Table:
    """A set's figures for the console."""
    table = Table(title=f"{name}: {found['goals']} goals, {found['links']} links")
    columns = ("judge", "links said", "precision", "recall", "F1", "goals right", *OUTCOMES[1:])
    for column in (*columns, "only it", "only kopling", "p"):
        table.add_column(column)
    judges = found["judges"]
    assert isinstance(judges, dict)
    for judge, each in judges.items():
        measured = [
            _shown(each[measure]) for measure in ("precision", "recall", "f1", "goals_right")
        ]
        outcomes = [str(each["outcomes"][outcome]) for outcome in OUTCOMES[1:]]
        against = each.get("against_kopling", {})
        table.add_row(
            judge, str(each["links_said"]), *measured, *outcomes, *map(str, against.values())
        )
    return table


def figures_block(results: Mapping[str, object]) -> str:
    """The figures as a Markdown table, a row for each judge on each set."""
    lines = [
        "| set | judge | links said | precision | recall | F1 | goals right |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, found in results.items():
        judges = found.get("judges", {}) if isinstance(found, dict) else {}
        for judge, each in judges.items():
            shown = [
                _shown(each[measure]) for measure in ("precision", "recall", "f1", "goals_right")
            ]
            cells = [name, judge, str(each["links_said"]), *shown]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def kinds_block(groups: Mapping[str, Mapping[str, int]]) -> str:
    """Goals right by what was planted, as a Markdown table."""
    lines = [f"| planted | goals | {' | '.join(JUDGES)} |", f"|---|---|{'---|' * len(JUDGES)}"]
    for kind, counts in groups.items():
        cells = [str(counts[each]) for each in ("goals", *JUDGES)]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def statements_block(table: pd.DataFrame) -> str:
    """The twenty statements of the page, as a Markdown table; the cosine from 0.5 is left out."""
    judges = (KEYWORDS, LEARNED, ENGINE)
    head = ("where", "in our words", "serves", *judges, "kopling's best")
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for row in table[table["in_table"].eq("yes")].to_dict("records"):
        said = [f"{row[each] or 'none'} {SIGNS[row[f'{each}: outcome']]}" for each in judges]
        gold = (row["gold"] or "none") + (" ?" if row["doubtful"] == "yes" else "")
        best = f"{row['best_objective']}, {row['best_probability']:.2f}, {row['best_kind']}"
        lines.append(f"| {' | '.join((row['place'], row['paraphrase'], gold, *said, best))} |")
    return "\n".join(lines) + "\n"


def _write_page(results: Mapping[str, object], table: pd.DataFrame) -> None:
    """The page with its three tables written anew."""
    groups = results["example corpus, by what was planted"]
    assert isinstance(groups, dict)
    blocks = {
        "figures": figures_block(results),
        "kinds": kinds_block(groups),
        "statements": statements_block(table),
    }
    text = PAGE.read_text(encoding="utf-8")
    for name, block in blocks.items():
        # no backslash stands in a block, which a replacement would take for a group
        text = re.sub(_BLOCK.format(name), block, text, flags=re.DOTALL)
    PAGE.write_text(text, encoding="utf-8")


def _example(encoder: TextEncoder, console: Console) -> Bench | None:
    try:
        return judge_planted(OUTPUTS, encoder)
    except TableError as err:
        console.print(f"The example corpus is left out: {err}")
        return None


def _judge_summary(bench: Bench, judge: str) -> dict[str, object]:
    said, known = bench.answers[judge], bench.known
    hits, goals = int((said & known).sum()), _right(bench, judge)
    counted = Counter(map(outcome, bench.true(), bench.said(judge)))
    found: dict[str, object] = {
        "links_said": int(said.sum()),
        "precision": _share(hits, int(said.sum())),
        "recall": _share(hits, int(known.sum())),
        "f1": decision_measures(said, known)["f1"].to_json(),
        "goals_right": _share(int(goals.sum()), len(goals)),
        "outcomes": {each: counted[each] for each in OUTCOMES},
    }
    if judge != ENGINE:
        found["against_kopling"] = _mcnemar(goals, _right(bench, ENGINE))
    return found


def _mcnemar(other: Known, own: Known) -> dict[str, float]:
    """Goals that one alone has right, and the exact two-sided p of such a split (McNemar 1947)."""
    only_other, only_own = int((other & ~own).sum()), int((own & ~other).sum())
    apart = only_other + only_own
    p = float(binomtest(only_own, apart).pvalue) if apart else 1.0
    return {"only_it": only_other, "only_kopling": only_own, "p": float(f"{p:.3g}")}


def _share(found: int, tried: int) -> dict[str, float | int | None]:
    low, high = wilson(found, tried)
    value = found / tried if tried else None
    return {
        "value": None if value is None else round(value, 4),
        "n": tried,
        "low": round(low, 4),
        "high": round(high, 4),
    }


def _shown(estimate: Mapping[str, float | None]) -> str:
    value = estimate["value"]
    if value is None:
        return "–"
    return f"{value:.2f} ({estimate['low']:.2f}–{estimate['high']:.2f})"


def _right(bench: Bench, judge: str) -> Known:
    return np.asarray((bench.answers[judge] == bench.known).all(axis=1))


def _only(link_set: LinkSet, goals: set[str]) -> LinkSet:
    kept = link_set.source["id"].isin(goals)
    return LinkSet(
        link_set.name,
        link_set.source[kept].reset_index(drop=True),
        link_set.target,
        link_set.known[kept.to_numpy()],
    )


def _in_order(bench: Bench, numbers: Sequence[str]) -> Bench:
    if sorted(bench.numbers) != list(numbers):
        raise TableError(f"expected objectives {numbers}, came {sorted(bench.numbers)}")
    columns = [bench.numbers.index(number) for number in numbers]
    return replace(
        bench,
        numbers=list(numbers),
        known=bench.known[:, columns],
        answers={judge: linked[:, columns] for judge, linked in bench.answers.items()},
        cosine=bench.cosine[:, columns],
    )


def _joined(answers: Sequence[Objectives]) -> list[str]:
    return [" ".join(sorted(each)) for each in answers]


if __name__ == "__main__":
    main()
