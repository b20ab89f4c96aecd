"""The targets of criteria.yaml: which criterion they fill, and by which formula (design.md 4)."""

from __future__ import annotations

from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.rules import Formula, TargetRule
from kinerja_cli.storage import criteria_fields as keys
from kinerja_cli.storage.criteria_fields import Faults, Fields
from kinerja_cli.storage.yaml_text import ListNode, MapNode, Place, TextNode

SOURCES = ("nilai", "sasaran")
_WHOLE = 100 * 100  # hundredths of points: a capaian of 100 %
_MOST_OF_2021 = 120 * 100  # PermenPANRB 8/2021: what a capaian above 110 % gives
_EXTRA_OF_2021 = 10 * 100  # PermenPANRB 8/2021: kinerja tambahan adds 10 at most


def target_rule_of(top: Fields, scale: tuple[int, int] | None, faults: Faults) -> TargetRule | None:
    """Read the key ``sasaran``, which stands where one criterion has ``sumber: sasaran``; None without."""
    places = _targeted(top)
    for place in places[1:]:
        faults.append((place, "sumber: hanya satu kriteria yang dapat diisi dari sasaran; ubah yang lain"))
    if "sasaran" not in top:
        if places:
            reason = "sumber: kunci 'sasaran' tidak ada di berkas; tambahkan rumusnya"
            faults.append((places[0], reason + keys.example("sasaran")))
        return None
    if not places:
        reason = "sasaran: tidak ada kriteria yang memakainya; tulis sumber: sasaran pada satu kriteria"
        faults.append((top["sasaran"].key.place, reason))
    fields = keys.fields_of(top["sasaran"].value, "sasaran", keys.TARGETS, faults)
    formula = keys.word_of(fields, "rumus", Formula.ACHIEVEMENT, faults)
    most, extra = keys.points_of(fields, "maks", faults), keys.points_of(fields, "tambahan_maks", faults)
    if formula is Formula.OF_2021:
        return _rule_of_2021(fields, scale, extra, faults)
    return _rule_of_achievement(fields, scale, (most, extra), faults)


def _targeted(top: Fields) -> list[Place]:
    """Where criteria say that targets fill them; other faults of those are told elsewhere."""
    if "kriteria" not in top or not isinstance(top["kriteria"].value, ListNode):
        return []
    rows = [item.entries for item in top["kriteria"].value.items if isinstance(item, MapNode)]
    return [node.place for _, node in keys.texts_of(rows, "sumber") if node.text == SOURCES[1]]


def _rule_of_2021(
    fields: Fields, scale: tuple[int, int] | None, extra: int | None, faults: Faults
) -> TargetRule:
    if "maks" in fields:
        reason = "maks: rumus permenpanrb_8_2021 sudah membatasi capaian (di atas 110 % = 120); hapus maks"
        faults.append((fields["maks"].key.place, reason))
    if scale is not None and scale != (0, _MOST_OF_2021):
        _complain_of_scale(fields, scale, "0.00 sampai 120.00", faults)
    return TargetRule(Formula.OF_2021, _MOST_OF_2021, _EXTRA_OF_2021 if extra is None else extra)


def _rule_of_achievement(
    fields: Fields, scale: tuple[int, int] | None, stated: tuple[int | None, int | None], faults: Faults
) -> TargetRule:
    most, extra = stated
    if most is not None and most < _WHOLE:
        reason = f"maks: {show_points(most)} di bawah capaian 100 %; tulis 100 atau lebih"
        faults.append((fields["maks"].value.place, reason))
    if scale is not None and scale[1] < _WHOLE:
        _complain_of_scale(fields, scale, "yang memuat 100.00, sebab capaian 100 % bernilai 100", faults)
    return TargetRule(Formula.ACHIEVEMENT, most or (scale[1] if scale else 0), extra or 0)


def _complain_of_scale(fields: Fields, scale: tuple[int, int], wanted: str, faults: Faults) -> None:
    entry = fields.get("rumus")
    if entry is not None and isinstance(entry.value, TextNode):
        shown = f"{show_points(scale[0])} sampai {show_points(scale[1])}"
        faults.append(
            (entry.value.place, f"rumus: skala {shown} tidak cocok; rumus ini memerlukan skala {wanted}")
        )
