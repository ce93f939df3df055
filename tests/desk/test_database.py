"""What is kept and what is not, on disk and in PostgreSQL; and a database that is not as it should be."""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from served import new_id, until
from sqlalchemy import inspect, select, text

from kiosk.desk.app import tidy
from kiosk.desk.database import DatabaseError, connect, migrate, read_url
from kiosk.desk.tables import counters, metadata, requests
from kiosk.handoff import letters
from kiosk.handoff.record import Answer, Record
from kiosk.settings import DeskServer, Settings

COUNTING = Settings(desk_server=DeskServer(counts=True))


def everything(engine) -> str:
    """Every value of every table."""
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return "\n".join(f"{name}: {tuple(row)}" for name in names
                         for row in connection.execute(text(f"SELECT * FROM {name}")))


def test_the_tables_are_those_that_the_migrations_make(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_many_may_start_at_once(database):
    def start(_) -> None:
        engine = connect(database)
        migrate(engine)
        engine.dispose()

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(start, range(6))) == [None] * 6


def test_a_database_of_a_newer_desk_is_left_alone(database):
    engine = connect(database)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="A newer desk made them"):
        migrate(engine)
    engine.dispose()


@pytest.mark.parametrize("address", ["", "desk.sqlite3", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "http://x"])
def test_what_is_no_database_is_a_sentence(address):
    with pytest.raises(DatabaseError, match="sqlite:////var/lib/kiosk"):
        read_url(address)


def test_a_database_that_is_not_there_is_a_sentence_without_its_password(tmp_path):
    engine = connect(f"postgresql://desk:geheim@/desk?host={tmp_path}")
    with pytest.raises(DatabaseError, match="Check that it is there") as error:
        migrate(engine)
    assert "geheim" not in str(error.value)
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseError, match="cannot be opened"):
        connect(f"sqlite:///{tmp_path}/file/desk.sqlite3")
    (tmp_path / "torn.sqlite3").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(DatabaseError, match="cannot be used"):
        migrate(connect(f"sqlite:///{tmp_path}/torn.sqlite3"))


def test_a_file_is_for_the_desks_user_alone(tmp_path):
    connect(f"sqlite:///{tmp_path}/new/desk.sqlite3")
    assert stat.S_IMODE((tmp_path / "new" / "desk.sqlite3").stat().st_mode) == 0o600


def test_of_somebody_who_waits_there_are_letters_and_a_minute(desk):
    kiosk = desk.kiosk()
    record = Record(7, 3, 4, 11, 5, (Answer.HAS, Answer.LACKS), 2)
    id = kiosk.ask(record=record, age=125)
    (row,) = desk.do(lambda connection: connection.execute(select(requests)).all())
    assert row.letters == letters.encode(record)
    assert row._asdict() == {"place": 1, "id": id, "day": desk.desk.clock().date(), "state": "waiting", "kiosk": 1,
                             "letters": letters.encode(record), "asked": int(desk.desk.clock().timestamp() - 125) // 60}


@pytest.mark.parametrize("end", ["klaar", "withdraw"])
def test_of_somebody_who_was_helped_nothing_is_left(desk, end):
    kiosk, karin = desk.kiosk(), desk.assistant()
    record = Record(content=0xCAFE, walkthrough=4, step=11, language=5)
    id = kiosk.ask(record=record)
    assert letters.encode(record) in everything(desk.desk.engine)
    karin.post(f"/vragen/{id}/komt")
    if end == "klaar":
        karin.post(f"/vragen/{id}/klaar")
    else:
        kiosk.withdraw(id)
    assert letters.encode(record) not in everything(desk.desk.engine)
    (row,) = desk.do(lambda connection: connection.execute(select(requests)).all())
    assert (row.kiosk, row.letters, row.asked) == (None, None, None)


def test_at_night_what_was_wiped_is_gone_from_the_file_too(serve, clock, tmp_path):
    desk = serve()
    if desk.desk.engine.dialect.name != "sqlite":
        pytest.skip("the pages of PostgreSQL are its own business")
    kiosk, karin = desk.kiosk(), desk.assistant()
    record = Record(content=0xCAFE, walkthrough=4, step=11, language=5)
    karin.post(f"/vragen/{kiosk.ask(record=record)}/klaar")
    kiosk.ask(record=record)
    clock.advance(days=1)
    tidy(desk.desk)  # as every worker does after midnight
    for file in tmp_path.glob("desk.sqlite3*"):
        assert letters.encode(record).encode() not in Path(file).read_bytes()


def test_no_secret_stands_in_the_database(desk):
    kiosk, link = desk.kiosk(), desk.invite()
    with desk.browser() as karin:
        karin.post(link, data={"onthoud": "1"})
        kept = everything(desk.desk.engine)
        for secret in (kiosk.key, link.rpartition("/")[2], *dict(karin.cookies).values()):
            assert secret not in kept


def test_nothing_says_when_somebody_came_to_work(desk, clock):
    desk.assistant()
    clock.advance(minutes=20)
    desk.assistant("Jan")
    stamps = desk.do(lambda connection: connection.execute(text("SELECT DISTINCT expires FROM tokens")).scalars().all())
    assert len(stamps) == 1


def test_nothing_is_counted_unless_the_site_wishes_it(desk):
    kiosk, karin = desk.kiosk(), desk.assistant()
    karin.post(f"/vragen/{kiosk.ask()}/klaar")
    assert desk.do(lambda connection: connection.execute(select(counters)).all()) == []


def test_counts_are_of_one_thing_at_a_time(serve, clock):
    desk = serve(lambda address: COUNTING)
    kiosk, karin = desk.kiosk(), desk.assistant()
    moved = Record(content=1, walkthrough=4, step=11, language=5)
    for age, end in ((0, "klaar"), (180, "klaar"), (1200, "weg"), (0, "komt")):
        id = kiosk.ask(record=moved, age=age)
        if end == "weg":
            kiosk.withdraw(id)
        else:
            karin.post(f"/vragen/{id}/{end}")
    karin.post(f"/vragen/{id}/klaar")
    rows = desk.do(lambda connection: connection.execute(select(counters)).all())
    assert {(row.month, row.kind, row.key): row.n for row in rows} == {
        ("2026-11", "service", "4"): 4, ("2026-11", "step", "4/11"): 4, ("2026-11", "language", "5"): 4,
        ("2026-11", "waiting", "0-1"): 2, ("2026-11", "waiting", "2-5"): 1}  # who left was not waited for to the end


def test_who_still_waited_at_midnight_is_counted_once(serve, clock):
    desk = serve(lambda address: COUNTING)
    desk.kiosk().ask(record=Record(content=1, walkthrough=4))
    desk.close()
    clock.advance(days=4)
    later = [serve(lambda address: COUNTING) for _ in range(2 if "post" in str(desk.desk.engine.url) else 1)]
    until(lambda: not later[0].do(lambda connection: connection.execute(select(requests)).all()), "the day to go")
    services = select(counters).where(counters.c.kind == "service")
    rows = later[0].do(lambda connection: connection.execute(services).all())
    assert [(row.month, row.key, row.n) for row in rows] == [("2026-11", "4", 1)]


def test_while_the_database_is_away_everybody_is_told_and_then_all_is_as_before(serve, postgres, database):
    if database.startswith("sqlite"):
        pytest.skip("SQLite is a file on the same machine")
    desk = serve()
    kiosk, karin = desk.kiosk(), desk.assistant()
    id = kiosk.ask()
    postgres.stop()
    try:
        answer = kiosk.put(new_id())
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
        assert "over een minuut" in answer.json()["error"]
        assert "over een minuut" in karin.get("/").text
    finally:
        postgres.start()
    assert id in karin.get("/").text
    assert kiosk.state(id) == "waiting"


def test_a_lock_that_somebody_else_holds_is_waited_for(serve, database, tmp_path):
    """An administrator's backup, or another worker."""
    desk = serve()
    kiosk = desk.kiosk()
    with ThreadPoolExecutor(1) as pool:
        if database.startswith("sqlite"):
            other = sqlite3.connect(tmp_path / "desk.sqlite3", isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
        else:
            other = psycopg.connect(database)
            other.execute("LOCK TABLE requests")
        waits = pool.submit(kiosk.put, new_id())
        other.execute("ROLLBACK")
        other.close()
        assert waits.result().status_code == 201
