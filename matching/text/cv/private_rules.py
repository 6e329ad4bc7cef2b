"""How personal matters are written in a CV: one rule each, on folded text; they are known to be left out.

A rule runs only where one of its words is in the text. `it` is what is left out. Words that are also those of a
trade (handicap, church, children) count only in parts of the CV that speak of the person, or in a sure wording.
"""

from matching.text.cv.private_contact import CONTACT_RULES
from matching.text.cv.private_rule import ANYWHERE, AT, END, FREE, PERSON, REST, leave, rule
from matching.text.cv.sections import Part

_DAY = (
    r"(?:\d{1,2}(?:er)?[\s./-]{1,3}(?:\d{1,2}|[a-z]{3,9}\.?)[\s./-]{1,3}\d{2,4}|\d{4}-\d\d-\d\d"
    r"|[a-z]{3,9} \d{1,2},? \d{4}|\d{4})"
)
_NUMBER = r"(?:\d{1,2}|un|une|deux|trois|quatre|cinq|six|sept|huit|one|two|three|four|five)"
_NATIONS = (
    "francais|algerien|marocain|tunisien|portugais|espagnol|italien|roumain|bulgare|polonais|turc"
    "|turque|malien|senegalais"
    "|ivoirien|congolais|camerounais|guineen|haitien|comorien|malgache|mauritanien|afghan|syrien"
    "|irakien|ukrainien|russe"
    "|chinois|vietnamien|indien|pakistanais|bangladais|sri.lankais|bresilien|colombien|britannique"
    "|allemand|belge|suisse"
    "|serbe|kosovar|albanais|armenien|georgien|egyptien|libanais|nigerian|ghaneen|capverdien|europeen"
)

LIFE_RULES = (
    rule(
        "age",
        "age agee agees aged age",
        r"(?P<it>\bagee?(?:\(e\))?\s(?:de\s)?\d{1,2}\sans|\bage\s?:\s?\d{1,2}(?:\s(?:ans|years?)(?: "
        r"old)?)?|\baged?:?\s\d{1,2}\b)",
    ),
    rule("age", "old y", r"(?P<it>\b\d{2}\s(?:years?[ -]old|y\.?\s?o\b\.?))"),
    rule("age", "ans", rf"{AT}(?P<it>[1-7]\d\sans){END}", PERSON),
    rule("age", "ans", r"(?:^|\n)[^\S\n]*(?P<it>(?:1[89]|[2-7]\d)\sans)(?=[^\S\n]*(?:$|\n))"),
    rule(
        "birth",
        "ne nee naissance born birth dob",
        rf"(?P<it>\b(?:nee?|ne\(e\)|ne\.e|born)\s(?:le|en|on|in)?\s?:?\s?{_DAY}(?:\s?,?\s?(?:a|au|en|in"
        rf"|at)\s[^\n|,;•·]{{2,50}})?"
        rf"|\bne(?:e|\(e\))?\s(?:a|en)\s[^\n|;•·]{{2,60}}|\b(?:date|lieu|pays|ville)(?: et (?:date"
        rf"|lieu))?\s(?:de\s)?naissance\b{REST}"
        rf"|\bnaissance\s?:{REST}|\b(?:date of birth|birth ?date|place of birth|birthplace|d\.?o\.?b\.?)\b{REST})",
    ),
    rule(
        "family",
        "familiale famille matrimoniale marital status",
        r"(?P<it>\b(?:situation|statut|etat)\s(?:familiale?|de famille|matrimoniale?"
        r"|maritale?)\b[^\n|;•·]{0,80}|\bmarital status\b[^\n|;•·]{0,60})",
    ),
    rule(
        "family",
        "marie mariee maries celibataire celibataires divorce divorcee veuf veuve pacse pacsee "
        "separe separee concubinage "
        "vie union married single divorced widowed enceinte",
        rf"{AT}(?P<it>(?:(?:marie|divorce|pacse|separe)(?:e|\(e\))?|celibataire|veuf|veuve|(?:en "
        rf")?concubinage|vie maritale|union libre"
        rf"|married|single|divorced|widow(?:ed|er)?|enceinte(?: de \d mois)?)(?:\s(?:avec|et|sans|with"
        rf"|and)?\s?{_NUMBER}?\s?(?:enfants?|children))?(?:\sa charge)?){END}",
        FREE,
    ),
    rule(
        "family",
        "enfant enfants children kids",
        rf"{AT}(?P<it>(?:sans|{_NUMBER}|no)\s(?:jeunes?\s)?(?:enfants?|children|kids?)(?:\sa "
        rf"charge)?(?:\s?\([^)\n]{{0,40}}\))?){END}",
        FREE,
    ),
    rule(
        "family",
        "mere pere maman papa mother father",
        rf"(?P<it>\b(?:mere|pere|maman|papa|mother|father)\s(?:de|d'|of)\s(?:famille"
        rf"|{_NUMBER})\b[^\n|,;•·.]{{0,40}}|\b(?:mere|pere|maman) (?:celibataire|isolee?|au foyer))",
    ),
    leave(
        "family",
        "conge parental maternite grossesse foyer maternity parental",
        r"(?P<it>\b(?:conges?\s(?:parental|(?:de )?maternite|(?:de )?paternite)|grossesse|(?:femme"
        r"|mere|homme) au foyer|(?:maternity|parental) leave|education de mes enfants)\b[^\n|,;:•·)]{0,80})",
    ),
    rule(
        "nationality",
        "nationalite nationality citizenship citoyennete",
        rf"(?P<it>\b(?:de\s)?(?:double\s)?(?:nationalites?|nationality|citizenship|citoyennete)\b{REST})",
    ),
    rule(
        "nationality",
        "sejour resident refugie refugiee asile visa permit titre origine",
        rf"{AT}(?P<it>(?:(?:titre|carte|permis) de (?:sejour|resident)|statut de refugiee?"
        rf"|demandeu(?:r|se) d'asile|(?:work|residence) permit|visa|d'origine)\b[^\n|;,•·]{{0,60}})",
    ),
    rule(
        "nationality",
        " ".join(n + e for n in _NATIONS.split("|") for e in ("", "e", "ne")),
        rf"{AT}(?P<it>(?:{_NATIONS})(?:ne|e)?(?:\(e\))?|refugiee?){END}",
        frozenset({Part.TOP, Part.PERSONAL}),
    ),
    rule(
        "sex",
        "sexe sex gender genre homme femme",
        rf"(?P<it>\b(?:sexe|sex|gender|genre)\s?:\s?[a-z]{{1,12}})|{AT}(?P<it2>homme|femme){END}",
        FREE,
    ),
    rule(
        "religion",
        "religion confession croyant croyante pratiquant pratiquante musulman musulmane catholique "
        "chretien chretienne juif "
        "juive protestant protestante evangelique bouddhiste hindouiste jehovah eglise paroisse "
        "mosquee synagogue temple "
        "catechisme catechese aumonerie paroissial paroissiale priere church mosque religious muslim "
        "christian catholic "
        "jewish bible coran parish ramadan chorale scout scouts scoutisme hijab voile",
        r"(?P<it>\b(?:religi\w{0,6}|confession|croyante?|pratiquante?|musulmane?|catholiques?"
        r"|chretien(?:ne)?s?|jui(?:f|ve)s?"
        r"|protestante?s?|evangelique|bouddhiste|hindouiste|jehovah|eglise|paroiss\w{0,6}|mosquee"
        r"|synagogue|temple|catech\w{3,5}"
        r"|aumonerie|priere|church|mosque|muslim|christian|catholic|jewish|bible|coran|parish|ramadan"
        r"|scout\w{0,6}|hijab)\b)",
        FREE,
        True,
    ),
    rule(
        "religion",
        "religion confession pratiquant pratiquante",
        rf"(?P<it>\b(?:religion|confession)\s?:{REST}|\b(?:musulmane?|catholique|chretienne?|juive?) pratiquante?)",
    ),
    rule(
        "health",
        "rqth handicape handicapee travailleur th boeth mdph aah invalidite",
        rf"(?P<it>\b(?:rqth|boeth)\b[^\n|,;•·]{{0,40}}|\breconnaissance (?:de )?(?:la )?(?:qualite de "
        rf")?travailleur handicape\b[^\n|,;]{{0,40}}"
        rf"|{AT}(?:reconnue? )?travailleu(?:r|se) handicapee?(?:\(e\))?{END}|\breconnue? "
        rf"(?:travailleur )?handicape\w?\b[^\n|,;]{{0,30}})",
    ),
    rule(
        "health",
        "handicap invalidite aah mdph diabetique asthmatique epileptique daltonien sante "
        "malentendant disability disabled",
        r"(?P<it>\b(?:handicap|invalidite|aah|mdph|diabet\w{3,4}|asthmatique|epileptique"
        r"|daltonien(?:ne)?|(?:etat|probleme)s? de sante|malentendante?|disabilit(?:y|ies)"
        r"|disabled)\b[^\n|,;•·]{0,60})",
        frozenset({Part.TOP, Part.PERSONAL, Part.OTHER}),
    ),
    rule(
        "health",
        "seropositif seropositive vih hiv sida cancer depressif depressive depression bipolaire schizophrene autiste "
        "dyslexique diabetique asthmatique epileptique daltonien daltonienne malentendant malentendante sourd sourde "
        "malvoyant malvoyante aveugle invalide handicape handicapee",
        rf"{AT}(?P<it>(?:(?:je suis|suis|personne) )?(?:seroposit\w{{2,4}}|vih\+?|hiv\+?|sida|cancer"
        rf"|depressi(?:f|ve|on)|bipolaire|schizophrene|autiste|dyslexique|diabetique|asthmatique|epileptique|daltonien(?:ne)?"
        rf"|malentendante?|sourde?|malvoyante?|aveugle|invalide|handicapee?)){END}",
        PERSON,
    ),
    leave(
        "health",
        "maladie hospitalisation convalescence cure sick accident",
        r"(?P<it>\b(?:arret|conge|longue)s?\s(?:de\s|pour\s)?(?:longue\s)?(?:maladie|duree maladie)"
        r"(?:\s(?:de\s|pendant\s)?\d{1,3}\s(?:mois|ans?|semaines?|jours?))?"
        r"|\bhospitalisation\s(?:de|en)\b|\bconvalescence\b|\bsick leave\b|\barret (?:suite a un "
        r")?accident\b)",
    ),
    rule("health", "fumeur fumeuse smoker", r"(?P<it>\b(?:non[ -])?(?:fumeu(?:r|se)|smoker)\b)"),
    rule(
        "body",
        "taille poids height weight",
        r"(?P<it>\b(?:taille|height)\s?:?\s?1\s?[m.,]\s?\d\d(?:\s?m)?|\b(?:poids"
        r"|weight)\s?:?\s?\d{2,3}\s?(?:kg|kilos?|lbs))",
        FREE,
    ),
    rule(
        "politics",
        "syndicat syndical syndicale syndicaliste syndique syndiquee cgt cfdt cftc unsa fsu militant "
        "militante militantisme "
        "parti politique union unions political party greenpeace attac elections electeur delegue deleguee cse",
        r"(?P<it>\b(?:delegue\w?\s(?:du personnel|syndical\w?)|elue?\s(?:au\s)?(?:cse|ce|chsct)"
        r"|(?:representante?|section|mandat|responsable)\s"
        r"syndical\w?|syndicaliste|syndiquee?|syndicat(?!s?\s(?:inter|mixte|des eaux|d'energie|de "
        r"copro|d'initiative))|adherente? "
        r"(?:au?x?|a la|du|de la) (?:syndicat|parti|cgt|cfdt|fo)|cgt|cfdt|cftc|unsa|militante?\b"
        r"|militantisme|parti (?:socialiste|communiste"
        r"|politique|republicain|ecologiste|des|de|les)|political party|trade union|labou?r "
        r"union)\b[^\n|,;•·]{0,60})",
    ),
    rule(
        "politics",
        "politique politiques conseiller conseillere municipal elu elue campaign",
        r"(?P<it>\b(?:conseillere? municipale?|elue? (?:municipale?|local|locale)|(?:engagement"
        r"|activite|action|campagne)s? politiques?|politique|political)\b)",
        frozenset({Part.LEISURE, Part.VOLUNTEERING, Part.TOP, Part.PERSONAL}),
        True,
    ),
    rule(
        "military",
        "service militaire obligations national jdc japd reforme army",
        r"(?P<it>\b(?:service (?:militaire|national(?! universel))|(?:libere|degage)e?s? (?:des|de ses"
        r"|du) (?:obligations|service)[^\n|,;]{0,30}|obligations militaires|jdc|japd|journee (?:d'appel"
        r"|defense)[^\n|,;]{0,40}|military (?:service|status)\s?:?[^\n|,;]{0,30})\b)[^\n|,;]{0,30}",
    ),
    rule(
        "benefits",
        "rsa ass qpv are allocataire beneficiaire chomage demandeur demandeuse",
        r"(?P<it>\b(?:beneficiaire|allocataire) (?:du |de la |de l'|des )(?:rsa|ass|aah|are"
        r"|minima)[^\n|,;]{0,30}|\b(?:habitante?|resid\w{2,4}|issue?)[^\n|,;]{0,15}\bqpv\b|\bdemandeu(?:r"
        r"|se) d'emploi (?:de longue|depuis)[^\n|,;]{0,30})",
    ),
    rule(
        "record",
        "casier judiciaire incarceration prison detention libere",
        r"(?P<it>\bcasier(?: judiciaire)?\s?:?\s?(?:vierge|bulletin)?[^\n|,;]{0,20}"
        r"|\bincarceration\b[^\n|,;]{0,40}|\bsorti\w? de (?:prison|detention)|\b(?:peine|periode) de "
        r"(?:prison|detention)[^\n|,;]{0,20})",
        ANYWHERE,
        True,
    ),
)
RULES = (*CONTACT_RULES, *LIFE_RULES)
MATTERS = tuple(dict.fromkeys(["name", *(rule.matter for rule in RULES)]))
