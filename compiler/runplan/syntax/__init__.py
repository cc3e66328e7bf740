"""Text to `Module`: the first stage. Lark's tables read the lines, `build.py` makes typed nodes of them."""
