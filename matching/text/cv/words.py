"""The words by which a piece of a CV is known for a job, an employer, a diploma or a school, all folded."""

import re

_JOBS = """
agent agente aide aide-soignant aide-soignante assistant assistante auxiliaire employe employee ouvrier technicien
operateur conducteur chauffeur cariste magasinier preparateur preparatrice manutentionnaire vendeur caissier serveur
serveuse plongeur cuisinier commis chef second responsable gerant directeur adjoint apprenti apprentie stagiaire
alternant interimaire femme valet gardien concierge macon peintre plombier electricien soudeur chaudronnier
manoeuvre manouvre secretaire comptable hote hotesse
standardiste infirmier ash asd atsem aes avs aesh asv nourrice assmat
baby-sitter babysitter garde animateur educateur moniteur surveillant professeur prof formateur coiffeur livreur
coursier jardinier paysagiste saisonnier benevole volontaire consultant ingenieur developpeur commercial commerciale
manager equipier equipiere polyvalent monteur ripeur couvreur veilleur ambulancier brancardier charge chargee
conseiller conseillere mediateur lingere repasseuse couturiere boulanger patissier boucher charcutier poissonnier
barman barmaid traiteur extra gouvernante toiletteur vigile pompier militaire soldat facteur postier docker
demenageur laveur nettoyeur pizzaiolo ambassadeur redacteur gestionnaire analyste comedien artisan auto-entrepreneur
micro-entrepreneur dirigeant contremaitre chef-cuisinier operatrice tractoriste vacher berger fleuriste libraire
bibliothecaire stadier homme maitre maitresse mecanicien carrossier menuisier charpentier carreleur platrier
terrassier coffreur ferrailleur bancheur grutier pontier usineur tourneur fraiseur ajusteur chaudronniere agenceur
monitrice tutrice tuteur
"""
_ENGLISH_JOBS = """
manager assistant engineer developer teacher chef cook clerk nurse technician officer analyst representative agent
associate coordinator specialist director supervisor administrator consultant accountant designer programmer worker
cleaner driver cashier waiter waitress receptionist secretary trainer trainee intern instructor coach inspector
operator lead leader head owner founder attorney lawyer advocate auditor banker buyer editor writer journalist
producer scientist researcher tutor therapist electrician plumber carpenter welder mechanic foreman laborer labourer
architect salesperson seller barista bartender server host hostess housekeeper caregiver volunteer president vp ceo
cto cfo aide paraprofessional controller bookkeeper planner strategist recruiter executive attendant advisor adviser
counselor specialist
"""
JOB_WORDS = frozenset(_JOBS.split())
ENGLISH_JOB_WORDS = frozenset(_ENGLISH_JOBS.split())
_LONG_ENGLISH_JOBS = tuple(word for word in ENGLISH_JOB_WORDS if len(word) > 4)
_JOB_ENDING = re.compile(r"(?:eur|euse|trice|iste|ier|iere|ien|ienne|logue|ante|geon|teuse)s?")
_NO_JOBS_WORDS = """
atelier ateliers chantier chantiers quartier papier mobilier immobilier interieur exterieur secteur moteur valeur
hauteur courrier dossier dossiers fichier fichiers metier metiers hospitalier hotelier hiver premier premiere
dernier derniere leader entretien gestion maintien quotidien moyen lien bien chien soutien italien italienne
parisien parisienne region lumiere matiere carriere maniere couleur longueur largeur superieur superieure inferieur
serveurs particulier particuliers employeur employeurs regulier
montpellier suite gardienne-sarl cuisiniere-bois xavier olivier didier gauthier tellier janvier fevrier
fleur restante dominante importante suivante existante vivante plusieurs ailleurs bonheur coeur soeur
"""
_NO_JOBS = frozenset(_NO_JOBS_WORDS.split())
_NOISE_WORDS = """
stage stages de d en comme mission missions interim interimaire cdd cdi emploi poste job contrat alternance
apprentissage saison saisonnier un une le la l jeune senior junior premier poste(s) d'interim metier
"""
_NOISE = frozenset(_NOISE_WORDS.split())
_TERMS_WORDS = """
cdd cdi interim interimaire alternance apprentissage temps plein partiel stage saisonnier mission missions contrat
cui cae pec pmsmp immersion freelance full-time part-time remote en de h f hf mois an ans current
present actuel actuellement depuis aujourd hui jour cours
"""
_TERMS = frozenset(_TERMS_WORDS.split())
_EMPLOYER = re.compile(
    r"\b(?:sarl|sas|sasu|sa|eurl|scop|ste|societe|societes|ets|etablissements?|entreprise|groupe|group"
    r"|association|mairie"
    r"|ville de|hopital|chu|chi|clinique|ehpad|residence|creche|ecole|college|lycee|restaurant|hotel"
    r"|magasin|supermarche"
    r"|hypermarche|centre|agence|maison de retraite|chantier d'insertion|company|companyname|ltd|inc"
    r"|llc|gmbh|corp|bank"
    r"|university|hospital|school|boutique|garage|pharmacie|cabinet|departement|conseil|communaute"
    r"|foyer|garden|camping)\b"
)
_PLACE = re.compile(r"(?:\d{2,5}\)?|city|state|france|paris|[a-z' -]{2,40}\s?\(?\d{2,5}\)?)")
DIPLOMA = re.compile(
    r"\b(?:bac|baccalaureat|cap|caps|bep|bepc|bepa|bts|btsa|dut|but|deug|deust|licence(?! [b-e]\b)"
    r"|master|mba|maitrise|doctorat"
    r"|diplome\w*|brevet|dnb|certificat|titre pro\w*|titre rncp|cqp\w*|deaes|deas|deavs|deaf|dea|dess"
    r"|phd|ph\.d|degree"
    r"|bachelors?|masters?|associates? of|b\.?s\.?c?|b\.?a|m\.?s\.?c?|ged|vae|cfg|capa|bpjeps|bafa"
    r"|bafd|attestation|niveau (?:bac"
    r"|cap|bep|bts|3e|3eme|troisieme|v|iv|[3-7])|remise a niveau|preparatoire)(?![\w'])"
)
SCHOOL = re.compile(
    r"\b(?:formation|lycee|universite|university|college|cfa|greta|afpa|ecole|school|academy|institute"
    r"|institut|iut|ifsi|ifas"
    r"|campus|faculte|faculty|certification|course|courses|mooc|e2c|epide|mfr|cnam)\b"
)
WORD = re.compile(r"[a-z][a-z'-]*")


def job_likeness(piece: str) -> int:
    """Return how much a folded piece looks like a job title: 3 surely, 0 not at all, below that something else."""
    words = [word for part in WORD.findall(piece[:120]) for word in part.split("'")]
    if not words or all(word in _TERMS for word in words):
        return -3
    if _PLACE.fullmatch(piece):
        return -2
    head = next((word for word in words if word not in _NOISE), words[0])
    if _is_job(head):
        return 3
    if words[-1] in ENGLISH_JOB_WORDS or any(word in ENGLISH_JOB_WORDS for word in words[:4]):
        return 1 if _EMPLOYER.search(piece) else 2
    if _EMPLOYER.search(piece):
        return -1
    return 1 if any(word in JOB_WORDS for word in words[:4]) else 0


def _is_job(word: str) -> bool:
    bare = word.rstrip("s")
    return word in JOB_WORDS or bare in JOB_WORDS or (bool(_JOB_ENDING.search(bare, len(bare) - 5)) and _ends(bare))


def _ends(word: str) -> bool:
    return len(word) > 5 and word not in _NO_JOBS and bool(re.fullmatch(rf"[a-z-]{{2,20}}?{_JOB_ENDING.pattern}", word))


def names_a_job(key: str) -> bool:
    """Return whether folded words end as an English job title, even where a space was lost before it."""
    return key.endswith(_LONG_ENGLISH_JOBS)


def is_employer(piece: str) -> bool:
    """Return whether a folded piece has a word of employers in it."""
    return bool(_EMPLOYER.search(piece[:120]))


def is_place(piece: str) -> bool:
    """Return whether a folded piece is a place at most."""
    return bool(_PLACE.fullmatch(piece[:60]))
