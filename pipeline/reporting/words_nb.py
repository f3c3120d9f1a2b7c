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
# how a word in a goal answers one in an objective
WORD_RELATION_WORDS = {
    "same": "samme ord",
    "inflected": "bøyd",
    "nynorsk": "nynorsk",
    "compound": "sammensatt",
    "abbreviation": "forkortet",
    "near": "samme felt",
}
# what carried a link; views that say nearly the same are told together
CARRIED_WORDS = {
    "mening": ("carried_by_encoder", "carried_by_parts"),
    "fagfelt": ("carried_by_field",),
    "ord": ("carried_by_words", "carried_by_coverage"),
    "bokstaver": ("carried_by_characters",),
    "målet over": ("carried_by_goal_above",),
    "motsatt retning": ("carried_by_opposed",),
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
    "hidden_text": "usynlig tekst",
    "missing": "finnes ikke",
    "no_text_layer": "uten tekstlag",
    "not_a_file": "ikke en vanlig fil",
    "not_a_pdf": "ikke en PDF",
    "too_large": "krever for mye minne",
    "too_slow": "tar for lang tid",
    "truncated": "avkuttet fil",
    "unreadable": "kan ikke åpnes",
    "unsupported": "leses ikke i dette formatet",
}
# what is to be known about how a file was read
FLAG_WORDS = {
    "recognised": "skannet",
    "recognised_anew": "lest fra bildet",
    "hidden_layer": "skannet, med tekstlag",
    "doubtful_recognition": "usikkert lest",
    "garbled_text": "feil tegnsett",
    "joined_words": "ord uten mellomrom",
    "spaced_letters": "bokstaver hver for seg",
    "no_text_layer": "uten tekstlag",
    "hidden_text": "usynlig tekst",
    "pages_skipped": "over grensen",
    "pages_rejected": "sider avvist",
    "repaired": "reparert",
    "tracked_changes": "sporede endringer",
    "attached_files": "vedlegg i filen",
    "tables_differ": "summer som ikke stemmer",
    "no_goals": "ingen mål funnet",
    "nothing_under": "uten noe under seg",
    "numbers_missing": "hull i nummereringen",
    "numbers_again": "samme nummer flere ganger",
}
FLAG_MEANINGS = {
    "recognised": "Sidene er bilder. Ordene er gjenkjent maskinelt og kan ha feil bokstaver.",
    "recognised_anew": "Tekstlaget i filen var uleselig. Ordene er gjenkjent fra sidens bilde.",
    "hidden_layer": "Sidene er bilder med et tekstlag fra en tidligere gjenkjenning, som er brukt.",
    "doubtful_recognition": "Gjenkjent med lav sikkerhet: hold dem mot siden før du siterer.",
    "garbled_text": "Bokstavene i filen er ikke dem siden viser. Mål her kan ikke finnes.",
    "joined_words": "Mellomrom mangler mellom mange ord, så mål kan være oversett.",
    "spaced_letters": "Ordene er skrevet med mellomrom mellom bokstavene og kan være oversett.",
    "no_text_layer": "Sidene er bilder, og teksten er ikke gjenkjent.",
    "hidden_text": "Tekst som ikke synes på siden, er utelatt.",
    "pages_skipped": "Det som står etter grensen, er ikke lest.",
    "pages_rejected": "Sidene kunne ikke leses.",
    "repaired": "Filen var skadet og er lest etter en reparasjon.",
    "tracked_changes": "Dokumentet har sporede endringer: det innsatte er lest, det slettede ikke.",
    "attached_files": "Andre filer ligger i filen. De er ikke lest: lagre dem og legg dem til.",
    "tables_differ": "Linjene summerer seg ikke til summen som står der.",
    "no_goals": "Dokumenter av dette slaget har mål, men ingen ble funnet. Se om slaget er riktig.",
    "nothing_under": "Andre mål ved siden av har noe under seg. Noe av planen kan være oversett.",
    "numbers_missing": "Numrene hopper over noen mål, som kan være oversett.",
    "numbers_again": "Ulike mål har samme nummer, så henvisninger til dem kan være flertydige.",
}
# with these something is missing or may be wrong; the others tell what was done
DOUBT_FLAGS = frozenset(FLAG_WORDS) - {
    *("recognised", "recognised_anew", "hidden_layer", "hidden_text"),
    *("repaired", "tracked_changes", "attached_files"),
}
# what coders are compared on, and what they are tested by
AGREEMENT_WORDS = {
    "link": "ja eller nei til koplingen",
    "link random": "ja eller nei, trukket tilfeldig",
    "kind": "slag kopling der begge sier ja",
    "kind random": "slag kopling, trukket tilfeldig",
    "objectives": "hvilke av planens mål (MASI)",
    "objectives random": "hvilke mål, trukket tilfeldig",
    "known": "kjent svar",
    "repeat": "spurt om igjen",
}
