"""A small plan and a runner who follows it, for tests that need some files and not these very ones.

The examples of the documentation follow this plan under the name `half.plan`.
"""

HALF = """\
plan "Half marathon"
  goal      half marathon
  units     km
  warmup    15 min easy
  cooldown  10 min easy
  days      tue wed thu sat sun
  long      sun
  weekly    30 km
  mon, fri  rest

phase base "Base" 6..8 weeks
  volume  weekly, +5% a week, cutback 20% every 3 weeks, at most 45 km
  tue     easy
  wed     easy with 4 x 20 s strides
  thu     easy
  sat     easy optional
  sun     long 30% of week

phase build "Build" 3 weeks
  volume  hold
  tue     intervals 5 -> 7 x (400 m @ I, 400 m jog) key
  wed     easy
  thu     tempo 20 min @ T
  sat     easy optional
  sun     long 32% of week

phase taper "Taper" 1 week
  volume  50% of peak
  other   easy

race half marathon
  2 days out: rest
  1 day out:  easy 20 min
"""

ANA = """\
runner "Ana Silva"
  follows  "half.plan"
  race     2027-04-11 half marathon "Lisbon Half"
  start    2027-02-01
  result   10 km in 47:30 on 2026-11-01
  weekly   32 km
"""
