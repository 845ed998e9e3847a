def run(a, c): raise SystemExit("later")
