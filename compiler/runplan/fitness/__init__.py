"""What a runner can do: pace models, training zones, heart rate and effort. Pure figures that depend on nothing.

`daniels_gilbert` is the equations, `model` the paces that follow for a runner and the choice of the result that
counts; `heart_rate` and `effort` serve where there is no pace. Floats are at home here: the figures are models of
people, and a `Plan` rounds them.
"""
