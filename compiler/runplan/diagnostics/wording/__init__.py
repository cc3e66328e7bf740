"""The wording of every problem, grouped by the stage that finds it."""
