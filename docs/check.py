"""Hold the docs to the code: `python -m docs.check` fails where they have drifted apart.

The data dictionary is generated from the schemas and the README's figures from the benchmarks
(`python -m docs.check --write` writes both anew); relative links in every Markdown file must lead
to a file; each parameter must be explained.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from docs.growth import growth_figures
from pipeline.params import Params
from pipeline.schemas import TABLES, Table

ROOT = Path(__file__).parent.parent
DICTIONARY = ROOT / "docs" / "data-dictionary.md"
README = ROOT / "README.md"
METHOD = ROOT / "docs" / "method"
ACCURACY = ROOT / "benchmarks" / "accuracy"
SPEED = ROOT / "benchmarks" / "speed"
_FIGURES = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
_VERDICTS = re.compile(r"(?<=<!-- verdicts -->\n).*?(?=<!-- end of verdicts -->)", re.DOTALL)
_ABLATION = re.compile(r"(?<=<!-- ablation -->\n).*?(?=<!-- end of ablation -->)", re.DOTALL)
_READING = re.compile(r"(?<=<!-- reading -->\n).*?(?=<!-- end of reading -->)", re.DOTALL)
_RECOVERY = re.compile(r"(?<=<!-- recovery -->\n).*?(?=<!-- end of recovery -->)", re.DOTALL)
_REVIEW = re.compile(r"(?<=<!-- review -->\n).*?(?=<!-- end of review -->)", re.DOTALL)
_GROWTH = re.compile(r"(?<=<!-- growth -->\n).*?(?=<!-- end of growth -->)", re.DOTALL)
_ON_PAGES = {
    "headings": "headings, F1",
    "list_items": "list items, F1",
    "paragraphs": "paragraphs, F1",
    "reading_order": "neighbours in order",
    "goals": "goals, F1",
    "goal_kinds": "kind right, of goals found",
}
_PICKED = {
    "passive": "chance",
    "uncertain": "doubt",
    "top": "probability",
    "asked": "`--ask`",
}
_SYSTEMS = ("words", "bm25", "characters", "lsa", "encoder")
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")


def data_dictionary() -> str:
    """The data dictionary as Markdown, a paragraph and a list of columns for each table."""
    head = (
        "# Data dictionary\n\n"
        "Generated from `pipeline/schemas.py` by `python -m docs.check --write`. Every table is "
        "Parquet, checked against its schema when written and when read. A missing value is "
        "missing, never zero. Where a table has the column `municipality`, each one's rows lie "
        "together, in a row group of their own.\n"
    )
    return head + "".join(_paragraph(table) for table in TABLES)


def figures() -> str:
    """The README's table of accuracy, from what the benchmarks wrote last."""
    results = _results("results")
    published = results["published"]["f1"]
    sets = results["sets"] | {
        f"parallel texts: {name}": systems for name, systems in results["parallel"].items()
    }
    head = (
        "| | MAP: word tf-idf | BM25 | character n-grams | LSA | encoder alone "
        "| **kopling** [95 %] | MRR: **kopling** | F1 of decided links: **kopling** "
        "| published F1 |\n"
        "|---|---|---|---|---|---|---|---|---|---|\n"
    )
    return head + "".join(
        _figures_line(name, systems, published.get(name, {})) for name, systems in sets.items()
    )


def verdict_figures() -> str:
    """The README's table of what verdicts are worth: F1 after so many, by who chose the pairs."""
    curves = pd.read_csv(ACCURACY / "learning.csv")
    means = curves.groupby(["set", "picker", "budget"], sort=False)["f1_kept"].mean()
    unseen = curves.groupby(["set", "picker", "budget"], sort=False)["f1_unseen"].mean()
    budgets = sorted(set(curves["budget"]))
    head = "| F1, her verdicts standing (on unseen pairs) | pairs chosen by | "
    head += f"{' | '.join(f'{budget} verdicts' for budget in budgets)} |\n"
    head += f"|---|---|{'---|' * len(budgets)}\n"
    rows = []
    for name, picker in dict.fromkeys(zip(curves["set"], curves["picker"], strict=True)):
        keys = [(name, picker, budget) for budget in budgets]
        cells = [f"{means[key]:.2f} ({unseen[key]:.2f})" for key in keys]
        rows.append(f"| {name} | {_PICKED[picker]} | {' | '.join(cells)} |\n")
    return head + "".join(rows)


def ablation_figures() -> str:
    """The README's table of what each signal is worth in mean average precision."""
    found = pd.read_csv(ACCURACY / "ablation.csv", keep_default_na=False)
    chosen = found[found["measure"].eq("map")]
    sets = list(dict.fromkeys(chosen["set"]))
    head = f"| MAP | {' | '.join(sets)} |\n|---|{'---|' * len(sets)}\n"
    rows = []
    for dropped, part in chosen.groupby("without", sort=False):
        column, form = ("change", "{:+.3f}") if dropped else ("value", "{:.3f}")
        told = part.set_index("set")[column].astype(float).map(form.format)
        label = "without " + str(dropped) if dropped else "all signals"
        rows.append(f"| {label} | {' | '.join(told[name] for name in sets)} |\n")
    return head + "".join(rows)


def reading_figures() -> str:
    """The README's table of how well and how fast documents are read, from the benchmarks."""
    coded, programs = _results("coded"), _results("programs").values()
    books, corpus, goals = _results("gulbok"), _results("reading")["formats"], _results("goals")
    rows = [
        _row(f"coded pages: {name}", *(_share(coded[part][key]) for part in _PARTS))
        for key, name in _ON_PAGES.items()
    ]
    every_item = (_share(coded[part]["goals_if_every_list_item"]) for part in _PARTS[:2])
    rows.append(_row("coded pages: goals if every list item were one, F1", *every_item))
    for role in ("heading", "list_item"):
        values = sorted(program[role]["f1"] for program in programs)
        name = f"designed programs: {role.replace('_', ' ')}s, F1"
        rows.append(_row(name, f"{values[0]:.3f}–{values[-1]:.3f}"))
    rows.append(_row("a state budget's posts right", f"{books['right']} of {books['posts']}"))
    found = goals["all"]
    rows.append(_row("planted goals found", f"{found['found']} of {found['planted']}"))
    error = corpus["scan"]["character_error_rate"]
    rows.append(_row("own scans: characters wrong", f"{100 * error:.2f} %"))
    for name, speed in json.loads((SPEED / "reading.json").read_text(encoding="utf-8")).items():
        ways = ("words_and_tables", "one_core", "all_cores")
        told = " · ".join(f"{speed[way]['times_as_fast']:.1f}" for way in ways)
        label = f"words and tables · whole reading · the same on {speed['cores']} cores"
        rows.append(_row(f"{name}: times as fast as plain pdfplumber: {label}", told))
    head = "| | looked at while building | held out | two coders |\n|---|---|---|---|\n"
    return head + "".join(rows)


_MEASURING = ("scoring", "specification")
_COLUMNS = 4
_RECOVERED = {
    "first": "example corpus",
    "second": "second corpus",
    "untouched": "second, untouched",
}
_PARTS = ("development", "test", "agreement")


def _results(name: str) -> Any:
    return json.loads((ACCURACY / f"{name}.json").read_text(encoding="utf-8"))


def review_figures() -> str:
    """What verdicts teach and tell, and what the page holds, as two sentences' worth of rows."""
    load = json.loads((ROOT / "benchmarks/review/load.json").read_text(encoding="utf-8"))
    coders = _results("reviewing")["coders"]
    counts = [n for n in coders["no errors"] if n in ("50", "100", "200")]
    head = (
        "| a simulated coder's verdicts | F1 on goals without any, before → after "
        "| estimate of F1 holds the truth | so many of a hundred if she errs in a tenth of the "
        "open pairs |\n|---|---|---|---|\n"
    )

    def held(name: str, count: str) -> str:
        share = coders[name][count]["f1_after_held"]
        return "too few to say" if share is None else f"{share:.0%}"

    lines = [
        f"| {count} | {coders['no errors'][count]['f1_unseen_before']:.2f} → "
        f"{coders['no errors'][count]['f1_unseen_after']:.2f} | {held('no errors', count)} "
        f"| {held('a tenth where open', count)} |\n"
        for count in counts
    ]
    pace = f"{load['verdicts_per_minute']:.0f} answers a minute each"
    waits = [f"{load[f'{name}_p95_ms']:.0f} ms" for name in ("saving", "asking")]
    told = (
        f"{load['coders']} coders at one server, {pace}: {load['verdicts']} answers, "
        f"{load['lost']} lost; of a hundred, 95 were saved within {waits[0]} and the next question "
        f"was there within {waits[1]}.\n"
    )
    return f"{head}{''.join(lines)}\n{told}"


def recovery_figures() -> str:
    """The README's table of planted facts found again, by corpus."""
    folder = ROOT / "benchmarks" / "recovery"
    now = json.loads((folder / "recovery.json").read_text(encoding="utf-8"))
    before = json.loads((folder / "untouched.json").read_text(encoding="utf-8"))
    corpora = now | {"untouched": before["second"]}
    questions = dict.fromkeys(name for each in corpora.values() for name in each)
    head = f"| right · uavklart · wrong · not read | {' | '.join(_RECOVERED.values())} |\n"
    rows = []
    for question in questions:
        cells = [_recovered(corpora[key].get(question)) for key in _RECOVERED]
        rows.append(f"| {question} | {' | '.join(cells)} |\n")
    return head + f"|---|{'---|' * len(_RECOVERED)}\n" + "".join(rows)


def _recovered(counts: dict[str, Any] | None) -> str:
    if counts is None:
        return ""
    told = " · ".join(str(counts[name]) for name in ("right", "uavklart", "wrong", "missing"))
    return f"{told} of {counts['n']}"


def _row(*cells: str) -> str:
    filled = (*cells, *[""] * (_COLUMNS - len(cells)))
    return f"| {' | '.join(filled)} |\n"


def _share(measure: dict[str, Any]) -> str:
    told = measure.get("f1") or measure["share"]
    return f"{told['value']:.2f} [{told['low']:.2f}–{told['high']:.2f}]"


def with_figures(readme: str) -> str:
    """The README with its figures as the benchmarks wrote them last."""
    written = _FIGURES.sub(lambda _: f"\n{figures()}\n", readme)
    written = _VERDICTS.sub(lambda _: f"\n{verdict_figures()}\n", written)
    written = _ABLATION.sub(lambda _: f"\n{ablation_figures()}\n", written)
    written = _READING.sub(lambda _: f"\n{reading_figures()}\n", written)
    written = _GROWTH.sub(lambda _: f"\n{growth_figures()}\n", written)
    written = _RECOVERY.sub(lambda _: f"\n{recovery_figures()}\n", written)
    return _REVIEW.sub(lambda _: f"\n{review_figures()}\n", written)


def faults() -> Iterator[str]:
    """Everything in which docs and code disagree, a line each."""
    if not DICTIONARY.is_file() or DICTIONARY.read_text(encoding="utf-8") != data_dictionary():
        yield "docs/data-dictionary.md differs from the schemas: python -m docs.check --write"
    readme = README.read_text(encoding="utf-8")
    if readme != with_figures(readme):
        yield "README.md: other figures than the benchmarks wrote: python -m docs.check --write"
    for path in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]):
        for target in _LINK.findall(path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                yield f"{path.relative_to(ROOT)}: a link leads nowhere: {target}"
    yield from _unexplained_parameters()
    yield from _measures_without_page()


def main() -> None:
    """Write what is generated with `--write`, else say what has drifted and exit with 1."""
    if "--write" in sys.argv:
        DICTIONARY.write_text(data_dictionary(), encoding="utf-8")
        README.write_text(with_figures(README.read_text(encoding="utf-8")), encoding="utf-8")
        return
    found = list(faults())
    sys.stdout.write("\n".join(found or ["docs agree with the code"]) + "\n")
    raise SystemExit(bool(found))


def _figures_line(
    name: str, systems: dict[str, dict[str, dict[str, float]]], published: dict[str, float]
) -> str:
    cells = [f"{systems[system]['map']['value']:.2f}" for system in _SYSTEMS]
    for measure in ("map", "mrr", "f1"):
        own = systems["kopling"][measure]
        cells.append(f"**{own['value']:.2f}** [{own['low']:.2f}–{own['high']:.2f}]")
    cells.append(" · ".join(f"{system} {value:.2f}" for system, value in published.items()))
    return f"| {name} | {' | '.join(cells)} |\n"


def _paragraph(table: Table) -> str:
    rows = "".join(_line(name, column) for name, column in table.whole_schema.columns.items())
    told = ", ".join(f"`{name}`" for name in table.whole_key)
    key = f" One row for each {told}." if told else ""
    return (
        f"\n## {table.name}\n\n`outputs/{table.stage}/{table.name}.parquet`: "
        f"{table.description}{key}\n\n| column | type | what it holds |\n|---|---|---|\n{rows}"
    )


def _line(name: str, column: pa.Column) -> str:
    kind = {
        "str": "text",
        "Int64": "whole number",
        "float64": "number",
        "object": "vector",
        "large_binary[pyarrow]": "bytes",
    }
    dtype = str(column.dtype).replace("string[pyarrow]", "str")  # pandera's versions differ in it
    told = kind.get(dtype, "true/false")
    missing = ", may be missing" if column.nullable else ""
    among = [c.statistics["allowed_values"] for c in column.checks if c.name == "isin"]
    values = f" One of: {', '.join(among[0])}." if among else ""
    return f"| `{name}` | {told}{missing} | {column.description}.{values} |\n"


def _unexplained_parameters() -> Iterator[str]:
    explained = (ROOT / "docs" / "parameters.md").read_text(encoding="utf-8")
    for stage, field in Params.model_fields.items():
        for name in field.annotation.model_fields:  # type: ignore[union-attr]
            if f"`{stage}.{name}`" not in explained:
                yield f"docs/parameters.md does not explain `{stage}.{name}`"


def _measures_without_page() -> Iterator[str]:
    """Each table of measures is named in the index of the method, and each page is linked there."""
    index = (METHOD / "README.md").read_text(encoding="utf-8")
    for table in TABLES:
        if table.stage in _MEASURING and f"`{table.name}`" not in index:
            yield f"docs/method/README.md names no page for the table {table.name}"
    for page in sorted(METHOD.glob("*.md")):
        if page.name != "README.md" and f"]({page.name})" not in index:
            yield f"docs/method/README.md does not link {page.name}"


if __name__ == "__main__":
    main()
