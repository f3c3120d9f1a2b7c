"""Words and numbers as they are written, in lower case, with æ, ø and å intact."""

import re
import sys
from collections.abc import Sequence

from pipeline.language.normalise import normalise_text

# taskTree, DPUMonitor: names that programs give things, written together
_HUMP = re.compile(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])|(?<=[A-ZÆØÅ])(?=[A-ZÆØÅ][a-zæøå]{2})")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


def tokenise(text: str) -> list[str]:
    r"""The words and numbers of a text, lower case; a hyphen parts words, a decimal comma does not.

    Capitals inside a word part it, as in names of programs' things.

    >>> tokenise("Ba\u0308rekraftsmål og a\u030arsbudsjett for 2024: 2,5 %")
    ['bärekraftsmål', 'og', 'årsbudsjett', 'for', '2024', '2,5']
    """
    found = _TOKEN.findall(part_identifiers(normalise_text(text)).lower())
    # many texts are made of few words: each is held once
    return list(map(sys.intern, found))


def part_identifiers(text: str) -> str:
    """The text with names such as taskTree written as their words.

    >>> part_identifiers("BFT og ccmErrorQueue")
    'BFT og ccm Error Queue'
    """
    return _HUMP.sub(" ", text)


def word_ngrams(tokens: Sequence[str], length: int) -> list[tuple[str, ...]]:
    """Every run of `length` tokens, in order; none where there are fewer tokens.

    >>> word_ngrams(["lun", "havn", "åpent"], 2)
    [('lun', 'havn'), ('havn', 'åpent')]
    """
    return [tuple(tokens[i : i + length]) for i in range(len(tokens) - length + 1)]
