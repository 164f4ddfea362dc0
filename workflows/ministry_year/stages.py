"""Where a year of the Ministry stands and how it ends, as officials call it."""

from workflows.kernel.worded import Worded


class Stage(Worded):
    """Where the year stands; derived from what it waits for, never set by hand."""

    MONTHLY_LIST = "monthly-list", "Aylık liste bekleniyor", "Monthly list awaited"
    COMMISSION = "price-commission", "Fiyat komisyonu kuruluyor", "Price commission to be formed"
    UNIT_PRICES = "unit-prices", "Birim fiyatlar belirleniyor", "Unit prices to be set"
    APPROVAL = "approval", "Birim fiyatlar Bakanlık onayında", "Unit prices before the Ministry"
    YEAR_LIST = "year-list", "Yıllık liste bekleniyor", "Yearly list awaited"
    PUBLICATION = "publication", "Tebliğler Dergisinde yayımlanacak", "List to be published"
    OPINION = "opinion", "Kalan baskılar için görüş bekleniyor", "Opinion on leftovers awaited"
    DISTRIBUTION = "distribution", "Satın alma ve dağıtım", "Buying and distribution"
    RUNNING = "running", "Yıl sürüyor", "Year under way"
    CLOSED = "closed", "Sonuçlandı", "Closed"


class Outcome(Worded):
    """How a case ended."""

    CONCLUDED = "concluded", "Yıl tamamlandı", "Year concluded"  # B-30.2
