"""What others have published on the same sets, beside which the engine's F1 stands.

Hey, Fuchß, Keim and Koziolek 2025, "Requirements traceability link recovery via
retrieval-augmented generation", REFSQ. F1 over all pairs; VSM and LSI are the classic retrieval
models, the third ranks by a large embedding model, the fourth asks a large language model of each
candidate pair.
"""

SOURCE = "Hey et al., REFSQ 2025"
SETS = ("en-gantt", "en-cm1", "en-modis")
F1 = {
    "VSM": (0.344, 0.429, 0.333),
    "LSI": (0.326, 0.374, 0.292),
    "text-embedding-3-large": (0.544, 0.436, 0.188),
    "GPT-4o, chain of thought": (0.574, 0.519, 0.255),
}


def published_f1(link_set: str) -> dict[str, float]:
    """F1 of each published system on the set, by its name; none where there is none.

    >>> published_f1("en-cm1")["VSM"], published_f1("nb-measures")
    (0.429, {})
    """
    if link_set not in SETS:
        return {}
    return {system: values[SETS.index(link_set)] for system, values in F1.items()}
