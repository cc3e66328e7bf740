"""A cold start of the command as a multiple of `python -c pass`, beside commands that everybody knows.

    python tests/bench/bench_cold_start.py [ROUNDS]

Each round starts every command once, in turn, so that noise falls on all alike. The times are the processes' own (user
and system), which other work on the machine disturbs less than the clock. Ratios are what counts; the aim for
`check` with a warm cache is 8 or less.
"""

import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
MAIN = "from runplan.cli import main; main()"
PLAN = str(ROOT / "plans" / "half-marathon.plan")
RUNNER = str(ROOT / "plans" / "runners" / "ana.runner")

COMMANDS: dict[str, list[str]] = {
    "python -c pass": ["-c", "pass"],
    "import click": ["-c", "import click"],
    "import lark": ["-c", "import lark"],
    "pytest --version": ["-m", "pytest", "--version"],
    "mypy --version": ["-m", "mypy", "--version"],
    "pip --version": ["-m", "pip", "--version"],
    "runplan --help": ["-c", MAIN, "--help"],
    "runplan check half-marathon.plan": ["-c", MAIN, "check", PLAN],
    "runplan check ana.runner": ["-c", MAIN, "check", RUNNER],
    "runplan check ana.runner, unchanged": ["-c", MAIN, "check", RUNNER],
    "runplan check --strict half-marathon.plan": ["-c", MAIN, "check", "--strict", PLAN],
    "runplan fmt --check half-marathon.plan": ["-c", MAIN, "fmt", "--check", PLAN],
    "runplan build ana.runner": ["-c", MAIN, "build", RUNNER, "--out", "OUT"],
}
AIM = 8


def seconds(name: str, folder: str) -> float:
    """The processor time of one run. What a check found before is forgotten, but for the one of an unchanged file."""
    if "unchanged" not in name:
        for file in Path(folder, "cache").glob("checked-*.json"):
            file.unlink()
    arguments = COMMANDS[name]
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    env |= {"PYTHONPATH": str(ROOT / "compiler"), "RUNPLAN_CACHE": f"{folder}/cache"}
    arguments = [f"{folder}/out" if a == "OUT" else a for a in arguments]
    process = subprocess.Popen(
        [sys.executable, *arguments], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{arguments} ends with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def main(rounds: int) -> None:
    """Prints a line a command."""
    known = {k: a for k, a in COMMANDS.items() if a[0] != "-m" or find_spec(a[1]) is not None}
    with tempfile.TemporaryDirectory() as folder:
        cold = seconds("runplan check half-marathon.plan", folder)
        for name in known:
            seconds(name, folder)
        times: dict[str, list[float]] = {name: [] for name in known}
        for _ in range(rounds):
            for name in known:
                times[name].append(seconds(name, folder))
    base = median(times["python -c pass"])
    print(f"{'':44} {'ms':>7} {'ratio':>6}")
    for name, measured in times.items():
        print(f"{name:44} {median(measured) * 1000:7.1f} {median(measured) / base:6.1f}")
    print(f"{'runplan check, nothing cached':44} {cold * 1000:7.1f} {cold / base:6.1f}")
    ratio = median(times["runplan check half-marathon.plan"]) / base
    print(f"\ncheck is {ratio:.1f} times `python -c pass`; the aim is {AIM} or less")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
