"""What can be set about signing in is written down."""

import re
from pathlib import Path

from bumang.runtime.settings import settings_of_the_environment

ROOT = Path(__file__).parents[2]


def test_every_setting_of_signing_in_is_in_the_how_to_and_none_else() -> None:
    names = {name for name in settings_of_the_environment() if name.startswith("BUMANG_OIDC_")}
    page = (ROOT / "docs" / "how-to" / "sign-in.md").read_text(encoding="utf-8")
    assert set(re.findall(r"BUMANG_OIDC_[A-Z_]+", page)) == names
