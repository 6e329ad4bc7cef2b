"""How tests use the screens of companies: a form is sent, an opening is posted from an ad."""

from urllib.parse import urlencode

from service.db.documents import OPENINGS
from service.db.reached import records

AD = """Soudeur / Soudeuse
CDI, 35 h par semaine. Salaire : 2 000 à 2 300 € brut par mois.
Permis B exigé, CACES 3 souhaité."""


def send(client, address, *pairs, version=None, **fields):
    """Send a form; fields that come several times are pairs."""
    told = [*fields.items(), *pairs, *([("version", str(version))] if version else [])]
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return client.post(address, content=urlencode(told), headers=headers, follow_redirects=False)


def posted(client, text=AD):
    """The address of a draft made of an ad, without what follows it."""
    return send(client, "/openings/new", text=text).headers["location"].removesuffix("/edit")


def kept(world, address):
    """The record of an opening as it is kept."""
    with world.store.read() as connection:
        return records(connection, OPENINGS, [address.split("/")[2]])[address.split("/")[2]]
