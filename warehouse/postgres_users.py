"""Users and databases of the embedded server, each user with a password of its own."""

from pathlib import Path

import psycopg
from psycopg import sql

from warehouse import passwords
from warehouse.database import connect
from warehouse.errors import ServerError
from warehouse.initialisation import create_roles

DATABASES = {"warehouse": passwords.OWNER, "airflow": passwords.AIRFLOW}


def provision(home: Path, port: int) -> None:
    """Make the users and databases that are not there yet; change nothing that is."""
    with _connect_as_superuser(home, port) as connection:
        _create_user(connection, passwords.OWNER, "login createrole")
        _create_user(connection, passwords.AIRFLOW, "login")
        for database, owner in DATABASES.items():
            _create_database(connection, database, owner)
        _give_passwords(connection, home, (passwords.OWNER, passwords.AIRFLOW))
        if not _users(connection).issuperset(passwords.READERS):
            create_roles(passwords.server_url(home, port, passwords.OWNER))
        _give_passwords(connection, home, passwords.READERS)


def _connect_as_superuser(home: Path, port: int) -> psycopg.Connection:
    try:
        url = passwords.server_url(home, port, passwords.SUPERUSER, "postgres")
        return connect(url, autocommit=True)
    except ServerError as error:
        if "password authentication failed" not in (error.evidence or ""):
            raise
        raise ServerError(
            "The password file is not the one that the embedded server was made with.",
            where=str(passwords.password_file(home)),
            evidence=error.evidence,
            remedy="Restore the file from a backup; or, if nothing in the database is needed, "
            "move the data folder beside it away and run `warehouse up` again.",
        ) from error


def _create_user(connection: psycopg.Connection, user: str, attributes: str) -> None:
    if user not in _users(connection):
        connection.execute(
            sql.SQL("create role {} {}").format(sql.Identifier(user), sql.SQL(attributes))
        )


def _create_database(connection: psycopg.Connection, database: str, owner: str) -> None:
    present = connection.execute("select from pg_database where datname = %s", (database,))
    if present.fetchone() is None:
        connection.execute(
            sql.SQL("create database {} owner {}").format(
                sql.Identifier(database), sql.Identifier(owner)
            )
        )
        connection.execute(
            sql.SQL("revoke connect, temporary on database {} from public").format(
                sql.Identifier(database)
            )
        )


def _give_passwords(connection: psycopg.Connection, home: Path, users: tuple[str, ...]) -> None:
    """Set the passwords of those users that have none yet."""
    without = connection.execute(
        "select rolname from pg_authid where rolpassword is null and rolname = any(%s)",
        (list(users),),
    ).fetchall()
    known = passwords.read_passwords(home)
    for (user,) in without:
        # Hashed here: the password itself reaches neither the server nor its log.
        verifier = connection.pgconn.encrypt_password(
            known[user].encode(), user.encode(), b"scram-sha-256"
        )
        connection.execute(
            sql.SQL("alter role {} password {}").format(
                sql.Identifier(user), sql.Literal(verifier.decode())
            )
        )


def _users(connection: psycopg.Connection) -> set[str]:
    return {row[0] for row in connection.execute("select rolname from pg_roles")}
