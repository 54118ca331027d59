"""What an editor reads about a model's opinion."""

from __future__ import annotations

DRAW = 0.05


def preference(model_id: str, gain: float) -> str:
    """ "the fluency model of 2026-11-24 prefers it by 3.1", for the model "fluency 2026-11-24 3f2a91c0"."""
    name, _, rest = model_id.partition(" ")
    who = f"the {name} model of {rest.split(' ')[0]}" if rest else f"the model {name}"
    if abs(gain) < DRAW:
        return f"{who} finds both alike"
    return f"{who} {'prefers it' if gain > 0 else 'prefers the old wording'} by {abs(gain):.1f}"
