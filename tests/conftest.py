"""What holds for every test: its kind is its folder, and it reaches no network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
KINDS = {
    "unit": "does this function do its step?",
    "rules": "one test per numbered convention, its id in the name",
    "properties": "conservation, invariance, monotonicity, bounds, round trips",
    "conformance": "does every registered part obey its contract?",
    "reference": "published or analytic answer with an independent certificate",
    "docs": "every example runs, everything public is documented, pages are current",
    "architecture": "import arrows, size limits, forbidden forms, lint and types",
    "end_to_end": "shipped case, command line, report",
    "planted": "deliberate faults, each of which a test must catch",
}
LOOPBACK = ("127.", "::1", "localhost")


def pytest_configure(config: pytest.Config) -> None:
    for kind, question in KINDS.items():
        config.addinivalue_line("markers", f"{kind}: {question}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not item.path.is_relative_to(TESTS):
            continue
        folder = item.path.relative_to(TESTS).parts[0]
        if folder not in KINDS:
            raise pytest.UsageError(
                f"{item.path.relative_to(ROOT)}: tests lie in tests/<kind>/, kind one of "
                f"{', '.join(KINDS)}"
            )
        item.add_marker(folder)


class NetworkBlockedError(AssertionError):
    """A test tried to leave the machine."""


def _is_local(family: int, address: object) -> bool:
    if family == socket.AF_UNIX:
        return True
    host = address[0] if isinstance(address, tuple) else address
    return isinstance(host, str) and host.startswith(LOOPBACK)


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection but those within the machine."""
    connect, connect_ex, lookup = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def refuse(address: object) -> None:
        raise NetworkBlockedError(f"tests reach no network, but this one asked for {address!r}")

    def local_connect(self: socket.socket, address: object) -> None:
        if not _is_local(self.family, address):
            refuse(address)
        connect(self, address)  # type: ignore[arg-type]

    def local_connect_ex(self: socket.socket, address: object) -> int:
        if not _is_local(self.family, address):
            refuse(address)
        return connect_ex(self, address)  # type: ignore[arg-type]

    def local_lookup(host: object, *args: object, **kwargs: object) -> object:
        if isinstance(host, str) and not host.startswith(LOOPBACK):
            refuse(host)
        return lookup(host, *args, **kwargs)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", local_connect)
        patch.setattr(socket.socket, "connect_ex", local_connect_ex)
        patch.setattr(socket, "getaddrinfo", local_lookup)
        yield


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of shared inputs beside the checkout; tests that need it skip where it is not."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder shared/ is not beside this checkout")
    return folder
