#!/usr/bin/env python3
"""What a program accepts, what it says of itself and what README.md says are the same options.

usage: options.py [--complete] ROOT PROGRAM...
Each option of --help is given to the program, which must know it, and stands in -h (but for groups
of no everyday use), the manual page and the completions for each shell; nothing else does. No line
of -h or --help is over 80 columns. Each option that README.md gives to a program must be one of its
own. With --complete README.md must name every option. What concerns README.md is skipped where there
is none.
"""
import os
import re
import shutil
import subprocess
import sys
import unicodedata

SKIPPED = 77
WIDTH = 80
# "  -i, --index=PATH" or "      --json"
HELP_LINE = re.compile(r"^  (?:-(\w), |    )--([a-z0-9-]+)(?:=([A-Z]+))?", re.MULTILINE)
OPPOSITE_LINE = re.compile(r"^ +--([a-z-]+) takes it back\.$", re.MULTILINE)
NAME = re.compile(r"(?<![\w-])--([a-z][a-z0-9-]*)")
# How each output writes a long option, and a short one.
FORMS = {
    "man": (r"^(?:.*, )?\\fB\\-\\-([a-z0-9\\-]+)\\fR", r"^\\fB\\-(\w)\\fR, "),
    "complete-bash": (r"(?<=[ '])--([a-z0-9-]+)(?= )", r"(?<=[ '])-(\w)(?= )"),
    "complete-zsh": (r"^        '--([a-z0-9-]+)", r"^        '-(\w)[+\[]"),
    "complete-fish": (r"^complete -c \w+(?: -s \w)? -l ([a-z0-9-]+)", r"^complete -c \w+ -s (\w) "),
}


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""},
                          **({} if "input" in options else {"stdin": subprocess.DEVNULL}),
                          **options)


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def options_of_help(text):
    return {long: (short, argument) for short, long, argument in HELP_LINE.findall(text)}


def is_known(program, words):
    """Whether the program takes the option: --help behind it ends the run before anything is
    done, so a right option shows the help (or what it asks for) and a wrong one is an error."""
    result = run([program] + words + ["--help"])
    return result.returncode == 0 and not result.stderr and bool(result.stdout)


def options_in_commands(text, name):
    """The long options that stand behind the program's name in a command line of the text."""
    found = set()
    for command in re.findall(rf"\b{name}((?: [^\n`|;&]*)?)", text):
        command = re.split(r"\s{2,}", command.strip())[0]  # an explanation stands apart
        found |= set(re.findall(r"(?<!\S)--([a-z][a-z-]*)", command))
    return found


def value_for(program, option):
    """A value that the option takes; a list of choices is told when a wrong one is given."""
    told = run([program, f"--{option}=\x01"]).stderr
    choice = re.search(r"takes ([a-z0-9-]+)(?:,| or) ", told)
    number = re.search(r"takes a whole number from (\d+)", told)
    return (choice.group(1) if choice else number.group(1) if number
            else {"fields": "line", "hyperlink-format": "file", "name-index": "x=y"}.get(option, "x"))


def check_generated(program, options, opposites):
    name = os.path.basename(program)
    letters = {short for short, _ in options.values() if short}
    faults = []
    for what, (long_form, short_form) in FORMS.items():
        result = run([program, f"--generate={what}"])
        text = result.stdout
        if what == "complete-bash":  # the list of all, behind the arguments of each
            text = "\n".join(" " + words for words in
                             re.findall(r"^ {8}COMPREPLY=.* -W '(.*)'", text, re.MULTILINE)[:1])
        longs = {found.replace("\\", "") for found in
                 re.findall(long_form, text, re.MULTILINE)}
        shorts = set(re.findall(short_form, text, re.MULTILINE))
        wanted = set(options) | opposites
        if result.returncode or longs != wanted or shorts != letters:
            faults.append(f"{name}: --help and --generate={what} differ in "
                          f"{sorted(longs ^ wanted)} {sorted(shorts ^ letters)}")
    return faults


def check_syntax(program):
    """The shells and groff that are here have nothing to complain of."""
    name = os.path.basename(program)
    faults = []
    for what, command in (("complete-bash", ["bash", "-n"]), ("complete-zsh", ["zsh", "-n"]),
                          ("complete-fish", ["fish", "--no-execute"]),
                          ("man", ["groff", "-k", "-t", "-man", "-Tutf8", "-ww", "-z"]),
                          ("man", ["mandoc", "-Tlint", "-Wwarning"])):
        if shutil.which(command[0]):
            text = run([program, f"--generate={what}"]).stdout
            result = run(command, input=text)
            if result.returncode or result.stderr or result.stdout:
                faults.append(f"{name}: {command[0]} of --generate={what}: "
                              f"{(result.stderr + result.stdout)[:300]}")
    return faults


def check_texts(name, short, full, options):
    faults = []
    for what, text in (("-h", short), ("--help", full)):
        faults += [f"{name} {what}: over {WIDTH} columns: {line}" for line in text.splitlines()
                   if columns(line) > WIDTH]
    for option, row in options_of_help(short).items():
        if options.get(option) != row:
            faults.append(f"{name}: --{option} is another in -h than in --help")
    faults += [f"{name} --help: names --{option}, which there is not"
               for option in sorted(set(NAME.findall(full)) - set(options)
                                    - set(OPPOSITE_LINE.findall(full)))]
    return faults


def check_program(program):
    name = os.path.basename(program)
    full = run([program, "--help"]).stdout
    options = options_of_help(full)
    opposites = set(OPPOSITE_LINE.findall(full))
    faults = [] if options else [f"{name}: no options found in --help"]
    faults += check_texts(name, run([program, "-h"]).stdout, full, options)
    faults += check_generated(program, options, opposites) + check_syntax(program)
    for option, (short, argument) in sorted(options.items()):
        value = value_for(program, option) if argument else ""
        forms = [[f"--{option}={value}"], [f"--{option}", value]] if argument else [[f"--{option}"]]
        if short:
            forms.append([f"-{short}"] + ([value] if argument else []))
        for words in forms:
            if not is_known(program, words):
                faults.append(f"{name}: does not take {' '.join(words)}")
    for words in [[f"--{option}"] for option in sorted(opposites)]:
        if not is_known(program, words):
            faults.append(f"{name}: does not take {words[0]}")
    if is_known(program, ["--no-such-option"]):
        faults.append(f"{name}: takes an option that there is not")
    return faults, sorted(set(options) | opposites)


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
        found, options = check_program(program)
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
