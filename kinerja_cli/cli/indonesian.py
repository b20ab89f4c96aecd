"""The parser's own words in Indonesian, and the options that every command has.

A module with several commands, ``kinerja nilai catat``::

    app = Group(help="Catat dan impor nilai.")

    @app.command("catat")
    def record(ctx: typer.Context, nip: NipArgument) -> None:
        \"\"\"Catat nilai seorang pegawai.\"\"\"

A root command, ``kinerja status``: ``app = Group(single=True)`` and one ``@app.command("status")``. A command
whose result is a report says ``reports=True`` and finds ``--format``, ``-o`` and ``--dialek`` in
``ctx.obj.output``; one that writes says ``writes=True`` and has ``--oleh``. The docstring, in Indonesian, is the
help; ``ctx.obj`` is the Session. The flags ``-C``, ``-q``, ``-o`` and ``-h`` are taken. Only public hooks of
Typer are used: its contexts and formatters have no public name, hence the ``Any``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

import typer
import typer.main
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from kinerja_cli.domain.text import clean_text, did_you_mean
from kinerja_cli.errors import BadValue
from kinerja_cli.render.formats import DIALECTS, FORMATS

Word = TypeVar("Word", bound=StrEnum)
Function = TypeVar("Function", bound=Callable[..., Any])

OPTIONS_METAVAR = "[OPSI]"
SUBCOMMAND_METAVAR = "PERINTAH [ARGUMEN]…"

# The base of all errors of the parser: typer.TyperException from 0.28 on, without a public name before.
PARSER_ERROR: type[BaseException] = typer.BadParameter.__mro__[-4]

_METAVARS = {
    "str": "TEKS", "text": "TEKS", "int": "BILANGAN", "integer": "BILANGAN", "int range": "BILANGAN",
    "integer range": "BILANGAN", "float": "BILANGAN", "float range": "BILANGAN", "datetime": "TANGGAL",
    "uuid": "UUID", "boolean": "true|false", "filename": "BERKAS", "file": "BERKAS", "directory": "FOLDER",
    "path": "BERKAS",
}  # fmt: skip

# --- options that every command has


def _not_empty(what: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text.strip():
            raise typer.BadParameter(f"nama {what} kosong")
        return text

    return read


def _stated_name(text: str) -> str:
    try:
        return clean_text(text, "nama")
    except BadValue as reason:
        raise typer.BadParameter(str(reason)) from None


def one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    """Make what reads one of *choices* and refuses any other word with a guess."""

    def read(text: str) -> str:
        if text not in choices:
            known = f"pilih: {', '.join(choices)}"
            raise typer.BadParameter(f"'{text}' tidak dikenal; {known}.{did_you_mean(text, choices)}")
        return text

    return read


def one_word(kind: type[Word]) -> Callable[[str], Word]:
    """Make what reads the word of a member of *kind*, as `one_of`."""
    read = one_of(tuple(kind))
    return lambda text: kind(read(text))


def _keep(attribute: str) -> Callable[[Any, Any, Any], None]:
    def keep(ctx: Any, _param: Any, value: Any) -> None:
        if value is not None:  # a default must not undo what was written before the subcommand
            setattr(ctx.find_root().obj, attribute, value)

    return keep


def _keep_output(field: str) -> Callable[[Any, Any, Any], None]:
    def keep(ctx: Any, _param: Any, value: Any) -> None:
        if value is not None:
            session = ctx.find_root().obj
            chosen = None if (field, value) == ("file", "-") else value
            session.output = replace(session.output, **{field: chosen})

    return keep


def _option(*names: str, keep: Callable[[Any, Any, Any], None], **settings: Any) -> TyperOption:
    return TyperOption(param_decls=list(names), expose_value=False, callback=keep, **settings)


@cache
def common_options() -> tuple[TyperOption, ...]:
    """``-C``, ``--quiet`` and ``--no-color``; their inner names can't meet a command's own parameters."""
    return (
        _option("__folder", "-C", keep=_keep("folder"), type=_not_empty("folder"), metavar="FOLDER",
                help="Bekerja di ruang kerja FOLDER ini."),
        _option("__quiet", "--quiet", "-q", keep=_keep("quiet"), is_flag=True,
                help="Jangan tulis pesan selain kesalahan."),
        _option("__no_color", "--no-color", keep=_keep("no_color"), is_flag=True, help="Tanpa warna."),
    )  # fmt: skip


@cache
def report_options() -> tuple[TyperOption, ...]:
    """``--format``, ``--output``, ``--dialek`` and ``--jika-berubah`` of the commands that draw a report."""
    return (
        _option("__format", "--format", keep=_keep_output("format"), type=one_of(FORMATS),
                metavar="|".join(FORMATS), help="Bentuk keluaran."),
        _option("__output", "--output", "-o", keep=_keep_output("file"), type=_not_empty("berkas"),
                metavar="BERKAS", help="Tulis ke BERKAS; akhirannya memilih bentuk."),
        _option("__dialect", "--dialek", keep=_keep_output("dialect"), type=one_of(DIALECTS),
                metavar="|".join(DIALECTS), help="Ragam CSV; excel-id untuk Excel berbahasa Indonesia."),
        _option("__if_changed", "--jika-berubah", keep=_keep_output("if_changed"), is_flag=True,
                help="Dengan -o: tulis BERKAS hanya bila isinya berubah."),
    )  # fmt: skip


@cache
def writing_options() -> tuple[TyperOption, ...]:
    """``--oleh`` of the commands that write: reading leaves no entry that could keep a name."""
    return (
        _option("__stated", "--oleh", keep=_keep("stated"), type=_stated_name, metavar="NAMA",
                help="Nama yang menyatakan diri melakukan ini; dicatat di jurnal."),
    )  # fmt: skip


# --- help pages


def spelling(param: Any) -> str:
    """Name a parameter as the user writes it: ``--unit``, ``NIP``."""
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar or (param.name or "").upper()).strip("[]")


def _metavar(param: TyperOption) -> str:
    choices = getattr(param.type, "choices", ())
    if choices:
        return "|".join(str(getattr(choice, "value", choice)) for choice in choices)
    return _METAVARS.get(param.type.name, "NILAI")


def _dress(params: Sequence[Any]) -> list[Any]:
    """Give parameters Indonesian metavars, and ``--help`` its help."""
    for param in params:
        if isinstance(param, TyperArgument):
            param.metavar = param.metavar or (param.name or "").upper()
        elif isinstance(param, TyperOption):
            if "--help" in param.opts:
                param.help = "Tampilkan bantuan ini lalu selesai."
            elif param.metavar is None and not param.is_flag:
                param.metavar = _metavar(param)
    return list(params)


def _usage_piece(param: TyperArgument) -> str:
    name = spelling(param) + ("…" if param.nargs != 1 else "")
    return name if param.required else f"[{name}]"


_EXTRA = ((r"env var: ", "variabel lingkungan: "), (r"default: ", "bawaan: "), (r"required$", "wajib"))


def _record(param: Any, ctx: Any) -> tuple[str, str] | None:
    record = param.get_help_record(ctx)
    if record is None:
        return None
    name, text = record
    if isinstance(param, TyperArgument):
        name = _usage_piece(param).strip("[]")
    if extra := re.fullmatch(r"(.*  |)\[(.*?)\]", text, re.DOTALL):
        pieces = extra[2].split("; ")
        for english, words in _EXTRA:
            pieces = [re.sub(f"^{english}", words, piece) for piece in pieces]
        text = f"{extra[1]}[{'; '.join(pieces).replace('(dynamic)', '(dihitung)')}]"
    return name, text


def write_section(formatter: Any, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """Write one headed list of a help page; nothing where it is empty."""
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows)


def write_params(params: Sequence[Any], ctx: Any, formatter: Any) -> None:
    """Write the sections Argumen, Opsi and Opsi umum of a help page."""
    common = common_options()
    sections: dict[str, list[tuple[str, str]]] = {"Argumen": [], "Opsi": [], "Opsi umum": []}
    for param in params:
        if (record := _record(param, ctx)) is None:
            continue
        if isinstance(param, TyperArgument):
            sections["Argumen"].append(record)
        else:
            shared = param in common or "--help" in param.opts
            sections["Opsi umum" if shared else "Opsi"].append(record)
    for heading, rows in sections.items():
        write_section(formatter, heading, rows)


# --- the classes that Typer builds


@contextmanager
def _naming(ctx: Any) -> Iterator[None]:
    """Give a parser's error the command it happened in: some come without."""
    try:
        yield
    except PARSER_ERROR as error:
        if getattr(error, "ctx", None) is None:
            error.ctx = ctx  # type: ignore[attr-defined]
        raise


class Command(TyperCommand):
    """A command that speaks Indonesian and has the common options."""

    def shared(self) -> tuple[TyperOption, ...]:
        """List the options that the user may write without their standing in a signature."""
        return common_options()

    def get_params(self, ctx: Any) -> list[Any]:
        """List the own parameters, ``--help``, then the shared ones."""
        return _dress([*super().get_params(ctx), *self.shared()])

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """``[OPSI] NIP [TAHUN] KRITERIA…``."""
        arguments = [param for param in self.get_params(ctx) if isinstance(param, TyperArgument)]
        return [OPTIONS_METAVAR, *(_usage_piece(param) for param in arguments if not param.hidden)]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line ``Pemakaian: …``."""
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Pemakaian: ")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options under their headings."""
        write_params(self.get_params(ctx), ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse as Typer does."""
        with _naming(ctx):
            return super().parse_args(ctx, args)


class ReportCommand(Command):
    """A command that draws a report: the format, file and dialect are options of it."""

    def shared(self) -> tuple[TyperOption, ...]:
        """List the options of a report, then the common ones."""
        return (*report_options(), *super().shared())


class WritingCommand(Command):
    """A command that writes to the database: who states to do it is an option of it."""

    def shared(self) -> tuple[TyperOption, ...]:
        """List the options of writing, then those of a report where it draws one, then the common ones."""
        return (*writing_options(), *super().shared())


def _command_class(reports: bool, writes: bool) -> type[Command]:
    asked = ((WritingCommand, writes), (ReportCommand, reports), (Command, not writes and not reports))
    return type("Command", tuple(base for base, wanted in asked if wanted), {})


class CommandGroup(TyperGroup):
    """A group of commands that speaks Indonesian and takes the common options before the subcommand."""

    def get_params(self, ctx: Any) -> list[Any]:
        """List the own parameters, ``--help``, then the shared ones."""
        return _dress([*super().get_params(ctx), *common_options()])

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line ``Pemakaian: …``."""
        usage = f"{OPTIONS_METAVAR} {SUBCOMMAND_METAVAR}"
        formatter.write_usage(ctx.command_path, usage, prefix="Pemakaian: ")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the subcommands, then the options."""
        self.format_commands(ctx, formatter)
        write_params(self.get_params(ctx), ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the section Perintah."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [
            (name, command.get_short_help_str(70))
            for name, command in found
            if command and not command.hidden
        ]
        write_section(formatter, "Perintah", rows)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse as Typer does; a bare group shows its help on stderr and is a usage error."""
        if not args and not ctx.resilient_parsing:
            typer.echo(ctx.get_help(), err=True)
            raise typer.Exit(2)
        with _naming(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the subcommand as Typer does; an unknown name is told in Indonesian, with a guess."""
        name = args[0]
        if not ctx.resilient_parsing and self.get_command(ctx, name) is None:
            ctx.fail(f"perintah '{name}' tidak dikenal.{did_you_mean(name, self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


class LazyGroup(CommandGroup):
    """The commands of a module, each built on use: six others cost as much time as the one that was named."""

    def __init__(self, app: Group) -> None:
        super().__init__(help=app.summary, options_metavar=OPTIONS_METAVAR, rich_markup_mode=None)
        self._registered = {str(command.name): command for command in app.registered_commands}

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (the hook's signature)
        """Names in the order of the module."""
        return list(self._registered)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 (the hook's signature)
        """Build that command now; None where there is no such command."""
        if cmd_name in self._registered and cmd_name not in self.commands:
            alone = Group(single=True)
            alone.registered_commands = [self._registered[cmd_name]]
            self.commands[cmd_name] = alone.built()
        return self.commands.get(cmd_name)


class Group(typer.Typer):
    """A module's commands. *single* is for a module that is one root command rather than a group."""

    def __init__(self, *, help: str = "", single: bool = False) -> None:
        super().__init__(
            cls=CommandGroup,
            help=help,
            options_metavar=OPTIONS_METAVAR,
            subcommand_metavar=SUBCOMMAND_METAVAR,
            rich_markup_mode=None,
            add_completion=False,
            pretty_exceptions_enable=False,
        )
        self.summary = help
        self.single = single

    def built(self) -> Any:
        """What the parser runs: the one command, or a group that builds each of its commands when it is named."""
        return typer.main.get_command(self) if self.single else LazyGroup(self)

    def command(
        self, name: str | None = None, *, reports: bool = False, writes: bool = False, **settings: Any
    ) -> Callable[[Function], Function]:
        """Register a command; *reports* gives it the options of a report, *writes* those of writing."""
        settings.setdefault("cls", _command_class(reports, writes))
        settings.setdefault("options_metavar", OPTIONS_METAVAR)
        return super().command(name, **settings)
