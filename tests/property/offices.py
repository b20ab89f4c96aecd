"""Random offices for the oracle: values where arithmetic goes wrong, and the lines that record them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

from oracle import Criterion, Office, Person, Rules, csv_text, judge

CADENCES = {"bulan": 12, "triwulan": 4, "semester": 2, "tahun": 1}
SCALES = [(0, 100)] * 5 + [(0, 10), (1, 5), (50, 100), (Fraction(1, 2), Fraction(19, 4)), (0, 1000)]
WEIGHTS = {
    1: ["100"],
    2: ["50 50", "12.5 87.5", "33.3333 66.6667", "0.01 99.99"],
    3: ["30 30 40", "33.33 33.33 33.34", "12.5 37.5 50", "0.5 49.75 49.75"],
    4: ["25 25 25 25", "12.5 12.5 25 50", "16.67 16.67 16.66 50", "7.125 42.875 20 30"],
    5: ["20 20 20 20 20", "11.11 22.22 33.33 33.33 0.01", "12.5 12.5 12.5 12.5 50"],
    6: ["16.67 16.67 16.67 16.67 16.66 16.66", "10 20 5 15 37.5 12.5", "1 2 3 4 5 85"],
}
STATES = ("terealisasi", "terealisasi", "usulan", "berjalan", "batal")
CENT = Fraction(1, 100)


@dataclass
class Story:
    """An office, its year and cadence, and what was recorded by mistake and taken back."""

    office: Office
    year: int
    cadence: str
    all_periods: list[tuple[str, date]]
    withdrawn: dict[tuple[str, str, str], Fraction]
    ended: set[tuple[str, str, str]]
    elsewhere: list[tuple[str, tuple[str, ...]]]


def a_story(random: Random, people: int) -> Story:
    """One rule set with a whole office under it."""
    year = random.choice([2023, 2024, 2025])
    cadence = random.choice(list(CADENCES))
    all_periods = list(_periods(year, cadence))
    opened = [period for period in all_periods if random.random() < 0.7] or [random.choice(all_periods)]
    if random.random() < 0.5:
        opened = all_periods
    rules = _rules(random)
    units = _units(random)
    office = Office(rules, units, [], opened)
    office.people = [_person(random, number, year, units, all_periods) for number in range(1, people + 1)]
    story = Story(office, year, cadence, all_periods, {}, set(), [])
    _programmes(random, story)
    for person in office.people:
        _exemptions(random, story, person)
        _values(random, office, person)
        if random.random() < 0.8:
            aim(random, office, person)
    _mistakes(random, story)
    return story


def _periods(year: int, cadence: str) -> Iterator[tuple[str, date]]:
    count = CADENCES[cadence]
    mark = {"bulan": "-{:02d}", "triwulan": "-TW{}", "semester": "-S{}", "tahun": ""}[cadence]
    for index in range(1, count + 1):
        month = index * 12 // count
        yield f"{year}{mark.format(index)}", date(year, month, monthrange(year, month)[1])


def _rules(random: Random) -> Rules:
    low, high = (Fraction(end) for end in random.choice(SCALES))
    weights = random.choice(WEIGHTS[random.randint(1, 6)]).split()
    random.shuffle(weights)
    criteria = tuple(
        Criterion(f"k{number}", f"Kriteria {number}", Fraction(weight), random.random() < 0.75)
        for number, weight in enumerate(weights, 1)
    )
    steps = int((high - low) / CENT)
    cuts = sorted({random.randint(1, steps) for _ in range(random.randint(0, 4))}, reverse=True)
    bands = tuple((f"p{i}", f"Predikat {i}", low + cut * CENT) for i, cut in enumerate([*cuts, 0], 1))
    cap, points = Fraction(0), {}
    if random.random() < 0.8:
        cap = random.randint(0, steps // 10) * CENT
        points = {f"g{i}": random.randint(0, steps // 15) * CENT for i in range(random.randint(1, 3))}
    return Rules(low, high, random.random() < 0.35, criteria, cap, points, bands)


def _units(random: Random) -> dict[str, tuple[str, str | None]]:
    units: dict[str, tuple[str, str | None]] = {}
    for number in range(1, random.randint(1, 7) + 1):
        parent = random.choice([None, *units, *units])
        units[f"U{number}"] = (random.choice(["Bagian {}", "Seksi, {}", 'Balai "{}"']).format(number), parent)
    return units


def _person(
    random: Random,
    number: int,
    year: int,
    units: dict[str, tuple[str, str | None]],
    periods: list[tuple[str, date]],
) -> Person:
    birth = f"{random.randint(1970, 1999)}0{random.randint(1, 9)}1{random.randint(0, 9)}"
    nip = f"{birth}2010{random.randint(1, 12):02d}{random.randint(1, 2)}{number:03d}"
    nip = nip[:-1] + ("1" if nip.endswith("000") else nip[-1])
    starts = _day(random, year, periods) if random.random() < 0.3 else None
    ends = _day(random, year, periods) if random.random() < 0.3 else None
    if starts is not None and ends is not None and ends < starts:
        starts, ends = ends, starts
    places = [(date.min, random.choice(list(units)), random.choice(["", "Analis", "Pranata, muda"]))]
    for _ in range(random.choice([0, 0, 0, 1, 2])):
        day = _day(random, year, periods)
        place = (day, random.choice(list(units)), random.choice(["Penyuluh", "Kepala Seksi"]))
        if max(places[-1][0], starts or date.min) < day <= (ends or date.max) and place[1:] != places[-1][1:]:
            places.append(place)
    name = random.choice(["Ani {}", "Budi, S.Sos. {}", "D'Arc {}", "Çelik [{}]", "Nona “{}”"]).format(number)
    return Person(nip, name, starts, ends, tuple(places))


def _day(random: Random, year: int, periods: list[tuple[str, date]]) -> date:
    if random.random() < 0.6:
        return random.choice(periods)[1] + timedelta(days=random.choice([-1, 0, 0, 1]))
    return date(year - 1, 7, 1) + timedelta(days=random.randint(0, 600))


def _programmes(random: Random, story: Story) -> None:
    nips = [person.nip for person in story.office.people]
    for category in random.choices(list(story.office.rules.points) or [""], k=random.randint(0, 14)):
        owners = tuple(random.sample(nips, random.randint(1, 4)))
        if category and random.random() < 0.85:
            story.office.programmes.append((category, random.choice(STATES), owners))
        elif category:
            story.elsewhere.append((category, owners))


def _exemptions(random: Random, story: Story, person: Person) -> None:
    office = story.office
    chance = random.choice([0, 0, 0, 0.1, 0.5])
    codes = [criterion.code for criterion in office.rules.criteria]
    if random.random() < 0.04:
        dropped, chance = codes, 1.0
    else:
        dropped = random.sample(codes, random.randint(1, len(codes)))
    for period, _ in office.periods:
        if random.random() < chance:
            office.exemptions |= {(person.nip, period, code) for code in dropped}


def _values(random: Random, office: Office, person: Person) -> None:
    rules = office.rules
    density = random.choice([1, 1, 1, 1, 0.95, 0.5, 0])
    steps = int((rules.high - rules.low) / CENT)
    worst = steps - steps // 25 if random.random() < 0.1 else 0  # some are so good that a bonus meets the top
    whole = random.random() < 0.3
    for period, _ in office.periods:
        for criterion in rules.criteria:
            if random.random() < density * (1 if criterion.required else 0.7):
                value = rules.low + random.randint(worst, steps) * CENT
                value = min(rules.high, max(rules.low, Fraction(round(value)))) if whole else value
                office.values[person.nip, period, criterion.code] = value


def aim(random: Random, office: Office, person: Person) -> None:
    """Change a complete person's values so that nilai_akhir falls exactly on a band, or half a cent beside it."""
    judged = judge(office, person)
    if judged is None or judged.base is None:
        return
    rules = office.rules
    target = random.choice(rules.bands)[2] if random.random() < 0.7 else rounded_down(judged.base)
    target -= judged.bonus
    if not rules.low <= target - CENT <= target <= rules.high:
        return
    slots = [(person.nip, period, code) for code, found in judged.used.items() for period, _ in found]
    level = random.random() < 0.5
    if level:
        office.values.update(dict.fromkeys(slots, target))
    if random.random() < 0.6:
        target -= CENT / 2
    if not _bend(random, office, person, target, slots) and level:
        for slot in slots[::2]:  # every second value one cent lower: often half a cent in the mean
            office.values[slot] -= CENT


def _bend(
    random: Random, office: Office, person: Person, target: Fraction, slots: list[tuple[str, str, str]]
) -> bool:
    """Move one value so that nilai_dasar becomes *target* exactly; false where the grid of 0.01 has no such value."""
    judged = judge(office, person)
    assert judged is not None
    assert judged.base is not None
    total = sum(judged.weights.values(), Fraction(0))
    for slot in random.sample(slots, len(slots)):
        share = judged.weights[slot[2]] / total / len(judged.used[slot[2]])
        value = office.values[slot] + (target - judged.base) / share
        if office.rules.low <= value <= office.rules.high and (value / CENT).denominator == 1:
            office.values[slot] = value
            return True
    return False


def rounded_down(value: Fraction) -> Fraction:
    """To the cent below."""
    return (value // CENT) * CENT


def _mistakes(random: Random, story: Story) -> None:
    """Values that were withdrawn again and exemptions that were ended: neither may leave a trace in a figure."""
    office = story.office
    codes = [criterion.code for criterion in office.rules.criteria]
    for person in random.sample(office.people, min(3, len(office.people))):
        slot = (person.nip, random.choice(office.periods)[0], random.choice(codes))
        if slot not in office.values:
            story.withdrawn[slot] = office.rules.high
        if slot not in office.exemptions:
            story.ended.add(slot)


def plain(value: Fraction) -> str:
    """A finite decimal as text."""
    places = next(n for n in range(30) if (value * 10**n).denominator == 1)
    scaled = int(value * 10**places)
    return f"{scaled // 10**places}.{scaled % 10**places:0{places}d}" if places else str(scaled)


def criteria_yaml(story: Story) -> str:
    """The rules as a file."""
    rules = story.office.rules
    lines = ["instansi: Kantor Uji", f"berlaku: {story.year - 1}", f"periode: {story.cadence}"]
    lines += [f"skala: {{min: {plain(rules.low)}, maks: {plain(rules.high)}}}"]
    lines += [f"agregasi: {'terakhir' if rules.only_last else 'rata_rata'}", "kriteria:"]
    for c in rules.criteria:
        optional = "" if c.required else ", wajib: false"
        lines.append(f"  - {{kode: {c.code}, nama: {c.name}, bobot: {plain(c.weight)}{optional}}}")
    if rules.points:
        points = ", ".join(f"{code}: {plain(value)}" for code, value in rules.points.items())
        lines.append(f"nilai_tambah: {{maks: {plain(rules.cap)}, kategori: {{{points}}}}}")
    lines.append("predikat:")
    lines += [
        f"  - {{kode: {code}, nama: {name}, minimal: {plain(least)}}}" for code, name, least in rules.bands
    ]
    return "\n".join(lines) + "\n"


def turned_about(story: Story) -> Story:
    """The same office under other rules: the other agregasi, a higher cap, one predikat for all."""
    rules = story.office.rules
    changed = replace(rules, only_last=not rules.only_last, cap=rules.cap + 1, bands=rules.bands[-1:])
    return replace(story, office=replace(story.office, rules=changed))


def recorded_by(story: Story, random: Random, folder: Path) -> Iterator[list[str]]:
    """Write the files of an office into *folder* and give the lines that a user would type, in order."""
    office = story.office
    (folder / "criteria.yaml").write_text(criteria_yaml(story))
    (folder / "unit.csv").write_text(
        csv_text(
            [
                ["kode", "nama", "induk"],
                *([code, name, parent or ""] for code, (name, parent) in office.units.items()),
            ]
        )
    )
    people = random.sample(office.people, len(office.people))
    (folder / "pegawai.csv").write_text(csv_text([_PERSON_HEAD, *map(_person_record, people)]))
    (folder / "nilai.csv").write_text(_score_file(story, random))
    yield ["init"]
    yield ["unit", "impor", "unit.csv"]
    yield ["pegawai", "impor", "pegawai.csv"]
    codes = [code for code, _ in office.periods]
    yield ["periode", "buka", *random.sample(codes, len(codes))]
    yield ["nilai", "impor", "nilai.csv"]
    if random.random() < 0.5:
        yield from _neighbouring_years(story)
    for person in people:
        for day, unit, position in person.placements[1:]:
            yield [
                "pegawai",
                "pindah",
                person.nip,
                "--unit",
                unit,
                "--jabatan",
                position,
                "--mulai",
                str(day),
            ]
    yield from _exempting(story)
    for nip, period, code in story.withdrawn:
        yield ["nilai", "batalkan", nip, period, code, "--alasan", "keliru"]
    yield from _programme_lines(story)


def _neighbouring_years(story: Story) -> Iterator[list[str]]:
    """Values just before and just after the year: none of them may leak into it."""
    best = plain(story.office.rules.high)
    for period in (
        list(_periods(story.year - 1, story.cadence))[-1],
        next(_periods(story.year + 1, story.cadence)),
    ):
        yield ["periode", "buka", period[0]]
        for person in story.office.people[:3]:
            yield ["nilai", "catat", person.nip, period[0], f"k1={best}"]


_PERSON_HEAD = ["nip", "nama", "unit", "jabatan", "mulai", "selesai"]


def _person_record(person: Person) -> list[str]:
    _, unit, position = person.placements[0]
    return [person.nip, person.name, unit, position, str(person.starts or ""), str(person.ends or "")]


def _score_file(story: Story, random: Random) -> str:
    values = {**story.office.values, **story.withdrawn}
    if random.random() < 0.5:
        rows = [[nip, period, code, plain(value)] for (nip, period, code), value in values.items()]
        return csv_text([["nip", "periode", "kriteria", "nilai"], *random.sample(rows, len(rows))])
    codes = [criterion.code for criterion in story.office.rules.criteria]
    keys = list(dict.fromkeys((nip, period) for nip, period, _ in values))
    cells = {slot: plain(value).replace(".", ",") for slot, value in values.items()}
    rows = [[nip, period, *(cells.get((nip, period, code), "") for code in codes)] for nip, period in keys]
    return csv_text([["nip", "periode", *codes], *random.sample(rows, len(rows))])


def _exempting(story: Story) -> Iterator[list[str]]:
    wanted = story.office.exemptions | story.ended
    for nip, period in sorted({(nip, period) for nip, period, _ in wanted}):
        codes = sorted(code for n, p, code in wanted if (n, p) == (nip, period))
        yield ["nilai", "kecualikan", nip, period, *codes, "--alasan", "cuti"]
    for nip, period, code in sorted(story.ended):
        yield ["nilai", "kecualikan", nip, period, code, "--alasan", "keliru", "--batal"]


def _programme_lines(story: Story) -> Iterator[list[str]]:
    proof = ["--bukti", "SK 1", "--sebelum", "1", "--sesudah", "2"]
    told = [(category, state, owners, story.year) for category, state, owners in story.office.programmes]
    told += [(category, "terealisasi", owners, story.year + 1) for category, owners in story.elsewhere]
    for number, (category, state, owners, year) in enumerate(told, 1):
        people = [word for nip in owners for word in ("--pegawai", nip)]
        add = [
            "program",
            "tambah",
            f"Program {number}",
            "--tahun",
            str(year),
            "--kategori",
            category,
            *people,
        ]
        if number % 3:
            yield [*add, "--status", state, *proof]
        else:
            yield add
            yield ["program", "ubah", str(number), "--status", state, *proof]
