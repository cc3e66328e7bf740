"""The command line as a whole: help, wrong use, our own failures, streams that close, colour."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

import runplan
from runplan.cli import group as commands_module
from runplan.cli import run
from runplan.cli.group import COMMANDS

COMPILER = Path(runplan.__file__).parent.parent
WRONG = 'plan "Wrong"\nphase base 2 weeks\n  tue tepo 20 min\n'


def program(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(COMPILER), **more.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "runplan", *arguments], capture_output=True, text=True, env=env, **more
    )


def test_help_fits_one_screen(cli: Callable[..., Any]) -> None:
    code, out, err = cli("--help")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    for name, entry in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(entry.about)}$", out, re.MULTILINE), name


def test_help_imports_no_command() -> None:
    code = (
        "import sys; from runplan.cli import run; code = run(['--help']);"
        "print([m for m in sys.modules if m.startswith('runplan.') and m not in ("
        "'runplan.cli', 'runplan.cli.streams', 'runplan.cli.group', 'runplan.record')], file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(COMPILER)},
    )
    assert (done.returncode, done.stderr) == (0, "[]\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_in_its_help(cli: Callable[..., Any], name: str) -> None:
    code, out, _ = cli(name, "--help")
    assert code == 0
    assert "\n  Examples:\n    runplan " in out
    assert out.count("\n    runplan ") >= 2
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_command_says(name: str) -> None:
    command = commands_module.commands.get_command(click.Context(commands_module.commands), name)
    assert command is not None
    assert command.name == name
    assert command.short_help == COMMANDS[name].about


def test_version(cli: Callable[..., Any]) -> None:
    assert cli("--version") == (0, f"runplan {runplan.__version__}\n", "")


def test_no_command_is_wrong_use(cli: Callable[..., Any]) -> None:
    code, out, err = cli()
    assert (code, out) == (2, "")
    assert err.startswith("Usage: runplan")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chekc",), "error: there is no command `chekc`: did you mean `check`?\n"),
        (("zzz",), "error: there is no command `zzz`; `runplan --help` lists them\n"),
        (("check",), "error: missing argument 'PATH...'\n"),
        (("check", "--fromat", "json", "."), "error: no such option '--fromat'"),
        (("check", "--format", "xml", "."), "error: invalid value for '--format': 'xml' is not one of"),
        (("check", "--today", "2027-4-1", "."), "error: invalid value for '--today': `2027-4-1` is no date"),
        (
            ("check", "--today", "2027-02-30", "."),
            "error: invalid value for '--today': `2027-02-30` is no date",
        ),
        (("show", "a", "b"), "error: got unexpected extra argument"),
    ],
)
def test_wrong_use_exits_2_and_says_why(
    cli: Callable[..., Any], arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = cli(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert "Traceback" not in err


def test_our_own_failure_says_that_it_is_ours(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("volume")

    monkeypatch.setattr("runplan.cli.checking.compile_target", fail)
    (folder / "a b.plan").write_text('plan "A"\n')
    code, out, err = cli("check", "a b.plan")
    assert (code, out) == (2, "")
    assert err.startswith("error: runplan failed. This is our mistake, please report it.\n")
    assert "    runplan check 'a b.plan'\n" in err
    assert "    KeyError: 'volume'\n" in err
    assert "runplan/cli/findings.py:" in err
    assert "Traceback" not in err
    monkeypatch.setenv("RUNPLAN_DEBUG", "1")
    assert "Traceback" in cli("check", "a b.plan").err


def test_interrupting_is_quiet(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("runplan.cli.checking.compile_target", interrupt)
    (folder / "a.plan").write_text('plan "A"\n')
    code, out, err = cli("check", "a.plan")
    assert (code, out, err.strip()) == (130, "", "")


@pytest.mark.skipif(os.name == "nt", reason="signals and pipes of Unix")
def test_a_real_interrupt_ends_the_program_quietly(folder: Path) -> None:
    code = "import sys; from runplan.cli import run; print('up', flush=True); sys.exit(run(['fmt', '-']))"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(COMPILER)},
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"up"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")


@pytest.mark.skipif(os.name == "nt", reason="pipes of Unix")
@pytest.mark.parametrize("arguments", [("schema", "template"), ("--help",)])
def test_a_closed_pipe_is_quiet(arguments: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "runplan", *arguments],
            stdout=write,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(COMPILER)},
            check=False,
        )
    finally:
        os.close(write)
    assert done.stderr == b""
    assert done.returncode in (1, 141)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_is_no_success() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "runplan", "schema", "diagnostics"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(COMPILER)},
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == "error: the output cannot be written: No space left on device\n"


def test_python_m_runplan_is_the_same_program() -> None:
    done = program("--version")
    assert (done.returncode, done.stdout) == (0, f"runplan {runplan.__version__}\n")
    assert program("nonsense").returncode == 2


@pytest.mark.parametrize(
    ("env", "colored"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": ""}, False),
    ],
)
def test_colour_only_where_it_is_wanted(
    cli: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str], colored: bool
) -> None:
    (folder / "wrong.plan").write_text(WRONG)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    code, out, _ = cli("check", "wrong.plan")
    assert code == 1
    assert ("\033[" in out) is colored
    assert "\033[" not in cli("check", "wrong.plan", "--format", "json").out


def test_output_is_utf_8_whatever_the_locale(folder: Path) -> None:
    (folder / "ä.plan").write_text('plan "Ä"\n  tue läufe\n', encoding="utf-8")
    env = {
        **os.environ,
        "PYTHONPATH": str(COMPILER),
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }
    done = subprocess.run(
        [sys.executable, "-m", "runplan", "check", "--format", "json", "."],
        capture_output=True,
        env=env,
        check=False,
    )
    assert done.returncode == 1
    assert json.loads(done.stdout.decode("utf-8"))["diagnostics"][0]["at"]["file"] == "ä.plan"


@pytest.mark.parametrize(
    ("shell", "sign"), [("bash", "complete -o"), ("zsh", "#compdef runplan"), ("fish", "complete ")]
)
def test_completion_scripts(
    cli: Callable[..., Any], shell: str, sign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = cli("completion", shell)
    assert (code, err) == (0, "")
    assert sign in out
    assert "_RUNPLAN_COMPLETE" in out


def test_completion_offers_commands_and_codes() -> None:
    def offered(words: str, at: int) -> list[str]:
        env = {"_RUNPLAN_COMPLETE": "zsh_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        return program(env=env).stdout.splitlines()

    assert {"check", "build", "new"} <= set(offered("runplan ", 1))
    assert "missing-file" in offered("runplan explain miss", 2)
    assert "--format" in offered("runplan check --f", 2)


def test_run_never_raises(folder: Path) -> None:
    assert run(["check", "\udce9.plan"]) == 2
