"""Settings: every one documented, a slip refused with its remedy, secrets never shown."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.config import Section, Settings, load, shown
from bot.errors import ConfigurationError

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
TOKEN = "123456789:" + "s" * 35


def test_the_example_documents_every_setting_with_its_default(tmp_path: Path) -> None:
    text = EXAMPLE.read_text()
    written = tomllib.loads(text)
    for section, field in Settings.model_fields.items():
        model = field.annotation
        assert isinstance(model, type)
        assert issubclass(model, Section)
        for key, setting in model.model_fields.items():
            if setting.default is None:
                assert f"# {key} = " in text, f"{section}.{key}"
            else:
                assert key in written[section], f"{section}.{key}"
    assert load(EXAMPLE, {}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CHENBAO_PAPER__TIMEZONE", "Mars/Olympus", "is not a time zone"),
        ("CHENBAO_PAPER__TIMEZON", "Asia/Shanghai", "names no setting"),
        ("CHENBAO_NOSUCH__KEY", "1", "there is no section"),
        ("CHENBAO_DELIVERY__RATE", "fast", "delivery.rate"),
        ("CHENBAO_DELIVERY__RATE", "0", "delivery.rate"),
        ("CHENBAO_TELEGRAM__TOKEN", "no token", "no bot token"),
        ("CHENBAO_TELEGRAM__API_URL", "telegram", "no address"),
        ("CHENBAO_PAPER__NO_ISSUE_DAYS", "8", "neither a weekday"),
    ],
)
def test_a_wrong_setting_is_one_line_with_its_name(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=said) as caught:
        load()
    assert "\n" not in str(caught.value)
    assert value not in str(caught.value) or "TOKEN" not in name


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHENBAO_TELEGRAM__TOKEN", TOKEN)
    settings = load()
    assert TOKEN not in shown(settings) + repr(settings) + settings.model_dump_json()


def test_a_file_with_the_token_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "chenbao.toml"
    file.write_text(f'[telegram]\ntoken = "{TOKEN}"\n')
    file.chmod(0o644)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        load(file, {})
    file.chmod(0o600)
    assert load(file, {}).telegram.token is not None


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "chenbao.toml"
    file.write_text('[paper]\nname = "甲报"\nplace = "甲"\n')
    monkeypatch.setenv("CHENBAO_PAPER__NAME", "乙报")
    paper = load(file).paper
    assert (paper.name, paper.place) == ("乙报", "甲")
