"""How one reaches or identifies a person in a CV: address, telephone, e-mail, links, numbers, photo."""

from matching.text.cv.private_rule import AT, PERSON, rule
from matching.text.cv.sections import Part

_STREET = (
    "rue|avenue|av|bd|bld|blvd|boulevard|chemin|allees?|impasse|place|route|cite|residence|square"
    "|quai|cours|lotissement"
    "|hameau|villa|passage|sentier|voie|faubourg|esplanade|promenade|montee|mail|clos|domaine|parvis|ruelle|venelle"
)

CONTACT_RULES = (
    rule("email", "@", r"(?P<it>[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})"),
    rule(
        "number",
        "",
        r"(?<!\d)(?P<it>[12][ .]?\d\d[ .]?(?:0[1-9]|1[0-2]"
        r"|[2-9]\d)[ .]?\d[\dab][ .]?\d{3}[ .]?\d{3}(?:[ .]?\d\d)?)(?!\d)",
    ),
    rule(
        "number",
        "permis conduire licence license securite passeport passport carte iban identite",
        r"(?P<it>(?:n°|no?[.:]|num(?:ero|ber)?|#)\s?(?:de |du |of )?(?:permis|licen[cs]e|securite "
        r"sociale|passe?port|carte d'identite"
        r"|dossier|allocataire)?\s?:?\s?[a-z]{0,2}\d[\da-z]{0,3}[\d ]{5,20})",
    ),
    rule("number", "iban identifiant secu ssn nir", r"(?P<it>(?:iban|identifiant|secu|ssn|nir)\b[^\n|;]{0,50})"),
    rule("phone", "", r"(?<![\d.,/])(?P<it>(?:\(?\+\d{1,3}\)?|0)\s?(?:\(0\)\s?)?\d(?:[ .()/-]{0,2}\d){7,11})(?!\d)"),
    rule(
        "link",
        "me linkedin facebook instagram twitter tiktok snapchat skype telegram whatsapp github youtube "
        "viadeo http https www",
        r"(?P<it>(?:https?://)?(?:www\.)?(?:linkedin|facebook|instagram|twitter|tiktok"
        r"|snapchat|viadeo|youtube|github)"
        r"(?:\.com?)?\s?(?:[:/@]\s?[^\n|,;]{1,80})|(?:skype|telegram|whatsapp)\s?:\s?[^\n|,;]{1,40}|t\.me/[\w-]{1,40}|/in/[\w-]{1,80})",
    ),
    rule(
        "link",
        "linkedin facebook instagram twitter",
        r"(?P<it>\b(?:linkedin|facebook|instagram|twitter)\b[^\n|,;]{0,60})",
        PERSON,
    ),
    rule(
        "link",
        "http https www",
        r"(?P<it>(?:https?://|www\.)[^\s|,;]{1,200})",
        PERSON | {Part.SKILLS, Part.LEISURE},
    ),
    rule(
        "photo",
        "photo photographie picture",
        rf"{AT}\[?(?P<it>photo(?:graphie)?(?: d'identite)?(?: ci-jointe)?|picture)\]?(?=[^\S\n]*(?:$|[\n|\]]))",
    ),
    rule(
        "address",
        _STREET.replace("|", " ").replace("allees?", "allee allees"),
        rf"(?<![\d/-])(?P<it>\b\d{{1,4}}\s?(?:bis|ter|quater"
        rf"|[a-d]\b)?\s?,?\s(?:{_STREET})\b\.?[^\n,|;•·]{{1,70}}?)(?=\s?[-–]?\s\d{{5}}\b|[\n,|;•·]|$)",
    ),
    rule(
        "address",
        "rue avenue av bd boulevard impasse allee residence batiment bat appt apt appartement etage "
        "escalier chemin lieu hameau lotissement bp",
        rf"{AT}(?:adresse\s?:\s?)?(?P<it>(?:rue|avenue|av\.|bd|boulevard|impasse|allee"
        rf"|residence(?!\s?[:.])|bat(?:iment|\.)?|appt?|appartement|\d{{1,2}}(?:er|e|eme) etage|etage"
        rf"|escalier|chemin|lieu-dit|hameau|lotissement|bp)\b\.?[^\n,|;•·]{{1,60}}?)(?=\s?[-–]?\s\d{{5}}\b"
        rf"|[\n,|;•·]|$)",
        frozenset({Part.TOP, Part.PERSONAL}),
    ),
    rule(
        "address",
        "street st road rd ave lane drive blvd court",
        r"(?<![\d/-])(?P<it>\b\d{1,5}\s(?:[a-z]{2,15}\s){1,3}(?:street|st|road|rd|ave|lane|drive|blvd|court)\b\.?)",
        PERSON,
    ),
)
