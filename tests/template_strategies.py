"""Random templates and runners as a coach writes them, in text: what laws of the schedule and of the load are tried on."""

from datetime import date, timedelta

from hypothesis import strategies as st

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


QUALITY = (
    "intervals 5 x (1 km @ I, 2 min jog)",
    "intervals 6 -> 9 x (400 m @ I, 400 m jog) key",
    "tempo 20 -> 30 min @ T key",
    "hills 8 x (45 s uphill @ I, 90 s walk)",
    "fartlek ladder (3 2 1 min on, 1 min off)",
    "run 2 km easy, 5 km @ M, 1 km easy",
    "progression 9 km with last 3 km @ T",
)
LONG = (
    "long 30% of week",
    "long 12 -> 18 km",
    "long 90 min",
    "long 16 km with last 4 km @ half",
    "long 25..30% of week at most 2 h",
)
FILLS = ("easy", "easy with 6 x 20 s strides", "easy optional", "recovery", "easy at most 50 min")
SIZED = ("easy 6 km", "easy 5..8 km or cross 40 min", "steady 40 min", "easy 8 km am + easy 5 km pm")
VOLUMES = (
    "volume weekly, +8% a week, cutback 25% every 4 weeks, at most 65 km",
    "volume 40 -> 55 km",
    "volume hold",
    "volume 70% of peak",
    "volume weekly",
)


@st.composite
def phases(draw: st.DrawFn, name: str) -> str:
    low = draw(st.integers(1, 5))
    high = low + draw(st.integers(0, 3))
    volume = draw(st.sampled_from(VOLUMES if name != "first" else [v for v in VOLUMES if "hold" not in v]))
    days = draw(st.permutations(DAYS))
    lines = [volume]
    quality = draw(st.lists(st.sampled_from(QUALITY), max_size=2))
    fills = draw(st.lists(st.sampled_from(FILLS), min_size=1, max_size=3))
    sized = draw(st.lists(st.sampled_from(SIZED), max_size=1))
    sessions = [draw(st.sampled_from(LONG)), *quality, *fills, *sized]
    lines += [f"{day} {session}" for day, session in zip(days, sessions, strict=False)]
    length = f"{low} {'week' if low == 1 else 'weeks'}" if low == high else f"{low}..{high} weeks"
    return f"phase {name} {length}\n" + "\n".join(f"  {line}" for line in lines) + "\n"


@st.composite
def plans(draw: st.DrawFn) -> str:
    middle = draw(phases("first")) + "\n" + draw(phases("second"))
    unit = draw(st.sampled_from(["km", "mi"]))
    return f'plan "Law"\n  units {unit}\n  warmup 15 min easy\n  cooldown 10 min easy\n\n{middle}\nrace half marathon\n  2 days out: rest\n'


@st.composite
def runners(draw: st.DrawFn) -> tuple[str, date]:
    days = sorted(draw(st.sets(st.sampled_from(range(7)), min_size=3)))
    most = draw(st.integers(2, 7))
    race = date(2027, 4, 4) + timedelta(days=draw(st.integers(0, 13)))
    lines = [
        'runner "Ana Silva"',
        '  follows "half.plan"',
        f"  race {race} half marathon goal 1:45:00",
        f"  start {race - timedelta(days=7 * 20)}",
        "  weekly 40 km",
        "  peak 60 km",
        f"  days {' '.join(DAYS[d] for d in days)}" + (f" at most {most}" if most < len(days) else ""),
    ]
    if draw(st.booleans()):
        lines.append("  result 10 km in 47:30 on 2026-10-01")
    if draw(st.booleans()):
        lines.append("  long sat sun")
    if draw(st.booleans()):
        lines.append("  limit mon tue wed thu fri 50 min")
    return "\n".join(lines) + "\n", race
