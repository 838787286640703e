from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import EVERYBODY, Config, ConfigError

SECRET = "123456789:AAFq-very_secret_indeed"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of whoever runs the tests, and no `.env` of theirs."""
    for name in ("TOKEN", "DATABASE", "OWNERS", "API_URL", "WEBHOOK_URL", "WEBHOOK_LISTEN", "WEBHOOK_SECRET"):
        monkeypatch.delenv(f"GIANTS_{name}", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def given_env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def refusal(**settings: str) -> str:
    """What Config says when these are all that is set."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in settings.items():
            environment.setenv(name, value)
        with pytest.raises(ConfigError) as refused:
            Config.read()
    return str(refused.value)


def test_without_any_setting_everything_has_a_default_but_the_token() -> None:
    config = Config.read()
    assert config.token is None
    assert config.database.name == "giants.db"
    assert config.owners == frozenset()
    assert config.api_url == "https://api.telegram.org"


@pytest.mark.parametrize("written", ["1,2,3", "1, 2, 3", "1 2 3", "[1, 2, 3]", '["1", "2", "3"]', "1,2,3,"])
def test_owners_can_be_written_in_any_usual_way(given_env: pytest.MonkeyPatch, written: str) -> None:
    given_env.setenv("GIANTS_OWNERS", written)
    assert Config.read().owners == {1, 2, 3}


@pytest.mark.parametrize("somebody", ["@ann", "ann", "0", "-7", "1.5", "१२", "[true]", "[[1]]", "[1", "9" * 40])
def test_owners_are_numeric_ids_of_persons(somebody: str) -> None:
    assert refusal(GIANTS_OWNERS=somebody).startswith("GIANTS_OWNERS ")


@pytest.mark.parametrize("everybody", sorted(EVERYBODY))
def test_the_id_that_anonymous_admins_share_owns_nothing(everybody: int) -> None:
    assert "every anonymous admin" in refusal(GIANTS_OWNERS=f"5,{everybody}")


def test_a_username_is_refused_with_the_reason() -> None:
    said = refusal(GIANTS_OWNERS="@ann")
    assert "'@ann'" in said
    assert "numeric" in said


def test_the_token_is_shown_nowhere(given_env: pytest.MonkeyPatch) -> None:
    given_env.setenv("GIANTS_TOKEN", SECRET)
    given_env.setenv("GIANTS_WEBHOOK_SECRET", SECRET)
    config = Config.read()
    assert config.token is not None
    assert config.token.get_secret_value() == SECRET
    assert "secret_indeed" not in f"{config!r} {config} {config.model_dump()} {config.model_dump_json()}"


@pytest.mark.parametrize("variable", ["GIANTS_TOKEN", "GIANTS_OWNERS", "GIANTS_API_URL"])
def test_a_token_pasted_wrongly_is_not_repeated(variable: str) -> None:
    said = refusal(**{variable: f"bot {SECRET} "})
    assert variable in said
    assert "secret_indeed" not in said


def test_every_wrong_setting_is_named_at_once() -> None:
    said = refusal(GIANTS_TOKEN="x", GIANTS_OWNERS="@ann")
    assert "GIANTS_TOKEN" in said
    assert "GIANTS_OWNERS" in said
    assert "\n" not in said


def test_a_postgresql_address_is_refused_without_its_password() -> None:
    said = refusal(GIANTS_DATABASE="postgresql://me:hunter2@host/giants")
    assert "PostgreSQL" in said
    assert "hunter2" not in said


def test_the_option_wins_over_the_environment(given_env: pytest.MonkeyPatch) -> None:
    given_env.setenv("GIANTS_DATABASE", "environment.db")
    assert Config.read().database == Path("environment.db")
    assert Config.read("option.db").database == Path("option.db")


def test_an_empty_database_name_is_refused() -> None:
    with pytest.raises(ConfigError, match="GIANTS_DATABASE is empty"):
        Config.read("")


def test_a_tilde_is_somebodys_home(given_env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given_env.setenv("HOME", str(tmp_path))
    assert Config.read("~/giants.db").database == tmp_path / "giants.db"
    with pytest.raises(ConfigError, match="no user here"):
        Config.read("~nobody-of-that-name/giants.db")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
        ("https://api.example/root/", "https://api.example/root"),
    ],
)
def test_the_api_url_is_a_root_without_a_slash(given_env: pytest.MonkeyPatch, url: str, kept: str) -> None:
    given_env.setenv("GIANTS_API_URL", url)
    assert Config.read().api_url == kept


@pytest.mark.parametrize(
    "url", ["ftp://x", "api.telegram.org", "https://api.telegram.org/bot", "https://", "http://x?y"]
)
def test_another_api_url_is_refused(url: str) -> None:
    assert refusal(GIANTS_API_URL=url).startswith("GIANTS_API_URL must ")


def test_dotenv_is_read_and_the_environment_wins(given_env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"# mine\nGIANTS_TOKEN={SECRET}\nGIANTS_OWNERS=5\nOTHER=1\n", encoding="utf-8")
    given_env.setenv("GIANTS_OWNERS", "6")
    config = Config.read()
    assert config.token is not None
    assert config.owners == {6}


def test_a_dotenv_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"^\.env cannot be read"):
        Config.read()


def test_a_service_manager_hands_the_token_over_as_a_file(given_env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "giants_token").write_text(SECRET + "\n", encoding="utf-8")
    given_env.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    token = Config.read().token
    assert token is not None
    assert token.get_secret_value() == SECRET


def test_an_empty_variable_is_not_set(given_env: pytest.MonkeyPatch) -> None:
    given_env.setenv("GIANTS_TOKEN", "")
    assert Config.read().token is None


@given(st.frozensets(st.integers(min_value=1, max_value=10**12).filter(lambda number: number not in EVERYBODY)))
def test_owners_survive_being_written_down(owners: frozenset[int]) -> None:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("GIANTS_OWNERS", ",".join(map(str, owners)))
        assert Config.read().owners == owners
