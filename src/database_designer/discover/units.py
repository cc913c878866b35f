"""Units of measure behind a property: "weight in kg", "volume (ml)", "an uncertainty in percent", "a rent in euros"."""

from __future__ import annotations

import re

from database_designer.model.conceptual import Kind, SemanticType

# As written, and as it stands in the model. Units of time and "meter", which may be a device, are told otherwise.
_WRITTEN = {
    "kilometres": "km", "kilometers": "km", "kilometre": "km", "kilometer": "km", "km": "km", "metres": "m", "meters": "m", "m": "m",
    "centimetres": "cm", "centimeters": "cm", "cm": "cm", "millimetres": "mm", "millimeters": "mm", "mm": "mm", "miles": "miles",
    "inches": "inches", "feet": "feet", "kilograms": "kg", "kilogrammes": "kg", "kilos": "kg", "kg": "kg", "grams": "g",
    "grammes": "g", "g": "g", "milligrams": "mg", "mg": "mg", "tonnes": "t", "tons": "t", "t": "t", "pounds": "pounds", "ounces": "ounces",
    "litres": "l", "liters": "l", "litre": "l", "liter": "l", "l": "l", "millilitres": "ml", "milliliters": "ml", "ml": "ml",
    "hectolitres": "hl", "hl": "hl", "gallons": "gallons", "square metres": "m²", "square meters": "m²", "m²": "m²", "m2": "m²", "sqm": "m²",
    "cubic metres": "m³", "cubic meters": "m³", "m³": "m³", "m3": "m³", "hectares": "ha", "ha": "ha", "acres": "acres",
    "°c": "°C", "degrees celsius": "°C", "celsius": "°C", "°f": "°F", "degrees fahrenheit": "°F", "kwh": "kWh", "mwh": "MWh",
    "kw": "kW", "mw": "MW", "watts": "W", "volts": "V", "amperes": "A", "hz": "Hz", "khz": "kHz", "mhz": "MHz", "bar": "bar",
    "hpa": "hPa", "ppm": "ppm", "km/h": "km/h", "mph": "mph", "mb": "MB", "gb": "GB", "kb": "KB", "bytes": "bytes", "pixels": "pixels",
    "db": "dB", "mg/l": "mg/l", "µg/l": "µg/l", "rpm": "rpm", "nm": "nm", "lux": "lux",
}  # fmt: skip
_PERCENT = frozenset({"percent", "%", "per cent", "percentage points"})
_MONEY = frozenset("eur euro euros usd dollars dollar gbp chf cents € $ £".split())
_NAMES = "|".join(sorted((re.escape(u) for u in (*_WRITTEN, *_PERCENT, *_MONEY)), key=len, reverse=True))
_BEHIND = re.compile(
    rf"\s+(?:(?:measured |given |stated |expressed )?in\s+)(?P<unit>{_NAMES})(?=$|[\s,;.)])", re.IGNORECASE
)
_ALONE = re.compile(rf"^(?:in\s+)?(?P<unit>{_NAMES})$", re.IGNORECASE)
# "(0 to 100 %)".
_SHARE = re.compile(r"^(?:in )?\d+\s*%?\s*(?:-|–|to|\.\.)\s*\d+\s*(?:%|percent)$", re.IGNORECASE)
# A noun that is a unit names no thing, whatever is said of so many of them.
UNIT_NOUNS = frozenset(
    """km kilometre kilometer centimetre centimeter millimetre millimeter mile inch kg kilogram kilogramme gram gramme milligram
    tonne ounce litre liter millilitre milliliter hectolitre gallon hectare acre celsius fahrenheit kwh mwh watt kilowatt volt ampere hertz
    ppm percent byte megabyte gigabyte pixel ml cm mm mg l kw hl ha character digit decimal""".split()
)


def measured(text: str, note: str = "") -> tuple[SemanticType | None, str]:
    """The type that a unit behind the phrase or alone in its brackets (`note`) tells, and the phrase without; None for none."""
    if _SHARE.match(note.strip()):
        return SemanticType(kind=Kind.PERCENT), text
    match = _BEHIND.search(text)
    found = match or _ALONE.match(note.strip())
    if found is None:
        return None, text
    rest = f"{text[: match.start()]}{text[match.end() :]}" if match is not None else text
    unit = found["unit"].lower()
    if unit in _PERCENT:
        return SemanticType(kind=Kind.PERCENT), rest
    if unit in _MONEY:
        return SemanticType(kind=Kind.MONEY), rest
    return SemanticType(kind=Kind.DECIMAL, unit=_WRITTEN[unit]), rest
