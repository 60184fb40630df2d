"""Settings: every one documented, a slip refused with its remedy, secrets never shown."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.config import Settings, load
from bot.errors import ConfigurationError
from bot.section import Section
from bot.shown import shown

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
TOKEN = "123456789:" + "s" * 35
KINDS = ("open-meteo", "met-norway", "qweather", "nws", "meteoalarm", "eccc", "cap", "cn-alerts", "rss")


def block(text: str, name: str) -> str:
    """The commented lines of one example table, up to a blank one."""
    return text.split(f"# [[{name}]]", 1)[1].split("\n\n", 1)[0]


def table_of(annotation: Any) -> type[Section] | None:
    """The section a list of tables consists of."""
    inner = next(iter(get_args(annotation)), None)
    return inner if isinstance(inner, type) and issubclass(inner, Section) else None


def check_documented(text: str, name: str, model: type[Section], written: Any) -> None:
    for key, setting in model.model_fields.items():
        if table := table_of(setting.annotation):
            kind = f"{name}.{key.replace('_', '-')}"
            for column in table.model_fields:
                assert f"\n# {column} = " in block(text, kind), f"{kind}.{column}"
        elif setting.default is None:
            assert f"# {key} = " in text, f"{name}.{key}"
        else:
            assert key in written, f"{name}.{key}"


def test_the_example_documents_every_setting_with_its_default() -> None:
    text = EXAMPLE.read_text()
    written = tomllib.loads(text)
    for section, field in Settings.model_fields.items():
        if table := table_of(field.annotation):
            for column in table.model_fields:
                assert f"\n# {column} = " in block(text, section), f"{section}.{column}"
            continue
        model = field.annotation
        assert isinstance(model, type)
        assert issubclass(model, Section)
        check_documented(text, section, model, written[section])
    assert load(EXAMPLE, {}) == Settings()


def test_the_commented_example_of_each_table_is_right_as_it_stands(tmp_path: Path) -> None:
    text = EXAMPLE.read_text()
    for table, more in (
        ("places", {}),
        ("sources.open-meteo", {}),
        ("sources.met-norway", {}),
        ("sources.qweather", {"url": "https://abc.qweatherapi.com", "key": "k"}),
        ("sources.nws", {}),
        ("sources.meteoalarm", {"country": "germany"}),
        ("sources.eccc", {}),
        ("sources.cap", {"url": "https://cap.example.org/all.xml"}),
        ("sources.cn-alerts", {}),
        ("sources.rss", {"url": "https://news.example.org/feed"}),
    ):
        rows = [line.removeprefix("# ") for line in block(text, table).splitlines() if line.startswith("# ")]
        rows = [row for row in rows if " = " in row and row.split(" = ")[0] not in more]
        rows += [f'{key} = "{value}"' for key, value in more.items()]
        file = tmp_path / "chenbao.toml"
        contact = '[sources]\ncontact = "editor@example.org"\n' if table != "places" else ""
        file.write_text(f"{contact}[[{table}]]\n" + "\n".join(rows))
        file.chmod(0o600)
        settings = load(file, {})
        assert settings.places or any(settings.sources.of(kind) for kind in KINDS), table
        assert 'k"' not in shown(settings).replace("***", "")


def toml_settings(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "chenbao.toml"
    file.write_text(text)
    file.chmod(0o600)
    return load(file, {})


WRONG_TABLES = [
    ('[[places]]\nname = "甲"\nlatitude = 36.8', "latitude and longitude go together"),
    ('[[places]]\nname = "甲"\nzone = "Mars/Olympus"', "is not a time zone"),
    ('[[places]]\nname = "甲"\n[[places]]\nname = "甲"', 'places: "甲" stands there 2 times'),
    ('[[places]]\nname = "甲"\ncodes = { adcode = "37030" }', '"37030" is no code of scheme adcode'),
    ('[[places]]\nname = "甲"\ncodes = "370300"', "codes are written"),
    ('[[places]]\nname = "甲"\ncolour = "red"', "there is no setting places.0.colour"),
    ('[[sources.rss]]\nname = "甲"', r"\[\[sources.rss\]\] needs url"),
    ('[[sources.rss]]\nurl = "ftp://a.example"', "is no web address"),
    ('[[sources.rss]]\nurl = "https://a.example"\nevery = "soon"', 'write it like "30s"'),
    ('[[sources.rss]]\nurl = "https://a.example"\nevery = 30', 'write it like "30s"'),
    ("[[sources.met-norway]]", "set sources.contact"),
    ('[sources]\ncontact = "me"', "is no contact"),
    ('[[sources.open-meteo]]\nplaces = ["乙"]', 'names the place "乙"'),
    ("[[sources.accuweather]]", "there is no setting sources.accuweather"),
    ("[[sources.meteoalarm]]", "sources.meteoalarm.0.country"),
]


@pytest.mark.parametrize(("text", "said"), WRONG_TABLES, ids=[said for _, said in WRONG_TABLES])
def test_a_wrong_place_or_source_is_one_line_that_names_it(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=said) as caught:
        toml_settings(tmp_path, text)
    assert "\n" not in str(caught.value)


def test_the_papers_own_place_is_the_first_and_keeps_what_its_table_says(tmp_path: Path) -> None:
    settings = toml_settings(
        tmp_path,
        '[paper]\nplace = "淄博"\nlatitude = 36.81\nlongitude = 118.05\n'
        '[[places]]\nname = "纽约"\nname_en = "New York"\nzone = "America/New_York"\n'
        'latitude = 40.7\nlongitude = -74.0\ncodes = { UGC = ["NYZ072", "NYC061"] }',
    )
    home, york = settings.all_places
    assert (home.name, home.zone, home.latitude) == ("淄博", "Asia/Shanghai", 36.81)
    assert (york.zone, york.codes) == ("America/New_York", (("UGC", "NYZ072"), ("UGC", "NYC061")))
    assert settings.house.place == "淄博"
    only = toml_settings(tmp_path, '[[places]]\nname = "张店"\ncodes = { adcode = 370303 }')
    assert (only.house.place, only.all_places[0].codes) == ("张店", (("adcode", "370303"),))


def test_open_meteo_is_asked_unless_another_forecast_source_stands_there(tmp_path: Path) -> None:
    assert len(Settings().sources.of("open-meteo")) == 1
    other = toml_settings(tmp_path, '[sources]\ncontact = "a@b.example"\n[[sources.met-norway]]')
    assert not other.sources.of("open-meteo")
    assert not toml_settings(tmp_path, '[sources]\ndefault = ""').sources.of("open-meteo")


def test_lists_of_tables_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHENBAO_PLACES", '[{"name": "张店", "latitude": 36.8, "longitude": 118.0}]')
    monkeypatch.setenv("CHENBAO_SOURCES__RSS", '[{"url": "https://news.example.org/feed"}]')
    settings = load()
    assert settings.all_places[0].name == "张店"
    assert settings.sources.rss[0].url == "https://news.example.org/feed"
    monkeypatch.setenv("CHENBAO_PLACES", "[{")
    with pytest.raises(ConfigurationError, match="no JSON"):
        load()


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
        ("CHENBAO_TELEGRAM__MODE", "webhook", "telegram.webhook_url must say"),
        ("CHENBAO_TELEGRAM__WEBHOOK_LISTEN", "8081", "no address to listen on"),
        ("CHENBAO_TELEGRAM__WEBHOOK_SECRET", "short", "32 to 256"),
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
