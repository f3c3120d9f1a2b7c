"""Small documents of each kind, worded and laid out as municipalities do, none like another."""

from pipeline.parsing.flow import Flow
from tests.parsing.building import flow, grid, heading, line

SAMFUNNSDEL = flow(
    heading("Kommuneplanens samfunnsdel 2024–2036"),
    line("Vedtatt av kommunestyret 14. desember 2023"),
    heading("Vår visjon", 2),
    line("«Sammen skaper vi framtida»"),
    heading("Satsingsområde 1: Gode oppvekstvilkår", 2),
    line("Barn og unge er framtida vår, og elevtallet har gått ned i ti år."),
    heading("Mål", 3),
    line("- Alle barn og unge opplever mestring og tilhørighet"),
    line("- Flere fullfører videregående opplæring"),
    heading("Slik vil vi ha det:", 3),
    line("- Skoler og barnehager er trygge møteplasser"),
    heading("Strategier", 3),
    line("- Styrke samarbeidet mellom hjem, skole og barnehage"),
    line("- Bruke nærmiljøet som læringsarena"),
    heading("Arealstrategi", 2),
    line("Arealdelen skal bygge opp under samfunnsdelen."),
)
SAMFUNNSDEL_NYNORSK = flow(
    heading("Kommuneplan for Fjellvang 2020–2032"),
    heading("Samfunnsdelen", 2),
    line("Hovudmål 1: Fjellvang skal vere ein god stad å bu"),
    line("Delmål 1.1: Alle innbyggjarar har tilgang til eit variert kulturtilbod"),
    line("Kommunen vil:"),
    line("- arbeide for fleire bustader i sentrum"),
    line("- leggje til rette for frivillig arbeid"),
    line("Hovudmål 2: Fjellvang skal ha eit sterkt næringsliv"),
)
STRATEGISK_PLAN = flow(
    heading("Municipal master plan 2022–2034, community part"),
    heading("Main goal 1: An inclusive municipality", 2),
    line("The municipality will:"),
    line("- work to include newcomers in local associations"),
)
TEMAPLAN = flow(
    heading("Temaplan for klima og miljø 2023–2030"),
    line("Temaplanen følger opp kommuneplanens samfunnsdel, mål 3."),
    heading("Mål og tiltak", 2),
    line("Hovedmål: Klimagassutslippene i kommunen skal halveres innen 2030."),
    heading("Tiltak", 3),
    line("- Bygge ut ladepunkter ved alle kommunale bygg"),
    line("- Innføre klimabudsjett fra 2024"),
)
KOMMUNEDELPLAN = flow(
    heading("Kommunedelplan for idrett, friluftsliv og folkehelse"),
    line("Planperiode 2021–2025"),
    heading("Målsettinger", 2),
    line("- Flest mulig er fysisk aktive hele livet"),
    line("- Anleggene er tilgjengelige for alle"),
)
DELPLAN_NYNORSK = flow(
    heading("Kommunedelplan helse og omsorg 2022–2030"),
    heading("Delmål", 2),
    line("- Innbyggjarane meistrar eigen kvardag lengst mogleg"),
    line("- Pårørande opplever støtte i omsorgsrolla"),
)
HANDLINGSPLAN = flow(
    heading("Handlings- og økonomiplan 2024–2027"),
    heading("Kommunedirektørens forslag", 2),
    heading("Oppvekst", 2),
    heading("Status og utfordringer", 3),
    line("- Elevtallet går ned, og flere skoler har ledige plasser"),
    heading("Mål for området", 3),
    line("- Alle elever trives på skolen"),
    line("- Barnehagene har nok kvalifisert personale"),
    heading("Tiltak", 3),
    grid(
        ("Tiltak", "2024", "2025", "2026", "2027"),
        ("Redusere bruken av vikarer", "-1 200", "-1 200", "-1 200", "-1 200"),
        ("Styrke helsesykepleiertjenesten", "800", "800", "800", "800"),
        ("Legge ned avdeling Bekkelia", "-500", "-1 000", "-1 000", "-1 000"),
    ),
)
HANDLINGSPROGRAM_NYNORSK = flow(
    heading("Handlingsprogram med økonomiplan 2021-2024"),
    heading("Helse og omsorg", 2),
    line("Utfordringar:"),
    line("- Talet på eldre aukar"),
    line("Mål:"),
    line("- Fleire bur heime så lenge dei ønskjer"),
    line("Strategiar:"),
    line("- Satse på kvardagsrehabilitering"),
)
OKONOMIPLAN = flow(
    heading("Økonomiplan 2026–2029 Årsbudsjett 2026"),
    heading("201 Førskole", 2),
    line("Rammen økes med 2 mill. kroner fra 2026."),
    heading("202 Grunnskole", 2),
    line("Det opprettes to nye stillinger som miljøterapeut."),
)
BUDSJETT = flow(
    heading("Budsjett 2025"),
    heading("Driftsrammer for tjenesteområdene", 2),
    grid(("Område", "Budsjett 2024", "Budsjett 2025"), ("Skole", "120 000", "124 500")),
    line("Resultatmål: Sykefraværet er under 7 prosent innen utgangen av 2025."),
)
ARSBUDSJETT = flow(
    heading("Årsbudsjett 2023 – detaljert budsjett"),
    line("Driftsrammene er fordelt på enhetene."),
    grid(("Ansvar", "Lønn", "Drift"), ("3100 Skole", "12 000", "2 000")),
)
BUDSJETT_NYNORSK = flow(
    heading("Årsbudsjett 2022"),
    line("Budsjettrammer for einingane er vist i tabell 1."),
    heading("Resultatmål", 2),
    line("- Alle vedtak er fatta innan fristen"),
)
VIRKSOMHETSPLAN = flow(
    heading("Virksomhetsplan 2024"),
    line("Enhet: Solbakken barnehage"),
    grid(
        ("Resultatmål", "Mål for enheten", "Tiltak", "Støtte"),
        ("Barna har et rikt språk", "Alle barn deltar i språkgruppe", "Språkgrupper", "PPT"),
    ),
)
LEDERAVTALE = flow(
    heading("Lederavtale mellom kommunalsjef og enhetsleder ved Lia skole"),
    line("Avtaleperiode: 1.1.2025–31.12.2025"),
    heading("1. Felles mål for hele kommunen", 2),
    line("- Sykefraværet er under 8 prosent"),
    heading("4. Enhetens egne mål", 2),
    line("- Alle elever på 3. trinn leser flytende"),
    heading("5. Personlige utviklingsmål", 2),
    line("- Bli bedre til å delegere"),
)
LEIARAVTALE = flow(
    heading("Leiaravtale 2023 for Vågen skule"),
    grid(
        ("Resultatmål", "Mål for eininga", "Tiltak", "Støtte frå"),
        ("Elevane trivst", "Ingen elevar vert mobba", "Trivselsleiarar", "PPT"),
    ),
)
SAKSFRAMLEGG = flow(
    line("Saksnr.: 2021/1234"),
    heading("Saksframlegg"),
    line("PS 45/22 Kommunestyret"),
    heading("Ny svømmehall på Moan"),
    heading("Kommunedirektørens forslag til vedtak", 2),
    line("1. Det bygges ny svømmehall på Moan."),
    line("2. Kostnaden, 80 mill. kroner, dekkes ved lån."),
    heading("Saksopplysninger", 2),
    line("Dagens svømmehall ble bygd i 1974."),
)
PROTOKOLL = flow(
    heading("Møteprotokoll"),
    line("Utvalg: Kommunestyret"),
    line("Møtedato: 16.06.2022"),
    line("Sak 118/22"),
    heading("Framtidig skolestruktur"),
    line("Arkivsak 21/3456"),
    heading("Votering", 2),
    line("Forslaget fra Ap ble vedtatt med 14 mot 11 stemmer."),
    heading("Kommunestyrets vedtak", 2),
    line("1. Bekkelia skole legges ned fra 1. august 2023."),
    line("2. Elevene overføres til Lia skole."),
)
SAK_NYNORSK = flow(
    line("Arkivsaksnr.: 19/867"),
    heading("Saksframlegg"),
    line("Saksnr. 12/20 Formannskapet"),
    heading("Tilskot til frivilligsentralen"),
    heading("Tilråding", 2),
    line("1. Fjellvang kommune løyver 200 000 kroner til frivilligsentralen i 2020."),
    heading("Vedtak", 2),
    line("1. Fjellvang kommune løyver 250 000 kroner til frivilligsentralen i 2020."),
)
HORINGSUTTALELSE = flow(
    heading("Høringsuttalelse til forslag om ny skolestruktur"),
    line("Fra FAU ved Bekkelia skole"),
    line("Vi viser til høringsbrev av 3. mars."),
    line("FAU mener at skolen må bestå. Skolen har 84 elever."),
    line("Vi ber kommunen utrede samarbeid med Lia skole."),
)
HOYRINGSSVAR = flow(
    heading("Høyringssvar – kulturplan 2021–2025"),
    line("Fjellvang mållag takkar for høvet til å uttale seg."),
    heading("Våre framlegg", 2),
    line("- Planen bør få eit eige kapittel om språk"),
    line("- Biblioteket må ha ope på laurdagar"),
)
INNSPILL = flow(
    heading("Innspill fra helsestasjonen"),
    grid(
        ("Status", "Utfordringer", "Foreslåtte tiltak"),
        ("Fire årsverk", "Lang ventetid", "Felles inntaksteam"),
    ),
)
ARSBERETNING = flow(
    heading("Årsberetning 2023"),
    heading("Oppvekst", 2),
    line("Enheten hadde et mindreforbruk på 1,2 mill. kroner."),
    grid(
        ("Resultatmål", "Mål", "Resultat 2023"),
        ("Elever som trives", "over 90 %", "88 %"),
    ),
)
ARSMELDING = flow(
    heading("Årsmelding 2022 og rekneskap"),
    heading("Måloppnåing", 2),
    line("- Alle elevar har fått tilbod om leksehjelp"),
)
ARSRAPPORT = flow(
    heading("Årsrapport 2021"),
    line("Regnskapet viser et overskudd på 3 mill. kroner."),
)

# kind → its documents, with the years that each says it governs
VARIANTS: dict[str, list[tuple[Flow, int | None, int | None]]] = {
    "kommuneplan": [
        (SAMFUNNSDEL, 2024, 2036), (SAMFUNNSDEL_NYNORSK, 2020, 2032), (STRATEGISK_PLAN, 2022, 2034),
    ],
    "kommunedelplan": [
        (TEMAPLAN, 2023, 2030), (KOMMUNEDELPLAN, 2021, 2025), (DELPLAN_NYNORSK, 2022, 2030),
    ],
    "økonomiplan": [
        (HANDLINGSPLAN, 2024, 2027), (HANDLINGSPROGRAM_NYNORSK, 2021, 2024),
        (OKONOMIPLAN, 2026, 2029),
    ],
    "årsbudsjett": [
        (BUDSJETT, 2025, 2025), (ARSBUDSJETT, 2023, 2023), (BUDSJETT_NYNORSK, 2022, 2022),
    ],
    "lederavtale": [
        (VIRKSOMHETSPLAN, 2024, 2024), (LEDERAVTALE, 2025, 2025), (LEIARAVTALE, 2023, 2023),
    ],
    "bystyresak": [
        (SAKSFRAMLEGG, 2022, None), (PROTOKOLL, 2022, None), (SAK_NYNORSK, 2020, None),
    ],
    "innspill": [
        (HORINGSUTTALELSE, None, None), (HOYRINGSSVAR, None, None), (INNSPILL, None, None),
    ],
    "årsrapport": [
        (ARSBERETNING, 2023, 2023), (ARSMELDING, 2022, 2022), (ARSRAPPORT, 2021, 2021),
    ],
}  # fmt: skip
