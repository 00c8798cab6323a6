"""Settings from the environment."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bumang.cli import main
from bumang.runtime.setting import WrongSettingError
from bumang.runtime.settings import Settings, from_environment, settings_of_the_environment

WRONG = [
    ("BUMANG_WEB_PROCESSES", "0"),
    *(("BUMANG_WORKERS", text) for text in ("-1", "two", "1.5", "65", "9" * 5000, "１")),
    ("BUMANG_WEB_PROCESSES", "33"),
    ("BUMANG_DEMO", "yes"),
    ("BUMANG_PUBLIC_URL", "bumang.example"),
    ("BUMANG_OIDC_ISSUER", "id.example"),
]


def test_every_setting_is_read_from_its_own_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, (default, setting) in settings_of_the_environment().items():
        monkeypatch.setenv(variable, setting.example)
        name = variable.removeprefix("BUMANG_").lower()
        # A switch that is on by default has "0" for its example, which is off.
        kind = type(default)
        wanted = setting.example == "1" if kind is bool else kind(setting.example)
        assert getattr(from_environment(Path("x")), name) == wanted
        monkeypatch.delenv(variable)


def test_an_empty_variable_is_one_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in settings_of_the_environment():
        monkeypatch.setenv(variable, "")
    assert from_environment(Path("x")) == Settings(data=Path("x").absolute())


def test_the_command_line_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUMANG_DEMO", "1")
    assert from_environment(Path("x"), demo=False, port=None) == Settings(data=Path("x").absolute())


@pytest.mark.parametrize(("variable", "text"), WRONG)
def test_a_wrong_setting_is_named_without_repeating_its_value(
    monkeypatch: pytest.MonkeyPatch, variable: str, text: str
) -> None:
    monkeypatch.setenv(variable, text)
    with pytest.raises(WrongSettingError, match=f"^{variable} must"):
        from_environment(Path("x"))
    told = CliRunner().invoke(main, ["items"])
    assert told.exit_code == 1
    assert f"Error: {variable} must" in told.output
