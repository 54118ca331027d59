"""A LanguageTool from Maven Central, laid out as language-tool-python expects it below LTP_PATH."""

from __future__ import annotations

import fcntl
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.engines.languagetool.maven import copy_jars
from pipeline.model.errors import EngineError

POM = Path(__file__).with_name("data") / "pom.xml"
VERSION = re.findall(r"<lt\.version>([\d.]+)</lt\.version>", POM.read_text(encoding="utf-8"))[0]
JAR = "languagetool-server.jar"
SPACE = 250_000_000  # bytes; the jars have 97 million
JAVA = 17  # what LanguageTool asks for since 6.6


@dataclass(frozen=True, slots=True)
class Installed:
    """Where it lies (`home` is below the folder that LTP_PATH names), and whether it was there before."""

    home: Path
    is_new: bool

    @property
    def jar(self) -> Path:
        return self.home / JAR


def install(folder: Path, *, force: bool = False, note: Callable[[str], None] = lambda _: None) -> Installed:
    """LanguageTool below `folder`, as a whole or not at all; one that is whole stays, unless forced.

    What Maven has downloaded it keeps, so that a second try goes on where the first one broke off.

    Raises:
        EngineError: Java or Maven is missing or old; the disk is full; Maven fails; another installation is at work.
    """
    if not force and (home := find(folder)) is not None:
        return Installed(home, is_new=False)
    check_tools()
    folder.mkdir(parents=True, exist_ok=True)
    with _only_one(folder):
        if shutil.disk_usage(folder).free < SPACE:
            what = f"less than {SPACE // 1_000_000} MB are free"
            raise EngineError(what, where=str(folder), hint="Make room, or name another folder: --folder")
        work = Path(tempfile.mkdtemp(prefix=_temporary(), dir=folder))
        try:
            made = _build(work, note)
            _put(made, folder / _name())
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return Installed(folder / _name(), is_new=True)


def find(folder: Path) -> Path | None:
    """Where a LanguageTool lies as a whole below this folder, in the version of our list."""
    home = folder / _name()
    try:
        with zipfile.ZipFile(home / JAR) as jar:
            manifest = jar.read("META-INF/MANIFEST.MF").decode("utf-8").replace("\r\n ", "")
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None
    listed = re.search("^Class-Path: (.+)$", manifest.replace("\r", ""), re.MULTILINE)
    return home if listed and all((home / jar).is_file() for jar in listed[1].split()) else None


def check_tools() -> str:
    """Java's version, as it says it.

    Raises:
        EngineError: no Java, one older than 17, or no Maven.
    """
    java = java_version()
    if java is None:
        raise EngineError("Java is not there", hint=f"On Debian: apt install openjdk-{JAVA}-jre-headless maven")
    if int(java.split(".")[0]) < JAVA:
        what = f"Java {java} is too old: LanguageTool {VERSION} needs {JAVA} or newer"
        raise EngineError(what, hint=f"On Debian: apt install openjdk-{JAVA}-jre-headless")
    if shutil.which("mvn") is None:
        raise EngineError("Maven (mvn) is not there", hint="On Debian: apt install maven")
    return java


def java_version() -> str | None:
    """Such as "17.0.15"; None where there is no Java that runs."""
    try:
        said = subprocess.run(["java", "-version"], capture_output=True, text=True, timeout=60, check=True).stderr
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    found = re.search(r'version "(?:1\.)?(\d[\d.]*)', said)
    return found[1] if found else None


def _build(work: Path, note: Callable[[str], None]) -> Path:
    home = work / _name()
    shutil.copyfile(POM, work / "pom.xml")
    copy_jars(work / "pom.xml", home / "libs", note)
    jars = sorted(jar.name for jar in (home / "libs").glob("*.jar"))
    missing = {f"languagetool-server-{VERSION}.jar", f"language-en-{VERSION}.jar"} - set(jars)
    if missing:
        raise EngineError(f"Maven left out {', '.join(sorted(missing))}", hint="Try again, or see its settings.xml")
    with zipfile.ZipFile(home / JAR, "w") as jar:  # only a list: Java finds the classes in libs/ by it
        jar.writestr(zipfile.ZipInfo("META-INF/MANIFEST.MF"), _manifest([f"libs/{name}" for name in jars]))
    return home


def _manifest(jars: list[str]) -> str:
    """The format wants lines of at most 72 bytes; a line that begins with a space goes on with the one before."""
    line = f"Class-Path: {' '.join(jars)}"
    folded = [line[:72], *(f" {line[at : at + 71]}" for at in range(72, len(line), 71))]
    return "\r\n".join(["Manifest-Version: 1.0", *folded, "", ""])


def _put(made: Path, home: Path) -> None:
    if home.exists():
        home.rename(made.with_name("replaced"))  # goes with the temporary folder
    made.rename(home)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """One installation at a time; what a killed one left is cleared away."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise EngineError("another installation is at work", where=str(folder), hint="Wait for it") from error
        for left in folder.glob(f"{_temporary()}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _name() -> str:
    return f"LanguageTool-{VERSION}"


def _temporary() -> str:
    return f".{_name()}."
