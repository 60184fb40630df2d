"""Servers of the campaigns, in processes of their own, ended after each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from campaigns.process import Server, server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def counting(tmp_path: Path) -> Iterator[Server]:
    with server(["campaigns.bare_server"], tmp_path / "server.log") as running:
        yield running


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[Server]:
    with server(["campaigns.fault_server"], tmp_path / "server.log") as running:
        yield running
