"""Goals, vectors, amounts and verdicts → links, likenesses, money, accuracy, and `metrics.json`."""

import json
from pathlib import Path

from pipeline.coupling.fusion import load_fusion
from pipeline.coupling.likenesses import likenesses
from pipeline.coupling.links import links_and_lessons
from pipeline.coupling.metrics import link_metrics
from pipeline.coupling.money import goals_to_money
from pipeline.coupling.sameness import load_sameness
from pipeline.coupling.worth import accuracy_and_worth
from pipeline.errors import TableError
from pipeline.params import CouplingParams, load_stage_params
from pipeline.reviews.settling import settled_pairs
from pipeline.reviews.table import all_carried_verdicts, last_words, verdict_rows
from pipeline.schemas import AMOUNTS, DOCUMENTS, GOALS, LINKS, SECTIONS, VECTORS
from pipeline.schemas.coupling import ACCURACY, LIKENESSES, MONEY, SENTENCES, VERDICTS
from pipeline.stage import OUTPUTS, REVIEWS, run_stage
from pipeline.tables import filled_table, read_table, write_table


def main() -> None:
    """Read goals and vectors, score and decide, save links, likenesses, money and metrics."""
    params = load_stage_params(CouplingParams, "coupling")
    goals, vectors = read_table(GOALS, OUTPUTS), read_table(VECTORS, OUTPUTS)
    encoder = _read_record(OUTPUTS / VECTORS.stage / "encoder.json")
    name = str(encoder.get("encoder"))
    every = all_carried_verdicts(REVIEWS, goals)
    write_table(filled_table(verdict_rows(every), VERDICTS), VERDICTS, OUTPUTS)
    verdicts = last_words(every)
    links, lessons = links_and_lessons(
        goals, vectors, load_fusion(name), params, name, settled_pairs(verdicts)
    )
    write_table(links, LINKS, OUTPUTS)
    documents, sections = read_table(DOCUMENTS, OUTPUTS), read_table(SECTIONS, OUTPUTS)
    near = likenesses(
        documents,
        sections,
        goals,
        vectors,
        read_table(SENTENCES, OUTPUTS),
        load_sameness(name),
        params,
    )
    write_table(near, LIKENESSES, OUTPUTS)
    amounts = read_table(AMOUNTS, OUTPUTS)
    write_table(goals_to_money(goals, amounts, documents, sections, params), MONEY, OUTPUTS)
    accuracy, worth = accuracy_and_worth(verdicts, links, goals, lessons, params)
    write_table(accuracy, ACCURACY, OUTPUTS)
    metrics = link_metrics(links, goals, encoder) | {"verdicts": worth}
    path = OUTPUTS / LINKS.stage / "metrics.json"
    path.write_text(json.dumps(metrics, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _read_record(path: Path) -> dict[str, object]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as err:
        raise TableError(f"{path}: expected the encoder's record: {err}") from err


if __name__ == "__main__":
    run_stage(main)
