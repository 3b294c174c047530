"""Why a row is dropped: the words of the account, each in one place."""

from __future__ import annotations

TORN = "damaged: wrong number of columns"
LONG = "damaged: line too long"
QUOTES = "damaged: quotes that do not close"
NOT_A_DAY = "damaged: not a day"
NOT_A_CODE = "damaged: not an event code"
NOT_A_NUMBER = "damaged: intensity is not a number"
BLANK = "blank line"
OUTSIDE = "outside the dyads asked for"
NO_COUNTRY = "an actor without a country"
UNKNOWN = "a country that is not known"
SEVERAL = "several countries on one side"
DOMESTIC = "within one country"
ELSEWHERE = "took place elsewhere"
BEFORE = "before --since"
AFTER = "after --until"
NOT_ROOT = "not a root event"
LATE = "reported too late"
UNSCALED = "code not on the scale"
UNDIRECTED = "no direction"
DUPLICATE = "exact duplicate"
REPORTED = "reported again"
MIRRORED = "mirrored row"

OF_ROWS = (
    NO_COUNTRY,
    UNKNOWN,
    SEVERAL,
    DOMESTIC,
    OUTSIDE,
    NOT_A_DAY,
    BEFORE,
    AFTER,
    NOT_A_CODE,
    ELSEWHERE,
    NOT_ROOT,
    LATE,
    UNSCALED,
    NOT_A_NUMBER,
)
"""Reasons that a row alone gives, in the order in which they are looked for."""

ADDED_BOTH = "written in both directions"
NOTE_LAG = "dated more than 30 days before the report (kept)"
NOTE_THIRD = "between a country of a dyad and a third one (kept)"
NOTE_PARENT = "weighed by the code above theirs"
NOTE_TURNED = "intensity of ACCUSE above zero, sign turned"
NOTE_TORN_END = "files that end in the middle"
