"""One form of each kind for the registers beside cases, filled in as its schema wants it."""

from typing import Any, Final

from tests.kit.persons import an_identity_number

SHA: Final = "a" * 64
PERSON: Final = {"national_id": an_identity_number(7), "birth_date": "2010-05-07"}
DECISION: Final = {"number": "2031/17-E", "decided_on": "2026-02-03", "document": "d" * 64}
COURSE: Final = "course-2031-0001"
AGREEMENT: Final = "agreement-2031-0001"
_PAID: Final = {
    "person": "t-1",
    "case_id": COURSE,
    "explanation": "birinci taksit",
    "paid_on": "2026-03-06",
    "amount": "1250.50",
    "receipt_no": "D-17",
}
_MEMBER: Final = {"case_id": AGREEMENT, "level": "institution"}

FORMS: Final[dict[str, dict[str, Any]]] = {
    "publish_programme": {
        "code": "ingilizce-a1",
        "kinds": ["ozel-kurs"],
        "hours": 92,
        "kind_of_lesson": "yabanci-dil",
        "from_day": "2026-01-05",
    },
    "set_classroom": {
        "code": "derslik-1",
        "institution": "99001122",
        "capacity": 20,
        "lesson_kinds": ["yabanci-dil"],
        "from_day": "2026-01-05",
    },
    "withdraw_programme": {"code": "ingilizce-a1", "from_day": "2026-06-01"},
    "withdraw_classroom": {"code": "derslik-1", "from_day": "2026-06-01"},
    "register_person": PERSON,
    "find_person": PERSON,
    "hide_identity": {"person": "t-1", "decision": DECISION},
    "lift_hiding": {"person": "t-1", "decision": DECISION},
    "change_national_id": {
        "person": "t-1",
        "national_id": an_identity_number(8),
        "letter_no": "E-5",
        "former_extract": SHA,
        "new_extract": "b" * 64,
    },
    "add_photo": {"person": "t-1", "photo": SHA, "upright_passport_photo": True},
    "record_absence": {
        "person": "t-1",
        "case_id": COURSE,
        "lesson_on": "2026-03-09",
        "starts_at": "18:00",
        "hours": 2,
    },
    "record_fee": _PAID,
    "correct_fee": {**_PAID, "reason": "yanlış tutar"},
    "enter_older_certificate": {
        "person": "t-1",
        "programme": "ingilizce-a1",
        "number": "B-1",
        "dated_on": "2019-06-14",
    },
    "open_account": {"institution": "99001122", "role": "principal", "person": "t-1"},
    "close_account": {"institution": "99001122", "person": "t-1"},
    "join_agreement": {**_MEMBER, "institution": "99001122"},
    "leave_agreement": {
        **_MEMBER,
        "institution": "99001122",
        "left_on": "2026-06-30",
        "reason": "kapandı",
    },
    "file_report": {**_MEMBER, "period": 1, "report": SHA},
    "begin_training": {
        "case_id": AGREEMENT,
        "training": "K-1",
        "programme": "ingilizce-a1",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-27",
    },
    "finish_training": {"case_id": AGREEMENT, "training": "K-1", "finished_on": "2026-03-27"},
    "strike_training": {"case_id": AGREEMENT, "training": "K-1", "reason": "açılamadı"},
    "use_tool_decision": {
        "decision_no": "K-1",
        "path": "donation",
        "transaction_no": "B-1",
        "used_on": "2026-03-06",
    },
    "enter_coefficient": {
        "from_day": "2026-01-01",
        "through_day": "2026-06-30",
        "value": "1.012556",
    },
    "enter_ban": {
        "rule": "S-28.1b",
        "subject": "benim-1",
        "scope": {"book": "B-1"},
        "decision_no": "K-1",
        "decided_on": "2026-03-06",
    },
    "lift_ban": {
        "ban": "S-28.1b/benim-1/K-1",
        "from_day": "2026-06-01",
        "decision_no": "K-2",
        "decided_on": "2026-05-29",
        "grounds": "iptal kararı",
    },
    "enter_title": {
        "book_no": "2031-0042",
        "title": "Türkçe 5",
        "authors": "A. Yazar",
        "publisher": "Bir Yayınevi",
    },
    "decree_closure": {"days": {"2026-12-24": "idari izin"}, "decree_no": "CK-2026/7"},
    "proclaim_days": {
        "days": {"2027-03-09": "Ramazan Bayramı arifesi"},
        "kind": "half",
        "grounds": "Diyanet İşleri Başkanlığı takvimi",
    },
    "enter_address": {"subject": "benim-1", "name": "Bir Yayınevi", "email": "b@example.org"},
    "enter_office_address": {"role": "board", "name": "Kurul", "email": "kurul@example.org"},
}
