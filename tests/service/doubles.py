"""Made-up people and openings, and second versions of them as a hurried hand would type them: the truth is known."""

import datetime as dt
from random import Random

SYLLABLES = """ba be bi bo da de di do fa fi fo ga go ka ki la le li lo ma me mi mo na ni no
pa pi ra re ri ro sa si ta ti to va vi zo"""
TITLES = """Cariste|Soudeuse à l'arc|Agent de propreté|Conducteur de ligne|Vendeur en boulangerie|Aide à domicile|Maçon
Assistante administrative|Préparateur de commandes|Cuisinier|Serveuse|Électricien du bâtiment|Peintre en bâtiment
Chauffeur livreur|Aide-soignante|Technicien de maintenance|Comptable|Secrétaire médicale|Monteur câbleur|Magasinier"""
PLACES = [(f"9{n:04d}", 45 + 0.11 * (n % 40), 0.1 + 0.2 * (n // 40)) for n in range(400)]


def word(rng: Random, syllables: int) -> str:
    return "".join(rng.choices(SYLLABLES.split(), k=syllables)).capitalize()


def person(rng: Random) -> dict[str, str]:
    """Somebody who does not exist."""
    born = dt.date(1960, 1, 1) + dt.timedelta(days=rng.randrange(45 * 365))
    first, last = word(rng, rng.choice([2, 2, 3])), word(rng, rng.choice([2, 3, 3]))
    if rng.random() < 0.2:
        first += f"-{word(rng, 2)}"
    facts = {"nom": last, "prenom": first, "birth_date": born.isoformat()}
    if rng.random() < 0.6:
        facts["email"] = f"{first}.{last}{rng.randrange(100)}@example.org".lower()
    if rng.random() < 0.7:
        facts["telephone"] = f"06{rng.randrange(10**8):08d}"
    return facts


def typed_again(facts: dict[str, str], rng: Random) -> dict[str, str]:
    """The same person, typed by somebody else: other columns, order, case, dates, a slip, something left out."""
    last, first, born = facts["nom"], facts["prenom"], facts["birth_date"]
    if rng.random() < 0.5:
        last = slipped(last, rng)
    year, month, day = born.split("-")
    again = {"full_name": f"{last.upper()} {first.replace('-', ' ')}", "date_de_naissance": f"{day}/{month}/{year}"}
    if rng.random() < 0.15:
        again["date_de_naissance"] = f"{day}/{month}/{slipped_digit(year, rng)}"
    for name, changed in (("email", str.upper), ("telephone", lambda phone: f"+33 {phone[1]} {phone[2:]}")):
        if name in facts and rng.random() < 0.8:
            again[name] = changed(facts[name])
    if rng.random() < 0.2 and {"email", "telephone"} & set(again):
        del again["date_de_naissance"]
    return again


def relative(facts: dict[str, str], rng: Random) -> dict[str, str]:
    """Another person under the same roof: same surname and telephone, another first name and birth date."""
    other = person(rng) | {"nom": facts["nom"]}
    return other | ({"telephone": facts["telephone"]} if "telephone" in facts else {})


def slipped(text: str, rng: Random) -> str:
    """A letter doubled, dropped, changed, or two in the other order."""
    place = rng.randrange(1, len(text) - 1)
    a, b, rest = text[:place], text[place], text[place + 1 :]
    return rng.choice([a + b + b + rest, a + rest, a + rng.choice("aeiou") + rest, a + rest[:1] + b + rest[1:]])


def slipped_digit(year: str, rng: Random) -> str:
    return f"{year[:3]}{(int(year[3]) + rng.randrange(1, 9)) % 10}"


def opening(rng: Random, number: int) -> dict:
    """An opening of a company that does not exist."""
    insee, lat, lon = rng.choice(PLACES)
    title = rng.choice(TITLES.replace("\n", "|").split("|"))
    return {
        "id": f"o{number}",
        "title": title,
        "company": {"name": f"{word(rng, 3)} {word(rng, 2)}"},
        "place": {"insee": insee, "lat": lat, "lon": lon},
    }


def posted_again(record: dict, rng: Random, number: int) -> dict:
    """The same opening on another site: marks of gender, legal form, noise, the next commune or only a code."""
    title = rng.choice(["{} H/F", "URGENT - {} (F/H)", "{}", "{} débutant", "Recrute {}s"]).format(record["title"])
    if rng.random() < 0.3:
        title = slipped(title, rng)
    place = record["place"]
    near = {"lat": round(place["lat"] + 0.01, 4), "lon": place["lon"], "postcode": "01000"}
    return {
        "id": f"o{number}",
        "title": title,
        "company": {"name": rng.choice(["{} SARL", "S.A.S. {}", "{}"]).format(record["company"]["name"].upper())},
        "place": rng.choice([near, {"insee": place["insee"]}]),
    }


def other_job(record: dict, rng: Random, number: int) -> dict:
    """Another opening of the same company at the same place."""
    titles = [title for title in TITLES.replace("\n", "|").split("|") if title != record["title"]]
    return record | {"id": f"o{number}", "title": rng.choice(titles)}
