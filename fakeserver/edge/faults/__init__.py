"""How each kind of fault is carried out: one file each, of the kind's name, with a function ``carry_out``.

It is given the `Moment` and the order's settings by name, and returns an `Effect`.
"""
