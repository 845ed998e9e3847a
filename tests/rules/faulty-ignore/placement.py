"""Where a comment may stand."""
import os


def behind(path):
    os.system(
        "ls " + path,
    )  # antivenom: ignore[shell-command] behind the last line
    os.system(
        # antivenom: ignore[shell-command] within
        "ls " + path,
    )


# antivenom: ignore[shell-command] speaks of the def line only  # error: faulty-ignore
def above(path):
    os.system("ls " + path)


def compound(path):
    if os.system("ls " + path):  # antivenom: ignore[shell-command] in the header
        os.system("ls")
    # antivenom: ignore[shell-command] the next statement is the while

    while os.system("ls " + path):
        pass
    with os.popen(
        "ls " + path
    ) as listing:  # antivenom: ignore[shell-command] the header's last line
        listing.read()


def several(path):
    # antivenom: ignore[shell-command, AV001] two rules  # ok: faulty-ignore both are rules
    os.system("ls " + path)
    text = "# antivenom: ignore[shell-command]"  # ok: faulty-ignore only text
    os.system(text)  # antivenom: ignore[] nothing named  # error: faulty-ignore
