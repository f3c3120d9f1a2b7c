"""What is compared sentence by sentence: a case's running text, and statements of several."""

import pandas as pd

from pipeline.language.sentences import split_sentences

COLUMNS = ["owner_id", "owner_is", "sentence", "text", "language"]
# Where one sentence of several may be what was taken up from an innspill or a proposal.
SPLIT_LEVELS = ("bystyresak", "innspill")
NO_RUNNING_TEXT = ("overskrift", "bildetekst", "tabellrad", "tabellhode", "innholdsfortegnelse")
# «Vedlegg:», «Drøftingsprotokoll»: fewer words than this are no sentence.
FEWEST_WORDS = 4


def sentences_to_encode(
    goals: pd.DataFrame, sections: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """SENTENCES without vectors: goals of cases and innspill first, then sections, in their order.

    Of the goals those with two sentences or more; of the sections the running text of a
    saksframlegg, whose paragraphs are no goals and have no vector of their own.
    """
    told = [_of_goals(goals), _of_sections(sections, documents)]
    frames = [_in_sentences(frame) for frame in told]
    counts = frames[0].groupby("owner_id")["sentence"].transform("count")
    return pd.concat([frames[0][counts.gt(1)], frames[1]], ignore_index=True)[COLUMNS]


def _of_goals(goals: pd.DataFrame) -> pd.DataFrame:
    chosen = goals[goals["level"].isin(SPLIT_LEVELS)]
    return chosen.rename(columns={"goal_id": "owner_id"}).assign(owner_is="goal")


def _of_sections(sections: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    cases = documents[documents["kind"].eq("bystyresak")].set_index("document_id")
    running = sections["region"].eq("saksframlegg") & ~sections["kind"].isin(NO_RUNNING_TEXT)
    chosen = sections[running & sections["document_id"].isin(cases.index)]
    return chosen.rename(columns={"section_id": "owner_id"}).assign(
        owner_is="section", language=chosen["document_id"].map(cases["language"])
    )


def _in_sentences(owners: pd.DataFrame) -> pd.DataFrame:
    """One row a sentence, those that are no sentence left out, numbered from 0."""
    split = owners.assign(text=owners["text"].map(split_sentences)).explode("text")
    split = split[split["text"].fillna("").str.split().str.len().ge(FEWEST_WORDS)]
    return split.assign(sentence=split.groupby("owner_id").cumcount())[COLUMNS]
