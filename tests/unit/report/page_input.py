"""A made-up but realistic input of the page: a small Russia-Azerbaijan case with its results.

Numbers are invented, in the right order of magnitude; nothing here is a result of the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
from attrs import evolve

from suasion.cases.records import Case, CaseMeta, MarketMeta, Observable, Row
from suasion.quantities import parse_quantity
from suasion.report.view import (
    AnswerLine,
    Finding,
    FindingCheck,
    ReportInput,
    RunRecord,
    ShownFigure,
)
from tests.unit.report.deal_input import make_deal_case_rows, make_deals
from tests.unit.report.long_view_input import make_long_view
from tests.unit.report.looks_input import make_looks
from tests.unit.report.mechanism_input import make_mechanisms
from tests.unit.report.outlook_input import make_outlook
from tests.unit.report.partings_input import make_partings
from tests.unit.report.power_input import make_power
from tests.unit.report.predictions_input import make_predictions
from tests.unit.report.reactions_input import VERDICT, make_reactions
from tests.unit.report.record_input import make_record

HORIZONS = {"day": 1.0, "season": 120.0, "years": 1095.0}
ACCOUNTS = ("", "A0", "A1", "A2", "A3", "A4")
ACTORS = {
    "RUS": "Russia",
    "AZE": "Azerbaijan",
    "IRN": "Iran",
    "TUR": "Türkiye",
    "GEO": "Georgia",
    "KAZ": "Kazakhstan",
    "EU": "European Union",
}
GAS_NODES = {
    "baku": ("Baku", 40.38, 49.89),
    "tbilisi": ("Tbilisi", 41.72, 44.78),
    "erzurum": ("Erzurum", 39.9, 41.27),
    "ankara": ("Ankara", 39.93, 32.86),
    "kipoi": ("Kipoi", 40.95, 26.32),
    "komotini": ("Komotini", 41.12, 25.4),
    "melendugno": ("Melendugno", 40.27, 18.34),
    "mozdok": ("Mozdok", 43.74, 44.65),
    "hajiqabul": ("Hajiqabul", 40.04, 48.93),
    "astara": ("Astara", 38.44, 48.87),
    "yerevan": ("Yerevan", 40.18, 44.51),
    "tabriz": ("Tabriz", 38.08, 46.29),
    "anapa": ("Anapa", 44.89, 37.32),
    "kiyikoy": ("Kiyikoy", 41.63, 28.1),
    "samsun": ("Samsun", 41.29, 36.33),
    "dauletabad": ("Dauletabad", 36.4, 61.2),
    "sofia": ("Sofia", 42.7, 23.32),
    "belgrade": ("Belgrade", 44.79, 20.45),
    "saratov": ("Alexandrov Gay", 50.15, 48.57),
}
GAS_ARCS = (
    ("scp", "South Caucasus Pipeline", "baku", "tbilisi", 24.8, 23.4, 23.4, "scp"),
    ("scp-tr", "SCP at Türkgözü", "tbilisi", "erzurum", 22.4, 23.4, 23.4, "scp"),
    ("tanap", "TANAP", "erzurum", "ankara", 16.0, 16.0, 16.0, "tanap"),
    ("tanap-west", "TANAP to Kipoi", "ankara", "kipoi", 11.9, 12.5, 10.0, "tanap"),
    ("tap-greece", "TAP through Greece", "kipoi", "komotini", 11.9, 12.0, 10.0, "tap"),
    ("tap", "TAP to Italy", "komotini", "melendugno", 10.3, 12.0, 10.0, "tap"),
    ("igb", "Interconnector to Bulgaria", "komotini", "sofia", 1.6, 3.0, 3.0, "tap"),
    ("baku-hajiqabul", "Baku-Hajiqabul", "baku", "hajiqabul", 0.4, 10.0, 10.0, "home"),
    ("hajiqabul-mozdok", "Hajiqabul-Mozdok, north", "hajiqabul", "mozdok", 0.0, 5.0, 10.0, "swap"),
    ("mozdok-hajiqabul", "Mozdok-Hajiqabul, south", "mozdok", "hajiqabul", 0.8, 5.0, 10.0, "swap"),
    ("hajiqabul-astara", "Hajiqabul-Astara", "hajiqabul", "astara", 0.0, 10.0, 10.0, "iran"),
    ("mozdok-tbilisi", "North Caucasus-Transcaucasia", "mozdok", "tbilisi", 2.5, 12.0, 12.0, "nct"),
    ("tbilisi-yerevan", "Tbilisi-Yerevan", "tbilisi", "yerevan", 2.5, 12.0, 12.0, "nct"),
    ("tabriz-ankara", "Tabriz-Ankara", "tabriz", "ankara", 7.1, 14.0, 14.0, "iran"),
    ("blue-stream", "Blue Stream", "anapa", "samsun", 14.2, 16.0, 16.0, "rus"),
    ("turkstream", "TurkStream", "anapa", "kiyikoy", 15.7, 15.75, 31.5, "rus"),
    ("turkstream-eu", "TurkStream to Bulgaria", "kiyikoy", "sofia", 15.0, 15.75, 15.75, "rus"),
    ("balkan-stream", "Balkan Stream", "sofia", "belgrade", 12.0, 13.9, 13.9, "rus"),
    ("saratov-mozdok", "Aleksandrov Gai-Mozdok", "saratov", "mozdok", 3.3, 30.0, 30.0, "rus"),
    ("sarakhs", "Dauletabad-Tabriz", "dauletabad", "tabriz", 1.2, 12.5, 12.5, "tkm"),
    ("iran-astara", "Tabriz-Astara", "tabriz", "astara", 0.3, 8.0, 8.0, "iran"),
    ("trans-caspian", "Trans-Caspian (not built)", "dauletabad", "baku", 0.0, 0.0, 30.0, "plan"),
)
FREIGHT_NODES = {
    "moscow": ("Moscow", 55.75, 37.62),
    "astrakhan": ("Astrakhan", 46.35, 48.03),
    "yalama": ("Samur/Yalama", 41.77, 48.53),
    "baku": ("Baku", 40.38, 49.89),
    "astara": ("Astara", 38.44, 48.87),
    "rasht": ("Rasht", 37.28, 49.58),
    "tehran": ("Tehran", 35.69, 51.39),
    "bandar-abbas": ("Bandar Abbas", 27.18, 56.27),
    "mumbai": ("Mumbai", 18.95, 72.83),
    "aktau": ("Aktau", 43.65, 51.16),
    "turkmenbashi": ("Türkmenbaşy", 40.02, 52.97),
    "tbilisi": ("Tbilisi", 41.72, 44.78),
    "kars": ("Kars", 40.6, 43.1),
    "poti": ("Poti", 42.15, 41.67),
    "novorossiysk": ("Novorossiysk", 44.72, 37.77),
    "meghri": ("Meghri", 38.9, 46.24),
    "nakhchivan": ("Nakhchivan", 39.21, 45.41),
    "istanbul": ("Istanbul", 41.01, 28.98),
}
FREIGHT_ARCS = (
    ("west-north", "Western branch, rail to Samur", "moscow", "yalama", 7.2, 11.0, 15.0, "western"),
    ("west-yalama", "Western branch, Yalama-Baku", "yalama", "baku", 7.2, 11.0, 15.0, "western"),
    ("west-astara", "Western branch, Baku-Astara", "baku", "astara", 4.81, 4.9, 5.0, "western"),
    ("west-rasht", "Astara-Rasht, road", "astara", "rasht", 1.0, 1.0, 1.0, "western"),
    ("rasht-astara", "Rasht-Astara railway", "astara", "rasht", 0.0, 0.0, 15.0, "build"),
    ("rasht-tehran", "Rasht-Tehran", "rasht", "tehran", 2.1, 10.0, 10.0, "western"),
    ("caspian", "Caspian branch", "astrakhan", "rasht", 3.9, 8.0, 15.0, "caspian"),
    ("moscow-astrakhan", "Moscow-Astrakhan", "moscow", "astrakhan", 4.5, 30.0, 30.0, "caspian"),
    ("eastern", "Eastern branch", "astrakhan", "turkmenbashi", 2.0, 2.0, 15.0, "eastern"),
    ("eastern-south", "Eastern branch, south", "turkmenbashi", "tehran", 2.0, 5.0, 15.0, "eastern"),
    ("tehran-bandar", "Tehran-Bandar Abbas", "tehran", "bandar-abbas", 6.0, 20.0, 20.0, "south"),
    ("bandar-mumbai", "Sea to Mumbai", "bandar-abbas", "mumbai", 6.0, 40.0, 40.0, "south"),
    ("middle", "Middle Corridor, sea", "aktau", "baku", 3.3, 6.0, 10.0, "middle"),
    ("middle-rail", "Middle Corridor, rail", "baku", "tbilisi", 4.1, 10.0, 10.0, "middle"),
    ("btk", "Baku-Tbilisi-Kars", "tbilisi", "kars", 1.2, 5.0, 5.0, "btk"),
    ("poti-line", "Tbilisi-Poti", "tbilisi", "poti", 2.9, 12.0, 12.0, "middle"),
    ("black-sea", "Black Sea to Istanbul", "novorossiysk", "istanbul", 14.0, 60.0, 60.0, "suez"),
    ("black-sea-north", "Moscow-Novorossiysk", "moscow", "novorossiysk", 14.0, 60.0, 60.0, "suez"),
    ("tripp", "TRIPP", "meghri", "nakhchivan", 0.0, 0.0, 15.0, "build"),
)
LEVERS = (
    # id, title, sender, target, hurt and cost (years, million USD per year)
    ("western-branch", "Close the western branch at Samur and Astara", "AZE", "RUS", 410, 62),
    ("gas-transit-iran", "Refuse transit of Russian gas to Iran", "AZE", "RUS", 18, 4),
    ("home-gas", "Stop buying Russian gas for home use", "AZE", "RUS", 2, 1),
    ("arms-stop", "Stop buying Russian arms", "AZE", "RUS", 25, 9),
    ("imports-ban", "Ban Russian goods", "AZE", "RUS", 260, 540),
    ("farm-exports", "Ban Azerbaijani fruit and vegetables", "RUS", "AZE", 190, 45),
    ("remittances", "Send Azerbaijani migrants home", "RUS", "AZE", 310, 120),
    ("gas-swap", "End the gas swap", "RUS", "AZE", 12, 3),
    ("goods-exports", "Stop exports to Azerbaijan", "RUS", "AZE", 880, 610),
    ("samur-closure", "Close Samur from the Russian side", "RUS", "AZE", 150, 405),
    ("fuel", "Stop motor fuel", "RUS", "AZE", 30, 8),
    ("energy-war", "Strikes that stop SCP for a season", "RUS", "AZE", 5200, 40),
    ("astara-iran", "Close Astara from the Iranian side", "IRN", "AZE", 70, 90),
    ("georgia-scp", "Georgia closes SCP", "GEO", "AZE", 6100, 380),
    ("turkey-tanap", "Türkiye closes TANAP", "TUR", "AZE", 5900, 1500),
    ("eu-ban", "EU bans gas of Russian origin", "EU", "RUS", 3300, 700),
)
# id | speaker | modality | topic | paraphrase | contradicts | competes with
STATEMENTS = tuple(
    tuple(part.strip() for part in line.split("|"))
    for line in """
S0-001 | Vladimir Kopchak | asserted | diplomacy | The Russian president needed it more. | S3-001 |
S3-001 | Alexander Anpilogov | asserted | diplomacy | Baku must reckon with Moscow. | S0-001 |
S0-027 | outlet | conditional | logistics | The railway could redirect cargo. | S1-059 |
S1-059 | TRT World | asserted | logistics | Other branches remain far weaker. | S0-027 |
S1-046 | TRT World | asserted | energy | Russian gas serves homes, their own goes on. | S0-030 |
S0-030 | outlet | disputed | energy | The relabelling idea is regional gossip. | S1-046 |
F-0101 | Statistics | observed | energy | Azerbaijan sent 12.9 bcm to Europe in 2024. | |
F-0102 | Seaports | observed | logistics | The Middle Corridor carried 3.3 Mt. | | F-0103
F-0103 | TITR | observed | logistics | The Middle Corridor carried 4.5 Mt. | | F-0102
F-0104 | Register | observed | energy | Hajiqabul-Mozdok is built for 10 bcm a year. | | F-0105
F-0105 | Older register | unverified | energy | It is built for 13 bcm a year. | | F-0104
""".strip().splitlines()
)


def make_row(table: str, row_id: str, **values: object) -> Row:
    return Row(table=table, id=row_id, line=2, values=values, given=frozenset(values))


def make_case(*, extra_statements: Sequence[Row] = ()) -> Case:
    quantities = ("10 | 13 bcm/yr", "11 to 13 bcm/yr", "23.4 bcm/yr", "16 bcm/yr")
    arcs = [
        make_row(
            "arcs",
            arc[0],
            title=arc[1],
            market="gas",
            group=arc[7],
            capacity=parse_quantity(quantities[i % 4], "bcm/yr"),
            cost=parse_quantity("8 to 20 MUSD/bcm", "MUSD/bcm"),
            statements=("F-0104", "F-0105"),
            assumed="cost: no tariff is published; the range spans those of similar lines",
        )
        for i, arc in enumerate(GAS_ARCS)
    ]
    levers = [
        make_row(
            "levers",
            lever[0],
            title=lever[1],
            sender=lever[2],
            target=lever[3],
            market="gas" if "gas" in lever[0] else "",
            items=(("arcs", "mozdok-hajiqabul"),) if lever[0] == "gas-swap" else (),
            statements=("S1-046", "S0-030") if lever[0] == "gas-swap" else (),
            assumed="" if lever[0] == "gas-swap" else "the coder's list of what each side controls",
        )
        for lever in LEVERS
    ]
    return Case(
        name="synthetic",
        path=Path("synthetic"),
        meta=make_meta(),
        tables={
            "actors": tuple(make_row("actors", a, title=t) for a, t in ACTORS.items()),
            "accounts": tuple(make_accounts()),
            "sources": tuple(
                make_row("sources", s, title=f"Source {s}", outlet=f"Outlet {s}", author="")
                for s in ("S0", "S1", "S3", "F")
            ),
            "statements": (*make_statements(), *extra_statements),
            "events": tuple(make_events()),
            "arcs": tuple(arcs),
            "levers": tuple(levers),
            **make_deal_case_rows(make_row),
        },
        digest="5d1e0c7b9a3f" + "0" * 52,
        day=date(2025, 10, 31),
    )


def make_meta() -> CaseMeta:
    return CaseMeta(
        title="Russia and Azerbaijan, December 2024 to October 2025 (synthetic numbers)",
        window=(date(2024, 12, 25), date(2025, 10, 31)),
        as_of=date(2025, 10, 31),
        dyad=("RUS", "AZE"),
        currency_year=2024,
        seed=20251031,
        horizons=HORIZONS,
        markets={
            "gas": MarketMeta(name="gas", title="Natural gas", unit="bcm", price_unit="USD/tcm"),
            "freight": MarketMeta(name="freight", title="Freight", unit="Mt", price_unit="USD/t"),
        },
        observables=(
            Observable(
                name="eu_gas_bcm_per_year",
                title="Gas into the EU",
                market="gas",
                kind="flow",
                arcs=("tap", "igb"),
            ),
        ),
    )


def make_accounts() -> list[Row]:
    titles = ("Kopchak", "TRT World", "Danilov", "Anpilogov", "S4 blogger")
    return [
        make_row(
            "accounts", f"A{i}", title=title, speaker=title, date="2025-10", summary="One reading."
        )
        for i, title in enumerate(titles)
    ]


def make_statement(row_id: str, **values: object) -> Row:
    silent = dict.fromkeys(("credence", "quantity_value", "quantity_unit", "topic"), "")
    said = {
        "source": row_id.split("-", maxsplit=1)[0],
        "date_of_statement": "2025-10",
        "modality": "asserted",
    }
    lists = {"contradicts": (), "spread_with": ()}
    return make_row("statements", row_id, **{**silent, **said, **lists, **values})


def make_statements() -> list[Row]:
    return [
        make_statement(
            row[0],
            speaker=row[1],
            modality=row[2],
            topic=row[3],
            paraphrase=row[4],
            contradicts=tuple(row[5].split()),
            spread_with=tuple(row[6].split()),
        )
        for row in STATEMENTS
    ]


def make_events() -> list[Row]:
    modalities = ("observed", "asserted", "alleged", "predicted", "media item", "context")
    found = []
    for i in range(36):
        start = date(2025, 1 + i % 10, 1 + (7 * i) % 27)
        actor, target = (("RUS", "AZE"), ("AZE", "RUS"), ("EU", "RUS"))[i % 3]
        found.append(
            make_row(
                "events",
                f"E{i:03d}",
                date_start=start,
                date_end=start.replace(day=min(28, start.day + (i % 4) * 3)),
                source_actor=(actor,),
                target_actor=(target,),
                what=f"Something said or done, number {i}",
                modality=modalities[i % 6],
                intensity=float((i * 7) % 20 - 10),
                statements=("S0-001",),
            )
        )
    early = make_row(
        "events",
        "E900",
        date_start=date(2020, 1, 1),
        date_end=date(2020, 12, 31),
        source_actor=("AZE",),
        target_actor=("RUS",),
        what="Long before",
        modality="observed",
        intensity=-3.0,
        statements=(),
    )
    return [*found, early]


def make_leverage() -> pl.DataFrame:
    rows = []
    for k, account in enumerate(ACCOUNTS):
        for h, horizon in enumerate(HORIZONS):
            for i, (lever, title, sender, target, hurt, cost) in enumerate(LEVERS):
                size = (1.0 + 0.15 * k) * (0.6 + 0.2 * h + 0.05 * ((i + h) % 3)) * 1e6
                rows.append(
                    {
                        "lever": lever,
                        "title": title,
                        "sender": sender,
                        "target": target,
                        "horizon": horizon,
                        "hurt_usd_per_year": hurt * size,
                        "hurt_low": hurt * size * 0.45 - 2e6,
                        "hurt_high": hurt * size * 2.1,
                        "cost_usd_per_year": cost * size,
                        "cost_low": cost * size * 0.3,
                        "cost_high": cost * size * 1.9,
                        "hurt_gdp_share": hurt * size / 8e10,
                        "cost_gdp_share": cost * size / 2e12,
                        "price_low": hurt * size * 0.8,
                        "price_high": hurt * size * 1.1,
                        "assumed_share": 0.2 + 0.05 * (i % 12),
                        "account": account,
                        "kind": "single",
                    }
                )
    joint = {**rows[32], "lever": "western-branch+imports-ban", "kind": "joint"}
    joint |= {"title": "Western branch and Russian goods", "hurt_low": None, "hurt_high": None}
    return pl.DataFrame([*rows, joint], infer_schema_length=None)


def make_third_parties() -> pl.DataFrame:
    rows = []
    for horizon in HORIZONS:
        for i, (lever, _, sender, target, hurt, cost) in enumerate(LEVERS):
            for j, actor in enumerate(ACTORS):
                loss = hurt if actor == target else cost if actor == sender else 0.0
                loss = loss or (hurt * (0.08 - 0.03 * j) if (i + j) % 2 else 0.0)
                if loss:
                    rows.append(
                        {
                            "lever": lever,
                            "horizon": horizon,
                            "actor": actor,
                            "loss_usd_per_year": loss * 1e6,
                            "low": loss * 0.5e6 if loss > 0 else loss * 1.7e6,
                            "high": loss * 1.8e6 if loss > 0 else loss * 0.4e6,
                        }
                    )
    return pl.DataFrame(rows)


def make_flows() -> pl.DataFrame:
    rows = []
    for market, unit, nodes, arcs in (
        ("gas", "bcm/yr", GAS_NODES, GAS_ARCS),
        ("freight", "Mt/yr", FREIGHT_NODES, FREIGHT_ARCS),
    ):
        for arc, title, tail, head, flow, capacity, nameplate, group in arcs:
            rows.append(
                {
                    "market": market,
                    "arc": arc,
                    "title": title,
                    "tail": tail,
                    "head": head,
                    "tail_title": nodes[tail][0],
                    "head_title": nodes[head][0],
                    "tail_lat": nodes[tail][1],
                    "tail_lon": nodes[tail][2],
                    "head_lat": nodes[head][1],
                    "head_lon": nodes[head][2],
                    "group": group,
                    "flow": min(flow, capacity),
                    "low": 0.9 * flow,
                    "high": min(1.1 * flow, capacity),
                    "label_low": '{"AZE": 0.0}',
                    "label_high": f'{{"AZE": {flow}, "RUS": 0.4}}',
                    "capacity": capacity,
                    "nameplate": nameplate,
                    "unit": unit,
                    "rent_usd_per_unit": 21e6 if flow >= capacity > 0 else 0.0,
                }
            )
    return pl.DataFrame(rows)


def make_binding() -> pl.DataFrame:
    rows = (
        ("base", "As things are", 12.9, 12.1, 13.2, "pipelines", "TAP and Kipoi are full."),
        ("expanded", "Pipelines expanded", 14.6, 13.3, 17.9, "marketable gas", "Gas runs out."),
        ("relaxed", "Capacity without limit", 15.2, 13.5, 19.0, "home use", ""),
        ("swap", "Expanded, with the swap at 5 bcm", 17.1, 14.9, 20.4, "marketable gas", ""),
        ("net-export", "The same under the net-export rule", 14.6, 13.3, 17.9, "origin rule", ""),
    )
    columns = ("scenario", "title", "eu_gas", "low", "high", "first_constraint", "detail")
    return pl.DataFrame([dict(zip(columns, row, strict=True)) for row in rows])


def make_scenarios() -> pl.DataFrame:
    named = {
        "close-west": "Western branch closed",
        "rasht": "Rasht-Astara built",
        "swap-5": "Swap of 5 bcm",
        "eu-ban": "EU closed to Russian gas",
    }
    observed = (
        ("eu_gas_bcm_per_year", "Gas into the EU", "bcm/yr", 12.9, (0, 0, 0.4, -0.1)),
        ("freight.western", "Freight, western branch", "Mt/yr", 4.81, (-4.81, 5.2, 0, 0)),
        ("freight.caspian", "Freight, Caspian branch", "Mt/yr", 3.9, (2.6, -1.3, 0, 0)),
        ("unit_cost_usd_per_t", "Unit cost of freight", "USD/t", 61.0, (7.4, -3.1, 0, 0)),
        ("surplus.AZE", "Surplus of Azerbaijan", "USD/yr", 7.1e9, (-6e7, 9e7, -2e8, 3e8)),
    )
    rows = []
    for name, title, unit, base, changes in observed:
        for (scenario, words), change in zip(named.items(), changes, strict=True):
            room = 0.12 * abs(base)
            rows.append(
                {
                    "scenario": scenario,
                    "title": words,
                    "observable": name,
                    "observable_title": title,
                    "unit": unit,
                    "before": base,
                    "before_low": base - room,
                    "before_high": base + room,
                    "after": base + change,
                    "after_low": base + change - room,
                    "after_high": base + change + room,
                    "difference_low": change - 0.3 * abs(change),
                    "difference_high": change + 0.4 * abs(change),
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def make_claims() -> pl.DataFrame:
    scores = {
        "Net leverage": (0.5, 0.7, -0.2, -0.6, 0.0),
        "Russian need of Baku": (0.8, 0.95, 0.6, 0.4, 0.6),
        "Azerbaijani need of Moscow": (0.3, 0.25, 0.6, 0.8, 0.55),
    }
    rows = []
    for row, values in scores.items():
        for i, score in enumerate(values):
            model = 0.1 + 0.05 * i
            rows.append(
                {
                    "account": f"A{i}",
                    "row": row,
                    "claim": row,
                    "score": score,
                    "model_value": model,
                    "model_low": model - 0.25,
                    "model_high": model + 0.3,
                    "verdict": "contradicts" if abs(score - model) > 0.3 else "cannot tell",
                    "statements": "S0-001;S3-001",
                }
            )
    return pl.DataFrame(rows)


def make_input(case: Case | None = None) -> ReportInput:
    eu_gas = ShownFigure(
        title="Gas into the EU",
        value=12.9,
        low=12.1,
        high=13.2,
        unit="bcm/yr",
        trace="observables.eu_gas_bcm_per_year",
        horizon="years",
    )
    west = ShownFigure(
        title="Western branch: hurt to Russia",
        value=4.1e8,
        low=1.8e8,
        high=8.6e8,
        unit="USD/yr",
        trace="leverage.western-branch",
        horizon="years",
    )
    swap = evolve(west, title="End of the swap: hurt to Azerbaijan", value=1.2e7, low=3e6)
    swap = evolve(swap, high=2.5e7, trace="leverage.gas-swap")
    figures = {"eu_gas": eu_gas, "west": west, "swap": swap}
    tables = {
        "leverage": make_leverage(),
        "third_parties": make_third_parties(),
        "flips": pl.DataFrame(
            {
                "title": ["Swap above fuel"],
                "address": ["arcs.hajiqabul-mozdok.capacity"],
                "first": ["10 bcm/yr"],
                "second": ["13 bcm/yr"],
                "at_first": ["fuel"],
                "at_second": ["gas swap"],
                "horizon": ["years"],
            }
        ),
        "flows": make_flows(),
        "binding": make_binding(),
        "targets": pl.DataFrame(
            {
                "observable": ["eu_gas_bcm_per_year"] * 2,
                "title": ["pledge of 2022", "twice what flowed"],
                "value": [20.0, 26.0],
                "statements": ["F-0101", ""],
            }
        ),
        "closure_observables": make_scenarios()
        .filter(pl.col("scenario") == "close-west")
        .rename({"observable_title": "name"})
        .with_columns(lever=pl.lit("western-branch"), title=pl.col("name"))
        .drop("name", "scenario"),
        "claims": make_claims(),
        "observables": pl.DataFrame(
            {
                "name": ["eu_gas_bcm_per_year"],
                "title": ["Gas into the EU"],
                "unit": ["bcm/yr"],
                "value": [12.9],
                "low": [12.1],
                "high": [13.2],
            }
        ),
        "scenarios": make_scenarios(),
        **make_deals(),
        **make_power(),
        **make_reactions(VERDICT),
        **make_long_view(),
        **make_outlook(),
        **make_mechanisms(),
        **make_partings(),
        **make_looks(),
        **make_record(),
        **make_predictions(),
    }
    return ReportInput(
        case=case or make_case(),
        run=RunRecord(
            version="0.1.0",
            seed=20251031,
            as_of="2025-10-31",
            draws=200,
            failed_draws=1,
            digest="5d1e0c7b9a3f" + "0" * 52,
            timings={"draws": 3.2, "solves": 21.4, "page": 2.0},
            certificates={"dual residual": 2.1e-9, "payoff gap": 4.0e-7},
            command="suasion run synthetic",
        ),
        tables=tables,
        answers=(
            AnswerLine(
                text="Without Russian gas in transit, {eu_gas} reach the EU: the pipes bind "
                "before the gas does.",
                figures=figures,
            ),
            AnswerLine(
                text="Azerbaijan's strongest lever, the western branch, hurts Russia by {west}; "
                "ending the swap hurts Azerbaijan by only {swap}.",
                figures=figures,
            ),
            *(
                AnswerLine(text=f"Sentence {i} of the answer rests on {{west}}.", figures=figures)
                for i in range(3, 11)
            ),
        ),
        findings=(
            Finding(
                id="1",
                title="Gas to the EU against 20 and 26 bcm",
                verdict="came out",
                text="It is {eu_gas}; the pipelines bind first.",
                checks=(
                    FindingCheck(
                        expectation="less than the pledge",
                        left=eu_gas,
                        right=evolve(eu_gas, value=20.0, low=None, high=None),
                        verdict="came out",
                        share_of_draws=ShownFigure(title="draws", value=0.93, unit="share"),
                    ),
                ),
                figures=figures,
                traces=("observables.eu_gas_bcm_per_year",),
            ),
            Finding(
                id="5",
                title="The value of Azerbaijan to Russia",
                verdict="did not come out",
                text="It hardly depends on the EU market.",
            ),
            Finding(id="6", title="A larger swap", verdict="cannot tell", text="Both signs."),
        ),
        limits=(
            "Prices are assumed: the ranking of small levers rests on them.",
            "A war would change the network itself; no lever describes that.",
        ),
        default_horizon="years",
    )
