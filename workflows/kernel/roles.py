"""Who acts: the offices and people of the procedures."""

from enum import StrEnum

from workflows.kernel.values import Code, Frozen, PersonId


class Role(StrEnum):
    """Who may act. Values are what callers send; the official term is in the comment."""

    APPLICANT = "applicant"  # başvuru sahibi
    REGISTRY = "registry"  # evrak kaydı: files paper for others, may state an earlier receipt
    PRESIDENCY = "presidency"  # Talim ve Terbiye Kurulu Başkanlığı
    BOARD = "board"  # Kurul
    REVIEW_DEPARTMENT = "review-department"  # Projeler ve İnceleme Dairesi Başkanlığı
    DIRECTORATE = "directorate"  # Müdürlük
    REVOLVING_FUND = "revolving-fund"  # Döner Sermaye İşletmesi
    PUBLICATIONS_DEPARTMENT = "publications-department"  # Yayımlar Dairesi Başkanlığı
    BOOKS_BRANCH = "books-branch"  # Özel Sektör Kitapları Şubesi Müdürlüğü
    PRELIMINARY_COMMISSION = "preliminary-commission"  # ön inceleme komisyonu
    REVIEW_COMMISSION = "review-commission"  # inceleme komisyonu
    EVALUATION_COMMISSION = "evaluation-commission"  # değerlendirme komisyonu
    MINISTRY = "ministry"  # Bakanlık
    PRINCIPAL = "principal"  # Kurum Müdürü
    SCHOOL_COORDINATOR = "school-coordinator"  # okul koordinatörü
    BRANCH_MANAGER = "branch-manager"  # İlçe Şube Müdürü
    DISTRICT_DIRECTOR = "district-director"  # İlçe Millî Eğitim Müdürü
    EDUCATION_DIRECTORATE = "education-directorate"  # il / ilçe Millî Eğitim Müdürlüğü
    GENERAL_DIRECTORATE = "general-directorate"  # Genel Müdürlük
    USER_ADMINISTRATOR = "user-administrator"  # il / ilçe MEM, kurum Kullanıcı Yönetici
    PARTNER = "partner"  # iş birliği yapan kurum veya kuruluş
    DISTRICT_DIRECTORATE = "district-directorate"  # ilçe millî eğitim müdürlüğü
    PROVINCIAL_DIRECTORATE = "provincial-directorate"  # il millî eğitim müdürlüğü
    MINISTER = "minister"  # Bakan ya da uygun göreceği yönetici
    GOVERNOR = "governor"  # Vali
    OPERATOR = "operator"  # sistem işletmeni: no legal act, only repairs
    SYSTEM = "system"  # Vade itself: the clock, a message between cases


class Actor(Frozen):
    """Who acts: a role, an opaque identifier and, where it matters, the institution's code."""

    role: Role
    id: PersonId
    institution: Code | None = None


VADE = Actor(role=Role.SYSTEM, id="vade")
