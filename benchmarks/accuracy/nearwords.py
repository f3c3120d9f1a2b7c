"""From which cosine on two words count as near in the field space: the border of word pairs.

python -m benchmarks.accuracy.nearwords

The space is learned anew without a share of the glossaries' topics, and the words of those topics
are held against each other: how many pairs of one topic are near, and how many of two topics.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.accuracy.fieldspace import SEED, learn, merged
from benchmarks.accuracy.sets import Known
from benchmarks.accuracy.training import TrainingSet, load_training
from pipeline.coupling.evidence import alike_by_chance, word_keys, word_places
from pipeline.coupling.fieldspace import FieldSpace
from pipeline.embedding.encoder import encoder_by_name
from pipeline.params import EmbeddingParams

LEFT_OUT = 0.4
BORDERS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.6)


@dataclass(frozen=True)
class Glossary:
    """The single words of topics left out, and which two have a topic in common, shape (n, n)."""

    words: list[str]
    one_topic: Known


def split_topics(each: TrainingSet, held: Known) -> tuple[TrainingSet, Glossary]:
    """The set without the topics `held` and all their words; and the words of no other topic."""
    told = np.asarray(each.known[:, held].any(axis=1))
    rest = replace(
        each,
        sources=[text for text, out in zip(each.sources, told.tolist(), strict=True) if not out],
        targets=[text for text, out in zip(each.targets, held.tolist(), strict=True) if not out],
        known=each.known[~told][:, ~held],
    )
    only = told & ~each.known[:, ~held].any(axis=1)
    chosen = [row for row in np.flatnonzero(only) if each.sources[row].isalpha()]
    of_topic = each.known[chosen][:, held].astype(int)
    return rest, Glossary([each.sources[row].lower() for row in chosen], of_topic @ of_topic.T > 0)


def near_pairs(glossary: Glossary, space: FieldSpace) -> list[tuple[float, bool]]:
    """Cosine and "one topic?" of the pairs from the lowest border on that share no stem or part."""
    places = word_places(glossary.words, space)
    keys = [word_keys(word, "nb", frozenset(glossary.words)) for word in glossary.words]
    cosines = np.triu(places @ places.T, 1)
    return [
        (float(cosines[i, j]), bool(glossary.one_topic[i, j]))
        for i, j in zip(*np.nonzero(cosines >= BORDERS[0]), strict=True)
        if keys[i].isdisjoint(keys[j]) and not alike_by_chance(glossary.words[i], glossary.words[j])
    ]


def report(glossaries: Sequence[Glossary], space: FieldSpace) -> str:
    """A line for each border: shares of the pairs of one topic and of two that are near."""
    near = [pair for each in glossaries for pair in near_pairs(each, space)]
    one = sum(int(np.triu(each.one_topic, 1).sum()) for each in glossaries)
    every = sum(len(each.words) * (len(each.words) - 1) // 2 for each in glossaries)
    lines = [f"{one} pairs of one topic, {every - one} of two"]
    for border in BORDERS:
        together = sum(is_one for cosine, is_one in near if cosine >= border)
        apart = sum(not is_one for cosine, is_one in near if cosine >= border)
        lines.append(f"{border:.2f}  {together / one:.2%}  {apart / (every - one):.4%}")
    return "\n".join(lines)


def main() -> None:
    """Learn without the topics left out, and print the table."""
    random = np.random.default_rng(SEED)
    kept, glossaries = [], []
    for each in load_training():
        if each.style == "topics":
            each, glossary = split_topics(each, random.random(len(each.targets)) < LEFT_OUT)
            glossaries.append(glossary)
        kept.append(each)
    print(report(glossaries, learn(merged(kept), encoder_by_name(EmbeddingParams()))))


if __name__ == "__main__":
    main()
