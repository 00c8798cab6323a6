"""A server that was killed together with its supervisor does not keep a new one from starting."""

import subprocess
import sys
import threading
from pathlib import Path

from bumang.runtime.postgres import Server


def test_what_is_dead_and_still_listed_is_waited_for(tmp_path: Path) -> None:
    """PostgreSQL takes it for alive, and would refuse to start."""
    server = Server(tmp_path)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    state = Path(f"/proc/{dead.pid}/stat")
    while state.read_text().rpartition(")")[2].split()[0] != "Z":
        pass
    (tmp_path / "postmaster.pid").write_text(f"{dead.pid}\n")
    starting = threading.Thread(target=server.stop_left_over)
    starting.start()
    starting.join(0.3)
    assert starting.is_alive()
    dead.wait()
    starting.join(20)
    assert not starting.is_alive()


def test_a_lock_file_of_nobody_is_in_nobodys_way(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / "postmaster.pid").write_text(f"{gone.pid}\n")
    assert not Server(tmp_path).stop_left_over()
