#!/usr/bin/env python3
"""Each header compiles alone: as strict C11, and the public ones as C++17 too; and the headers of
query/ that are installed include no others of query/. What is not installed is compiled alone when
the project is built, where its source file includes it before anything else; of these only the
guard is looked at.

usage: headers.py ROOT CC CXX
The compilers are command lines as meson gives them; what they find on their own must do.
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]


def headers_in(root, folder):
    return [f"{folder}/{name}" for name in sorted(os.listdir(os.path.join(root, folder)))
            if name.endswith(".h")]


def compile_alone(compiler, options, root, header, suffix):
    """Includes the header twice in an otherwise empty file; returns what the compiler says."""
    # A declaration, because an empty translation unit is an error in strict C.
    path = os.path.join(root, header)
    text = f'#include "{path}"\n#include "{path}"\ntypedef int not_empty;\n'
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "alone" + suffix)
        with open(source, "w", encoding="utf-8") as file:
            file.write(text)
        command = compiler + options + WARNINGS + ["-I" + os.path.join(root, "include"), source]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.stderr.strip() if result.returncode else ""


def included_first(root, header):
    """Whether the source file of the header's name includes it before anything else."""
    try:
        with open(os.path.join(root, header[:-1] + "c"), encoding="utf-8") as file:
            first = re.search(r'^#include [<"](.*)[>"]', file.read(), re.M)
    except FileNotFoundError:
        return False
    return first is not None and first.group(1) == os.path.basename(header)


def is_guarded(root, header):
    """Whether the header may be included twice: its first directives are a guard."""
    with open(os.path.join(root, header), encoding="utf-8") as file:
        directives = re.findall(r"^#(.*)$", file.read(), re.M)
    return (len(directives) > 2 and directives[0].startswith("ifndef ") and
            directives[1] == "define " + directives[0][len("ifndef "):] and
            directives[-1].startswith("endif"))


def installed_of_query(root):
    with open(os.path.join(root, "include/meson.build"), encoding="utf-8") as file:
        return re.findall(r"'\.\./query/(\w+\.h)'", file.read())


def not_installed(root, installed):
    """What installed headers of query/ include that is not installed."""
    missing = []
    for header in installed:
        with open(os.path.join(root, "query", header), encoding="utf-8") as file:
            missing += [f"query/{header} is installed and includes {name}, which is not"
                        for name in re.findall(r'^#include "(\w+\.h)"', file.read(), re.M)
                        if name not in installed]
    if not installed:
        missing.append("include/meson.build installs no headers of query/")
    return missing


def main():
    root = os.path.abspath(sys.argv[1])
    c_compiler = shlex.split(sys.argv[2])
    cpp_compiler = shlex.split(sys.argv[3])
    public = headers_in(root, "include/wbsearch")
    private = headers_in(root, "query") + headers_in(root, "indexer")
    installed = installed_of_query(root)
    built = [h for h in private
             if os.path.basename(h) not in installed and included_first(root, h)]
    checks = [(h, c_compiler, ["-std=c11", "-Wstrict-prototypes"], ".c", "C11")
              for h in public + private if h not in built]
    checks += [(h, cpp_compiler, ["-std=c++17"], ".cc", "C++17") for h in public]
    faults = 0
    for header, compiler, options, suffix, language in checks:
        message = compile_alone(compiler, options, root, header, suffix)
        if message:
            print(f"{header} does not compile alone as {language}:\n{message}\n")
            faults += 1
    for header in built:
        if not is_guarded(root, header):
            print(f"{header} has no guard against being included twice")
            faults += 1
    for message in not_installed(root, installed):
        print(message)
        faults += 1
    if not public:
        print("no headers found")
    return 1 if faults or not public else 0


if __name__ == "__main__":
    sys.exit(main())
