"""Events: one directed stream from any event file, and who reacts to whom in it."""

from suasion.events.account import Account
from suasion.events.backtest import Backtest, Forecaster, backtest_stream
from suasion.events.description import Description, describe_stream
from suasion.events.granger import Granger, GrangerTest, granger, sweep_lags
from suasion.events.hawkes import (
    AfterAct,
    Answer,
    Estimate,
    Forecast,
    Observed,
    PooledFit,
    Progeny,
    ReactionFit,
    Refusal,
    after_act,
    fit_pooled,
    fit_reaction,
    forecast,
    log_likelihood,
    observe,
    observe_stream,
    recent_mean,
    shock_series,
    simulate_days,
    simulate_times,
)
from suasion.events.importing import (
    ImportRequest,
    Steps,
    Wanted,
    import_events,
    import_folder,
    parse_steps,
)
from suasion.events.plain_series import PlainSeries, read_series
from suasion.events.regime_records import Break, Regime, Regimes
from suasion.events.regimes import find_count_regimes, find_value_regimes
from suasion.events.robustness import Choices, Robustness, run_robustness
from suasion.events.scales import Scale, list_scales, load_scale
from suasion.events.series import count_by_period
from suasion.events.series_description import SeriesDescription, describe_series
from suasion.events.stream import Stream, read_stream, stream_from_rows, write_stream
from suasion.events.variants import (
    keep_days,
    keep_source,
    list_sources,
    merge_repeats,
    rescale,
    split_days,
)

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
    "list_scales",
    "list_sources",
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
