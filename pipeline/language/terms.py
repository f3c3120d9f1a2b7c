"""What statements are compared by: stems of their words, and of what compounds are made of."""

from collections.abc import Callable, Sequence
from functools import cache

from pipeline.language.compounds import all_parts, with_compound_parts
from pipeline.language.stem import content_stems, stem
from pipeline.language.wordlists import function_words

Parts = Callable[[str, str], tuple[str, ...]]


def content_terms(documents: Sequence[Sequence[str]], languages: Sequence[str]) -> list[list[str]]:
    """For each document the stems of its content words, then those of their compounds' parts.

    `documents` holds lower-case tokens, `languages` nb, nn or en for each. Norwegian compounds are
    split by how common their parts are, and by the words of all the documents; English words show
    what begins or ends them and stands alone in another English document.

    >>> content_terms([["barnehageplassar"], ["broadband"], ["band"]], ["nn", "en", "en"])
    [['barnehageplass', 'barnehag', 'plass'], ['broadband', 'band'], ['band']]
    """
    words = frozenset(word for document in documents for word in document)

    @cache
    def parts(word: str, language: str) -> tuple[str, ...]:
        return all_parts(word, language, words)

    pairs = list(zip(documents, languages, strict=True))
    english = iter(
        with_compound_parts([content_stems(d, "en") for d, name in pairs if name == "en"])
    )
    return [
        next(english)
        if language == "en"
        else content_stems(document, language) + _part_stems(document, language, parts)
        for document, language in pairs
    ]


def _part_stems(document: Sequence[str], language: str, parts: Parts) -> list[str]:
    small = function_words(language)
    return [
        stem(part, language)
        for word in document
        if word not in small
        for part in parts(word, language)
    ]
