f"{"\n".join(a)}"
f"""{
    a  # why
    + b
}"""
f"{a # c
}"
