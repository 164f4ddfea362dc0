"""Two jobs from the sign-in to the last letter: a commission's secretary, and a principal.

Nothing is written but what people write into forms. Time is moved, not waited for.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import pytest

from tests.browser.clerk import Clerk
from tests.browser.screens import missing
from tests.browser.stage import Shown
from workflows.kernel.law.calendar import ISTANBUL, local_day

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing()),
    pytest.mark.timeout(300),
]

DEPARTMENT: Final = ("Projeler ve İnceleme Dairesi", "p-1")
BRANCH: Final = ("Özel Sektör Kitapları Şubesi", "b-1")
PRESIDENCY: Final = ("Başkanlık", "ttk-1")
REVIEWERS: Final = (*["Alan uzmanı"] * 3, "Dil uzmanı", "Görsel tasarımcı")
EVALUATORS: Final = (*["Alan uzmanı"] * 2, "Dil uzmanı", "Görsel tasarımcı")
# a Monday: Mon 10 March + 98 days = 14 weeks
REVIEWED_AT: Final = datetime(2031, 6, 16, 10, tzinfo=ISTANBUL)


def at_ten(day: date) -> datetime:
    return datetime.combine(day, time(10), ISTANBUL)


def turn(clerk: Clerk, who: tuple[str, ...], case_id: str, act: str) -> None:
    """Sign in, go to the case, and press what is to be done."""
    clerk.sign_in(*who, back=f"/cases/{case_id}")
    clerk.press(act)


def choose_members(clerk: Clerk, letter: str, roles: tuple[str, ...]) -> None:
    """Fill in a commission: its members in rows, the first of them its chair."""
    clerk.click("button[value='more5:members']")
    for n, role in enumerate(roles):
        clerk.choose("Görev", role, n)
        clerk.fill("Kişi numarası", f"{letter}-{n + 1}", n)
        clerk.fill("Unvan", "ogretmen", n)
    clerk.fill("Başkan", f"{letter}-1")


def order(clerk: Clerk, number: str, hours: str) -> None:
    """Fill in what an order has beside the members that were proposed."""
    clerk.fill("Görevlendirme onayının sayısı", number)
    clerk.fill("Süre (saat)", hours)
    clerk.answer("Mesai içinde mi")
    clerk.send()


def approve(clerk: Clerk, number: str) -> None:
    clerk.answer("Onaylandı mı")
    clerk.fill("Onay sayısı", number)
    clerk.send()


def look_over(clerk: Clerk, draft: str) -> None:
    """Set a preliminary commission up, take the draft up, and report on it."""
    turn(clerk, PRESIDENCY, draft, "Ön inceleme komisyonunun kurulması")
    clerk.fill("Üyeler", "o-1\no-2\no-3")
    clerk.fill("Görevlendirme onayının sayısı", "KO-1")
    clerk.send()
    clerk.sign_in("Ön inceleme komisyonu", "o-1")
    assert "24 Mart 2031" in clerk.reads()  # ten working days from Mon 10 March
    clerk.press("Ders kitabı incelemesi 2031-0043")
    clerk.press("Ön incelemeye al")
    clerk.send()
    clerk.press("Ön inceleme raporu")
    assert clerk.opens("Elle doldurmak için yazdır") == "application/pdf"
    assert clerk.says("Üyeler").split() == ["o-1", "o-2", "o-3"]
    for check in clerk.driver.find_elements("css selector", "input[type=radio][value=true]"):
        check.click()
    clerk.fill("Rapor sayısı", "OI-1")
    assert clerk.fits("preliminary report, narrow")
    clerk.look("preliminary report")
    clerk.send()
    assert clerk.opens("Yazdır: Ön inceleme raporu") == "application/pdf"
    assert clerk.opens("Alındı belgesi: Başvuru") == "application/pdf"


def appoint_reviewers(clerk: Clerk, draft: str) -> None:
    """Code the draft; have a commission selected, approved and ordered."""
    turn(clerk, BRANCH, draft, "Kodla, mühürle, Müdürlüğe teslim et")
    clerk.fill("Kod numarası", "K7-0313")
    clerk.fill("Mühürlü zarf numarası", "Z-1")
    clerk.send()
    turn(clerk, DEPARTMENT, draft, "Komisyonun belirlenmesi")
    choose_members(clerk, "i", REVIEWERS)
    clerk.look("selection")
    clerk.send()
    turn(clerk, PRESIDENCY, draft, "Başkanlık onayı")
    approve(clerk, "BO-1")
    turn(clerk, ("Müdürlük", "m-1"), draft, "Görevlendirme emri")
    assert [clerk.says("Kişi numarası", n) for n in range(5)] == [f"i-{n}" for n in range(1, 6)]
    assert clerk.says("Başkan") == "i-1"
    order(clerk, "G-1", "91")


def score_and_evaluate(clerk: Clerk, draft: str) -> None:
    """Enter the score; have others than those who reviewed it evaluate that."""
    turn(clerk, ("İnceleme komisyonu", "i-1"), draft, "İnceleme raporu ve puanı")
    clerk.fill("Puan", "82,50")
    clerk.fill("Tespit sayısı", "9")
    clerk.fill("Bilimsel hata sayısı", "1")
    clerk.fill("Rapor sayısı", "IR-1")
    clerk.send()
    turn(clerk, DEPARTMENT, draft, "Değerlendirme komisyonunun belirlenmesi")
    assert not clerk.says("Kişi numarası")
    choose_members(clerk, "d", EVALUATORS)
    clerk.send()
    turn(clerk, PRESIDENCY, draft, "Değerlendirme komisyonunun onayı")
    approve(clerk, "BD-1")
    clerk.press("Değerlendirme komisyonunun görevlendirilmesi")
    assert clerk.says("Başkan") == "d-1"
    order(clerk, "GD-1", "27")
    turn(clerk, ("Değerlendirme komisyonu", "d-1"), draft, "Değerlendirme raporu")
    assert clerk.says("Kişi numarası", 3) == "d-4"
    clerk.answer("İnceleme raporuna katılıyor mu")
    clerk.fill("Bilimsel hata sayısı", "1")
    clerk.fill("Rapor sayısı", "DR-1")
    clerk.look("evaluation report")
    clerk.try_and_send()


async def test_a_secretary_brings_a_draft_from_its_commission_to_the_letter(
    clerk: Clerk, case: Shown
) -> None:
    draft = await case.filed("2031-0043")
    look_over(clerk, draft)
    appoint_reviewers(clerk, draft)
    await case.later(draft, REVIEWED_AT)
    score_and_evaluate(clerk, draft)

    clerk.sign_in(*BRANCH)
    clerk.open(f"/cases/{draft}")
    clerk.look("case with letters")
    assert clerk.opens("Taslağın düzeltilmesi") == "application/pdf"
    turn(clerk, DEPARTMENT, draft, "Tebliğ: m.17(15) gereğince yazılan yazı")
    clerk.date("Tebliğ tarihi", REVIEWED_AT.date())
    clerk.choose("Tebliğ yolu", "Elden")
    clerk.look("service")
    clerk.try_and_send()
    # 15 and 30 days after Mon 16 June: Tue 1 and Wed 16 July
    assert "1 Temmuz 2031, saat 17.30" in clerk.reads()
    assert "16 Temmuz 2031, saat 17.30" in clerk.reads()
    clerk.nobody_shut_out()


PRINCIPAL: Final = ("Kurum Müdürü", "mudur-1", "KURS-43")
DIRECTORATE: Final = ("Millî Eğitim Müdürlüğü", "mem-1", "ILCE-6")


def enter_registers(clerk: Clerk, since: date) -> None:
    """Publish a programme of eight hours, and enter a classroom for it."""
    clerk.sign_in("Genel Müdürlük", "gm-1")
    clerk.open("/registers")
    clerk.press("Programın yayımlanması")
    clerk.press("Gönder")
    assert "Kodu: Bu alan zorunludur" in clerk.reads()
    clerk.fill("Kodu", "ornek-ingilizce")
    clerk.fill("Kurs türleri", "ozel-kurs")
    clerk.fill("Süre (saat)", "8")
    clerk.fill("Ders türü", "yabanci-dil")
    clerk.date("Geçerli olduğu ilk gün", since)
    clerk.look("programme")
    clerk.press("Gönder")
    clerk.sign_in(*DIRECTORATE)
    clerk.open("/registers")
    clerk.press("Dersliğin kaydı")
    clerk.fill("Kodu", "derslik-43")
    clerk.fill("Kurum", "KURS-43")
    clerk.fill("Kontenjan", "20")
    clerk.fill("Verilebilen ders türleri", "yabanci-dil")
    clerk.date("Geçerli olduğu ilk gün", since)
    clerk.press("Gönder")
    assert "Kaydedildi" in clerk.reads()


def plan(clerk: Clerk, lessons: list[date]) -> str:
    """Plan a course of two lessons; return its case."""
    clerk.open("/open/course")
    assert clerk.says("Kurum") == "KURS-43"
    for label, said in (
        ("Kurum türü", "ozel-kurs"),
        ("İlçe", "ILCE-6"),
        ("Program", "ornek-ingilizce"),
        ("Sorumlu", "yetkili-1"),
        ("Derslik", "derslik-43"),
        ("Eğiticiler", "egitici-1"),
        ("Süre (saat)", "8"),
    ):
        clerk.fill(label, said)
    clerk.answer("Belgeli mi")
    clerk.date("Başlama tarihi", lessons[0])
    clerk.date("Bitiş tarihi", lessons[-1])
    clerk.date("İlk ders günü", lessons[0])
    for _ in lessons:
        clerk.click("button[value='more:plan.lesson_plan.days']")
    for n, day in enumerate(lessons):
        clerk.date("Tarih", day, n)
        clerk.fill("Başlama saati", "18:00", n)
        clerk.fill("Süre (saat)", "4", n + 1)
        clerk.fill("Eğitici", "egitici-1", n + 1)
    clerk.look("plan")
    clerk.press("Başvuruyu gönder")
    assert "Dosya açıldı" in clerk.reads()
    return clerk.case_id


def enrol(clerk: Clerk, course: str) -> None:
    """Register a person, and add them to the course."""
    clerk.open("/registers/people/register_person")
    clerk.fill("T.C. kimlik numarası", "10000003116")
    clerk.date("Doğum tarihi", date(1998, 4, 12))
    clerk.press("Gönder")
    clerk.look("person registered")
    clerk.press(f"Kurs {course.removeprefix('course-')}")
    assert clerk.says("Kursiyer").startswith("t-")
    clerk.send()


async def test_a_principal_takes_a_course_from_its_plan_to_the_certificates(
    clerk: Clerk, case: Shown
) -> None:
    today, working = local_day(datetime.now(UTC)), case.calendar.add_working_days
    lessons = [working(today, n) for n in (5, 6)]
    exam_on = working(lessons[-1], 25)

    enter_registers(clerk, date(today.year, 1, 1))
    clerk.sign_in(*PRINCIPAL)
    assert "Görebildiğiniz açık dosya yok" not in clerk.reads()
    course = plan(clerk, lessons)
    enrol(clerk, course)
    for who in (
        PRINCIPAL,
        ("İlçe Şube Müdürü", "s-1", "ILCE-6"),
        ("İlçe Millî Eğitim Müdürü", "i-1", "ILCE-6"),
    ):
        turn(clerk, who, course, "Onay")
        clerk.answer("Onaylandı mı")
        clerk.send()
    assert "Aktif kurs" in clerk.reads()
    clerk.look("active course")

    await case.later(course, at_ten(lessons[-1] + timedelta(days=1)))
    turn(clerk, PRINCIPAL, course, "Sınav talebi")
    assert clerk.says("Kişi numarası").startswith("t-")
    clerk.date("İstenen tarih", exam_on)
    clerk.answer("Onaylandı mı")
    clerk.look("request")
    clerk.send()
    turn(clerk, DIRECTORATE, course, "Sınav planlama")
    assert clerk.says("Yapılma tarihi") == exam_on.isoformat()
    clerk.fill("Sınav oturumu", "S-41")
    clerk.send()
    turn(clerk, PRINCIPAL, course, "Sınav giriş belgeleri")
    assert clerk.says("Sınav oturumu") == "S-41"
    clerk.send()
    assert clerk.opens("Sınav giriş listesi S-41") == "application/pdf"

    await case.later(course, at_ten(exam_on + timedelta(days=1)))
    turn(clerk, DIRECTORATE, course, "Sınav sonuçları")
    clerk.press("Ne olacağını göster")
    assert "Sonuçlar: Geçerli seçeneklerden biri olmalı" in clerk.reads()
    clerk.choose("Sonuçlar", "Başarılı")
    clerk.look("results")
    clerk.try_and_send()
    turn(clerk, PRINCIPAL, course, "Kurs sonu onayı")
    clerk.send()
    clerk.press("Belgelerin düzenlenmesi")
    clerk.choose("Belge", "Basılı")
    clerk.try_and_send()
    assert "Tamamlanan kurs" in clerk.reads()
    clerk.look("completed course")
    assert clerk.opens("Kurs bitirme belgeleri") == "application/pdf"
    clerk.nobody_shut_out()
