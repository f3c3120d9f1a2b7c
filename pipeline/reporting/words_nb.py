"""The report's Norwegian words for the values that the tables hold."""

QUADRANT_WORDS = {
    "tight": "tett koplet",
    "loose": "løst koplet",
    "decoupled": "frikoplet",
    "uncoupled": "ukoplet",
    "uavklart": "uavklart",
}
QUADRANT_MEANINGS = {
    "tight": "svarer på planen, og ligger nær planens eller andre enheters ord",
    "loose": "svarer på planen, på sin egen måte",
    "decoupled": "har mål med egne ord, men de svarer ikke på planen",
    "uncoupled": "svarer ikke på planen, og har lite eget",
    "uavklart": "intervallet krysser en grense, så plasseringen kan ikke avgjøres",
}
LINK_KIND_WORDS = {
    "verbatim": "ordrett",
    "rephrased": "omskrevet",
    "concretised": "konkretisert",
    "topical": "samme tema",
    "none": "ingen",
}
LINK_KIND_MEANINGS = {
    "verbatim": "ordene er tatt over fra planen",
    "rephrased": "samme innhold med andre ord",
    "concretised": "samme innhold, gjort lokalt eller målbart",
    "topical": "samme felt, men et annet siktemål",
    "none": "ingen likhet av betydning",
}
# what the goals are held against, as a place in a sentence: «i kommuneplanen»
LEVEL_WORDS = {
    "kommuneplan": "kommuneplanen",
    "kommunedelplan": "kommunedelplanen",
    "økonomiplan": "økonomiplanen",
    "årsbudsjett": "årsbudsjettet",
    "lederavtale": "lederavtalene",
    "bystyresak": "bystyresakene",
    "innspill": "innspillene",
    "årsrapport": "årsrapporten",
    "annet": "de andre dokumentene",
}
AMOUNT_WORDS = {
    "proposal": "forslag",
    "decision": "vedtak",
    "budget": "budsjett",
    "accounts": "regnskap",
}
KIND_SOURCE_WORDS = {"register": "fra registeret", "guessed": "gjettet"}
LANGUAGE_WORDS = {"nb": "bokmål", "nn": "nynorsk", "en": "engelsk"}
PART_WORDS = {
    "kommune": "felles for hele kommunen",
    "tjenesteområde": "felles for tjenesteområdet",
    "tjeneste": "felles for tjenesten",
    "enhet": "enhetens egne",
    "personlig": "lederens egen utvikling",
}
REASON_WORDS = {
    "damaged": "skadet fil",
    "empty": "tom fil",
    "encrypted": "låst med passord",
    "no_text_layer": "uten tekstlag",
    "not_a_file": "ikke en vanlig fil",
    "too_large": "krever for mye minne",
    "too_slow": "tar for lang tid",
    "truncated": "avkuttet fil",
}
