"""Known vulnerabilities of what is installed (pip-audit), and a bill of materials (CycloneDX) in var/sbom.json.

Both tools live in an environment of their own below var/, so that they are no part of what they look at.
"""

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
TOOLS = ROOT / "var" / "audit"
SBOM = ROOT / "var" / "sbom.json"
RESULT = ROOT / "var" / "audit.json"
WANTED = ("pip-audit>=2.9,<3", "cyclonedx-bom>=7,<8")


def main() -> int:
    """0 where nothing is known, 1 where something is, or where a tool could not be had or asked."""
    tools = TOOLS / "bin"
    if not (tools / "pip-audit").exists() or not (tools / "cyclonedx-py").exists():
        venv.create(TOOLS, with_pip=True, clear=True)
        if run([str(tools / "pip"), "install", "--quiet", *WANTED]):
            return fail("The tools could not be installed (see above). Does pip reach its index?")
    if run(
        [str(tools / "cyclonedx-py"), "environment", str(VENV), "--output-file", str(SBOM), "--output-reproducible"]
    ):
        return fail("No bill of materials could be written (see above).")
    print(f"The bill of materials is {SBOM.relative_to(ROOT)}.", flush=True)
    packages = next(VENV.glob("lib/python3*/site-packages"))
    command = [str(tools / "pip-audit"), "--path", str(packages), "--skip-editable", "--progress-spinner", "off"]
    RESULT.unlink(missing_ok=True)
    run([*command, "--format", "json", "--output", str(RESULT)])
    if not RESULT.exists():
        return fail("pip-audit gave no result (see above).")
    return judge(json.loads(RESULT.read_text(encoding="utf-8"))["dependencies"])


def judge(packages: "list[dict[str, Any]]") -> int:
    """A package that the database of vulnerabilities did not know was not looked at: that is no clean bill."""
    ours = [package for package in packages if package["name"] != "newsmend"]
    faulty = [package for package in ours if package.get("vulns")]
    skipped = [package["name"] for package in ours if package.get("skip_reason")]
    for package in faulty:
        for found in package["vulns"]:
            mended = ", ".join(found.get("fix_versions") or []) or "no release yet"
            print(f"{package['name']} {package['version']}: {found['id']}, mended in {mended}")
    print(f"{len(ours) - len(skipped)} packages looked up, {len(faulty)} with a known vulnerability.", flush=True)
    if skipped:
        return fail(
            f"{len(skipped)} packages could not be looked up, the first is {skipped[0]}. "
            "Does pip-audit reach pypi.org, or does a mirror stand between?"
        )
    return fail("Update them in constraints.txt.") if faulty else 0


def run(command: "list[str]") -> int:
    """The exit code; the user sees the output."""
    return subprocess.run(command, check=False).returncode


def fail(text: str) -> int:
    """Says it; the exit code for it."""
    print(text, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
