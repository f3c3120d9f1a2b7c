"""Words and numbers as they are written, in lower case, with æ, ø and å intact."""

import re
from collections.abc import Sequence

from pipeline.language.normalise import normalise_text

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


def tokenise(text: str) -> list[str]:
    r"""The words and numbers of a text, lower case; a hyphen parts words, a decimal comma does not.

    >>> tokenise("Ba\u0308rekraftsmål og a\u030arsbudsjett for 2024: 2,5 %")
    ['bärekraftsmål', 'og', 'årsbudsjett', 'for', '2024', '2,5']
    """
    return _TOKEN.findall(normalise_text(text).lower())


def word_ngrams(tokens: Sequence[str], length: int) -> list[tuple[str, ...]]:
    """Every run of `length` tokens, in order; none where there are fewer tokens.

    >>> word_ngrams(["lun", "havn", "åpent"], 2)
    [('lun', 'havn'), ('havn', 'åpent')]
    """
    return [tuple(tokens[i : i + length]) for i in range(len(tokens) - length + 1)]
