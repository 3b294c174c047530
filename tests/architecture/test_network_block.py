"""The block on the network works; a test that trusts it would otherwise prove nothing."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from tests.conftest import NetworkBlockedError


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as outside, pytest.raises(NetworkBlockedError, match="no network"):
        outside.connect(("192.0.2.1", 80))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(NetworkBlockedError, match=r"example\.org"):
        urllib.request.urlopen("http://example.org", timeout=1)


def test_a_connection_within_the_machine_passes() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()
