"""Pages on which accounts of unpublished texts were read, with the date each bears."""

from __future__ import annotations

from typing import Final, NamedTuple


class Page(NamedTuple):
    """Where an account was read."""

    publisher: str
    url: str
    page_on: str


UP: Final = "https://www.pravda.com.ua/eng/news/"
LIGA_TELEGRAPH: Final = Page(
    "LIGA.net",
    "https://biz.liga.net/en/all/all/novosti/terms-normally-imposed-on-aggressor-states-the-"
    "telegraph-reveals-us-ukraine-mineral-deal-terms",
    "2025-02-17",
)
LIGA_FT: Final = Page(
    "LIGA.net",
    "https://news.liga.net/en/all/news/ukraine-and-us-agree-on-terms-of-minerals-deal-ft-reveals-"
    "details",
    "2025-02-25",
)
KI_NYT: Final = Page(
    "Kyiv Independent",
    "https://kyivindependent.com/us-mineral-deal-offers-no-security-guarantees-for-ukraine-nyt-"
    "reports",
    "2025-02",
)
TRIBUNE_NYT: Final = Page(
    "Chicago Tribune",
    "http://digitaledition.chicagotribune.com/tribune/article_popover.aspx?"
    "guid=12b5fff9-b351-4492-ba1d-a287eb74b280",
    "2025-02",
)
STAR_NYT: Final = Page(
    "The San Juan Daily Star",
    "https://www.sanjuandailystar.com/post/draft-of-minerals-deal-features-vague-reference-to-"
    "ukrainian-security",
    "2025-02-27",
)
RBC_NYT: Final = Page(
    "RBC-Ukraine",
    "https://newsukraine.rbc.ua/news/no-security-guarantees-nyt-reveals-details-1740488089.html",
    "2025-02-25",
)
COURANT_NYT: Final = Page(
    "Hartford Courant",
    "http://digitaledition.courant.com/tribune/article_popover.aspx?"
    "guid=21a2b1e8-3ef4-4091-8dae-ddadf75fc98d",
    "2025-03",
)
UP_EP: Final = Page("Ukrainska Pravda", UP + "2025/02/22/7499624/", "2025-02-22")
UP_AXIOS: Final = Page("Ukrainska Pravda", UP + "2025/02/24/7499900/", "2025-02-24")
UP_MARCH: Final = Page("Ukrainska Pravda", UP + "2025/03/28/7504940/", "2025-03-28")
UP_RADA: Final = Page("Ukrainska Pravda", UP + "2025/05/8/7511255/", "2025-05-08")
KATHMANDU_REUTERS: Final = Page(
    "The Kathmandu Post",
    "https://kathmandupost.com/world/2025/02/26/ukraine-outlines-us-minerals-deal-document-has-no-"
    "concrete-security-guarantees",
    "2025-02-26",
)
TELEGRAPH_MARCH: Final = Page("copy of The Telegraph", "", "2025-03")
RAZUMKOV: Final = Page(
    "Razumkov Centre",
    "https://razumkov.org.ua/en/comments/draft-agreement-between-the-us-and-ukraine-on-"
    "reconstruction-investment-fund-no-good-choice-for-ukraine",
    "2025",
)
KI_HANDED: Final = Page(
    "Kyiv Independent",
    "https://kyivindependent.com/us-treasury-secretary-meets-zelensky-passes-draft-agreement-on-"
    "critical-minerals/",
    "2025-02-12",
)
BUSINESSLIVE: Final = Page(
    "Business Day",
    "https://www.businesslive.co.za/bd/world/2025-02-16-draft-us-minerals-deal-does-not-protect-"
    "ukraine-zelensky-says/",
    "2025-02-16",
)
UP_NBC: Final = Page("Ukrainska Pravda", UP + "2025/02/15/7498463/", "2025-02-15")
LIGA_28: Final = Page(
    "LIGA.net",
    "https://news.liga.net/en/amp/politics/news/media-disclosed-all-28-points-of-trumps-peace-"
    "plan-for-ukraine-and-russia",
    "2025-11-21",
)
GLOBAL_28: Final = Page(
    "Global News",
    "https://globalnews.ca/news/11537323/ukraine-russia-peace-plan-trump-details/",
    "2025-11",
)
ANNEX: Final = Page(
    "open.kg",
    "https://open.kg/en/news/in-the-world/46617-ssha-v-mirnom-plane-predlozhili-ukraine-garantii-"
    "bezopasnosti-po-5-j-state-ustava-nato-axios.html",
    "2025-11",
)
KI_FUND: Final = Page(
    "Kyiv Independent",
    "https://kyivindependent.com/the-full-text-of-the-us-ukraine-minerals-agreement",
    "2025-05",
)
ESPRESO_FUND: Final = Page(
    "Espreso",
    "https://global.espreso.tv/world-about-ukraine-ukraine-us-sign-deal-to-establish-"
    "reconstruction-investment-fund",
    "2025-05-01",
)
AXAR_FUND: Final = Page("Axar.az", "https://en.axar.az/news/world/971140.html", "2025-05-01")
KINSTELLAR: Final = Page(
    "Kinstellar",
    "https://www.kinstellar.com/news-and-insights/detail/3410/commentary-re-the-us-ukraine-"
    "reconstruction-investment-fund-agreement",
    "2025-05",
)
LAWFARE: Final = Page(
    "Lawfare",
    "https://www.lawfaremedia.org/article/the-ukraine-u.s.-minerals-deal--impossible-choice-for-a-"
    "nation-at-war",
    "2025-06-03",
)
TAGESSCHAU: Final = Page("tagesschau", "", "2025-05-08")
CHOSUN: Final = Page(
    "ChosunBiz",
    "https://prod.biz.chosun.com/en/en-international/2025/05/01/IM5Y72VAGJGAFP6APOIBIL6L3U",
    "2025-05-01",
)
BABEL_RADA: Final = Page(
    "Babel",
    "https://babel.ua/en/news/117805-the-verkhovna-rada-ratifies-mineral-agreement-between-us-and-"
    "ukraine",
    "2025-05-08",
)
