"""Routes that only tests have, on the application of the world: each does one thing that the shell must handle."""

import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, FastAPI, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

import service.app
from service.api.calls import Call, needs
from service.api.fields import Id
from service.db.organisations import organisations
from service.errors import Conflict, NotFound, Stale, TooMany, Unavailable
from service.settings import Settings
from tests.service.world import SITE

SECRET = "what nobody outside may read"
router = APIRouter(prefix="/probes", tags=["probes"])
entered: threading.Semaphore = threading.Semaphore(0)  # counts those who are inside `wait`
let_go = threading.Event()


class Thing(BaseModel):
    """What a probe takes."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200, description="a name", examples=["Phare"])
    posts: int = Field(1, ge=1, le=99, description="how many posts", examples=[2])


@router.get("/bare")
async def bare() -> Response:
    """Answer without policy."""
    return Response(b"{}", media_type="application/json")


@router.get("/fault")
def fault(call: Annotated[Call, needs("organisation", "R")]) -> Response:
    """Fail in an unforeseen way."""
    raise RuntimeError(SECRET)


@router.get("/refusals/{name}")
def refusal(name: str, call: Annotated[Call, needs("organisation", "R")]) -> Response:
    """Refuse in a foreseen way."""
    raise {
        "taken": Conflict("the place is taken", "taken"),
        "busy": Conflict("another process is writing to the database; try again when it has finished", "busy"),
        "storage": Unavailable(f"sqlite:///{SECRET}: the database is damaged: put a backup in its place"),
        "full": Unavailable(f"sqlite:///{SECRET}: the disk is full", "disk_full"),
        "many": TooMany("come again later", 17),
    }[name]


@router.get("/wait")
async def wait() -> Response:
    """Answer when the test says so."""
    from starlette.concurrency import run_in_threadpool

    entered.release()
    await run_in_threadpool(let_go.wait)
    return Response(b"{}")


@router.post("/things", status_code=201)
def add(thing: Thing, call: Annotated[Call, needs("organisation", "W")]) -> Response:
    """Add an organisation of that name."""
    return call.write(lambda connection, reach: added(connection, reach, thing.name), 201)


@router.get("/things/{id}")
def get(id: Id, call: Annotated[Call, needs("organisation", "R")]) -> Response:
    """Return an organisation."""
    return call.read(lambda connection, reach: found(connection, id))


@router.patch("/things/{id}")
def rename(id: Id, thing: Thing, call: Annotated[Call, needs("organisation", "W")]) -> Response:
    """Rename an organisation."""
    return call.write(lambda connection, reach: renamed(connection, id, thing.name, call.expected))


during: list[Callable[[], None]] = []  # called in the middle of the next `added`, once


def added(connection: Any, reach: Any, name: str) -> dict[str, Any]:
    row = {"id": str(uuid.uuid4()), "territory": reach.subject.territory, "kind": "school", "name": str(uuid.uuid4())}
    connection.execute(organisations.insert(), {**row, "sort_key": name, "search_key": name})
    if during:
        during.pop()()
    return {"id": row["id"], "name": name, "version": 1}


def found(connection: Any, name: str) -> dict[str, Any]:
    row = connection.execute(select(organisations).where(organisations.c.id == name)).one_or_none()
    if row is None:
        raise NotFound("nothing has that identifier")
    return {"id": name, "name": row.sort_key, "version": row.version}


def renamed(connection: Any, name: str, to: str, expected: int) -> dict[str, Any]:
    now = found(connection, name)
    if now["version"] != expected:
        raise Stale("this has changed since you read it: read it again")
    changed = {"sort_key": to, "version": expected + 1}
    connection.execute(organisations.update().where(organisations.c.id == name).values(**changed))
    return found(connection, name)


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The application with the probes, in place of the usual one: for the files that import this."""
    folder = tmp_path_factory.mktemp("probes")
    settings = Settings(db=f"sqlite:///{folder / 'unused.db'}", key=str(folder / "visavis.key"), url=SITE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service.app, "ROUTERS", (*service.app.ROUTERS, router))
        made = service.app.create_app(settings)
    yield made
    made.state.services.store.close()
