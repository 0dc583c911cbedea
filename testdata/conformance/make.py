#!/usr/bin/env python3
"""Writes what `terraform console` prints into the files of this folder.

A file is a list of cases. The lines of an expression start with `> `; below stands what Terraform 1.11.4 made
of it: lines that start with `= `, or one that starts with `! ` and names the error. To add a case, write its
expression and run this script; without names of files it runs all of them.
"""

import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TREE = HERE / "tree"
ENVIRONMENT = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1", "NO_COLOR": "1"}


def console(expression, folder):
    run = subprocess.run(
        ["terraform", "console"],
        input=(expression + "\n").encode(),
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    if run.returncode == 0:
        return run.stdout.decode()
    text = re.sub(r"\x1b\[[0-9;]*m", "", (run.stderr + run.stdout).decode())
    found = re.search(r"Error: (.*)", text)
    return "! " + (found.group(1).strip() if found else "error")


def evaluate(expression):
    """The console reads one line: an expression of several is that of a local value. It locks its folder."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(TREE, folder, dirs_exist_ok=True)
        if "\n" not in expression:
            return lines_of(console(expression, folder))
        (pathlib.Path(folder) / "main.tf").write_text("locals {\n  it = " + expression + "\n}\n")
        return lines_of(console("local.it", folder))


def lines_of(printed):
    if printed.startswith("! "):
        return [printed.splitlines()[0]]
    printed = printed[:-1] if printed.endswith("\n") else printed
    return ["= " + line for line in printed.split("\n")]


def expressions(text):
    head, found, lines = [], [], []
    for line in text.split("\n") + [""]:
        if line.startswith(">"):
            lines.append(line[2:])
            continue
        if line.startswith("#") and not found and not lines:
            head.append(line)
        if lines:
            found.append("\n".join(lines))
            lines = []
    return head, list(dict.fromkeys(found))


def main():
    files = [pathlib.Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("*.txt"))
    for path in files:
        head, found = expressions(path.read_text())
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            results = list(pool.map(evaluate, found))
        cases = ["\n".join(["> " + line for line in e.split("\n")] + r) for e, r in zip(found, results)]
        path.write_text("\n".join(head) + "\n\n" * bool(head) + "\n\n".join(cases) + "\n")
        print(path.name, len(cases))


main()
