"""Nobody else reaches the embedded server: whoever does is the database's owner, without password."""

import os
import stat
from pathlib import Path

import pytest

from bumang.runtime.postgres import Server


def test_the_sockets_folder_is_open_to_its_owner_only(server: Server) -> None:
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700


def test_a_sockets_folder_that_was_open_is_closed_at_the_next_start(server: Server) -> None:
    server.socket_folder.chmod(0o755)
    server.prepare()
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make another user's folder")
def test_a_sockets_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    server = Server(tmp_path / "pg")
    server.socket_folder.mkdir()
    try:
        os.chown(server.socket_folder, 12345, -1)
        with pytest.raises(PermissionError, match="another user's"):
            server.prepare()
    finally:
        server.socket_folder.rmdir()


def test_what_is_left_of_a_socket_is_removed(tmp_path: Path) -> None:
    server = Server(tmp_path / "pg")
    server.socket_folder.mkdir()
    server.tidy()
    server.tidy()
    assert not server.socket_folder.exists()
