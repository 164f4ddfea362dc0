"""Who acts in a course."""

from workflows.kernel.worded import Worded


class Office(Worded):
    """Who acts in a course."""

    PRINCIPAL = "principal", "Kurum Müdürü", "Principal"
    BRANCH_MANAGER = "branch-manager", "İlçe Şube Müdürü", "Branch Manager"
    DISTRICT_DIRECTOR = "district-director", "İlçe Millî Eğitim Müdürü", "District Director"
    EDUCATION_DIRECTORATE = (
        "education-directorate",
        "Millî Eğitim Müdürlüğü",
        "Directorate of National Education",
    )
    DIRECTORATE_GENERAL = "general-directorate", "Genel Müdürlük", "Directorate General"
    USER_ADMINISTRATOR = "user-administrator", "Kullanıcı Yönetici", "User Administrator"
    MINISTRY = "ministry", "Bakanlık", "Ministry"
