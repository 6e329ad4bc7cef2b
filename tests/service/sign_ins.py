"""What tests of signing in share: a password, a browser that signs in, what was mailed, all routes."""

import datetime as dt
import re

from prometheus_client import REGISTRY

from service import passwords
from service.api.openapi.document import document
from service.db import accounts, outbox
from tests.service.world import NOW, Client

API = "/api/v1"
PASSWORD = "lampe rivière onze fougère"
PUBLIC = (f"{API}/openapi", "/health", "/ready", "/metrics", f"{API}/session/link", f"{API}/problems")


def with_password(world, role="candidate", password=PASSWORD):
    account = world.subject(role).account
    with world.store.write() as connection:
        accounts.set_password(connection, account, passwords.hashed(password))
    return f"{role}@here.test"


def computed():
    """How many hashes were computed."""
    return REGISTRY.get_sample_value("visavis_password_hashes_total")


def sign_in(app, email, password=PASSWORD, **headers):
    return Client(app).post(f"{API}/session", json={"email": email, "password": password}, headers=headers)


def token_of(answer):
    return re.search("__Host-visavis=([^;]+)", answer.headers["set-cookie"])[1]


def mailed(app, template):
    with app.state.services.store.write() as connection:
        found = outbox.take(connection, NOW + dt.timedelta(days=1), NOW + dt.timedelta(days=1), 100)
    return [message for message in found if message.template == template]


def routes(app):
    """(method, path) of everything that the application answers."""
    for path, methods in document(app)["paths"].items():
        for method in methods:
            yield method.upper(), path


def filled(path):
    return re.sub(r"{\w+}", "3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88", path)
