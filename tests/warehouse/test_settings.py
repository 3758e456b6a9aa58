from pathlib import Path

import pytest

from warehouse import passwords
from warehouse.errors import ConfigurationError
from warehouse.settings import PROJECT_ROOT, Settings, embedded_port, home_folder

URL = "postgresql://someone:secret@example.org/warehouse"


def test_what_is_set_is_used() -> None:
    settings = Settings.from_environment(
        {
            "WAREHOUSE_URL": URL,
            "LANDING_URL": "s3://landing/zone",
            "OUTBOX_URL": "sftp://outbox",
            "WAREHOUSE_HOME": "/srv/warehouse",
            "PSEUDONYM_KEY": "key",
        }
    )
    assert settings == Settings(
        URL, "s3://landing/zone", "sftp://outbox", Path("/srv/warehouse"), "key"
    )


def test_what_is_unset_means_the_embedded_server_and_folders_under_home(tmp_path: Path) -> None:
    environment = {"WAREHOUSE_HOME": str(tmp_path), "EMBEDDED_PORT": "5999"}
    settings = Settings.from_environment(environment)
    assert settings.warehouse_url == passwords.server_url(tmp_path, 5999, "warehouse")
    assert settings.warehouse_url.endswith("@127.0.0.1:5999/warehouse")
    assert settings.landing_url == str(tmp_path / "landing")
    assert settings.outbox_url == str(tmp_path / "outbox")
    assert settings.pseudonym_key is None
    assert Settings.from_environment(environment) == settings


def test_home_is_var_in_the_project_unless_set() -> None:
    assert home_folder({}) == PROJECT_ROOT / "var"


def test_an_empty_variable_counts_as_unset() -> None:
    assert embedded_port({"EMBEDDED_PORT": ""}) == 54330
    settings = Settings.from_environment({"WAREHOUSE_URL": URL, "PSEUDONYM_KEY": ""})
    assert settings.pseudonym_key is None


@pytest.mark.parametrize("port", ["0", "65536", "-1", "five", "54 330", "²"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(ConfigurationError, match="EMBEDDED_PORT is not a port"):
        embedded_port({"EMBEDDED_PORT": port})


def test_an_address_of_another_kind_of_database_is_refused_without_showing_it() -> None:
    with pytest.raises(ConfigurationError, match="not the address of a Postgres") as caught:
        Settings.from_environment({"WAREHOUSE_URL": "mysql://someone:secret@example.org/db"})
    assert "secret" not in str(caught.value)


def test_secrets_are_not_in_the_text_of_settings() -> None:
    text = repr(Settings(URL, "landing", "outbox", Path("/srv"), "my key"))
    assert "secret" not in text
    assert "my key" not in text
    assert "landing" in text


def test_options_come_as_json_and_are_never_shown() -> None:
    environment = {
        "LANDING_OPTIONS": '{"key": "someone", "secret": "a secret"}',
        "OUTBOX_OPTIONS": '{"password": "a secret"}',
    }
    settings = Settings.from_environment(environment)
    assert settings.landing_options == {"key": "someone", "secret": "a secret"}
    assert settings.outbox_options == {"password": "a secret"}
    assert "a secret" not in repr(settings)


@pytest.mark.parametrize("options", ["a secret", '["a secret"]', '{"secret": "a secret"'])
def test_options_that_are_no_json_object_are_refused_and_not_shown(options: str) -> None:
    with pytest.raises(ConfigurationError, match="LANDING_OPTIONS") as raised:
        Settings.from_environment({"LANDING_OPTIONS": options})
    assert "a secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["sftp://someone:secret@example.org/in", "s3://[:secret@bucket"])
def test_an_address_that_holds_a_password_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(ConfigurationError, match="LANDING_OPTIONS") as raised:
        Settings.from_environment({"LANDING_URL": url})
    assert "secret" not in str(raised.value)
