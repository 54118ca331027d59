"""Makes .venv and installs the pinned packages; before that there is only the standard library.

Further extras of pyproject.toml are named as arguments: `python3 stack/install.py fluency`.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
EXTRAS = ("demo", "airflow", "engine", "languagetool", "model", "web", "dev", *sys.argv[1:])
WANTED = ["-c", str(ROOT / "constraints.txt"), "-e", f"{ROOT}[{','.join(EXTRAS)}]"]
# what pip was told about indexes and certificates holds for uv too, unless uv was told otherwise
FROM_PIP = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}


def main() -> int:
    """0 when all is installed, 1 after a line that says what to do."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may be what runs us
        return fail(
            f"Newsmend needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make PYTHON=python3.12"
        )
    if not (BIN / "pip").exists():
        say("- Making .venv …")
        if run([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
            return fail("Python's venv module is incomplete. On Debian: apt install python3-venv")
    say("- Installing the pinned packages (the first time takes one to three minutes) …")
    if not (BIN / "uv").exists() and run([str(BIN / "pip"), "install", "--quiet", "uv"]) != 0:
        say("  uv is not to be had.")
    if (BIN / "uv").exists() and run([str(BIN / "uv"), "pip", "install", "--quiet", *WANTED], uv_environment()) == 0:
        return 0
    say("  Trying pip, which takes longer …")
    if run([str(BIN / "pip"), "install", "--quiet", *WANTED]) != 0:
        return fail("The packages could not be installed (see above). Does pip reach its index?")
    return 0


def uv_environment() -> "dict[str, str]":
    """Our environment with pip's settings put into uv's words."""
    listed = subprocess.run([str(BIN / "pip"), "config", "list"], capture_output=True, text=True, check=False).stdout
    settings = dict(line.split("=", 1) for line in listed.splitlines() if "=" in line)
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    for name, value in settings.items():
        variable, text = FROM_PIP.get(name.rsplit(".", 1)[-1]), value.strip("'\"")
        if variable is not None and ("://" in text or Path(text).exists()):
            environment.setdefault(variable, text)
    return environment


def run(command: "list[str]", environment: "dict[str, str] | None" = None) -> int:
    """The exit code of a command whose output the user sees."""
    return subprocess.run(command, env=environment, check=False).returncode


def say(text: str) -> None:
    """One line, at once."""
    print(text, flush=True)


def fail(text: str) -> int:
    """Says what is wrong; the exit code for it."""
    say(text)
    return 1


if __name__ == "__main__":
    sys.exit(main())
