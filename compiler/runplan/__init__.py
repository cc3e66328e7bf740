"""runplan: a small language for running plans, and the compiler behind it.

The way of the data, one direction, no way back::

    text ─ parse ─▶ Module ─ resolve ─▶ Template ─ schedule(runner) ─▶ Plan ─ emit ─▶ files

Each arrow is a package of its own: `syntax`, `template`, `schedule`, `emit`. Each takes values and gives
values; only `cli` touches the world.
"""

__version__ = "0.1.0"
