"""A way to a PostgreSQL server that can be shut and opened again: to a client, the server goes down and comes back."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


class Gate:
    """Passes on what comes to a port of this machine."""

    def __init__(self, url: str) -> None:
        self._server = urlsplit(url)
        self._passing: list[socket.socket] = []
        self._port = 0
        self.open()

    @property
    def url(self) -> str:
        """The same database, through the gate."""
        user = self._server.netloc.rpartition("@")[0]
        return f"postgres://{user}@127.0.0.1:{self._port}{self._server.path}?sslmode=disable"

    def open(self) -> None:
        """Lets through."""
        self._door = socket.create_server(("127.0.0.1", self._port), backlog=64)
        self._port = self._door.getsockname()[1]
        threading.Thread(target=self._let_in, args=(self._door,), daemon=True).start()

    def shut(self) -> None:
        """Cuts off who is connected, and refuses everybody."""
        # It is waited at, which to close it alone would not end.
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        while self._passing:
            with suppress(OSError):
                self._passing.pop().shutdown(socket.SHUT_RDWR)

    def _let_in(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = door.accept()
                server = self._connected()
                self._passing += [client, server]
                for ends in ((client, server), (server, client)):
                    threading.Thread(target=_pass_on, args=ends, daemon=True).start()

    def _connected(self) -> socket.socket:
        port = self._server.port or 5432
        folder = Path(parse_qs(self._server.query).get("host", [""])[0])
        if not folder.is_absolute():
            return socket.create_connection((self._server.hostname or "localhost", port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(str(folder / f".s.PGSQL.{port}"))
        return server


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
