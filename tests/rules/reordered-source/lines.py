"""Characters that turn the direction, in comments, texts and code."""

closed = "⁦a⁩"  # error: reordered-source note
opened = "⁦a"  # error: reordered-source high
turned = "‮a‬"  # error: reordered-source high
escaped = "\u202e"
hebrew = "שלום‏"
# ‮ comment  # error: reordered-source low
lines = """
nothing
"""
shown = """
if user != "‮ admin":  # error: reordered-source low
    pass
"""
ended = """
open‮"""  # error: reordered-source high
