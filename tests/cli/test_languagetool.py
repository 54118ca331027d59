"""`newsmend languagetool install` and `status` as a user calls them; a real installation is in tests/engines/."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_cli import newsmend


def test_install_says_what_is_missing(tmp_path: Path) -> None:
    done = newsmend("languagetool", "install", PATH=str(tmp_path), NEWSMEND_HOME=str(tmp_path / "home"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("newsmend: Java is not there. On Debian: apt install openjdk-17-jre-headless")
    assert not (tmp_path / "home").exists()


def test_status_without_anything(tmp_path: Path) -> None:
    done = newsmend("languagetool", "status", PATH=str(tmp_path), NEWSMEND_HOME=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"is not in {tmp_path}/languagetool: newsmend languagetool install" in done.stdout
    assert "java       none" in done.stdout
    assert "server     none" in done.stdout


def test_status_of_a_server_that_is_not_there(tmp_path: Path) -> None:
    done = newsmend(
        "languagetool", "status", NEWSMEND_HOME=str(tmp_path), NEWSMEND_LANGUAGETOOL_URL="http://127.0.0.1:1"
    )
    assert done.returncode == 1
    assert "no server is there" in done.stderr
    assert done.stderr.count("\n") == 1


def test_status_of_an_address_that_is_none(tmp_path: Path) -> None:
    done = newsmend("languagetool", "status", NEWSMEND_HOME=str(tmp_path), NEWSMEND_LANGUAGETOOL_URL="nonsense")
    assert done.returncode == 2
    assert "NEWSMEND_LANGUAGETOOL_URL" in done.stderr


def test_help_has_examples() -> None:
    for command in ("install", "status"):
        assert f"newsmend languagetool {command}" in newsmend("languagetool", command, "--help").stdout
