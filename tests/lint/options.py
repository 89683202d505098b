#!/usr/bin/env python3
"""What --help prints, what the programs accept and what README.md says are the same options.

usage: options.py [--complete] ROOT PROGRAM...
Each option of --help is given to the program, which must know it; each option in the program's
table (the source ROOT/*/PROGRAM.c) must be in --help; and each option that README.md gives to a
program must be one of its own. With --complete README.md must name every option. What concerns
README.md is skipped where there is none.
"""
import os
import re
import subprocess
import sys

SKIPPED = 77
# "  -i, --index=PATH" or "      --json"
HELP_LINE = re.compile(r"^  (?:(-\w), |    )--([a-z-]+)(?:=([A-Z]+))?", re.MULTILINE)
# {OPT_INDEX, 'i', "index", "PATH",
TABLE_ROW = re.compile(r'\{OPT_\w+,\s*(?:\'(\w)\'|0),\s*"([a-z-]+)",\s*(?:"(\w+)"|NULL)')


def run(command):
    return subprocess.run(command, capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL, timeout=60,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})


def options_of_help(text):
    return {long: (short[1:] if short else "", argument or "")
            for short, long, argument in HELP_LINE.findall(text)}


def options_of_table(root, name):
    for folder in ("query", "indexer"):
        path = os.path.join(root, folder, name + ".c")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as source:
                return {long: (short, argument)
                        for short, long, argument in TABLE_ROW.findall(source.read())}
    return {}


def is_known(program, words):
    """Whether the program takes the option: --help behind it ends the run before anything is
    done, so a right option shows the help (or the version) and a wrong one is an error."""
    result = run([program] + words + ["--help"])
    return (result.returncode == 0 and not result.stderr
            and result.stdout.startswith(("usage:", os.path.basename(program) + " ")))


def options_in_commands(text, name):
    """The long options that stand behind the program's name in a command line of the text."""
    found = set()
    for command in re.findall(rf"\b{name}((?: [^\n`|;&]*)?)", text):
        command = re.split(r"\s{2,}", command.strip())[0]  # an explanation stands apart
        found |= set(re.findall(r"(?<!\S)--([a-z][a-z-]*)", command))
    return found


def value_for(argument):
    return {"N": "1", "SECONDS": "1", "WHEN": "auto", "RUNG": "loose",
            "ORDER": "path"}.get(argument, "x")


def check_program(root, program):
    name = os.path.basename(program)
    shown = options_of_help(run([program, "--help"]).stdout)
    table = options_of_table(root, name)
    faults = []
    if not shown or not table:
        faults.append(f"{name}: no options found in --help or in the table")
    for option in sorted(set(shown) ^ set(table)):
        where = "--help" if option in shown else "the table"
        faults.append(f"{name}: --{option} stands only in {where}")
    for option, (short, argument) in sorted(shown.items()):
        if table.get(option, (short, argument)) != (short, argument):
            faults.append(f"{name}: --{option} is another in --help than in the table")
        forms = [[f"--{option}={value_for(argument)}"] if argument else [f"--{option}"]]
        if short:
            forms.append([f"-{short}"] + ([value_for(argument)] if argument else []))
        for words in forms:
            if not is_known(program, words):
                faults.append(f"{name}: does not take {' '.join(words)}")
    if is_known(program, ["--no-such-option"]):
        faults.append(f"{name}: takes an option that there is not")
    return faults, sorted(shown)


def main():
    arguments = [word for word in sys.argv[1:] if word != "--complete"]
    complete = "--complete" in sys.argv[1:]
    root = os.path.abspath(arguments[0])
    readme = os.path.join(root, "README.md")
    text = ""
    if os.path.exists(readme):
        with open(readme, encoding="utf-8") as file:
            text = file.read()
    faults = []
    for program in arguments[1:]:
        name = os.path.basename(program)
        found, options = check_program(root, program)
        faults += found
        for option in sorted(options_in_commands(text, name) - set(options)):
            faults.append(f"README.md: {name} has no option --{option}")
        for option in options if text and complete else []:
            if not re.search(rf"--{option}(?![a-z-])", text):
                faults.append(f"README.md: says nothing of --{option} of {name}")
    print("\n".join(faults))
    if faults:
        return 1
    if not text:
        print("there is no README.md yet")
        return SKIPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
