"""Every setting: read once, checked, its secrets hidden."""

import json
import os
import re
from pathlib import Path
from typing import Annotated, Final, Self

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

PREFIX: Final = "GIANTS_"

ENV_FILE: Final = ".env"
_UNREADABLE: Final = "cannot be read: it must be a text file in UTF-8 that you may read"

EVERYBODY: Final = frozenset({1087968824, 777000, 136817688})
"""What Telegram names as sender of anonymous admins and of channels: each id is many people."""

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_ID = re.compile(r"[0-9]{1,16}")
_HARMLESS = re.compile(r"-?@?\w{1,32}")


class ConfigError(Exception):
    """A setting is missing or wrong: the message names the variable, says what to do, and holds no secret."""


def default_database() -> Path:
    return user_data_path("giants", appauthor=False) / "giants.db"


def _secret_directories() -> list[Path]:
    """Where systemd and container engines hand over secrets as files, those that are there."""
    places = (os.environ.get("CREDENTIALS_DIRECTORY"), "/run/secrets")
    return [Path(place) for place in places if place and Path(place).is_dir()]


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError("begins with ~ and a name that is no user here: give the whole path") from None


def _one_id(item: str) -> int:
    shown = f"{item!r} is no user id" if _HARMLESS.fullmatch(item) else "one entry is no user id"
    if not _ID.fullmatch(item) or int(item) == 0:
        raise ValueError(f"{shown}: give numeric ids such as 123456789, for names can change hands")
    if int(item) in EVERYBODY:
        raise ValueError(f"{item} is every anonymous admin: give the ids of persons")
    return int(item)


def _items(text: str) -> list[str]:
    if not text.lstrip().startswith("["):
        return [item for item in re.split(r"[,;\s]+", text) if item]
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("begins like a JSON list, and is none: write 1,2,3") from None
    return [str(item) for item in held]


class Config(BaseSettings):
    """The settings as one value, from the environment, `.env`, or files that a service manager hands over."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    token: SecretStr | None = None
    database: Path = Field(default_factory=default_database)
    owners: Annotated[frozenset[int], NoDecode] = frozenset()
    api_url: str = "https://api.telegram.org"
    webhook_url: str | None = None
    webhook_listen: str | None = None
    webhook_secret: SecretStr | None = None

    @classmethod
    def read(cls, database: str | None = None) -> Self:
        """The settings as they are now; `database` wins over the environment. Raises ConfigError."""
        try:
            return cls.model_validate({} if database is None else {"database": database})
        except ValidationError as error:
            raise ConfigError(_explained(error)) from None
        except OSError as error:
            raise ConfigError(f"{error.filename} {_UNREADABLE}") from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the name is pydantic's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        files = SecretsSettingsSource(settings_cls, secrets_dir=_secret_directories())
        return init_settings, env_settings, dotenv_settings, files

    @field_validator("token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not _TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("is no bot token: copy the whole line that @BotFather gave you, digits, colon and all")
        return token

    @field_validator("database", mode="before")
    @classmethod
    def _is_a_path(cls, database: object) -> object:
        if str(database).startswith(("postgres://", "postgresql://")):
            raise ValueError("is a PostgreSQL address, which this version does not support: give the path of a file")
        if not str(database).strip() or "\0" in str(database):
            raise ValueError("is empty: give the path of a file")
        return _at_home(Path(str(database)))

    @field_validator("owners", mode="before")
    @classmethod
    def _are_persons(cls, owners: object) -> frozenset[int]:
        items = map(str, owners) if isinstance(owners, frozenset) else _items(str(owners))
        return frozenset(map(_one_id, items))

    @field_validator("api_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", url):
            raise ValueError("must be the root of a Bot API server, such as https://api.telegram.org")
        if url.rstrip("/").endswith("/bot"):
            raise ValueError("must not end in /bot: the bot appends /bot and the token itself")
        return url.rstrip("/")


def _explained(error: ValidationError) -> str:
    """All that is wrong in one line, by variable, without what was typed."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(_fault(fault["msg"].removeprefix("Value error, "), *fault["loc"]) for fault in found)


def _fault(message: str, *where: str | int) -> str:
    """What is wrong with one setting; what is wrong with none of them is wrong with the file."""
    return f"{PREFIX}{str(where[0]).upper()} {message}" if where else f"{ENV_FILE} {_UNREADABLE}"
