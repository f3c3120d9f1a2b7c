"""Read documents, sections and cells, write goals, amounts and changes."""

import logging
from collections.abc import Iterable, Iterator

from pipeline.apart import PACKAGES, kept_apart, pack, unpack, write_packed
from pipeline.digests import part_digests
from pipeline.goals import corpus
from pipeline.goals.corpus import corpus_goals, corpus_money
from pipeline.municipalities import names_in, read_part
from pipeline.params import GoalsParams, load_running_params, load_stage_params
from pipeline.schemas import AMOUNTS, CELLS, CHANGES, DOCUMENTS, GOALS, SECTIONS
from pipeline.stage import CACHE, OUTPUTS, run_stage
from pipeline.store import Store, code_key, key_of
from pipeline.tables import Parts

# what a municipality's goals and amounts rest on, beside what the documents' own do
CODE = (*corpus.CODE, "apart.py", "errors.py", "municipalities.py", "params.py", "tables.py")

log = logging.getLogger(__name__)


def main() -> None:
    """Sections to goals and amounts, each municipality by itself, where anything has changed."""
    params = load_stage_params(GoalsParams, "goals")
    running = load_running_params()
    parts, named = Parts((DOCUMENTS, SECTIONS), OUTPUTS), names_in(OUTPUTS)
    cells = part_digests([CELLS], OUTPUTS, named)
    about = code_key(CODE, PACKAGES), params.model_dump_json()
    keys = {name: key_of(*about, parts.digest(name), *cells[name].values()) for name in named}

    def made(name: str) -> bytes:
        frames = parts.frames(name)
        documents, sections = frames[DOCUMENTS], frames[SECTIONS]
        goals = corpus_goals(
            documents,
            sections,
            shortest_words=params.shortest_goal_words,
            longest_words=params.longest_goal_words,
            cache=CACHE,
            running=running,
        )
        theirs = read_part(CELLS, OUTPUTS, name, named[name])
        amounts, changes = corpus_money(documents, sections, theirs, cache=CACHE, running=running)
        rows = {GOALS: goals, AMOUNTS: amounts, CHANGES: changes}
        return pack(rows, {table.name: len(frame) for table, frame in rows.items()})

    kept = kept_apart(made, keys, Store(CACHE, "goals/apart"))
    write_packed(_counted(kept), (GOALS, AMOUNTS, CHANGES), OUTPUTS)


def _counted(parts: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The parts as they come; how many rows each has is told."""
    for municipality, content in parts:
        counts = unpack(content, ())[1]
        log.info(
            "goals: %s%d goals, %d amounts, %d changes",
            _before(municipality),
            *(counts[name] for name in ("goals", "amounts", "changes")),
        )
        yield municipality, content


def _before(municipality: str) -> str:
    """The municipality before what is told of it; nothing where it has no name."""
    return f"{municipality}: " if municipality else ""


if __name__ == "__main__":
    run_stage(main)
