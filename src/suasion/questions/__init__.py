"""One module for each question that suasion answers (design, section 1).

Here a case meets the methods: the as-of view is taken, figures are drawn, worlds are built
and the functions of the layers below are called on each. What comes back is a frozen record
that knows case, seed, day, account and how many draws failed.
"""
