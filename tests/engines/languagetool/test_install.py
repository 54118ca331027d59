"""Installing LanguageTool: what is missing is said, what breaks off leaves nothing, what is whole stays."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.engines.languagetool import install as module
from pipeline.engines.languagetool.install import JAR, POM, VERSION, find, install, java_version
from pipeline.engines.languagetool.maven import copy_jars
from pipeline.model.errors import EngineError
from tests.engines.languagetool.conftest import ROOT, missing

JAVA = """echo 'openjdk version "%s" 2026-01-20' >&2"""
HOME = f"LanguageTool-{VERSION}"


@pytest.fixture
def tools() -> None:
    if java_version() is None or shutil.which("mvn") is None:
        missing("Java or Maven is not there: apt install openjdk-17-jre-headless maven")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A real installation, into a folder with what a killed one left."""
    if (
        java_version() is None
        or shutil.which("mvn") is None
        or not (os.environ.get("CI") or os.environ.get("LTP_PATH"))
    ):
        missing("a real installation takes Java, Maven and Maven Central; CI does one, and who sets LTP_PATH")
    folder = tmp_path_factory.mktemp("languagetool")
    (folder / f".{HOME}.left" / "libs").mkdir(parents=True)
    assert install(folder).is_new
    yield folder
    shutil.rmtree(folder)


def program(folder: Path, name: str, script: str) -> None:
    """A stand-in for a program of another machine."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_it_is_laid_out_whole(installed: Path) -> None:
    assert sorted(path.name for path in installed.iterdir()) == [".lock", HOME]
    assert find(installed) == installed / HOME
    done = subprocess.run(
        ["java", "-Xmx200m", "-cp", str(installed / HOME / JAR), "org.languagetool.server.HTTPServer", "--help"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "--port" in done.stdout + done.stderr


def test_again_it_stays_and_when_forced_or_broken_it_is_made_anew(installed: Path) -> None:
    jar = next((installed / HOME / "libs").glob("language-en-*.jar"))
    before = jar.stat().st_ino
    assert not install(installed).is_new
    assert jar.stat().st_ino == before
    jar.unlink()
    assert find(installed) is None
    assert install(installed).is_new
    before = jar.stat().st_ino
    assert install(installed, force=True).is_new
    assert jar.stat().st_ino != before
    assert sorted(path.name for path in installed.iterdir()) == [".lock", HOME]


def test_language_tool_python_asks_for_our_version(library: ModuleType) -> None:
    from language_tool_python.download_lt import LTP_DOWNLOAD_VERSION

    assert LTP_DOWNLOAD_VERSION == VERSION


def test_there_is_one_list_of_jars() -> None:
    assert list(ROOT.glob("docker/**/pom.xml")) == []
    assert ET.parse(POM).getroot().tag.endswith("project")
    recipe = (ROOT / "docker" / "languagetool" / "Dockerfile").read_text()
    assert f"COPY {POM.relative_to(ROOT)} ." in recipe
    assert re.search(r"^ENV JAVA_OPTS=.*-Xmx", recipe, re.MULTILINE)


@pytest.mark.parametrize(
    ("java", "mvn", "words"),
    [
        ("", "", "Java is not there. On Debian: apt install openjdk-17-jre-headless"),
        ("exit 1", "exit 0", "Java is not there"),
        ("echo nonsense >&2", "exit 0", "Java is not there"),
        (JAVA % "11.0.2", "exit 0", "Java 11.0.2 is too old: LanguageTool 6.8 needs 17"),
        (JAVA % "1.8.0_292", "exit 0", "Java 8.0 is too old"),
        (JAVA % "21", "", "Maven (mvn) is not there. On Debian: apt install maven"),
        (JAVA % "21", "echo '[ERROR] no route'; exit 1", "Maven failed: no route. It has to reach Maven Central"),
        (JAVA % "21", "exit 0", "Maven left out language-en-6.8.jar, languagetool-server-6.8.jar"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(
    java: str, mvn: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, script in (("java", java), ("mvn", mvn)):
        if script:
            program(programs, name, script)
    monkeypatch.setenv("PATH", str(programs))
    folder = tmp_path / "languagetool"
    with pytest.raises(EngineError) as error:
        install(folder)
    assert words in str(error.value)
    assert not folder.exists() or [path.name for path in folder.iterdir()] == [".lock"]


def test_a_real_maven_without_network_is_said(tools: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = f"-Dmaven.repo.local={tmp_path / 'repository'} -Daether.connector.http.retryHandler.count=0"
    monkeypatch.setenv("MAVEN_OPTS", f"{nowhere} -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=1")
    folder = tmp_path / "languagetool"
    with pytest.raises(EngineError, match=r"Maven failed: .*settings\.xml"):
        install(folder)
    assert [path.name for path in folder.iterdir()] == [".lock"]


def test_a_maven_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "mvn", f"sleep 60 & echo $! > {tmp_path}/child; wait")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(EngineError, match="not done within"):
        copy_jars(POM, tmp_path / "libs", lambda _: None, limit=1.0)
    state = Path(f"/proc/{(tmp_path / 'child').read_text().strip()}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_two_at_once_and_a_full_disk_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    program(programs, "java", JAVA % "21")
    program(programs, "mvn", "exit 0")
    monkeypatch.setenv("PATH", str(programs))
    folder = tmp_path / "languagetool"
    folder.mkdir()
    with module._only_one(folder), pytest.raises(EngineError, match="another installation is at work"):
        install(folder)
    monkeypatch.setattr(module, "SPACE", 10**18)
    with pytest.raises(EngineError, match=r"MB are free.*--folder"):
        install(folder)


@pytest.mark.parametrize("content", [b"", b"PK", b"nonsense" * 100])
def test_a_broken_jar_is_no_installation(content: bytes, tmp_path: Path) -> None:
    (tmp_path / HOME).mkdir()
    (tmp_path / HOME / JAR).write_bytes(content)
    assert find(tmp_path) is None
    assert find(tmp_path / "none") is None
