"""Words of units, qualifiers, dates, sources and bare values, one table per language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """How a unit is written: `before` and after a number (`one`, `other`), and `short` in a head.

    `long` is the head of an axis or column.
    """

    short: str
    long: str
    one: str = ""
    other: str = ""
    before: str = ""

    def after(self, *texts: str) -> str:
        """What follows a number, or the two ends of a range, as shown."""
        return self.one if texts == ("1",) else self.other


UNITS: dict[str, dict[str, Unit]] = {
    "en": {
        "USD m": Unit("USD m", "million dollars", " million dollars", " million dollars"),
        "USD bn": Unit("USD bn", "billion dollars", " billion dollars", " billion dollars"),
        "EUR bn": Unit("EUR bn", "billion euros", " billion euros", " billion euros"),
        "GBP bn": Unit("GBP bn", "billion pounds", " billion pounds", " billion pounds"),
        "USD tn": Unit("USD tn", "trillion dollars", " trillion dollars", " trillion dollars"),
        "EUR": Unit("EUR", "euros", " euro", " euros"),
        "USD": Unit("USD", "dollars", " dollar", " dollars"),
        "percent": Unit("%", "per cent", "%", "%"),
        "ratio": Unit("times", "times", " time", " times"),
        "times": Unit("times", "times", " time", " times"),
        "kg": Unit("kg", "kilograms", " kilogram", " kilograms"),
        "t": Unit("t", "tonnes", " tonne", " tonnes"),
        "kt": Unit("kt", "thousand tonnes", " thousand tonnes", " thousand tonnes"),
        "Mt": Unit("Mt", "million tonnes", " million tonnes", " million tonnes"),
        "km2": Unit("km²", "square kilometres", " km²", " km²"),
        "hours": Unit("hours", "hours", " hour", " hours"),
        "years": Unit("years", "years", " year", " years"),
        "votes": Unit("votes", "votes", " vote", " votes"),
        "count": Unit("number", "number"),
        "rank": Unit("rank", "rank", before="rank "),
    }
}
QUALIFIERS_IN_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "reported": "",
        "derived": "",
        "estimated": "estimated",
        "more_than": "more than",
        "less_than": "less than",
        "zero": "zero",
        "withheld": "withheld by the publisher",
        "not_available": "not available",
        "included_elsewhere": "included elsewhere",
        "not_applicable": "not applicable",
        "empty_cell": "left empty by the publisher",
        "net_exporter": "net exporter",
        "no_data": "no data",
    }
}


PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "to": " to ",
        "date.unknown": "an unknown date",
        "period.between": "{first} to {last}",
        "period.until": "up to {last}",
        "period.since": "from {first}",
        "period.unknown": "not stated",
        "release.numbered": "release {number}",
        "release.dated": "{source}, {release}, published {date}",
        "release.undated": "{source}, {release}, date of publication not known",
        "no_value": "no value",
        "yes": "yes",
        "no": "no",
    }
}
SOURCES: dict[str, dict[str, str]] = {
    "en": {
        "fx": "Exchange rates",
        "kiel_ust": "Kiel Ukraine Support Tracker",
        "sig_oar": "US Special Inspector General",
        "published_figures": "Printed figure",
        "us_foreign_assistance": "US ForeignAssistance.gov",
        "usgs_mcs": "USGS Mineral Commodity Summaries",
        "usgs_mcs_salient": "USGS Mineral Commodity Summaries, US statistics",
        "legal_texts": "Legal texts",
        "security_agreements": "Security agreements",
        "critical_lists": "Critical minerals lists",
        "deposit_tonnages": "Deposit tonnages",
        "one_campaign": "ONE Campaign",
        "us_drawdowns": "US drawdown notices",
        "vilnius_declaration": "Vilnius Declaration",
        "red_book": "Uranium Red Book",
        "usgs_deposits": "USGS deposit databases",
        "geoboundaries": "geoBoundaries",
        "deepstate_map": "DeepStateMap",
        "named_deposits": "Named deposits",
        "wb_rdna": "Damage and needs assessment",
        "eu_ukraine_facility": "EU Ukraine Facility",
        "events": "Timeline of events",
        "fx_nbu": "Rates of the National Bank of Ukraine",
        "fx_norges": "Rates of Norges Bank",
        "hicp": "Consumer prices of the euro area",
        "us_cpi": "US consumer prices",
        "kiel_ust_extra": "Kiel Ukraine Support Tracker, further sheets",
        "ukraine_metals": "Printed figures on Ukraine's metals",
        "usgs_historical_statistics": "USGS Historical Statistics",
        "usgs_minerals_yearbook": "USGS Minerals Yearbook",
        "wna_uranium": "World Nuclear Association",
        "world_bank_cmo": "World Bank commodity prices",
        "world_bank_wdi": "World Bank indicators",
    }
}


def unit_of(unit: str, language: str = "en") -> Unit:
    """How `unit` is written in `language`; a unit without an entry is written as it is coded."""
    return UNITS[language].get(unit) or Unit(unit, unit, f" {unit}", f" {unit}")


def qualifier_in_words(qualifier: str, language: str = "en") -> str:
    """Words of a qualifier; empty for a plain number. ValueError for one without words."""
    try:
        return QUALIFIERS_IN_WORDS[language][qualifier]
    except KeyError:
        known = ", ".join(QUALIFIERS_IN_WORDS.get(language, {}))
        raise ValueError(f"qualifier {qualifier!r} has no words; known: {known}") from None
