"""Who says the same: how right the probabilities of LIKENESSES are, and their numbers.

python -m benchmarks.accuracy.likenesses          measure, write likenesses.json
python -m benchmarks.accuracy.likenesses --fit    fit the shipped numbers anew first

The coded pairs of `gold/likenesses.csv` are measured out of sample, pairs that share a sentence in
one fold. What was planted in the example corpus was never fitted on.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from rich.console import Console
from sklearn.metrics import brier_score_loss, f1_score, roc_auc_score

from benchmarks.accuracy.likenesses_planted import planted_measures
from benchmarks.accuracy.samepairs import (
    CODES,
    CodedPairs,
    Floats,
    code_pairs,
    fit_sameness,
    folds,
    read_pairs,
    sameness_to_json,
)
from benchmarks.accuracy.training import load_training
from pipeline.coupling.sameness import load_sameness, probabilities
from pipeline.coupling.statements import Matrix, prepare_statements, statement_languages
from pipeline.embedding.encoder import encoder_by_name
from pipeline.embedding.lsa import LsaEncoder
from pipeline.encoding import TextEncoder, statement_vectors
from pipeline.language.tokenise import tokenise
from pipeline.params import EmbeddingParams
from pipeline.stage import OUTPUTS

RESOURCES = Path("pipeline/coupling/resources")
MODELS = RESOURCES / "sameness.json"
WRITTEN = Path("benchmarks/accuracy/likenesses.json")
# A stem that stands in fewer statements is as rare as one that stands in none.
FEWEST = 3
SAMPLE = 3000
LSA_COMPANY = 1000
BOOTSTRAPS = 1000
DECIDED = 0.5
BINS = 10
SEED = 20100617
NO_COMPANY = pd.DataFrame({"text": [], "language": []})
NO_MEAN: Matrix = np.zeros(0)


def main() -> None:
    """Fit where asked to, measure, print and write."""
    shipped = encoder_by_name(EmbeddingParams())
    pairs = read_pairs()
    if "--fit" in sys.argv[1:]:
        write_stem_counts()
        _write_models(pairs, shipped)
    coded = code_pairs(pairs, shipped, load_sameness(shipped.name).mean, NO_COMPANY)
    content = {
        "encoder": shipped.name,
        "pairs": len(pairs),
        "codes": {code: int(pairs["code"].eq(code).sum()) for code in CODES},
        "gold": gold_measures(coded),
        "decided_by_code": share_decided(coded),
        "by_relation": f1_by_relation(coded),
        "planted": planted_by_system(coded),
    }
    WRITTEN.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    Console(width=120).print_json(data=content)


def gold_measures(coded: CodedPairs) -> dict[str, dict[str, object]]:
    """AUC and F1 with intervals, Brier score and calibration error, of the model and baselines.

    The model decides at one half; a baseline where F1 is largest in the other folds.
    """
    said = out_of_sample(coded)
    found = {"likeness": _measured(coded, said, said >= DECIDED)}
    for name, values in baselines(coded).items():
        alone = calibrated_alone(coded, values)
        found[name] = _measured(coded, alone, decided_elsewhere(coded, values[0]))
    return found


def decided_elsewhere(coded: CodedPairs, values: Floats) -> npt.NDArray[np.bool_]:
    """Which pairs a value decides for, each fold by the cut that is best in the others."""
    fold, decided = folds(coded.groups), np.zeros(len(values), dtype=bool)
    for each in np.unique(fold):
        rest = fold != each
        decided[~rest] = values[~rest] >= best_cut(coded.is_same[rest], values[rest])
    return decided


def best_cut(is_same: npt.NDArray[np.bool_], values: Floats) -> float:
    """The value from which on deciding for a pair gives the largest F1.

    >>> best_cut(np.array([False, True, True]), np.array([0.2, 0.3, 0.9]))
    0.3
    """
    cuts = np.unique(values)
    return float(max(cuts, key=lambda cut: f1_score(is_same, values >= cut)))


def out_of_sample(coded: CodedPairs) -> Floats:
    """Each pair's probability by a model that was fitted without its fold."""
    fold, said = folds(coded.groups), np.zeros(len(coded.groups))
    for each in np.unique(fold):
        model = fit_sameness(coded, NO_MEAN, fold != each)
        said[fold == each] = probabilities(coded.features[fold == each], model)
    return said


def baselines(coded: CodedPairs) -> dict[str, tuple[Floats, Floats]]:
    """Cosine, Jaccard's index of words and difflib's ratio, of coded pairs and of chance pairs."""
    pairs, count = coded.pairs, len(coded.pairs)
    drawn = coded.chance_rows
    texts = [*zip(pairs["first"], pairs["second"], strict=True)]
    texts += [(pairs["first"].iat[a], pairs["second"].iat[b]) for a, b in drawn]
    told = {
        "cosine": np.concatenate([coded.features["encoder"], coded.chance["encoder"]]),
        "jaccard": np.array([jaccard(*each) for each in texts]),
        "difflib": np.array([difflib_ratio(*each) for each in texts]),
    }
    return {name: (values[:count], values[count:]) for name, values in told.items()}


def calibrated_alone(coded: CodedPairs, values: tuple[Floats, Floats]) -> Floats:
    """Probabilities out of sample from one value alone, fitted in the same folds as the model."""
    as_encoder = CodedPairs(
        coded.pairs,
        (coded.features * 0.0).assign(encoder=values[0]),
        coded.groups,
        (coded.chance * 0.0).assign(encoder=values[1]),
        coded.chance_rows,
    )
    return out_of_sample(as_encoder)


def planted_by_system(coded: CodedPairs) -> dict[str, dict[str, dict[str, float]]]:
    """F1 on what was planted: of the table, and of baselines with the cut that suits the gold."""
    found = {"likeness": planted_measures(OUTPUTS)}
    told = {"jaccard": jaccard, "difflib": difflib_ratio, "cosine": None}
    for name, values in baselines(coded).items():
        cut = best_cut(coded.is_same, values[0])
        found[name] = planted_measures(OUTPUTS, likened_by=told[name], cut=cut)
    return found


def share_decided(coded: CodedPairs) -> dict[str, float]:
    """For each code the share of pairs that get a probability of at least one half."""
    said = pd.Series(out_of_sample(coded) >= DECIDED)
    shares = said.groupby(coded.pairs["code"]).mean()
    return {code: round(float(shares[code]), 3) for code in CODES}


def f1_by_relation(coded: CodedPairs) -> dict[str, float]:
    """F1 at one half, out of sample, for each relation that pairs were written for."""
    said, same = out_of_sample(coded) >= DECIDED, coded.is_same
    rows = coded.pairs.groupby("relation").indices.items()
    return {str(name): round(float(f1_score(same[at], said[at])), 3) for name, at in rows}


def jaccard(first: str, second: str) -> float:
    """Words in common over all words of two texts.

    >>> jaccard("flere barn leser", "barn leser")
    0.6666666666666666
    """
    one, two = set(tokenise(first)), set(tokenise(second))
    return len(one & two) / max(1, len(one | two))


def difflib_ratio(first: str, second: str) -> float:
    """The ratio of Python's difflib over words.

    >>> difflib_ratio("flere barn leser", "barn leser")
    0.8
    """
    return SequenceMatcher(None, tokenise(first), tokenise(second), autojunk=False).ratio()


def calibration_error(said: Floats, is_same: Floats) -> float:
    """Expected calibration error over ten even bins: mean |said − observed| by pairs (Naeini 2015).

    >>> calibration_error(np.array([0.95, 0.95]), np.array([1.0, 0.0]))
    0.45
    """
    place = np.minimum((said * BINS).astype(int), BINS - 1)
    gaps = [
        abs(said[place == each].mean() - is_same[place == each].mean()) * (place == each).mean()
        for each in np.unique(place)
    ]
    return round(float(sum(gaps)), 3)


def _measured(coded: CodedPairs, said: Floats, decided: npt.NDArray[np.bool_]) -> dict[str, object]:
    same = coded.is_same
    return {
        "auc": _estimate(coded, said, lambda same, said: float(roc_auc_score(same, said))),
        "f1": _estimate(coded, decided, lambda same, said: float(f1_score(same, said))),
        "brier": round(float(brier_score_loss(same, said)), 3),
        "ece": calibration_error(said, same.astype(float)),
    }


def _estimate(
    coded: CodedPairs, said: npt.NDArray[Any], measure: Callable[..., float]
) -> dict[str, float]:
    """The measure with its 95 % interval, groups of pairs drawn anew."""
    drawn = np.random.default_rng(SEED)
    rows = list(pd.Series(coded.groups).groupby(coded.groups).indices.values())
    values = []
    for _ in range(BOOTSTRAPS):
        at = np.concatenate([rows[each] for each in drawn.integers(0, len(rows), len(rows))])
        values.append(measure(coded.is_same[at], said[at]))
    low, high = np.quantile(values, [0.025, 0.975])
    value = measure(coded.is_same, said)
    return {"value": round(value, 3), "low": round(float(low), 3), "high": round(float(high), 3)}


def general_statements() -> tuple[list[str], list[str]]:
    """Statements of municipalities from the training sets, each once, and their languages."""
    sets = [each for each in load_training() if each.is_public_task and each.style != "topics"]
    told = {
        text: language
        for each in sets
        for text, language in zip(
            [*each.sources, *each.targets],
            statement_languages([*each.sources, *each.targets], each.language),
            strict=True,
        )
    }
    return list(told), list(told.values())


def write_stem_counts() -> None:
    """Count in how many statements each stem stands; the row without a stem is their number."""
    texts, languages = general_statements()
    terms = prepare_statements(texts, languages).terms
    counts = Counter(each for statement in terms for each in set(statement))
    kept = sorted(each for each, count in counts.items() if count >= FEWEST and each.isalpha())
    frame = pd.DataFrame({"stem": ["", *kept], "statements": [len(texts), *map(counts.get, kept)]})
    frame.to_csv(RESOURCES / "stem_counts.csv", index=False)


def general_mean(encoder: TextEncoder) -> Matrix:
    """The encoder's mean over a sample of general statements, to four decimals."""
    texts, languages = _sample(SAMPLE)
    vectors = statement_vectors(texts, languages, encoder)
    return np.asarray(vectors.mean(axis=0, dtype=np.float64)).round(4)


def _sample(size: int) -> tuple[list[str], list[str]]:
    texts, languages = general_statements()
    chosen = np.random.default_rng(SEED).permutation(len(texts))[:size]
    return [texts[at] for at in chosen], [languages[at] for at in chosen]


def _write_models(pairs: pd.DataFrame, shipped: TextEncoder) -> None:
    """A model for the shipped encoder and one for latent semantic analysis, which has no mean."""
    mean = general_mean(shipped)
    company = pd.DataFrame(dict(zip(("text", "language"), _sample(LSA_COMPANY), strict=True)))
    models = {
        shipped.name: fit_sameness(code_pairs(pairs, shipped, mean, NO_COMPANY), mean),
        "lsa": fit_sameness(code_pairs(pairs, LsaEncoder(), NO_MEAN, company), NO_MEAN),
    }
    content: Mapping[str, object] = {
        "provenance": f"fitted on {len(pairs)} coded pairs by benchmarks/accuracy/likenesses.py",
        "models": {name: sameness_to_json(model) for name, model in models.items()},
    }
    MODELS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    load_sameness.cache_clear()


if __name__ == "__main__":
    main()
