"""Settings of one instance: from the environment, with the data folder as the only required place."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_OIDC = (
    *("client_id", "client_secret"),
    *("identity_claim", "role_claim", "employer_claim", "agent_claim", "staff_claim"),
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that may differ between two installations.

    `core_dsn` and `intake_dsn` are empty while the embedded servers are used; their addresses are
    then in the data folder's instance file. `demo` opens the demo's identity page and demo tokens.
    """

    data: Path
    core_dsn: str = ""
    intake_dsn: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    web_processes: int = 2
    workers: int = 1
    demo: bool = False
    # A file that traces are added to, a span a line; empty for none.
    traces: str = ""
    # The demo's own provider (at /demo/oidc) is used when this is empty and the demo is on.
    oidc_issuer: str = ""
    oidc_client_id: str = "bumang"
    oidc_client_secret: str = ""
    # The claim of the identity provider's token that holds the citizen's identity number.
    oidc_identity_claim: str = "identity_number"
    # The claims with the role's name, the employer's credit code, and the numbers of agents and staff.
    oidc_role_claim: str = "role"
    oidc_employer_claim: str = "credit_code"
    oidc_agent_claim: str = "agent_id"
    oidc_staff_claim: str = "staff_id"

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
    def instance_file(self) -> Path:
        """What commands read to find the running instance."""
        return self.data / "instance.json"


def from_environment(data: Path, **overrides: object) -> Settings:
    """Read `BUMANG_*`; `overrides` (from the command line) win when they are not `None`."""
    environment = os.environ
    values: dict[str, object] = {
        "core_dsn": environment.get("BUMANG_CORE_DSN", ""),
        "intake_dsn": environment.get("BUMANG_INTAKE_DSN", ""),
        "public_url": environment.get("BUMANG_PUBLIC_URL", "").rstrip("/"),
        "oidc_issuer": environment.get("BUMANG_OIDC_ISSUER", "").rstrip("/"),
        "traces": environment.get("BUMANG_TRACES", ""),
        "demo": environment.get("BUMANG_DEMO", "") == "1",
    }
    for name in _OIDC:
        if text := environment.get(f"BUMANG_OIDC_{name.upper()}"):
            values[f"oidc_{name}"] = text
    for name in ("web_processes", "workers"):
        if text := environment.get(f"BUMANG_{name.upper()}"):
            values[name] = int(text)
    values |= {name: value for name, value in overrides.items() if value is not None}
    return Settings(data=data.absolute(), **values)  # type: ignore[arg-type] # names checked above
