"""The root of the command line: the table of commands, each imported when it is used."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperOption

from kinerja_cli import __version__
from kinerja_cli.cli.indonesian import OPTIONS_METAVAR, SUBCOMMAND_METAVAR, CommandGroup, write_section

# name: (module, help, panel). The root's --help is drawn from this table and imports none of the modules.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "init": ("kinerja_cli.cli.init", "Buat ruang kerja: criteria.yaml dan kinerja.db.", "Memulai"),
    "demo": ("kinerja_cli.cli.demo", "Buat contoh yang hidup lalu tampilkan rekapnya.", "Memulai"),
    "status": ("kinerja_cli.cli.status", "Di mana saya, apa yang terbuka, apa yang kurang.", "Memulai"),
    "periksa": ("kinerja_cli.cli.periksa", "Periksa apakah data masih seperti yang dicatat.", "Kepercayaan"),
    "cadangkan": ("kinerja_cli.cli.cadangkan", "Buat cadangan yang sudah diperiksa.", "Kepercayaan"),
    "pulihkan": ("kinerja_cli.cli.pulihkan", "Pasang kembali sebuah cadangan.", "Kepercayaan"),
    "kriteria": ("kinerja_cli.cli.kriteria", "Periksa, tampilkan, dan terapkan criteria.yaml.", "Data"),
    "unit": ("kinerja_cli.cli.unit", "Kelola unit kerja.", "Data"),
    "pegawai": ("kinerja_cli.cli.pegawai", "Kelola pegawai dan penempatannya.", "Data"),
    "periode": ("kinerja_cli.cli.periode", "Buka, tutup, dan daftar periode penilaian.", "Data"),
    "tahun": ("kinerja_cli.cli.tahun", "Tutup tahun dengan hasilnya, dan buka kembali.", "Data"),
    "program": ("kinerja_cli.cli.program", "Kelola program yang memberi nilai tambah.", "Data"),
    "tujuan": (
        "kinerja_cli.cli.tujuan",
        "Kelola tujuan organisasi, dari visi sampai sasaran unit.",
        "Sasaran",
    ),
    "sasaran": (
        "kinerja_cli.cli.sasaran",
        "Tetapkan sasaran pegawai dan catat realisasinya.",
        "Sasaran",
    ),
    "nilai": ("kinerja_cli.cli.nilai", "Catat, impor, dan koreksi nilai.", "Penilaian"),
    "keberatan": ("kinerja_cli.cli.keberatan", "Ajukan dan putuskan keberatan atas nilai.", "Penilaian"),
    "disiplin": (
        "kinerja_cli.cli.disiplin",
        "Catat hari tidak masuk; tanda menurut PP 94/2021.",
        "Penilaian",
    ),
    "riwayat": ("kinerja_cli.cli.riwayat", "Siapa mengubah apa, kapan, dan mengapa.", "Penilaian"),
    "kegiatan": (
        "kinerja_cli.cli.kegiatan",
        "Sosialisasi, pelatihan, lokakarya: siapa terjangkau.",
        "Layanan",
    ),
    "skm": ("kinerja_cli.cli.skm", "Survei Kepuasan Masyarakat: impor jawaban, rekap IKM.", "Layanan"),
    "layanan": (
        "kinerja_cli.cli.layanan",
        "Catat ukuran layanan; bandingkan sebelum dan sesudah.",
        "Layanan",
    ),
    "rencana": (
        "kinerja_cli.cli.rencana",
        "Rencana perbaikan: tindakan, pemilik, dan tenggatnya.",
        "Layanan",
    ),
    "pembinaan": (
        "kinerja_cli.cli.pembinaan",
        "Dampingi pegawai yang kesulitan atau menolak; rahasia.",
        "Layanan",
    ),
    "dampak": (
        "kinerja_cli.cli.dampak",
        "Apa yang berubah pada nilai peserta sesudah sebuah kegiatan.",
        "Layanan",
    ),
    "rekap": (
        "kinerja_cli.cli.rekap",
        "Rekap tahunan, unit, pegawai, tren, kebijakan, dan lainnya.",
        "Laporan",
    ),
    "jelaskan": ("kinerja_cli.cli.jelaskan", "Jelaskan nilai seorang pegawai baris demi baris.", "Laporan"),
    "dokumen": (
        "kinerja_cli.cli.dokumen",
        "Dokumen evaluasi kinerja: HTML atau PDF untuk ditandatangani.",
        "Laporan",
    ),
    "ekspor": ("kinerja_cli.cli.ekspor", "Ekspor hasil resmi: angka kredit dan SIASN.", "Laporan"),
    "berkas-subjek": (
        "kinerja_cli.cli.berkas_subjek",
        "Semua data dan pemrosesan tentang seorang pegawai.",
        "Data pribadi",
    ),
    "hapus-data": ("kinerja_cli.cli.hapus_data", "Hapus data pribadi seorang pegawai.", "Data pribadi"),
    "bantuan": (
        "kinerja_cli.cli.bantuan",
        "Penjelasan sebuah topik: aturan, cron, impor, dan lain-lain.",
        "Bantuan",
    ),
    "pelengkap": (
        "kinerja_cli.cli.pelengkap",
        "Skrip pelengkap tombol Tab untuk bash, zsh, dan fish.",
        "Bantuan",
    ),
}


class Root(CommandGroup):
    """The command ``kinerja``."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (the hook's signature)
        """Names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 (the hook's signature)
        """Import the module of that command now; None where there is no such command."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            module = import_module(COMMANDS[cmd_name][0])
            self.commands[cmd_name] = module.app.built()
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 (the hook's signature)
        """One section a panel, with the columns in line."""
        width = max(map(len, COMMANDS))
        for panel in dict.fromkeys(panel for _, _, panel in COMMANDS.values()):
            rows = [(name.ljust(width), text) for name, (_, text, its) in COMMANDS.items() if its == panel]
            write_section(formatter, panel, rows)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse as a group does; bare ``kinerja`` is a request for help."""
        if not args and not ctx.resilient_parsing:
            typer.echo(ctx.get_help())
            raise typer.Exit
        return super().parse_args(ctx, args)


def _show_version(ctx: Any, _param: Any, value: bool | None) -> None:
    if value and not ctx.resilient_parsing:
        # by name, and only now: the version is all that the command line ever asks of SQLite
        sqlite_version = import_module("sqlite3").sqlite_version
        python_version = ".".join(map(str, sys.version_info[:3]))
        typer.echo(f"kinerja {__version__}\nPython {python_version}\nSQLite {sqlite_version}")
        raise typer.Exit


app = Root(
    name="kinerja",
    params=[
        TyperOption(
            param_decls=["__version", "--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            help="Tampilkan versi kinerja, Python, dan SQLite lalu selesai.",
        )
    ],
    help="Penilaian kinerja ASN: kriteria, nilai, dan rekap tahunan yang dapat dijelaskan.",
    epilog="Bantuan sebuah perintah: kinerja PERINTAH --help",
    options_metavar=OPTIONS_METAVAR,
    subcommand_metavar=SUBCOMMAND_METAVAR,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)
