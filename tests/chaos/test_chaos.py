"""The short form of `make chaos`: real processes killed under load, then the audit."""

from pathlib import Path

import pytest
from chaos.run import run


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds the processes through /proc")
def test_nothing_is_lost_twice_or_stuck_when_processes_are_killed_under_load() -> None:
    result = run(seconds=10, seed=1)
    assert result.breaches == []
    assert result.strikes.total() >= 3
    assert len(result.log.receipts) > 20
    assert result.entries >= len(result.log.receipts)
