"""Boolean keyword queries, as text2sdg answers which of the UN's goals a text is about.

A stand-in for the method, not for the package: there, queries with AND, OR, NOT and wildcards say
for each goal which words make a text one about it, and any query that hits is enough (Meier, Mata
& Wulff, R package text2sdg, CRAN).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import yaml

from benchmarks.accuracy.sets import GOLD, Known
from pipeline.errors import InputError
from pipeline.language.normalise import normalise_text

QUERIES = GOLD / "sidebyside" / "queries.yaml"


@dataclass(frozen=True)
class Query:
    """Groups of alternatives: one of each in `every` must stand in a text, none of `no`.

    >>> Query.of("miljø* & skole* | barnehage* & !arbeidsmiljø*").hits("Miljøet i barnehagene")
    True
    """

    every: tuple[str, ...]
    no: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Query":
        """The query as it is written: groups joined by &, alternatives by |, ! for none of these.

        Raises InputError where a group is empty, or where nothing is asked for.
        """
        groups = [group.strip() for group in text.split("&")]
        every = [group for group in groups if not group.startswith("!")]
        no = [group.removeprefix("!") for group in groups if group.startswith("!")]
        if not every or not all(
            word.strip() for group in (*every, *no) for word in group.split("|")
        ):
            raise InputError(f"expected words between & and | in the query, came: {text}")
        return cls(tuple(every), tuple(no))

    def hits(self, text: str) -> bool:
        """Whether the text is one that the query asks for, in whatever case."""
        said = normalise_text(text).casefold()
        asked, barred = self._patterns
        return all(each.search(said) for each in asked) and not any(
            each.search(said) for each in barred
        )

    @cached_property
    def _patterns(self) -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
        return [_pattern(group) for group in self.every], [_pattern(group) for group in self.no]


def _pattern(group: str) -> re.Pattern[str]:
    words = [re.escape(word.strip().casefold()) for word in normalise_text(group).split("|")]
    wild = "|".join(word.replace(r"\*", r"\w*").replace(r"\ ", r"\W+") for word in words)
    return re.compile(rf"(?<!\w)(?:{wild})(?!\w)")


def load_queries(path: Path = QUERIES) -> dict[str, dict[str, list[Query]]]:
    """For each plan, by its key in the file, each objective's number and its queries."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        plan: {number: [Query.of(each) for each in lines] for number, lines in objectives.items()}
        for plan, objectives in content.items()
    }


def keyword_links(texts: Sequence[str], objectives: Mapping[str, Sequence[Query]]) -> Known:
    """True where any of an objective's queries hits a text, shape (texts, objectives).

    >>> asked = {"1": [Query.of("skole*")], "2": [Query.of("buss* | sykkel*")]}
    >>> keyword_links(["Skolebussen går", "Flere på sykkel"], asked).tolist()
    [[True, False], [False, True]]
    """
    return np.array(
        [
            [any(each.hits(text) for each in asked) for asked in objectives.values()]
            for text in texts
        ]
    ).reshape(len(texts), len(objectives))
