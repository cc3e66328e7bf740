"""What coaches call things in English, German, French and Spanish: the words by which `recognise` knows a session.

All are matched in folded text: lower case, no accents. A space in a phrase also stands for a hyphen or for nothing, so
`long run` is `long-run` and `longrun` too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from runplan.record import Record


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    whole = "|".join(phrase.replace(" ", r"[ -]?") for phrase in phrases)
    return re.compile(rf"(?<![a-z0-9])(?:{whole})(?![a-z0-9])")


class Word(Record):
    """A kind and how it is called. A `sure` word means training wherever it stands; others need company, such as an
    amount. What is `plain` may be something else beside words of everyday life: running errands, a school race."""

    kind: str
    pattern: re.Pattern[str]
    sure: bool = True
    plain: bool = False


def _sure(kind: str, *phrases: str) -> Word:
    return Word(kind, _pattern(phrases))


def _plain(kind: str, *phrases: str) -> Word:
    return Word(kind, _pattern(phrases), plain=True)


def _unsure(kind: str, *phrases: str) -> Word:
    return Word(kind, _pattern(phrases), sure=False, plain=True)


WORDS: tuple[Word, ...] = (
    _sure("rest", "rest day", "day off", "off day", "(?:full|complete) rest", "ruhetag", "lauffrei", "trainingsfrei",
          "jour de repos", "repos complet", "dia de descanso", "descanso total"),
    _sure("time-trial", "time trial", "testlauf", "contre la montre", "contrarreloj"),
    _sure("hill-sprints", "hill sprints?", "bergsprints?", "hugelsprints?", "sprints? en cotes?", "sprints? en cuestas?"),
    _sure("hills", "hill (?:repeats?|reps?|intervals?|session|workout|training|runs?)", "berglaufe?", "hugellaufe?",
          "bergintervalle?", "(?:seance de |fractionnes? en )cotes?", "series? en cuestas?", "cuestas"),
    _sure("fartlek", "fartlek", "fahrtspiel"),
    _sure("progression", "progression (?:long )?runs?", "progression", "progressive runs?", "endbeschleunigung",
          "(?:footing|sortie) progressi(?:f|ve)", "rodaje progresivo", "carrera progresiva"),
    _sure("cruise", "cruise intervals?", "cruise"),
    _sure("run-walk", "run ?/ ?walks?", "run walks?", "walk ?/ ?runs?", "walk runs?", "geh lauf\\w*", "lauf geh\\w*",
          "laufen (?:und|/) gehen", "marche course", "course marche", "correr y (?:caminar|andar)", "caco"),
    _sure("medium-long", "medium long runs?", "medium long", "mlr", "mittellanger (?:lauf|dauerlauf|dl)",
          "sortie semi longue", "rodaje medio"),
    _sure("long", "long (?:slow |easy |trail )?(?:runs?|jog|distance)", "lsd", "lang(?:e[rn]?|sam)? (?:lauf|dauerlauf|dl)",
          "long ?jog", "lala", "sortie longue", "tirada larga", "rodaje largo", "carrera larga", "fondo largo"),
    _sure("recovery", "recovery (?:runs?|jog|miles)", "regenerations?(?: )?(?:lauf|dl|run)",
          "regenerative[rn]? (?:lauf|dauerlauf|dl)", "footing de recup\\w*", "decrassage",
          "rodaje (?:de )?(?:recuperacion|regenerativo)", "trote regenerativo"),
    _sure("reps", "repetitions", "speed reps", "wiederholungslaufe?"),
    _sure("intervals", "intervals?(?: (?:run|training|session|workout))?", "vo2 ?max", "intervall\\w*", "bahntraining",
          "track (?:workout|session|intervals|work)", "speed ?work", "fractionnes?", "vma",
          "seance de piste", "intervalos?", "entrenamiento de series"),
    _sure("tempo", "tempo (?:runs?|intervals?)", "tempo", "threshold(?: (?:runs?|intervals?))?", "tempo ?(?:dauer)?lauf\\w*",
          "tdl", "schwelle(?:n\\w*)?", "seuil", "umbral", "ritmo controlado"),
    _sure("steady", "steady (?:state )?runs?", "steady state", "mdl", "zdl", "(?:mittlerer|zugiger) (?:dauerlauf|dl)",
          "allure (?:marathon|semi)", "ritmo (?:de )?maraton"),
    _plain("race", "races?", "race day", "rennen", "wettkampf\\w*", "volkslauf", "stadtlauf", "competicion",
           "carrera popular", "park ?run", "half ?marathon", "halbmarathon", "semi ?marathon", "medi[oa] ?maraton",
           "ultra ?marathon", "marathon", "maraton"),
    _sure("strides", "strides?", "strider?s", "steigerung(?:en|slaufe?n?)?", "stl", "lignes droites", "rectas", "progresivos"),
    _sure("easy", "easy (?:runs?|jog|miles)", "general aerobic", "aerobic runs?", "base runs?", "foundation runs?",
          "shake ?out(?: run)?", "(?:(?:lockerer?|ruhiger?|langsamer?|leichter?) )?dauerlauf", "ldl", "dl",
          "(?:lockere[rs]?|ruhige[rs]?|leichte[rs]?|gemutliche[rs]?) (?:lauf|laufen|traben|joggen)",
          "locker (?:laufen|joggen|traben)", "footing", "endurance fondamentale", "course (?:facile|lente|douce)",
          "sortie facile", "rodaje(?: (?:suave|facil|ligero))?", "carrera (?:suave|facil|continua)", "trote suave"),
    _plain("strength", "strength(?: (?:training|session|workout|work))?", "weights", "weight ?(?:training|lifting)", "gym",
           "core (?:session|work\\w*|stability|training)", "kraft(?:training|einheit|raum)?", "stabi(?:training|lisation)?",
           "rumpf\\w*", "athletiktraining", "renfo(?:rcement)?(?: musculaire)?", "ppg", "gainage", "muscu(?:lation)?",
           "fuerza", "gimnasio", "pesas"),
    _plain("mobility", "mobility", "stretch(?:ing)?", "foam ?roll\\w*", "yoga", "pilates", "(?:running )?drills",
           "lauf ?abc", "dehnen", "beweglichkeit", "mobilitat", "mobilisation", "blackroll", "etirements?", "mobilite",
           "educatifs", "movilidad", "estiramientos?", "tecnica de carrera"),
    _unsure("long", "long", "lr", "lang(?:er)?", "longue", "larg[oa]", "sl", "tirada"),
    _unsure("recovery", "recovery", "regeneration", "regenerativ[oe]?", "recup\\w*"),
    _unsure("hills", "hills?", "cotes?", "hugel"),
    _unsure("reps", "reps", "repeticiones", "wiederholungen"),
    _unsure("intervals", "series"),
    _unsure("tempo", "ritmo"),
    _unsure("steady", "steady"),
    _unsure("easy", "easy", "locker", "ruhig", "facile", "suave", "facil", "ef"),
    _plain("run", "runs?", "running", "jog", "jogging", "lauf", "laufe", "laufen", "lauftraining", "lauftreff", "joggen",
           "trail ?running", "treadmill", "course a pied", "courir", "correr", "trote", "trotar"),
    _unsure("run", "course", "trail", "carrera", "sortie", "fondo", "cap"),
    _unsure("strength", "core", "lift", "lifting"),
    _unsure("walk", "walk", "walking", "hike", "hiking", "walken", "spaziergang", "wandern", "wanderung", "marche",
            "rando(?:nnee)?", "caminar", "caminata", "senderismo", "andar"),
    _unsure("rest", "rest", "off", "ruhe", "pause", "frei", "repos", "descanso", "libre"),
)  # fmt: skip
"""In the order in which they are looked for: of several words the first kind wins, and what is only said besides, such
as strides or that one runs, stands late."""

ACTIVITIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("bike", _pattern(["bikes?", "biking", "cycl(?:e|ing)", "spinning", "zwift", "rad(?:fahren|tour|training|einheit)?",
                       "fahrrad", "ergometer", "velo", "vtt", "home trainer", "bici(?:cleta)?", "ciclismo"])),
    ("aqua-jog", _pattern(["aqua jog\\w*", "pool run\\w*", "deep water run\\w*", "aqua ?running"])),
    ("swim", _pattern(["swim(?:ming)?", "schwimm\\w*", "natation", "piscine", "nager", "nadar", "natacion", "piscina"])),
    ("elliptical", _pattern(["elliptical", "cross ?trainer", "elliptique", "eliptica"])),
    ("row", _pattern(["rowing", "rower", "rudern", "rameur", "aviron", "remo"])),
    ("ski", _pattern(["(?:cross country |xc |nordic )ski\\w*", "skilanglauf", "langlauf", "ski de fond", "esqui de fondo"])),
    ("", _pattern(["cross ?train(?:ing)?", "xt", "alternativtraining", "entrainement croise", "entrenamiento cruzado"])),
)  # fmt: skip
"""Training that is no running, by the name that the language's `cross` gets; "" where none is said."""

EVERYDAY = _pattern(
    ["meetings?", "calls?", "dentist", "doctor", "physio\\w*", "appointment", "dinner", "lunch", "breakfast", "brunch",
     "birthday", "party", "flight", "drive", "driving", "dogs?", "errands?", "payroll", "scripts?", "school", "dry",
     "board", "interview", "stand ?up", "review", "webinar", "conference", "museum", "cinema", "movie", "concert",
     "theat(?:re|er)", "shop(?:ping)?", "repair", "service", "fix", "cake", "budget", "deadline", "project", "release",
     "planning", "registration", "pick ?up", "tickets?", "expo", "presidential", "mayor", "exam", "lecture", "lesson",
     "server", "test suite", "build", "deploy\\w*", "of course", "crash course", "holidays?", "vacation", "wedding",
     "zahnarzt", "arzt\\w*", "geburtstag\\w*", "termin", "besprechung", "sitzung", "flug", "essen", "elternabend", "kino",
     "konzert", "hund", "anmeldung", "urlaub", "schule", "prufung", "hochzeit", "auto", "rechnung",
     "reunion", "rendez vous", "rdv", "dentiste", "medecin", "anniversaire", "diner", "dejeuner", "vol", "chien",
     "courses", "inscriptions?", "ecole", "vacances", "mariage", "cours",
     "cita", "medico", "dentista", "cumpleanos", "cena", "comida", "almuerzo", "vuelo", "perro", "cine", "concierto",
     "inscripcion", "escuela", "colegio", "vacaciones", "boda", "examen", "compras"]
)  # fmt: skip
"""Words that are not about training: beside one of them `long` or `run` means something else."""

CANCELLED = _pattern(
    ["cancel+ed", "abgesagt", "fallt aus", "entfallt", "annule[es]?", "cancelad[oa]", "anulad[oa]"]
)
"""What programs put before the title of an event that does not take place."""

NOT_A_RACE = re.compile(r"(?:race|marathon|maraton|semi|half)[ -]?(?:pace|effort|tempo|prep\w*|plan)")
"""`race pace` is how fast, not a race."""

A_RACE = _pattern(
    [
        "races?",
        "race ?day",
        "rennen",
        "\\w*wettkampf\\w*",
        "volkslauf",
        "stadtlauf",
        "competicion",
        "carrera popular",
    ]
)
"""What makes a race of a marathon, which may as well be a town's or a film's name."""

_FILLERS = (
    "down a an and at the of with w in on for to then plus incl including by x am pm mit und im zu dann "
    "de la le du et avec puis en a y con el los las por luego run runs running lauf laufen course carrera "
    "session workout training einheit seance entrenamiento pace tempo allure ritmo race about ca circa "
    "environ etwa "
)
FILLERS = frozenset(_FILLERS.split())
"""Words that a line loses without losing anything."""

WARMUP = r"(?:w/?u|warm[ -]?up|einlaufen|ela|echauffement|echauf|calentamiento)"
COOLDOWN = r"(?:c/?d|cool[ -]?down|auslaufen|ala|retour au calme|rac|vuelta a la calma|enfriamiento)"

RECOVERY: tuple[tuple[str, str], ...] = (
    ("walk", r"walk\w*|geh\w*|gp|march\w*|caminando|andando"),
    ("rest", r"rest|standing|stand|steh\w*|sp|repos|descanso|parado"),
    (
        "jog",
        r"jog\w*|easy|float|trab\w*|tp|trot\w*|recover\w*|recov|rec|recup\w*|off|pausen?|pause|locker|suave",
    ),
)
"""What comes between repetitions, by the word of the language."""

TARGETS: tuple[tuple[str, str], ...] = (
    ("half", r"half(?:[ -]?marathon)?[ -]?(?:pace|effort)|hmp|hmrt|allure semi|(?:hm|halbmarathon)[ -]?tempo|ritmo (?:de )?medi[oa](?: ?maraton)?"),
    ("marathon", r"marathon[ -]?(?:pace|effort|tempo)|mp|mrt|m[ -]pace|allure marathon|ritmo (?:de )?maraton"),
    ("10k", r"10(?:[ -]?k(?:m)?|er)[ -]?(?:pace|effort|tempo|race pace)|allure 10 ?k(?:m)?|ritmo (?:de )?10 ?k(?:m)?"),
    ("5k", r"5(?:[ -]?k(?:m)?|er)[ -]?(?:pace|effort|tempo|race pace)|allure 5 ?k(?:m)?|ritmo (?:de )?5 ?k(?:m)?"),
    ("3k", r"3(?:[ -]?k(?:m)?|er)[ -]?(?:pace|effort|tempo)|allure 3 ?k(?:m)?|ritmo (?:de )?3 ?k(?:m)?"),
    ("mile", r"mile[ -]pace"),
    ("goal", r"(?:goal|race)[ -](?:pace|effort)|renntempo|wettkampftempo|ritmo de competicion"),
    ("T", r"(?:threshold|tempo|lt|t)[ -]pace|@ ?t(?:hreshold)?"),
    ("I", r"(?:interval|i)[ -]pace|@ ?i(?:nterval)?"),
    ("R", r"(?:repetition|r)[ -]pace|@ ?r"),
    ("M", r"@ ?m(?:arathon)?"),
    ("E", r"@ ?e(?:asy)?"),
    ("Z1", r"(?:zone|z) ?1"),
    ("Z2", r"(?:zone|z) ?2"),
    ("Z3", r"(?:zone|z) ?3"),
    ("Z4", r"(?:zone|z) ?4"),
    ("Z5", r"(?:zone|z) ?5"),
)  # fmt: skip
"""How fast, by what the language writes after `@`."""
