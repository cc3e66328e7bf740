"""Jinja templates of pages: ours beside the backends, a coach's own before them, and what is said of a mistake in one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runplan.emit import BackendError

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(folder: str | None, finalize: Callable[[Any], Any], autoescape: bool = False) -> Environment:
    """The templates, the user's own first, and then in a sandbox: a template, too, is text of others.

    `finalize` is asked about every value that a template prints. Raises `BackendError` for a folder that is not there.
    """
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    loaders: list[Any] = [FunctionLoader(_built_in)]
    if folder is not None:
        if not Path(folder).is_dir():
            raise BackendError("there is no such folder of templates", folder)
        loaders.insert(0, FileSystemLoader(folder))
    return (Environment if folder is None else ImmutableSandboxedEnvironment)(
        loader=ChoiceLoader(loaders),
        undefined=StrictUndefined,
        finalize=finalize,
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(environment: Environment, name: str, context: dict[str, Any], folder: str | None) -> str:
    """The template `name`. Raises `BackendError` for a mistake in a template of the user's own `folder`."""
    with _told(folder):
        return environment.get_template(name).render(context)


def source(environment: Environment, name: str, folder: str | None) -> str:
    """The text of a file beside the templates, which is no template itself. Raises `BackendError` as `rendered` does."""
    assert environment.loader is not None
    with _told(folder):
        return environment.loader.get_source(environment, name)[0]


@contextmanager
def _told(folder: str | None) -> Iterator[None]:
    try:
        yield
    except RecursionError:
        raise
    except Exception as error:
        mistake = _mistake(error, folder)
        if mistake is None:
            raise
        raise mistake from error


def _built_in(name: str) -> str | None:
    # Our own lie side by side: a name that leads elsewhere is none of them.
    if "/" in name or "\\" in name or name.startswith("."):
        return None
    # Through `files`, so that a zipped package works too.
    source = files(__package__).joinpath("templates", name)
    return source.read_text("utf-8") if source.is_file() else None


def _mistake(error: Exception, folder: str | None) -> BackendError | None:
    """`error` as the user's own, if it came from a template of theirs."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    if folder is None:
        return None
    if isinstance(error, TemplateSyntaxError):
        return BackendError(error.message or "this is no Jinja", error.filename or folder, error.lineno)
    if isinstance(error, TemplateNotFound):
        return BackendError(f"there is no template `{error.name}`", folder)
    if isinstance(error, UnicodeDecodeError):
        return BackendError("a template is not UTF-8", folder)
    places = [place for place in _places(error) if Path(place[0]).is_relative_to(folder)]
    if not places:
        return None
    path, line = places[-1]
    return BackendError(str(error) or type(error).__name__, path, line)


def _places(error: Exception) -> Iterator[tuple[str, int]]:
    # Jinja rewrites the traceback, so that its frames are lines of templates.
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
