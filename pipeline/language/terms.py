"""What statements are compared by: stems of their words, and of what compounds are made of."""

from collections.abc import Collection, Sequence

from pipeline.language.compounds import all_parts, with_compound_parts
from pipeline.language.stem import content_stems, stem
from pipeline.language.wordlists import function_words


def content_terms(documents: Sequence[Sequence[str]], languages: Sequence[str]) -> list[list[str]]:
    """For each document the stems of its content words, then those of their compounds' parts.

    `documents` holds lower-case tokens, `languages` nb, nn or en for each. Norwegian compounds are
    split by how common their parts are, and by the words of all the documents; English words show
    what begins or ends them and stands alone elsewhere.

    >>> content_terms([["barnehageplassar"], ["planning", "replanning"]], ["nn", "en"])
    [['barnehageplass', 'barnehag', 'plass'], ['plan', 'replan', 'plan']]
    """
    words = frozenset(word for document in documents for word in document)
    stems = [
        content_stems(document, language)
        for document, language in zip(documents, languages, strict=True)
    ]
    english = [name == "en" for name in languages]
    shown = iter(with_compound_parts([own for own, is_en in zip(stems, english, strict=True) if is_en]))
    return [
        next(shown) if language == "en" else own + part_stems(document, language, words)
        for own, document, language in zip(stems, documents, languages, strict=True)
    ]


def part_stems(document: Sequence[str], language: str, corpus: Collection[str]) -> list[str]:
    """Stems of the parts of the document's compounds, in order, parts of parts after them."""
    small = function_words(language)
    return [
        stem(part, language)
        for word in document
        if word not in small
        for part in all_parts(word, language, corpus)
    ]
