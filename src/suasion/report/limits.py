"""What the model cannot tell, said on every page."""

LIMITS: tuple[str, ...] = (
    "A payoff is a share of an optimum: it tells what a network could yield under agreed prices, "
    "not what firms or treasuries book.",
    "Each horizon is one market at yearly rates: it holds no path from day to day, no panic, no "
    "learning and no politics. Power and deals are read from it as it stands.",
    "The crisis runs from day to day on its own tables: who decides looks one move ahead, most of "
    "its figures are assumed, its moves were written down with the record at hand, and nothing "
    "outside the tables happens.",
    "Ties outside networks are valued by formulas with assumed elasticities; they add to the "
    "markets and do not feed back into them.",
    "Where sources conflict, one side or the other is drawn with equal chance: the interval shows "
    "the conflict, not who is right.",
    "Figures are drawn independently of each other unless they are one parameter: common shocks "
    "to prices are narrower here than in the world.",
    "A lever is pulled fully and for the whole horizon unless its row says less; partial and "
    "passing use hurts less, and threats are not priced.",
    "What is assumed is marked so: a ranking whose variance comes from assumed figures is a "
    "statement about those assumptions.",
    "Accounts are five readings by one coder; a contradiction is between that reading and this "
    "model, and either may be at fault.",
)
