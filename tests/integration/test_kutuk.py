"""The register of agreements from the database into a spreadsheet, and read back from it."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from activities.database import Pool, transaction
from activities.post.notices import put_applicant
from starter.cli.exits import Usage
from starter.cli.finish import Settings
from starter.cli.work.kutuk import kutuk
from starter.embedded.folder import save
from starter.forms.kutuk import COLUMNS, SHEET
from starter.runtime.settings import Connection
from tests.integration.agreements import CASE, open_case, record, sign
from workflows.agreement.registers import ArchivedFile, KutukRow, Register
from workflows.kernel.case.records import RegisterWrite

OTHER = "agreement-2026-0002"
ROW: dict[str, Any] = {
    "number": "2026-0007",
    "side": "provincial-directorate/44",
    "entered_on": "2026-09-02",
    "level": "province",
    "partner_kind": "ngo",
    "subject": "gastronomi",
    "programme": "ascilik",
    "signed_on": "2026-08-20",
    "signed_by": "provincial-directorate",
    "counterparts": 3,
    "starts_on": "2026-08-31",
    "ends_on": "2027-08-31",
    "delivered_on": "2026-08-24",
    "delivery_record": "E-17",
    "system_entry_on": "2026-08-25",
    "performance_indicators": [
        {"key": "kursiyer", "target": "120"},
        {"key": "belge-orani", "target": "82.50"},
    ],
}


async def enter(pool: Pool, case_id: str = CASE, **changes: Any) -> None:
    row = KutukRow.model_validate({**ROW, **changes})
    write = RegisterWrite(into=Register.KUTUK, key=row.key, row=row.model_dump(mode="json"))
    await record(pool, case_id, registers=[write])


async def name(pool: Pool, said: str, partner: str = "vakif-1") -> None:
    async with transaction(pool) as conn:
        await put_applicant(conn, partner, name=said)


async def export(
    folder: Path, url: str, *, side: str | None = None, year: int | None = None
) -> list[dict[str, Any]]:
    """Write the register as the command line does, and read the file back."""
    stack = Connection(
        temporal_address="127.0.0.1:1",
        namespace="vade",
        database_url=url,
        ui_url=None,
        embedded=False,
    )
    save(folder, stack)
    file = folder / "kutuk.xlsx"
    shown = await kutuk(Settings(folder, "tr"), file, side=side, year=year, force=True)
    sheet = load_workbook(file)[SHEET]
    heads, *rows = sheet.iter_rows(values_only=True)
    assert json.loads(json.dumps(shown.data)) == {"file": str(file), "agreements": len(rows)}
    return [
        {str(head): _day(value) for head, value in zip(heads, row, strict=True)} for row in rows
    ]


def _day(value: Any) -> Any:
    """A spreadsheet knows no days, only instants."""
    return value.date() if isinstance(value, datetime) else value


@pytest.mark.rule("A-10.3", "A-11.1")
async def test_the_register_is_read_back_as_it_was_entered(
    pool: Pool, database_url: str, tmp_path: Path
) -> None:
    await open_case(pool)
    await name(pool, "Örnek Eğitim Vakfı")
    await sign(pool)
    await enter(pool)

    (row,) = await export(tmp_path, database_url)

    assert row == {
        "Kütük no": "2026-0007",
        "Kayıt tarihi": date(2026, 9, 2),
        "Düzenleyen birim": "İl Millî Eğitim Müdürlüğü 44",
        "İş birliği yapılan kurum/kuruluş": "Örnek Eğitim Vakfı",
        "Kurum/kuruluş türü": "sivil toplum kuruluşu",
        "Kapsam": "il geneli",
        "Konu": "gastronomi",
        "Öğretim programı": "ascilik",
        "İmza tarihi": date(2026, 8, 20),
        "İmzalayan": "İl Millî Eğitim Müdürlüğü",
        "Yetki onayı no": None,
        "Nüsha sayısı": "3",
        "Başlangıç tarihi": date(2026, 8, 31),
        "Bitiş tarihi (belgede)": date(2027, 8, 31),
        "Süresi": "12 ay 1 gün",
        "Teslim tarihi": date(2026, 8, 24),
        "Teslim tutanağı no (Ek-5)": "E-17",
        "e-Yaygın kayıt tarihi": date(2026, 8, 25),
        "Performans göstergeleri": "kursiyer: 120\nbelge-orani: 82.50",
        "Durumu": "yürürlükte",
        "Bitiş tarihi (son durum)": date(2027, 8, 31),
        "Süre uzatımı": None,
        "Fesih tarihi": None,
        "Fesih gerekçesi": None,
        "Dosya": CASE,
        "Arşiv dosya no": None,
    }
    assert list(row) == [column.heading for column in COLUMNS]


@pytest.mark.rule("A-10.3", "A-11.2", "A-11.5", "R-A.6")
async def test_the_row_has_each_extension_the_termination_and_its_file_in_the_archive(
    pool: Pool, database_url: str, tmp_path: Path
) -> None:
    await open_case(pool)
    await enter(pool)
    await sign(pool)
    extended = {"decided_on": "2027-08-20", "letter_no": "E-40"}
    await sign(pool, n=2, change="extended", ends_on=date(2028, 8, 31), **extended)
    over = {"decided_on": "2027-12-30", "letter_no": "E-41", "ground": "unilateral"}
    await sign(pool, n=3, change="terminated", ends_on=date(2028, 1, 3), **over)
    await sign(pool, n=4, change="run-off-over", ends_on=date(2028, 1, 3))
    filed = ArchivedFile(file_no="2028-D-1", archived_on=date(2028, 2, 1))
    write = RegisterWrite(into=ArchivedFile.register, key=CASE, row=filed.model_dump(mode="json"))
    await record(pool, registers=[write])

    (row,) = await export(tmp_path, database_url)

    assert row["Süre uzatımı"] == "31.08.2028 (20.08.2027, E-40)"
    assert (row["Fesih tarihi"], row["Fesih gerekçesi"]) == (
        date(2028, 1, 3),
        "tek taraflı fesih (m.8(8))",
    )
    assert (row["Durumu"], row["Arşiv dosya no"]) == ("feshedildi", "2028-D-1")


@pytest.mark.rule("A-10.3", "A-11.2", "A-11.5")
async def test_the_row_shows_what_has_become_of_the_agreement(
    pool: Pool, database_url: str, tmp_path: Path
) -> None:
    await open_case(pool)
    await enter(pool)
    seen = [(await export(tmp_path, database_url))[0]]
    for n, (change, ends_on) in enumerate(
        [
            ("signed", date(2027, 8, 31)),
            ("extended", date(2028, 8, 31)),
            ("terminated", date(2028, 1, 3)),
        ],
        start=1,
    ):
        await sign(pool, n=n, change=change, ends_on=ends_on)
        seen += await export(tmp_path, database_url)

    assert [(row["Durumu"], row["Bitiş tarihi (son durum)"]) for row in seen] == [
        ("imzalandı", date(2027, 8, 31)),
        ("yürürlükte", date(2027, 8, 31)),
        ("süresi uzatıldı", date(2028, 8, 31)),
        ("feshedildi", date(2028, 1, 3)),
    ]
    assert {row["Bitiş tarihi (belgede)"] for row in seen} == {date(2027, 8, 31)}


@pytest.mark.rule("A-10.3")
async def test_offices_and_years_are_kept_apart_and_in_the_order_of_their_numbers(
    pool: Pool, database_url: str, tmp_path: Path
) -> None:
    for n, (side, number) in enumerate(
        [
            ("provincial-directorate/44", "2027-0001"),
            ("provincial-directorate/44", "2026-0002"),
            ("general-directorate", "2027-0001"),
            ("provincial-directorate/44", "2026-0001"),
        ],
        start=1,
    ):
        case_id = f"agreement-2026-{n:04d}"
        await open_case(pool, case_id)
        await enter(pool, case_id, side=side, number=number)

    async def numbers(**chosen: Any) -> list[str]:
        return [row["Kütük no"] for row in await export(tmp_path, database_url, **chosen)]

    malatya = "provincial-directorate/44"
    assert await numbers() == ["2027-0001", "2026-0001", "2026-0002", "2027-0001"]
    assert await numbers(side=malatya) == ["2026-0001", "2026-0002", "2027-0001"]
    assert await numbers(side=malatya, year=2026) == ["2026-0001", "2026-0002"]
    assert await numbers(year=2028) == []


async def test_a_name_is_never_a_formula(pool: Pool, database_url: str, tmp_path: Path) -> None:
    await open_case(pool)
    await enter(pool)
    await name(pool, '=HYPERLINK("x")\x07')

    (row,) = await export(tmp_path, database_url)
    (_, cells) = load_workbook(tmp_path / "kutuk.xlsx")[SHEET].iter_rows()

    assert row["İş birliği yapılan kurum/kuruluş"] == '=HYPERLINK("x")'
    assert {cell.data_type for cell in cells} <= {"s", "d", "n"}


@pytest.mark.parametrize("character", ["\ufffe", "\uffff", "\x0b", "\x1f"])
async def test_what_no_spreadsheet_can_hold_is_left_out(
    pool: Pool, database_url: str, tmp_path: Path, character: str
) -> None:
    await open_case(pool)
    await enter(pool)
    await name(pool, f"Örnek{character} Vakfı 📘")

    (row,) = await export(tmp_path, database_url)

    assert row["İş birliği yapılan kurum/kuruluş"] == "Örnek Vakfı 📘"


async def test_a_partner_without_a_name_is_shown_by_its_key(
    pool: Pool, database_url: str, tmp_path: Path
) -> None:
    await open_case(pool)
    await enter(pool)
    (row,) = await export(tmp_path, database_url)
    assert row["İş birliği yapılan kurum/kuruluş"] == "vakif-1"


async def test_a_file_that_is_there_is_replaced_only_when_asked(tmp_path: Path) -> None:
    file = tmp_path / "kutuk.xlsx"
    file.write_text("notes")
    with pytest.raises(Usage, match="--force"):
        await kutuk(Settings(tmp_path, "tr"), file, side=None, year=None, force=False)
    assert file.read_text() == "notes"
