"""LibreOffice itself, driven by a macro in a profile of its own: it opens a score sheet, fills it in and saves it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from html import escape
from pathlib import Path
from subprocess import DEVNULL

XLSX = "Calc MS Excel 2007 XML"
SOFFICE = shutil.which("soffice")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">\n'
)
_LIBRARY = (
    _HEAD.format("library:library", "library")
    + '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/>'
    "</library:library>"
)
_MODULE = (
    _HEAD.format("script:module", "module")
    + '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
    'script:language="StarBasic">{}</script:module>'
)
# fills every open score cell with 70, 70.25 … row by row; takes away the column of revisions where it is told to
_MACRO = """
Sub Isi(masuk As String, keluar As String, saringan As String, buang As String)
  Dim diam(0) As New com.sun.star.beans.PropertyValue
  diam(0).Name = "Hidden" : diam(0).Value = True
  Dim buku, lembar, akhir, b, k, nilai
  buku = StarDesktop.loadComponentFromURL(ConvertToURL(masuk), "_blank", 0, diam())
  lembar = buku.Sheets.getByName("Nilai")
  akhir = lembar.createCursor()
  akhir.gotoEndOfUsedArea(False)
  nilai = 70
  For b = 1 To akhir.RangeAddress.EndRow
    For k = 5 To akhir.RangeAddress.EndColumn - 3
      If Not lembar.getCellByPosition(k, b).CellProtection.IsLocked Then
        lembar.getCellByPosition(k, b).Value = nilai
        nilai = nilai + 0.25
      End If
    Next k
  Next b
  If buang = "ya" Then
    lembar.unprotect("")
    lembar.Columns.removeByIndex(akhir.RangeAddress.EndColumn, 1)
  End If
  Dim simpan(1) As New com.sun.star.beans.PropertyValue
  simpan(0).Name = "FilterName" : simpan(0).Value = saringan
  simpan(1).Name = "Overwrite" : simpan(1).Value = True
  buku.storeToURL(ConvertToURL(keluar), simpan())
  buku.close(True)
End Sub
"""


class LibreOffice:
    """One installation with its own profile below *folder*."""

    def __init__(self, folder: Path) -> None:
        self._profile = folder / "profil"
        self._run("--terminate_after_init")  # makes the profile, and would write over what lies there already
        basic = self._profile / "user" / "basic" / "Standard"
        basic.mkdir(parents=True, exist_ok=True)
        (basic / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
        (basic / "Module1.xba").write_text(_MODULE.format(escape(_MACRO)), encoding="utf-8")

    def fill(
        self,
        source: Path,
        target: Path,
        form: str = XLSX,
        *,
        drop: bool = False,
    ) -> None:
        """Open *source*, fill it in, and save it as *target*; *drop* the column of revisions."""
        words = (str(source), str(target), form, "ya" if drop else "tidak")
        self._run(f"macro:///Standard.Module1.Isi({','.join(words)})")
        assert target.exists(), "LibreOffice saved nothing"

    def _run(self, *words: str) -> None:
        assert SOFFICE is not None
        profile = f"-env:UserInstallation={self._profile.as_uri()}"
        line = [SOFFICE, profile, "--headless", "--norestore", *words]
        with subprocess.Popen(line, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True) as running:
            try:
                assert running.wait(timeout=90) == 0
            finally:
                with suppress(
                    ProcessLookupError
                ):  # the program behind the script; a macro that fails waits for ever
                    os.killpg(running.pid, signal.SIGKILL)
