"""What was said on the command line or beside a file, fit to be kept, or refused in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, overload

from kinerja_cli.domain.nip import parse_nip
from kinerja_cli.domain.text import LONGEST_NAME, LONGEST_NOTE, clean_text
from kinerja_cli.errors import BadValue, KinerjaError, NotFound, Refused, UsageFault
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.employees import find_employee

Value = TypeVar("Value")


def accepted(parse: Callable[[str], Value], text: str) -> Value:
    """What a domain parser makes of *text*.  Raises: Refused with the words of its BadValue."""
    try:
        return parse(text)
    except BadValue as error:
        raise Refused(f"{error}.") from None


@overload
def checked(text: str, what: str, longest: int) -> str: ...
@overload
def checked(text: None, what: str, longest: int) -> None: ...
def checked(text: str | None, what: str, longest: int) -> str | None:
    """Text that is fit to be kept (`clean_text`); what was not said stays None.  Raises: Refused."""
    return None if text is None else accepted(lambda said: clean_text(said, what, longest), text)


@overload
def checked_reason(text: str) -> str: ...
@overload
def checked_reason(text: None) -> None: ...
def checked_reason(text: str | None) -> str | None:
    """Why something is done, fit for the journal; None where nobody said so.  Raises: Refused."""
    return checked(text, "alasan", LONGEST_NOTE)


def checked_person(text: str, what: str) -> str:
    """Whoever rates or leads: an NIP where it looks like one, else a name.  Raises: Refused."""
    if text.strip()[:1].isdigit():
        return accepted(parse_nip, text)
    return checked(text, what, LONGEST_NAME)


def unregistered(connection: Connection, person: str | None) -> list[str]:
    """The remark that whoever rates or leads (as `checked_person` gives it) bears an NIP that nobody registered."""
    if person is None or not person[:1].isdigit() or find_employee(connection, person):
        return []
    return [f"NIP {person} belum terdaftar sebagai pegawai; periksa angkanya bila keliru."]


def require_reason(correcting: bool, reason: str | None) -> None:
    """A correction needs a reason.  Raises: UsageFault."""
    if correcting and not reason:
        raise UsageFault("--koreksi memerlukan --alasan: tulis mengapa diubah.")


def gathered(readers: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """What every reader gives, by name; one that fails alone fails as it is.  Raises: Refused with every fault."""
    values: dict[str, Any] = {}
    faults: list[KinerjaError] = []
    for name, read in readers.items():
        try:
            values[name] = read()
        except (Refused, NotFound) as fault:
            faults.append(fault)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Refused(*(line for fault in faults for line in fault.lines))
    return values
