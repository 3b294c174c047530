"""The script that makes the outlines: decoding, simplifying, naming."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def build_map() -> ModuleType:
    path = ROOT / "tools" / "build_map.py"
    spec = importlib.util.spec_from_file_location("build_map", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def topology() -> dict[str, object]:
    """Two square countries that share a side, one of them Russia with a Crimean square."""
    return {
        "transform": {"scale": [1.0, 1.0], "translate": [0.0, 0.0]},
        "arcs": [
            [[40, 50], [0, 2]],
            [[40, 52], [-2, 0], [0, -2], [2, 0]],
            [[40, 50], [2, 0], [0, 2], [-2, 0]],
            [[34, 45], [1, 0], [0, 1], [-1, 0], [0, -1]],
            [[-100, 10], [1, 0], [0, 1], [-1, -1]],
        ],
        "objects": {
            "countries": {
                "geometries": [
                    {"id": "804", "type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "U"}},
                    {
                        "id": "643",
                        "type": "MultiPolygon",
                        "arcs": [[[2, ~0]], [[3]]],
                        "properties": {"name": "Russia"},
                    },
                    {"id": "999", "type": "Polygon", "arcs": [[4]], "properties": {"name": "Far"}},
                ]
            }
        },
    }


def test_shared_arcs_stay_shared(build_map: ModuleType) -> None:
    built = build_map.build(topology())
    assert set(built["pieces"]) == {"UKR", "RUS", "RUS.crimea"}
    one = built["pieces"]["UKR"]["polygons"][0][0]
    other = built["pieces"]["RUS"]["polygons"][0][0]
    assert {n for n in one if ~n in other}


def test_arcs_are_written_as_steps(build_map: ModuleType) -> None:
    built = build_map.build(topology())
    first = built["arcs"][0]
    assert first == [4000, 5000, 0, 200]


def test_simplifying_keeps_ends_and_corners(build_map: ModuleType) -> None:
    line = [(40.0 + i / 100, 45.0 + (0.5 if i == 50 else 0.0)) for i in range(101)]
    simple = build_map.simplify(line)
    assert simple[0] == line[0]
    assert simple[-1] == line[-1]
    assert line[50] in simple
    assert len(simple) < 10


def test_the_command_writes_what_it_says(
    build_map: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "countries-50m.json").write_text(json.dumps(topology()))
    out = tmp_path / "out.json"
    monkeypatch.setattr(sys, "argv", ["build_map.py", str(tmp_path), "--out", str(out)])
    build_map.main()
    assert set(json.loads(out.read_text())["pieces"]) == {"UKR", "RUS", "RUS.crimea"}
