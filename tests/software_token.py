"""A token in software (SoftHSM 2), as an operator would use one; tests that want it are skipped without."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bumang.runtime.settings import Settings

PIN = "271828"
MODULE = next(
    (
        path
        for path in (
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib64/softhsm/libsofthsm.so",
        )
        if Path(path).exists() and shutil.which("softhsm2-util")
    ),
    "",
)
needed = pytest.mark.skipif(not MODULE, reason="needs SoftHSM 2 (Debian package softhsm2)")


@dataclass
class SoftwareToken:
    folder: Path
    label: str

    def settings(self, data: Path, **more: str) -> Settings:
        told = {"pkcs11_token": self.label, "pkcs11_pin": PIN, "pkcs11_module": MODULE} | more
        return Settings(data=data, **told)  # type: ignore[arg-type]

    def environment(self, **more: str) -> dict[str, str]:
        file = self.folder / "pin"
        file.write_text(f"{PIN}\n")
        return {
            "SOFTHSM2_CONF": str(self.folder / "softhsm2.conf"),
            "BUMANG_PKCS11_MODULE": MODULE,
            "BUMANG_PKCS11_TOKEN": self.label,
            "BUMANG_PKCS11_PIN_FILE": str(file),
        } | more

    @contextmanager
    def away(self) -> Iterator[None]:
        """As long as the context lasts, the device is not there."""
        (self.folder / "tokens").rename(self.folder / "gone")
        try:
            yield
        finally:
            (self.folder / "gone").rename(self.folder / "tokens")


def made(folder: Path) -> SoftwareToken:
    """A new token, known to this process and to those it starts by `SOFTHSM2_CONF`."""
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(config)
    label = f"test-{folder.name}"[-32:]
    subprocess.run(
        [
            *("softhsm2-util", "--init-token", "--free"),
            *("--label", label, "--pin", PIN, "--so-pin", "31415926"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return SoftwareToken(folder, label)
