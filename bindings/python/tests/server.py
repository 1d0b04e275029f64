"""Databases on a PostgreSQL server, for the tests that keep books there.

``cargo xtask python`` runs them with ``KITAAB_TEST_PG``, the superuser's URL, and ``KITAAB_TEST_TEMPLATE``, the name of a database
that holds the schema; ``tests/src/bin/served.rs`` tells of them.
"""

from __future__ import annotations

import os
import subprocess
from itertools import count
from urllib.parse import urlsplit

SUPERUSER = os.environ.get("KITAAB_TEST_PG", "")
TEMPLATE = os.environ.get("KITAAB_TEST_TEMPLATE", "")

_numbers = count()


class Database:
    """A database of a test's own, until it is dropped."""

    def __init__(self) -> None:
        self.name = f"kitaab_python_{os.getpid()}_{next(_numbers)}"
        run(f"CREATE DATABASE {self.name} TEMPLATE {TEMPLATE} OWNER kitaab_owner")
        # Stories run on a clock of their own.
        run(f"ALTER DATABASE {self.name} SET kitaab.future_days = 'allowed'")

    @property
    def url(self) -> str:
        """Where the role that serves finds it."""
        return self.url_of("test_app")

    def url_of(self, role: str) -> str:
        """Where a role finds it."""
        return url(self.name, role)

    def drop(self) -> None:
        """Drops it, whoever is connected."""
        run(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def url(database: str, role: str) -> str:
    """Where a role finds a database; as the superuser does, whose password is the one of those roles."""
    parts = urlsplit(SUPERUSER)
    password = "" if parts.password is None else f":{parts.password}"
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{role}{password}@{place}", path=f"/{database}").geturl()


def run(sql: str, database: str = "postgres") -> None:
    """Runs SQL as the superuser."""
    at = urlsplit(SUPERUSER)._replace(path=f"/{database}").geturl()
    done = subprocess.run(
        ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={at}", f"--command={sql}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
