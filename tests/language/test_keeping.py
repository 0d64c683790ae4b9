"""What was learned is kept where whoever runs the bot finds it."""

from __future__ import annotations

import sys
from array import array
from pathlib import Path

import pytest

from bot.language.classifier import ZERO, Model
from bot.language.keeping import Shelf, folders

MODEL = Model(("a", "b"), array("I", [7]), array("f", [2.0]), 0.5, bytes([ZERO + 3, ZERO - 1]))


def test_set_up_learns_for_a_service_without_a_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(Path, "home", _nobodys)
    assert list(folders()) == [tmp_path / "var" / "umkm-bot"]


def test_without_an_environment_of_its_own_it_is_the_users_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert list(folders()) == [tmp_path / ".cache" / "umkm-bot"]


def test_a_folder_that_somebody_chose_is_the_only_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert list(folders()) == [tmp_path / "umkm-bot"]


def test_a_model_is_kept_in_the_first_folder_that_takes_it_and_found_in_any(tmp_path: Path) -> None:
    blocked, open_ = tmp_path / "file", tmp_path / "folder"
    blocked.write_text("not a folder")
    shelf = Shelf(blocked, open_)
    assert shelf.load("model-1") is None
    shelf.keep("model-1", MODEL)
    assert shelf.load("model-1") == MODEL
    assert [path.name for path in open_.iterdir()] == ["model-1"]


def test_where_nothing_can_be_written_nothing_is_kept_and_nobody_stumbles(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    Shelf(blocked).keep("model-1", MODEL)
    assert Shelf(blocked).load("model-1") is None


def _nobodys() -> Path:
    raise RuntimeError("Could not determine home directory.")
