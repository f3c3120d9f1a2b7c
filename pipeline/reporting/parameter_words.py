"""What each parameter does, in the reader's words; tests hold that none lacks them."""

from pipeline.speech import Words
from pipeline.speech import marked as _

STAGE_WORDS = Words(
    {
        "extraction": _("lesing av filer"),
        "parsing": _("dokumenter til avsnitt"),
        "goals": _("avsnitt til mål"),
        "embedding": _("tekst til vektorer"),
        "coupling": _("mål til koplinger"),
        "scoring": _("koplinger til tall"),
        "specification": _("andre valg"),
        "reporting": _("rapporten"),
        "reviewing": _("vurderingssiden"),
        "pictures": _("bilder av sidene"),
    }
)
PARAMETER_WORDS = Words(
    {
        "extraction.seconds_per_file": _("sekunder en fil kan ta før resten av sidene avvises"),
        "extraction.seconds_per_page": _("sekunder en side kan ta før den avvises"),
        "extraction.seconds_per_step": _("sekunder for å åpne en fil eller gjenkjenne en side"),
        "extraction.megabytes_per_file": _("minne hver lesing kan bruke"),
        "extraction.pages_per_file": _("sider som leses av en fil"),
        "extraction.characters_per_file": _("tegn som leses av en fil"),
        "extraction.characters_per_page": _("tegn som leses av en side"),
        "extraction.ocr": _("om sider uten tekst blir gjenkjent fra bildet"),
        "extraction.ocr_confidence_least": _(
            "sikkerhet som en gjenkjent tekst må ha for ikke å være usikkert lest"
        ),
        "parsing.include_personal": _("om lederes personlige utviklingsmål leses"),
        "goals.shortest_goal_words": _("ord et mål minst må ha"),
        "goals.longest_goal_words": _("ord et mål høyst kan ha"),
        "embedding.encoder": _("hva som gjør tekst til vektorer"),
        "embedding.batch_size": _("tekster som gjøres om på én gang"),
        "coupling.linked_from": _("sannsynlighet som alltid er nok til at en kopling er avgjort"),
        "coupling.linked_least": _("sannsynlighet som aldri er nok under dette"),
        "coupling.verbatim_from": _(
            "del av ordene som må være tatt over for at koplingen er ordrett"
        ),
        "coupling.topical_from": _("sannsynlighet fra hvilken et uavgjort par har samme tema"),
        "coupling.goal_above": _("hvor mye et mål teller med i det som sies om målet over"),
        "coupling.money_least": _("sannsynlighet fra hvilken en budsjettlinje tas med"),
        "coupling.keep_per_goal": _("mål i planen som beholdes for hvert mål"),
        "coupling.likenesses_kept": _("likheter som beholdes for hver tekst"),
        "coupling.likeness_least": _("sannsynlighet en likhet minst må ha"),
        "coupling.likeness_always_from": _("sannsynlighet fra hvilken en likhet alltid beholdes"),
        "coupling.likeness_taken_from": _(
            "del av ordene tatt over som alltid er nok til å beholde en likhet"
        ),
        "coupling.seed": _("frø for hvilke par som trekkes, og for intervallene om riktighet"),
        "coupling.folds": _("deler målene deles i når det lærte prøves"),
        "coupling.interval": _("hvor mye av trekningene et intervall om riktighet dekker"),
        "coupling.bootstrap_samples": _("trekninger bak et intervall om riktighet"),
        "coupling.fewest_drawn": _("trukne par som trengs før noe sies om riktighet"),
        "coupling.wanted_half_width": _("hvor nøyaktig F1 er ønsket, pluss eller minus"),
        "scoring.bootstrap_samples": _("trekninger bak et intervall"),
        "scoring.interval": _("hvor mye av trekningene et intervall dekker"),
        "scoring.seed": _("frø for tilfeldige tall; samme frø gir samme intervaller"),
        "scoring.border_responsiveness": _("grensen mellom responsiv og ikke"),
        "scoring.border_distinctiveness": _("grensen mellom særpreget og ikke"),
        "scoring.smallest_sample": _("egne mål som trengs for intervall og plassering"),
        "scoring.shortest_shared_run": _("ord på rad som må være like for å regnes som tatt over"),
        "scoring.money_from": _("sannsynlighet fra hvilken en budsjettlinje handler om målet"),
        "scoring.money_sure": _("sannsynlighet fra hvilken den sikkert gjør det"),
        "scoring.chain_broken_below": _("svakeste ledd under dette: kjeden er brutt"),
        "scoring.chain_whole_from": _("svakeste ledd fra dette: kjeden er hel"),
        "scoring.isomorphism_least": _("sannsynlighet fra hvilken to enheters mål er like"),
        "scoring.copied_from": _("del av ordene som må være de samme for at et mål er kopiert"),
        "scoring.parent_taken_over_from": _(
            "del av ordene fra et mål over som forklarer en likhet"
        ),
        "scoring.parent_goals_most": _(
            "mål under samme overordnede mål før det er for vidt til å forklare noe"
        ),
        "scoring.case_same_from": _("sannsynlighet fra hvilken to utsagn i en sak sier det samme"),
        "scoring.case_same_least": _("sannsynlighet under hvilken de ikke gjør det"),
        "scoring.case_opposed_from": _(
            "hvor mye to utsagn må trekke hver sin vei for at det ene avviser det andre"
        ),
        "scoring.succession_from": _("sannsynlighet fra hvilken et mål er fjorårets, endret"),
        "scoring.succession_least": _("sannsynlighet under hvilken det er et annet mål"),
        "scoring.left_over_words": _(
            "del av ordene fra en eldre plan som gjør et mål til en rest av den"
        ),
        "scoring.fewest_areas": _("områder som trengs for å si hva som følger hva"),
        "scoring.agreement_least": _("par vurdert av to som trengs for et tall om enighet"),
        "scoring.agreement_block": _("slike par i hvert steg over tid"),
        "scoring.drift_block": _("prøver av en koder i hvert steg over tid"),
        "scoring.empty_words": _("ord som alene ikke fyller en rute for tiltak eller støtte"),
        "specification.encoders": _("enkodere som prøves"),
        "specification.segmentations": _(
            "hva som prøves som ett mål: målet, ledd for ledd, med tiltak"
        ),
        "specification.cuts": _("sannsynligheter som prøves som grense for en kopling"),
        "specification.border_shifts": _("hvor mye begge grensene flyttes"),
        "reporting.links_per_goal": _("koplinger som vises for hvert mål, foruten de avgjorte"),
        "reporting.mask_names": _("om navn på personer er maskert"),
        "pictures.in_report": _("hvilke sider rapporten viser bilder av"),
        "pictures.most": _("bilder rapporten høyst har"),
        "pictures.width": _("bredde på bildene, i bildepunkter"),
        "reporting.languages": _("språkene rapporten er skrevet på"),
        "reviewing.random_share": _("del av parene som trekkes tilfeldig"),
        "reviewing.settles_share": _("del som kan avgjøre en enhets plassering"),
        "reviewing.border_share": _("del nærmest grensen mellom kopling og ikke"),
        "reviewing.double_share": _("del som en annen koder har vurdert"),
        "reviewing.known_share": _("del med kjent svar"),
        "reviewing.repeat_share": _("del som koderen har vurdert før"),
        "pictures.seconds_per_picture": _("sekunder det kan ta å tegne en side"),
        "pictures.megabytes_per_worker": _("minne hver tegning kan bruke"),
        "pictures.workers": _("prosesser som tegner"),
        "pictures.megabytes_kept": _("bilder som tas vare på, i megabyte"),
    }
)
