"""Events: one directed stream from any event file, and who reacts to whom in it.

Each name is loaded when it is first asked for: fits and forecasts stand on compilers and
statistics that take memory and time, and an import of event files needs none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from suasion.events.account import Account
    from suasion.events.autoregression import Granger, GrangerTest, granger, sweep_lags
    from suasion.events.backtest.answer import Backtest, backtest_stream
    from suasion.events.backtest.forecaster import Forecaster
    from suasion.events.description import Description, describe_stream
    from suasion.events.hawkes.covariates import recent_mean, shock_series
    from suasion.events.hawkes.forward import AfterAct, Forecast, after_act, forecast
    from suasion.events.hawkes.from_stream import observe_stream
    from suasion.events.hawkes.likelihood import log_likelihood
    from suasion.events.hawkes.observed import Observed, observe
    from suasion.events.hawkes.pooling import PooledFit, fit_pooled
    from suasion.events.hawkes.reaction import fit_reaction
    from suasion.events.hawkes.records import Answer, Estimate, Progeny, ReactionFit, Refusal
    from suasion.events.hawkes.simulation import simulate_days, simulate_times
    from suasion.events.importing.cleaning import Wanted
    from suasion.events.importing.folder import import_folder
    from suasion.events.importing.imports import import_events
    from suasion.events.importing.reading import ImportRequest
    from suasion.events.importing.steps import Steps, parse_steps
    from suasion.events.plain_series import PlainSeries, read_series
    from suasion.events.regime_records import Break, Regime, Regimes
    from suasion.events.regimes import find_count_regimes, find_value_regimes
    from suasion.events.robustness import Choices, Robustness, list_variants, run_robustness
    from suasion.events.scales.tables import Scale, list_scales, load_scale
    from suasion.events.series import count_by_period
    from suasion.events.series_description import SeriesDescription, describe_series
    from suasion.events.stream import Stream, read_stream, stream_from_rows, write_stream
    from suasion.events.variants import (
        keep_days,
        keep_source,
        list_publishers,
        list_sources,
        merge_repeats,
        rescale,
        split_days,
    )

_HOMES = {
    "Account": "suasion.events.account",
    "AfterAct": "suasion.events.hawkes.forward",
    "Answer": "suasion.events.hawkes.records",
    "Backtest": "suasion.events.backtest.answer",
    "Break": "suasion.events.regime_records",
    "Choices": "suasion.events.robustness",
    "Description": "suasion.events.description",
    "Estimate": "suasion.events.hawkes.records",
    "Forecast": "suasion.events.hawkes.forward",
    "Forecaster": "suasion.events.backtest.forecaster",
    "Granger": "suasion.events.autoregression",
    "GrangerTest": "suasion.events.autoregression",
    "ImportRequest": "suasion.events.importing.reading",
    "Observed": "suasion.events.hawkes.observed",
    "PlainSeries": "suasion.events.plain_series",
    "PooledFit": "suasion.events.hawkes.pooling",
    "Progeny": "suasion.events.hawkes.records",
    "ReactionFit": "suasion.events.hawkes.records",
    "Refusal": "suasion.events.hawkes.records",
    "Regime": "suasion.events.regime_records",
    "Regimes": "suasion.events.regime_records",
    "Robustness": "suasion.events.robustness",
    "Scale": "suasion.events.scales.tables",
    "SeriesDescription": "suasion.events.series_description",
    "Steps": "suasion.events.importing.steps",
    "Stream": "suasion.events.stream",
    "Wanted": "suasion.events.importing.cleaning",
    "after_act": "suasion.events.hawkes.forward",
    "backtest_stream": "suasion.events.backtest.answer",
    "count_by_period": "suasion.events.series",
    "describe_series": "suasion.events.series_description",
    "describe_stream": "suasion.events.description",
    "find_count_regimes": "suasion.events.regimes",
    "find_value_regimes": "suasion.events.regimes",
    "fit_pooled": "suasion.events.hawkes.pooling",
    "fit_reaction": "suasion.events.hawkes.reaction",
    "forecast": "suasion.events.hawkes.forward",
    "granger": "suasion.events.autoregression",
    "import_events": "suasion.events.importing.imports",
    "import_folder": "suasion.events.importing.folder",
    "keep_days": "suasion.events.variants",
    "keep_source": "suasion.events.variants",
    "list_publishers": "suasion.events.variants",
    "list_scales": "suasion.events.scales.tables",
    "list_sources": "suasion.events.variants",
    "list_variants": "suasion.events.robustness",
    "load_scale": "suasion.events.scales.tables",
    "log_likelihood": "suasion.events.hawkes.likelihood",
    "merge_repeats": "suasion.events.variants",
    "observe": "suasion.events.hawkes.observed",
    "observe_stream": "suasion.events.hawkes.from_stream",
    "parse_steps": "suasion.events.importing.steps",
    "read_series": "suasion.events.plain_series",
    "read_stream": "suasion.events.stream",
    "recent_mean": "suasion.events.hawkes.covariates",
    "rescale": "suasion.events.variants",
    "run_robustness": "suasion.events.robustness",
    "shock_series": "suasion.events.hawkes.covariates",
    "simulate_days": "suasion.events.hawkes.simulation",
    "simulate_times": "suasion.events.hawkes.simulation",
    "split_days": "suasion.events.variants",
    "stream_from_rows": "suasion.events.stream",
    "sweep_lags": "suasion.events.autoregression",
    "write_stream": "suasion.events.stream",
}

__all__ = [
    "Account",
    "AfterAct",
    "Answer",
    "Backtest",
    "Break",
    "Choices",
    "Description",
    "Estimate",
    "Forecast",
    "Forecaster",
    "Granger",
    "GrangerTest",
    "ImportRequest",
    "Observed",
    "PlainSeries",
    "PooledFit",
    "Progeny",
    "ReactionFit",
    "Refusal",
    "Regime",
    "Regimes",
    "Robustness",
    "Scale",
    "SeriesDescription",
    "Steps",
    "Stream",
    "Wanted",
    "after_act",
    "backtest_stream",
    "count_by_period",
    "describe_series",
    "describe_stream",
    "find_count_regimes",
    "find_value_regimes",
    "fit_pooled",
    "fit_reaction",
    "forecast",
    "granger",
    "import_events",
    "import_folder",
    "keep_days",
    "keep_source",
    "list_publishers",
    "list_scales",
    "list_sources",
    "list_variants",
    "load_scale",
    "log_likelihood",
    "merge_repeats",
    "observe",
    "observe_stream",
    "parse_steps",
    "read_series",
    "read_stream",
    "recent_mean",
    "rescale",
    "run_robustness",
    "shock_series",
    "simulate_days",
    "simulate_times",
    "split_days",
    "stream_from_rows",
    "sweep_lags",
    "write_stream",
]


def __getattr__(name: str) -> object:
    """Return a name of the package, loading the module that it is at home in."""
    if name not in _HOMES:
        raise AttributeError(f"module 'suasion.events' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the names that the package offers."""
    return sorted(__all__)
