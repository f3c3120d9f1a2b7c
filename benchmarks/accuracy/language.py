"""What each step of the word treatment is worth, on its own and all together.

python -m benchmarks.accuracy.language
python -m benchmarks.accuracy.language --encoder   (minutes more: the sentence encoder's texts too)
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import snowballstemmer
from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from benchmarks.accuracy.measures import Result, evaluate
from benchmarks.accuracy.sets import LINK_SETS, Known, load_link_sets
from benchmarks.accuracy.training import load_training
from pipeline.coupling.statements import Matrix, statement_languages
from pipeline.embedding.encoder import encoder_by_name
from pipeline.encoding import TextEncoder
from pipeline.language.abbreviations import expansions, short_forms
from pipeline.language.compounds import split_compound, with_compound_parts
from pipeline.language.nynorsk import bokmal_form, bokmal_text
from pipeline.language.stem import content_stems, stem
from pipeline.language.template import without_template
from pipeline.language.terms import content_terms
from pipeline.language.tokenise import tokenise
from pipeline.language.wordlists import function_words, template_words
from pipeline.params import EmbeddingParams

GOLD = Path("benchmarks/accuracy/gold")
# Shown one by one, with the real ones; the steps were chosen on the others, shown as a mean.
SHOWN = (
    "kommune-oppvekst",
    "nynorsk-oppvekst",
    "nynorsk-helse",
    "nynorsk-miljo",
    "strategier_a-kommune",
)
# As the engine weighs them.
TEMPLATE_WEIGHT = 0.3
# Longer sets take the encoder long.
MOST_ENCODED = 1000
Terms = list[list[str]]
Way = Callable[[str, str], str]
Treatment = Callable[[Sequence[str], Sequence[str]], Terms]


@dataclass(frozen=True)
class Texts:
    """A set of links as texts with their languages."""

    name: str
    sources: list[str]
    targets: list[str]
    languages: list[str]
    known: Known


def main() -> None:
    """Print the three tables: links, the two written standards, compounds."""
    console = Console(width=170)
    sets = list(all_sets())
    console.print(links_table(sets))
    console.print(standards_table())
    console.print(compounds_table())
    if "--encoder" in sys.argv[1:]:
        console.print(encoder_table(sets, encoder_by_name(EmbeddingParams())))


def all_sets() -> Iterator[Texts]:
    """The link sets that are on this machine, then the project's own that are in words."""
    for real in load_link_sets(LINK_SETS):
        sources, targets = real.source["text"].tolist(), real.target["text"].tolist()
        languages = statement_languages([*sources, *targets], "auto")
        yield Texts(real.name, sources, targets, languages, real.known)
    for own in load_training():
        if own.style != "topics":
            given = own.language if own.language in ("nb", "nn", "en") else "auto"
            languages = statement_languages([*own.sources, *own.targets], given)
            yield Texts(own.name, own.sources, own.targets, languages, own.known)


def treatments() -> dict[str, Treatment]:
    """Each step alone on top of the plain stems, then those that are kept, then all of them."""
    plain = _treated(_snowball)
    return {
        "Snowball": plain,
        "+ parts by the corpus": _corpus_parts(_snowball),
        "+ nynorsk led to bokmål": _treated(_nynorsk_led),
        "+ verbs, irregular forms": _treated(stem),
        "+ parts by frequency": _split(_snowball),
        "- phrases of the genre": _without_phrases(plain),
        "+ short forms written out": _written_out(plain),
        "kept: stems and compounds": kept,
        "kept - phrases": _without_phrases(kept),
        "kept + short forms": _written_out(kept),
    }


def kept(texts: Sequence[str], languages: Sequence[str]) -> Terms:
    """The terms that the engine weighs."""
    return content_terms([tokenise(text) for text in texts], languages)


def mean_average_precision(texts: Texts, treatment: Treatment) -> float:
    """MAP of the tf-idf cosine over the treatment's terms."""
    terms = treatment([*texts.sources, *texts.targets], texts.languages)
    return _map(cosines(terms, len(texts.sources)), texts.known)


def _map(score: Matrix, known: Known) -> float:
    rows = known.any(axis=1)
    return evaluate(Result(score[rows]), known[rows])["map"].value


def cosines(terms: Terms, sources: int) -> Matrix:
    """Cosines of the first `sources` documents with the others, template words weighed down."""
    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    weights = vectorizer.fit_transform(terms)
    template = {stem(word, "nb") for word in template_words()}
    names = vectorizer.get_feature_names_out()
    scale = np.array([TEMPLATE_WEIGHT if name in template else 1.0 for name in names])
    unit = normalize(weights.multiply(scale).tocsr())
    return np.asarray((unit[:sources] @ unit[sources:].T).toarray())


def links_table(sets: Sequence[Texts]) -> Table:
    """MAP by treatment and set."""
    table = Table(title="MAP of tf-idf cosine")
    shown = [each for each in sets if _is_shown(each)]
    for head in ("", *(each.name for each in shown), "other Norwegian", "other English"):
        table.add_column(head, justify="left" if not head else "right", no_wrap=not head)
    for name, treatment in treatments().items():
        found = {each.name: mean_average_precision(each, treatment) for each in sets}
        others = [
            [
                found[each.name]
                for each in sets
                if not _is_shown(each) and _is_english(each) is english
            ]
            for english in (False, True)
        ]
        values = [*(found[each.name] for each in shown), *map(np.mean, others)]
        table.add_row(name, *(f"{value:.3f}" for value in values))
    return table


def encoder_table(sets: Sequence[Texts], encoder: TextEncoder) -> Table:
    """MAP of the encoder's centred cosine by what is done to the texts first."""
    heads = ("", "as written", "nynorsk led to bokmål", "without phrases", "led, and both ways")
    table = Table(*heads, title="MAP of the encoder's centred cosine")
    for each in sets:
        if len(each.languages) > MOST_ENCODED or not _is_shown(each):
            continue
        led = [
            bokmal_text(text) if language == "nn" else text
            for text, language in zip([*each.sources, *each.targets], each.languages, strict=True)
        ]
        # what is led over has bokmål's phrases
        bare = [
            without_template(text, "en" if language == "en" else "nb")
            for text, language in zip(led, each.languages, strict=True)
        ]
        raw = centred_cosines([*each.sources, *each.targets], each, encoder)
        first, second = centred_cosines(led, each, encoder), centred_cosines(bare, each, encoder)
        found = [_map(score, each.known) for score in (raw, first, second, first + second)]
        table.add_row(each.name, *(f"{value:.3f}" for value in found))
    return table


def centred_cosines(texts: Sequence[str], of: Texts, encoder: TextEncoder) -> Matrix:
    """Cosines of sources and targets after each side's mean is taken away."""
    vectors = np.asarray(encoder.encode(list(texts)), dtype=float)
    sides = vectors[: len(of.sources)], vectors[len(of.sources) :]
    below, above = (normalize(side - side.mean(axis=0)) for side in sides)
    return np.asarray(below @ above.T)


def standards_table() -> Table:
    """Dice's coefficient of the stems of the same statement in bokmål and in nynorsk."""
    table = Table("", "first two thirds", "last third", title="The same text in two standards")
    pairs = parallel_texts()
    cut = len(pairs) * 2 // 3
    ways: dict[str, Way] = {
        "Snowball": _snowball,
        "nynorsk led to bokmål": _nynorsk_led,
        "kept": stem,
    }
    for name, way in ways.items():
        shares = [shared_stems(part, way) for part in (pairs[:cut], pairs[cut:])]
        table.add_row(name, *(f"{share:.3f}" for share in shares))
    return table


def parallel_texts() -> list[tuple[str, str]]:
    """Objectives, then statements: bokmål and nynorsk."""
    sides = [
        pd.read_csv(GOLD / "parallel" / f"{name}.csv", dtype=str) for name in ("target", "source")
    ]
    both = pd.concat(sides)
    return list(zip(both["text_nb"], both["text_nn"], strict=True))


def shared_stems(pairs: Sequence[tuple[str, str]], way: Way) -> float:
    """Twice the stems that both texts hold over the stems of both, in all."""
    shared = both = 0
    for bokmal, nynorsk in pairs:
        one, other = _bag(bokmal, "nb", way), _bag(nynorsk, "nn", way)
        shared += 2 * (one & other).total()
        both += one.total() + other.total()
    return shared / both


def compounds_table() -> Table:
    """Compounds split as coded, and whole words wrongly split, by half of the gold list."""
    table = Table("half", "split as coded", "whole words split", title="Compounds")
    gold = pd.read_csv(GOLD / "compounds.csv", dtype=str)
    for half in ("tuned", "reported"):
        rows = gold[gold["half"] == half]
        right = [
            "+".join(split_compound(word, language)) == parts
            for word, language, parts in zip(
                rows["word"], rows["language"], rows["parts"], strict=True
            )
        ]
        is_whole = (rows["word"] == rows["parts"]).to_numpy()
        good = np.array(right)
        table.add_row(
            half,
            f"{good[~is_whole].mean():.3f} of {(~is_whole).sum()}",
            f"{1 - good[is_whole].mean():.3f} of {is_whole.sum()}",
        )
    return table


def _snowball(word: str, language: str) -> str:
    name = "english" if language == "en" else "norwegian"
    return str(_STEMMERS[name].stemWord(word))


def _nynorsk_led(word: str, language: str) -> str:
    return _snowball(bokmal_form(word) if language == "nn" else word, language)


_STEMMERS = {name: snowballstemmer.stemmer(name) for name in ("english", "norwegian")}


def _treated(way: Way) -> Treatment:
    def treatment(texts: Sequence[str], languages: Sequence[str]) -> Terms:
        return [
            [way(word, language) for word in _content(text, language)]
            for text, language in zip(texts, languages, strict=True)
        ]

    return treatment


def _corpus_parts(way: Way) -> Treatment:
    return lambda texts, languages: with_compound_parts(_treated(way)(texts, languages))


def _split(way: Way) -> Treatment:
    def treatment(texts: Sequence[str], languages: Sequence[str]) -> Terms:
        terms = _treated(way)(texts, languages)
        for own, text, language in zip(terms, texts, languages, strict=True):
            parts = [split_compound(word, language) for word in _content(text, language)]
            own += [way(part, language) for each in parts if len(each) > 1 for part in each]
        return terms

    return treatment


def _without_phrases(treatment: Treatment) -> Treatment:
    return lambda texts, languages: treatment(
        [without_template(text, name) for text, name in zip(texts, languages, strict=True)],
        languages,
    )


def _written_out(treatment: Treatment) -> Treatment:
    def with_words(texts: Sequence[str], languages: Sequence[str]) -> Terms:
        return [
            own
            + content_stems([word for form in short_forms(text) for word in expansions(form)], name)
            for own, text, name in zip(treatment(texts, languages), texts, languages, strict=True)
        ]

    return with_words


def _content(text: str, language: str) -> list[str]:
    return [word for word in tokenise(text) if word not in function_words(language)]


def _bag(text: str, language: str, way: Way) -> Counter[str]:
    return Counter(way(word, language) for word in _content(text, language))


def _is_shown(texts: Texts) -> bool:
    return texts.name in SHOWN or texts.name.startswith(("nb-", "en-"))


def _is_english(texts: Texts) -> bool:
    return "en" in texts.languages


if __name__ == "__main__":
    main()
