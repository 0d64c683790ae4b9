"""Answers that are worked out: the class of a business, the tax on its sales, a share of all businesses.

Each shows how it was worked out, with the rule and its source; nothing is multiplied where nobody can see it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from markupsafe import Markup

from bot import numbers
from bot.content import City, spoken
from bot.language import Understood
from bot.language.amounts import Amount, Ask, Mention, Period, Reject, Role
from bot.scale import Basis, Scale, Verdict, classify
from bot.texts import Texts

TIMES = {Period.DAY: (30 * 12, "hari"), Period.WEEK: (52, "minggu"), Period.MONTH: (12, "bulan")}
"""How many of each period make a year (a day: 30 open days a month), and the word for it."""

CULINARY = "stat.sector_culinary"
RISE, FALL = ("naik", "tumbuh", "tambah", "meningkat", "bertambah"), ("turun", "berkurang", "menurun")

Computing = Callable[[Understood, City, Texts, Mapping[str, Any]], Markup | None]


def compute(understood: Understood, city: City, t: Texts, talk: Mapping[str, Any]) -> Markup | None:
    """The worked-out answer, or None where the topic's own answer is enough."""
    for topic, computing in COMPUTINGS.items():
        if understood.topic.startswith(topic):
            return computing(understood, city, t, talk)
    return None


def business_class(understood: Understood, city: City, t: Texts, talk: Mapping[str, Any]) -> Markup | None:
    """ "omzet 400 juta setahun" -> mikro, with the rule, and how far the next class is."""
    sales, capital = _of(understood, Role.SALES), _of(understood, Role.CAPITAL)
    trouble = _trouble(sales or capital or _of(understood, Role.PROFIT), t)
    if trouble is not None:
        return trouble
    if sales is None and capital is None and HOW_FAR & set(understood.normalised.split()):
        sales = _named_before(understood, talk)
    if sales is None and capital is None:
        return _limits(understood, city, t) if understood.follow_up else None
    return _class_by_sales(sales, capital, city, t, talk) if sales is not None else _class_by_capital(capital, city, t)


HOW_FAR = frozenset({"kurang", "tinggal", "lagi", "jarak", "jaraknya"})
""" "tinggal berapa lagi?": of the amount just worked out."""


def _limits(understood: Understood, city: City, t: Texts) -> Markup | None:
    """ "kalau mau jadi menengah?" -> from which sales on, and up to which."""
    scale = understood.about.scale
    if scale is None:
        return None
    above = {"kecil": "micro", "menengah": "small"}.get(scale)
    top = {"mikro": "micro", "kecil": "small", "menengah": "medium"}[scale]
    low = city.shown(f"{above}_sales_max") if above else ""
    high, lowest = city.shown(f"{top}_sales_max"), "no" if above else "yes"
    words = t("answers-class-limits", scale=t(f"answers-scale-{scale}"), low=low, high=high, lowest=lowest)
    return Markup("{}\n\n{}").format(words, _source(city, f"{top}_sales_max"))


def _class_by_capital(capital: Mention | None, city: City, t: Texts) -> Markup | None:
    value = _value(capital)
    verdict = classify(city, capital=value)
    if value is None or verdict is None:
        return None
    shown = t("answers-class-capital", amount=numbers.rupiah_short(value), words=numbers.rupiah_words(value))
    return _verdict(Markup("{}").format(shown), verdict, city, t)


def _class_by_sales(
    sales: Mention, capital: Mention | None, city: City, t: Texts, talk: Mapping[str, Any]
) -> Markup | None:
    if not isinstance(sales.answer, Amount):
        return None
    amount = _in_period(sales.answer, talk)
    if amount.period is None:
        return _either_period(amount, city, t)
    yearly, shown = _yearly(amount, t)
    verdict = classify(city, sales=yearly, capital=_value(capital))
    return None if verdict is None else _verdict(shown, verdict, city, t)


def _either_period(amount: Amount, city: City, t: Texts) -> Markup:
    """No period was said: both readings, so that nobody has to be asked twice."""
    lines = [
        t(
            "answers-class-if",
            sum=shown,
            scale=t(f"answers-scale-{_key(verdict.scale)}"),
        )
        for period in (Period.YEAR, Period.MONTH)
        for yearly, shown in [_yearly(Amount(amount.value, period), t)]
        if (verdict := classify(city, sales=yearly)) is not None
    ]
    return Markup("{}\n\n{}\n\n{}").format(t("answers-class-which-period"), Markup("\n").join(lines), _rule(city, t))


def _yearly(amount: Amount, t: Texts) -> tuple[int, Markup]:
    yearly = amount.yearly()
    times = TIMES.get(amount.period) if amount.period else None
    if times is None:
        shown = t("answers-sum-year", amount=numbers.rupiah_short(yearly), words=numbers.rupiah_words(yearly))
    else:
        shown = t(
            "answers-sum-times",
            amount=numbers.rupiah_short(amount.value),
            times=numbers.number(times[0]),
            unit=times[1],
            sum=numbers.rupiah_short(yearly),
        )
    return yearly, shown


def _verdict(shown: Markup, verdict: Verdict, city: City, t: Texts) -> Markup:
    head = t("answers-class-result", sum=shown, scale=t(f"answers-scale-{_key(verdict.scale)}"))
    parts = [head]
    if verdict.other is not None:
        parts.append(t("answers-class-other", scale=t(f"answers-scale-{_key(verdict.other)}")))
    if verdict.distance is not None and verdict.scale in NEXT and verdict.basis is Basis.SALES:
        parts.append(_distance(verdict, t))
    return Markup("\n\n").join([*parts, _rule(city, t, verdict.basis)])


NEXT = {Scale.MICRO: Scale.SMALL, Scale.SMALL: Scale.MEDIUM}


def _distance(verdict: Verdict, t: Texts) -> Markup:
    following = t(f"answers-scale-{_key(NEXT[verdict.scale])}")
    if not verdict.distance:
        return t("answers-class-at-limit", scale=following)
    times = numbers.number(round(verdict.times, 1)) if verdict.times else ""
    distance = numbers.rupiah_about(verdict.distance or 0)
    return t("answers-class-distance", scale=following, distance=distance, times=times)


def _rule(city: City, t: Texts, basis: Basis = Basis.SALES) -> Markup:
    """The limits a class was judged by, and where they are written."""
    limits = {name: city.shown(f"{name}_{basis.value}_max") for name in ("micro", "small", "medium")}
    key = "answers-class-rule" if basis is Basis.SALES else "answers-class-rule-capital"
    return Markup("{}\n\n{}").format(t(key, **limits), _source(city, f"micro_{basis.value}_max"))


def _source(city: City, figure: str) -> Markup:
    return Markup("<i>{}</i>").format(city.source_line(city.figure(figure).sources) or "")


def _said(city: City) -> dict[str, str]:
    """Who gave the total that everything here is worked out from, and when."""
    figure = city.figure("F01")
    return {"who": city.fill(figure.who, date.fromisoformat(figure.as_of)), "date": spoken(figure.as_of)}


def tax(understood: Understood, city: City, t: Texts, talk: Mapping[str, Any]) -> Markup | None:
    """ "omzet 600 juta pajaknya berapa" -> 0,5% of what is above the free part, for a person."""
    sales = _of(understood, Role.SALES) or _named_before(understood, talk)
    trouble = _trouble(sales, t)
    if trouble is not None or sales is None or not isinstance(sales.answer, Amount):
        return trouble
    amount = _in_period(sales.answer, talk)
    yearly, shown = _yearly(amount if amount.period else Amount(amount.value, Period.YEAR), t)
    free, top, rate = (city.value(name) for name in ("tax_free_sales", "tax_sales_max", "tax_rate"))
    known = {"free": city.shown("tax_free_sales"), "rate": city.shown("tax_rate"), "top": city.shown("tax_sales_max")}
    if yearly > top:
        head = t("answers-tax-above", sum=shown, **known)
    elif yearly <= free:
        head = t("answers-tax-none", sum=shown, **known)
    else:
        taxed = int(yearly - free)
        due = round(taxed * rate / 100)
        head = t("answers-tax-due", sum=shown, taxed=numbers.rupiah_short(taxed), due=numbers.rupiah(due), **known)
    return Markup("{}\n\n{}\n\n{}").format(head, t("answers-tax-caveat", **known), _source(city, "tax_rate"))


def kur(understood: Understood, city: City, t: Texts, talk: Mapping[str, Any]) -> Markup | None:
    """ "pinjam 20 juta bisa?" -> which KUR that is, and what the bank asks for it."""
    mention = next((m for m in understood.about.amounts if isinstance(m.answer, Amount)), None)
    value = _value(mention)
    if not value:
        return None
    kinds = [name for name in ("super_micro", "micro", "small") if value <= city.value(f"kur_{name}_max")]
    known = {
        "amount": numbers.rupiah_short(value),
        "kind": kinds[0].replace("_", "-") if kinds else "none",
        "limit": city.shown(f"kur_{kinds[0] if kinds else 'small'}_max"),
        "free": city.shown("kur_free_of_collateral"),
        "secured": "no" if value <= city.value("kur_free_of_collateral") else "yes",
        "npwp": "yes" if value > city.value("kur_npwp_above") else "no",
        "months": city.shown("kur_months"),
    }
    return Markup("{}\n\n{}").format(t("answers-kur-amount", **known), _source(city, "kur_micro_max"))


def share(understood: Understood, city: City, t: Texts, talk: Mapping[str, Any]) -> Markup | None:
    """ "40 persen itu berapa usaha", "kalau naik 2 persen jadi berapa", "sisanya", "yang menengah saja"."""
    percent = understood.about.percent
    if percent is not None:
        return _percent_of(percent, set(understood.normalised.split()), city, t)
    if _asks_for_the_rest(understood, talk):
        return t("answers-share-rest", count=city.shown("D04"), total=city.shown("F01"), **_said(city))
    if understood.topic == "stat.small_medium" and understood.about.scales in {("kecil",), ("menengah",)}:
        scale = t(f"answers-scale-{understood.about.scale}")
        known = {name: city.shown(id, about=False) for name, id in (("total", "F01"), ("micro", "F02"))}
        known["both"] = city.shown("D02")
        return t("answers-split-unknown", scale=scale, **known, **_said(city))
    return None


REST = frozenset({"sisa", "sisanya", "selebihnya", "lainnya", "lain"})
OUTSIDE = frozenset({"selain", "luar", "bukan", "non"})


def _asks_for_the_rest(understood: Understood, talk: Mapping[str, Any]) -> bool:
    """ "sisanya" after the food businesses, or "selain kuliner ada berapa" at once."""
    words = set(understood.normalised.split())
    if understood.follow_up and talk.get("topic") == CULINARY and REST & words:
        return True
    return understood.topic == CULINARY and bool(OUTSIDE & words) and bool({"berapa", "jumlah"} & words)


def _percent_of(percent: float, words: set[str], city: City, t: Texts) -> Markup | None:
    if not 0 < percent <= 100:
        return None
    total = city.value("F01")
    change = total * percent / 100
    shown = f"{numbers.number(round(percent, 2))}%"
    known = {"percent": shown, "total": city.shown("F01"), "count": _thousands(change), **_said(city)}
    if words & {*RISE, *FALL}:
        risen = bool(words & set(RISE))
        key = "answers-share-rise" if risen else "answers-share-fall"
        new = _thousands(total + change if risen else total - change)
        return t(key, new=new, **known) if words & {"jadi", "menjadi", "berapa", "kalau", "hasil"} else None
    return t("answers-share", **known) if words & {"berapa", "jumlah", "hitung", "itu", "artinya"} else None


def _thousands(count: float) -> str:
    """As precise as the rounded total allows: whole thousands, below ten thousand hundreds."""
    return numbers.thousands(count, 1 if count < 10_000 else 0)


def _of(understood: Understood, role: Role) -> Mention | None:
    """The amount in that role; one of no said role counts as sales."""
    found = [m for m in understood.about.amounts if m.role is role or (role is Role.SALES and m.role is None)]
    return found[0] if found else None


def _named_before(understood: Understood, talk: Mapping[str, Any]) -> Mention | None:
    """ "pajaknya jadi berapa?" after "omzet 10 juta sebulan"."""
    value = talk.get("amount")
    asks = {"berapa", "jadi", "hitung", "hitungkan"} & set(understood.normalised.split())
    return Mention(Amount(int(value)), Role.SALES) if value and asks else None


def _in_period(amount: Amount, talk: Mapping[str, Any]) -> Amount:
    """ "kalau 60 juta" after "40 juta sebulan" is a month's too."""
    before = talk.get("period")
    return replace(amount, period=Period(before)) if before and amount.period is None else amount


def _value(mention: Mention | None) -> int | None:
    return mention.answer.value if mention and isinstance(mention.answer, Amount) else None


def _trouble(mention: Mention | None, t: Texts) -> Markup | None:
    """One sentence for a figure that cannot be used."""
    if mention is None:
        return None
    if mention.role is Role.PROFIT:
        return t("answers-amount-profit")
    if isinstance(mention.answer, Reject):
        return t(f"answers-amount-{mention.answer.why.replace('_', '-')}")
    if isinstance(mention.answer, Ask):
        guesses = " / ".join(numbers.rupiah_short(guess) for guess in mention.answer.guesses)
        return t("answers-amount-which", guesses=guesses)
    return None


def _key(scale: Scale) -> str:
    return scale.value.replace("_", "-")


COMPUTINGS: dict[str, Computing] = {
    "business.class": business_class,
    "legal.tax": tax,
    "program.kur": kur,
    "stat.": share,
}
"""Topics whose answer is worked out when there is something to work with."""
