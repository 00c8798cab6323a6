"""Settings of one instance: from the environment, with the data folder as the only required place."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from bumang.runtime.setting import Setting, read

_MOST_REQUESTS = 10_000_000


def _setting(default: Any, meaning: str, example: str = "", **more: Any) -> Any:
    """A field that a `BUMANG_*` variable sets; the reference page is made from what is said here."""
    return field(default=default, metadata={"setting": Setting(meaning, example, **more)})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that may differ between two installations."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    core_dsn: str = _setting(
        "",
        "The core database, as a PostgreSQL address. Empty: an embedded server in the data folder.",
        "postgresql://bumang@db.example/core",
    )
    intake_dsn: str = _setting(
        "",
        "The intake database; the same rule. It may be on another server, so that accepting goes "
        "on without the core.",
        "postgresql://bumang@db.example/intake",
    )
    public_url: str = _setting(
        "",
        "The address people use. Over `https:` all cookies are for HTTPS and this host only. "
        "Empty: the address of the request.",
        "https://bumang.example",
        is_url=True,
    )
    web_processes: int = _setting(
        2, "Web processes; each has an acceptance log of its own.", "4", most=32
    )
    connections: int = _setting(
        4096,
        "Connections that a web process holds at a time; more wait in the system's queue. The limit "
        "of open files is raised to fit where the system allows it.",
        "16384",
        least=64,
        most=100_000,
    )
    slow_seconds: int = _setting(
        20,
        "Seconds in which the headers of a request must come, and then always some of its body. "
        "A proxy before us must let go of idle connections sooner.",
        "30",
        most=60,
    )
    core_connections: int = _setting(
        8, "Connections of each web process to the core database, at most.", "16", most=100
    )
    workers: int = _setting(
        1,
        "Worker processes, which decide what was accepted; 0 where others do it.",
        "2",
        least=0,
        most=64,
    )
    gate: bool = _setting(
        True, "The gate before pages and readings; off only to measure what it does.", "0"
    )
    quota_person: int = _setting(
        120,
        "Requests a minute that a person's software may send, and as many submissions; more are "
        "queued. 0: without a quota.",
        "300",
        least=0,
        most=_MOST_REQUESTS,
    )
    quota_employer: int = _setting(
        1200,
        "The same for an employer. A file of 100,000 rows is one submission.",
        "6000",
        least=0,
        most=_MOST_REQUESTS,
    )
    quota_agent: int = _setting(
        60_000,
        "The same for an agent, who acts for many.",
        "600000",
        least=0,
        most=_MOST_REQUESTS,
    )
    law: str = _setting(
        "",
        "A folder of files of the law that are laid over the shipped ones; a changed file holds "
        "within a second. Empty: the shipped law alone.",
        "/etc/bumang/law",
    )
    doubt: bool = _setting(
        True,
        "Newcomers of a crowd that behaves like scripts wait in a lane of their own, which is called "
        "after the main one. Nobody is refused by it.",
        "0",
    )
    proxies: int = _setting(
        0,
        "Proxies of our own before us, each of which adds to `X-Forwarded-For` who asked it.",
        "1",
        least=0,
        most=8,
    )
    demo: bool = _setting(
        False,
        "The demo's city, identity page and tokens are there; the same as `bumang serve --demo`.",
        "1",
    )
    traces: str = _setting(
        "", "A file that traces are added to, a span a line. Empty: none.", "/var/log/bumang.spans"
    )
    log_name: str = _setting(
        "",
        "The name of the public logs, an address without its scheme; never to be changed once it "
        "is in use. Empty: a name made from the log's key.",
        "log.bumang.example",
    )
    witnesses: str = _setting(
        "",
        "A TOML file with the witnesses to ask and how many must agree. Empty: none, or with the "
        "demo three of its own.",
        "/etc/bumang/witnesses.toml",
    )
    field_key: str = _setting(
        "",
        "The key-encryption key of personal fields at rest, 32 bytes in base64. Empty: a file in the "
        "data folder's `keys/fields`, made when there is none.",
        "(openssl rand -base64 32)",
    )
    field_key_before: str = _setting(
        "",
        "The one before it, as long as `bumang keys rewrap` has not wrapped everything anew.",
        "(the former value)",
    )
    field_cipher: str = _setting(
        "AES-256-GCM",
        "What new data keys encrypt with: `AES-256-GCM`, or `SM4-GCM` where national algorithms are "
        "required. Old ones keep theirs until `bumang keys rotate`.",
        "SM4-GCM",
        one_of=("AES-256-GCM", "SM4-GCM"),
    )
    log_sm2: bool = _setting(
        False,
        "The public log's checkpoints are signed by SM2 with SM3 too, where national algorithms are "
        "required; needs the extra `sm2`.",
        "1",
    )
    pkcs11_module: str = _setting(
        "",
        "The PKCS#11 library of a token that holds signing keys; needs the extra `pkcs11`. Empty: "
        "keys in files.",
        "/usr/lib/softhsm/libsofthsm2.so",
    )
    pkcs11_token: str = _setting("", "The token's label.", "bumang")
    pkcs11_pin_file: str = _setting(
        "", "A file with the token's PIN, readable by us only.", "/run/secrets/pin"
    )
    pkcs11_pin: str = _setting("", "The PIN itself, where there is no such file.", "(the PIN)")
    pkcs11_keys: str = _setting(
        "receipts,log,vouchers",
        "Which Ed25519 keys are the token's: `bumang-receipts`, `bumang-log`, `bumang-vouchers`. The "
        "others stay in files, and so do the ML-DSA-65 keys.",
        "receipts",
    )
    oidc_issuer: str = _setting(
        "",
        "The identity provider's issuer; its discovery document is read from there. Empty: the "
        "demo's own provider with `--demo`, else no sign-in.",
        "https://id.example",
        is_url=True,
    )
    oidc_client_id: str = _setting("bumang", "Our name at the provider.", "bumang-prod")
    oidc_client_secret: str = _setting("", "Our secret there. Empty: a public client.", "s3cret")
    oidc_role_claim: str = _setting(
        "role",
        "The claim with the role: `person`, `employer`, `agent`, `clerk`, `operator` or "
        "`verifier`; without it one is a person.",
        "groups",
    )
    oidc_identity_claim: str = _setting(
        "identity_number", "The claim with a person's identity number.", "sub"
    )
    oidc_employer_claim: str = _setting(
        "credit_code", "The claim with an employer's unified social credit code.", "org_id"
    )
    oidc_agent_claim: str = _setting(
        "agent_id", "The claim with an agent's number in the registry.", "agent"
    )
    oidc_staff_claim: str = _setting(
        "staff_id", "The claim with the number of a member of staff.", "employee_number"
    )
    oidc_service_claim: str = _setting(
        "service_number", "The claim with the number of an office's service.", "service"
    )

    @property
    def url(self) -> str:
        """The address people use, without a slash at the end."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def keys(self) -> Path:
        """Private keys; readable by the owner only."""
        return self.data / "keys"

    @property
    def metrics(self) -> Path:
        """Where the processes of an instance keep their counters, so that they can be summed."""
        return self.data / "metrics"

    @property
    def last_good_law(self) -> Path:
        """The last files of the law that held, for a process that starts while one is broken."""
        return self.data / "last-good-law.json"

    @property
    def quotas(self) -> Path:
        """What the web processes keep together of who asked for how much."""
        return self.data / "quotas"

    @property
    def crowds(self) -> Path:
        """What the web processes see together of crowds."""
        return self.data / "crowds"

    @property
    def logs(self) -> Path:
        """The public logs as static files: a folder each, `1` to `32`."""
        return self.data / "log"

    @property
    def rush_agreement(self) -> Path:
        """Here while a load run from another machine is agreed to."""
        return self.data / "rush-agreement.json"

    @property
    def instance_file(self) -> Path:
        """What commands read to find the running instance."""
        return self.data / "instance.json"


def settings_of_the_environment() -> dict[str, tuple[Any, Setting]]:
    """Default and meaning of what the environment can set, by the variable's name."""
    return {
        f"BUMANG_{one.name.upper()}": (one.default, one.metadata["setting"])
        for one in fields(Settings)
        if "setting" in one.metadata
    }


def from_environment(data: Path, **overrides: object) -> Settings:
    """Read `BUMANG_*`; `overrides` (from the command line) win when they are not `None`.

    A variable that is empty counts as not set. Raises `WrongSettingError`.
    """
    values = {
        variable.removeprefix("BUMANG_").lower(): read(variable, os.environ[variable], *told)
        for variable, told in settings_of_the_environment().items()
        if os.environ.get(variable)
    }
    values |= {name: value for name, value in overrides.items() if value is not None}
    return Settings(data=data.absolute(), **values)
