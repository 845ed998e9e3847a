f"""abc
{d}
