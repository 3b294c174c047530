"""The five formats: where each field stands, and how it is written.

Positions count from zero. A role is what a column means to the importer; formats that lack a
role (ICEWS has no day of report) lack it here, and steps that need it say so.
"""

from __future__ import annotations

from attrs import field, frozen

ICEWS_HEADER = (
    "Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|"
    "Target Name|Target Sectors|Target Country|Story ID|Sentence Number|Publisher|City|District|"
    "Province|Country|Latitude|Longitude"
)
POLECAT_HEADER = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|"
    "Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|"
    "Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|"
    "Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|"
    "District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|"
    "Publication Date|Story People|Story Organizations|Story Locations|Language|Version"
)
ACLED_HEADER = (
    "event_id_cnty|event_date|year|time_precision|disorder_type|event_type|sub_event_type|actor1|"
    "assoc_actor_1|inter1|actor2|assoc_actor_2|inter2|interaction|civilian_targeting|iso|region|"
    "country|admin1|admin2|admin3|location|latitude|longitude|geo_precision|source|source_scale|"
    "notes|fatalities|tags|timestamp"
)


@frozen(kw_only=True)
class Layout:
    """One format: its columns, its codes and what it cannot say."""

    name: str
    widths: tuple[int, ...]
    """How many columns a row may have."""
    roles: dict[str, int]
    """Position of each role: event, day, source, target, code, source_name, target_name; mode,
    root, reported, own (the row's intensity) and place where the format has them."""
    header: tuple[str, ...] = ()
    """Names of the columns; empty: files have no header."""
    separators: tuple[str, ...] = ("\t",)
    quoted: bool = False
    """Whether quotes may hold separators and line ends."""
    trailing: bool = False
    """Whether rows may end in empty columns that are not of the format."""
    system: str = "cameo"
    """Whose codes: cameo, plover or acled."""
    countries: tuple[str, ...] = ("names",)
    """How the actors' countries are written; `acled`: within the names of actors."""
    places: tuple[str, ...] = ("names",)
    """How the country of the place is written."""
    scale: str = "cameo-goldstein-icews"
    """The scale that is used where none is asked for."""
    directed: bool = True
    lag_from: int = 0
    """Fewest columns at which the day of report means anything."""


def _positions(header: str, roles: dict[str, str]) -> dict[str, int]:
    names = header.split("|")
    return {role: names.index(name) for role, name in roles.items()}


_GDELT = {"event": 0, "day": 1, "source_name": 5, "source": 7, "target_name": 15, "target": 17}
_GDELT |= {"root": 25, "code": 26, "own": 30}

GDELT1 = Layout(
    name="gdelt1",
    widths=(57, 58),
    roles=_GDELT | {"place": 51, "reported": 56},
    countries=("cameo",),
    places=("fips",),
    scale="cameo-goldstein-gdelt",
    # The files of 57 columns were coded years after the fact: their day of entry is no report.
    lag_from=58,
)
GDELT2 = Layout(
    name="gdelt2",
    widths=(61,),
    roles=_GDELT | {"place": 53, "reported": 59},
    countries=("cameo",),
    places=("fips",),
    scale="cameo-goldstein-gdelt",
)
ICEWS = Layout(
    name="icews",
    widths=(20,),
    header=tuple(ICEWS_HEADER.split("|")),
    roles=_positions(
        ICEWS_HEADER,
        {
            "event": "Event ID",
            "day": "Event Date",
            "source_name": "Source Name",
            "source": "Source Country",
            "code": "CAMEO Code",
            "own": "Intensity",
            "target_name": "Target Name",
            "target": "Target Country",
            "place": "Country",
        },
    ),
)
POLECAT = Layout(
    name="polecat",
    widths=(40,),
    header=tuple(POLECAT_HEADER.split("|")),
    roles=_positions(
        POLECAT_HEADER,
        {
            "event": "Event ID",
            "day": "Event Date",
            "code": "Event Type",
            "mode": "Event Mode",
            "own": "Intensity",
            "source_name": "Actor Name",
            "source": "Actor Country",
            "target_name": "Recipient Name",
            "target": "Recipient Country",
            "place": "Country",
            "reported": "Publication Date",
        },
    ),
    trailing=True,
    system="plover",
    countries=("cameo", "names"),
    places=("names", "cameo"),
    scale="plover",
)
ACLED = Layout(
    name="acled",
    widths=tuple(range(27, 36)),
    header=tuple(ACLED_HEADER.split("|")),
    roles=_positions(
        ACLED_HEADER,
        {
            "event": "event_id_cnty",
            "day": "event_date",
            "code": "sub_event_type",
            "source_name": "actor1",
            "source": "actor1",
            "target_name": "actor2",
            "target": "actor2",
            "place": "country",
        },
    ),
    separators=(",", ";", "\t"),
    quoted=True,
    system="acled",
    countries=("acled",),
    scale="acled-nearest-cameo",
    directed=False,
)
LAYOUTS = {layout.name: layout for layout in (GDELT1, GDELT2, ICEWS, POLECAT, ACLED)}


@frozen(kw_only=True)
class Shape:
    """What recognition found in one file: its format, and where its columns stand."""

    layout: Layout
    roles: dict[str, int]
    width: int
    separator: str = "\t"
    has_header: bool = False
    notes: tuple[str, ...] = field(default=())
    """What a reader should know, such as a damaged header."""

    @property
    def has_lag(self) -> bool:
        """Return whether the days between event and report are known."""
        return "reported" in self.roles and self.width >= self.layout.lag_from
