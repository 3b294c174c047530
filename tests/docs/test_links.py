"""Links within the repository lead somewhere, and the site builds strictly and alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.examples import DOCS, pages

LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
REMOTE = re.compile(
    r"""<(?:script|img|iframe|audio|video|source)\b[^>]*\bsrc=["']?(?:https?:)?//"""
    r"""|<link\b[^>]*\brel=["']?(?:stylesheet|preconnect|preload|icon)[^>]*href=["']?(?:https?:)?//"""
    r"""|@import\s+(?:url\()?["']?(?:https?:)?//"""
)
TOP = ("README.md", "CHANGELOG.md")


def _targets(page: Path) -> list[str]:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    return [target for target in LINK.findall(text) if not re.match(r"[a-z]+:", target)]


@pytest.mark.parametrize("name", TOP)
def test_links_of_top_pages_lead_somewhere(name: str) -> None:
    missing = [
        target
        for target in _targets(ROOT / name)
        if target.split("#")[0] and not (ROOT / target.split("#")[0]).exists()
    ]
    assert not missing, f"{name}: {missing}"


def test_links_of_the_docs_stay_within_them() -> None:
    found = []
    for page in pages():
        if page.is_relative_to(DOCS):
            for target in _targets(page):
                path = target.split("#")[0]
                if path and not (page.parent / path).resolve().is_relative_to(DOCS):
                    found.append(f"{page.relative_to(ROOT)}: {target}")
    assert not found, "\n".join(found)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"mkdocs build --strict\n{done.stdout}{done.stderr}"
    return folder


def test_the_site_builds_strictly(site: Path) -> None:
    built = {path.relative_to(site).with_suffix("") for path in site.rglob("*.html")}
    written = {path.relative_to(DOCS).with_suffix("") for path in DOCS.rglob("*.md")}
    assert written <= built


def test_the_site_fetches_nothing_from_elsewhere(site: Path) -> None:
    found = [
        f"{path.relative_to(site)}: {match.group()[:120]}"
        for path in sorted([*site.rglob("*.html"), *site.rglob("*.css")])
        for match in REMOTE.finditer(path.read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://unpkg.com/a.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/css">',
        '@import url("https://fonts.example/css");',
    ],
)
def test_a_request_to_elsewhere_is_caught(text: str) -> None:
    assert REMOTE.search(text)
