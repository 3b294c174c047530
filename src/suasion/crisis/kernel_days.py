"""The compiled loop: days of paths, around the choices of `suasion.crisis.kernel`."""

from __future__ import annotations

import numpy as np
from numba import njit

from suasion.crisis.kernel import CHOICE, choose
from suasion.crisis.kernel_parts import CALLED, INLINE, alter, product, stir, total, unit

NUMBER, TIME = np.uint64(1), np.uint64(2)
MOST_OCCASIONS = 100
"""Of one decider on one day."""
TURNS, ADDS, FOLLOWS = 1, 2, 3


@njit(**INLINE)
def poisson(chance, mean, calm):  # type: ignore[no-untyped-def]
    """Return a Poisson number by inversion of one even number; calm = exp(-mean)."""
    count, share, reached = 0, calm, calm
    while chance > reached and count < MOST_OCCASIONS:
        count += 1
        share *= mean / count
        reached += share
    return count


@njit(**INLINE)
def enter(time, decider, number, work):  # type: ignore[no-untyped-def]
    """Put an occasion into the agenda of the day, sorted by time."""
    at = work.now[1]
    while at > 0 and work.times[at - 1] > time:
        work.times[at] = work.times[at - 1]
        work.agenda[at, 0] = work.agenda[at - 1, 0]
        work.agenda[at, 1] = work.agenda[at - 1, 1]
        at -= 1
    work.times[at] = time
    work.agenda[at, 0], work.agenda[at, 1] = decider, number
    work.now[1] += 1


@njit(**INLINE)
def plan_day(key, code, figures, work):  # type: ignore[no-untyped-def]
    """Draw the occasions of a day for all deciders."""
    work.now[1] = 0
    for decider in range(len(code.decider_keys)):
        own = stir(key, code.decider_keys[decider])
        work.keys[decider] = own
        chance = unit(stir(own, NUMBER))
        if chance <= figures.calm[decider]:
            continue
        for number in range(poisson(chance, figures.attention[decider], figures.calm[decider])):
            enter(unit(stir(stir(own, TIME), number)), decider, number, work)


@njit(**INLINE)
def carry_out(x, move, size, day, keep, code, figures, out):  # type: ignore[no-untyped-def]
    """Let a move happen."""
    for effect in range(code.moves[move, 0], code.moves[move, 1]):
        change = alter(x, code.effects, effect, figures.amount[effect], size, code)
        if keep:
            out.effect_inflow[day, code.effects[effect, 5]] += change


@njit(**INLINE)
def write(path, day, time, move, injected, code, out):  # type: ignore[no-untyped-def]
    """Write an event; one beyond the room is only counted."""
    at = out.counts[0]
    if at < len(out.events):
        event = out.events[at]
        event.path, event.day, event.time = path, day, time
        event.move, event.injected = code.move_rows[move], injected
    out.counts[0] += 1


@njit(**INLINE)
def live_day(x, path, day, key, code, figures, task, work, out):  # type: ignore[no-untyped-def]
    """Let the moves of a day happen: first those injected, then those chosen."""
    plan_day(key, code, figures, work)
    injected = len(task.injected_day)
    for at in range(-injected, work.now[1]):
        if at < 0:
            row = at + injected
            move = task.injected_move[row] if task.injected_day[row] == day else -1
            size, time = task.injected_size[row], 0.0
        else:
            occasion = stir(stir(work.keys[work.agenda[at, 0]], CHOICE), work.agenda[at, 1])
            move = choose(x, work.agenda[at, 0], occasion, code, figures, work)
            size, time = 1.0, work.times[at]
        if move >= 0:
            carry_out(x, move, size, day, task.keep, code, figures, out)
            write(path, day, time, move, at < 0, code, out)


@njit(**INLINE)
def couple(x, row, code, figures, work):  # type: ignore[no-untyped-def]
    """Add what a coupling does to the changes of the day; return how much flows."""
    kind, source, target, begin, end = code.couplings[row]
    share = figures.rate[row]
    if end > begin:
        share *= min(max(product(x, code.pool, begin, end), 0.0), 1.0)
    flow = share * (x[source] - x[target] if kind == FOLLOWS else x[source])
    if kind >= TURNS:
        work.change[target] += flow
    if kind < ADDS:
        work.change[source] -= flow
    return flow


@njit(**INLINE)
def clear(code, work):  # type: ignore[no-untyped-def]
    """Forget the changes of the day before."""
    for stock in code.changing:
        work.change[stock] = 0.0


@njit(**INLINE)
def close(x, day, code, figures, work):  # type: ignore[no-untyped-def]
    """Let the changes of a day act, then set the driven stocks to their next values."""
    if figures.given.shape[1] > 0:
        for stock in code.changing:
            work.change[stock] += figures.given[day, stock]
    for stock in code.changing:
        if work.change[stock] != 0.0:
            after = x[stock] + work.change[stock]
            x[stock] = min(max(after, code.low[stock]), code.high[stock])
    for at in range(len(code.driven)):
        x[code.driven[at]] = figures.drive[day + 1, at]


@njit(**INLINE)
def end_day(x, day, code, figures, task, work, out):  # type: ignore[no-untyped-def]
    """Let couplings act, and keep how much flowed."""
    clear(code, work)
    for row in range(len(code.couplings)):
        flow = couple(x, row, code, figures, work)
        if task.keep:
            out.coupling_inflow[day, code.coupling_rows[row]] += flow
    close(x, day, code, figures, work)


@njit(**INLINE)
def pass_day(x, day, code, figures, work):  # type: ignore[no-untyped-def]
    """Let a day end of which nothing is kept."""
    clear(code, work)
    for row in range(len(code.couplings)):
        couple(x, row, code, figures, work)
    close(x, day, code, figures, work)


@njit(**INLINE)
def act(x, move, size, code, figures):  # type: ignore[no-untyped-def]
    """Let a move happen of which nothing is kept."""
    for effect in range(code.moves[move, 0], code.moves[move, 1]):
        alter(x, code.effects, effect, figures.amount[effect], size, code)


@njit(**INLINE)
def gauge(x, place, day, task, out):  # type: ignore[no-untyped-def]
    """Read the gauges."""
    for at in range(len(task.gauges)):
        begin, end = task.gauges[at]
        out.gauges[place, day, at] = total(x, task.gauge_pool, task.gauge_coef, begin, end)


@njit(**INLINE)
def start(x, code, figures):  # type: ignore[no-untyped-def]
    """Set stocks to what they are on the first day."""
    stocks = len(code.low)
    for stock in range(stocks):
        x[stock] = figures.initial[stock]
    x[stocks] = 1.0
    for at in range(len(code.driven)):
        x[code.driven[at]] = figures.drive[0, at]


@njit(**CALLED)
def run_paths(code, figures, task, work, out):  # type: ignore[no-untyped-def]
    """Let all paths run."""
    x, stocks = work.x, len(code.low)
    for place in range(task.paths):
        path = task.first_path + place
        key = stir(task.root, path)
        start(x, code, figures)
        for day in range(task.days):
            gauge(x, place, day, task, out)
            if task.keep:
                for stock in range(stocks):
                    out.stock_mean[day, stock] += x[stock]
            for at in range(figures.shadow.shape[1]):
                x[stocks + 1 + at] = figures.shadow[day, at]
            live_day(x, path, day, stir(key, day), code, figures, task, work, out)
            end_day(x, day, code, figures, task, work, out)
        gauge(x, place, task.days, task, out)
