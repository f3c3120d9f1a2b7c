"""What is compared piece by piece: a case's running text, and what innspill and cases say."""

import re

import pandas as pd

from pipeline.cases import cases_of_inputs
from pipeline.language.sentences import split_sentences

COLUMNS = ["owner_id", "owner_is", "sentence", "text", "language"]
# Where one point of several may be what was taken up from an innspill or a proposal.
SPLIT_LEVELS = ("bystyresak", "innspill")
NO_RUNNING_TEXT = ("overskrift", "bildetekst", "tabellrad", "tabellhode", "innholdsfortegnelse")
# «Vedlegg:», «Drøftingsprotokoll»: fewer words than this say nothing alone.
FEWEST_WORDS = 4
_CLAUSE_END = re.compile(r"(?<=[,;:])\s+|\s+[–—]\s+")
# «(S, Ø)» behind a proposal says whose it is, not what it is.
_WHOSE = re.compile(r"\s*\([^()]{1,24}\)(?=\.?$)")


def sentences_to_encode(
    goals: pd.DataFrame, sections: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """SENTENCES without vectors: pieces of goals first, then of sections, in their order.

    Of goals those of cases and innspill; of sections the running text of the cases that an
    innspill was written for, whose paragraphs are no goals and have no vector of their own.
    """
    of_goals = _in_pieces(_of_goals(goals))
    whole = of_goals["owner_id"].map(goals.set_index("goal_id")["text"])
    of_sections = _in_pieces(_of_sections(sections, documents))
    kept = [of_goals[of_goals["text"].ne(whole)], of_sections]
    return pd.concat(kept, ignore_index=True)[COLUMNS]


def pieces_of(text: str) -> list[str]:
    """The text's sentences and their clauses, each once, without the bracket that says whose it is.

    A decision may hold two points in one sentence, and a proposal its reason: «én felles kø, og
    hver skole får en fast rådgiver». Pieces of fewer than four words are left out.

    >>> pieces_of("Felles kø for alle, styrt av dato og alvor (S)")
    ['Felles kø for alle, styrt av dato og alvor', 'Felles kø for alle', 'styrt av dato og alvor']
    """
    sentences = [_WHOSE.sub("", sentence) for sentence in split_sentences(text)]
    found = [piece for each in sentences for piece in (each, *_clauses(each))]
    return [piece for piece in dict.fromkeys(found) if len(piece.split()) >= FEWEST_WORDS]


def _clauses(sentence: str) -> list[str]:
    split = _CLAUSE_END.split(sentence)
    return [clause.rstrip(" ,;:") for clause in split] if len(split) > 1 else []


def _of_goals(goals: pd.DataFrame) -> pd.DataFrame:
    chosen = goals[goals["level"].isin(SPLIT_LEVELS)]
    return chosen.rename(columns={"goal_id": "owner_id"}).assign(owner_is="goal")


def _of_sections(sections: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    asked = {name for case in cases_of_inputs(documents, sections).values() for name in case}
    running = sections["region"].eq("saksframlegg") & ~sections["kind"].isin(NO_RUNNING_TEXT)
    chosen = sections[running & sections["document_id"].isin(asked)]
    language = chosen["document_id"].map(documents.set_index("document_id")["language"])
    return chosen.rename(columns={"section_id": "owner_id"}).assign(
        owner_is="section", language=language
    )


def _in_pieces(owners: pd.DataFrame) -> pd.DataFrame:
    """One row a piece, numbered from 0 in its owner."""
    split = owners.assign(text=owners["text"].map(pieces_of)).explode("text")
    split = split.dropna(subset=["text"])
    return split.assign(sentence=split.groupby("owner_id").cumcount())[COLUMNS]
