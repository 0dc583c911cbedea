#!/usr/bin/env python3
"""Trim what real Terraform planned for each case to the `oracle.json` beside it.

usage: make.py RESULTS

RESULTS is a folder with one CASE.json a case, as README.md describes them. Cases without a result keep what
they have, and one that Terraform did not plan is an error.
"""
import json
import pathlib
import sys


def instance(resource):
    """What the test compares of one planned instance."""
    kept = {key: resource.get(key) for key in ("address", "type", "location", "location_from")}
    kept["known"] = resource.get("location") is not None
    if resource.get("regional") is False:
        kept["regional"] = False
    places = {a["path"]: a["value"] for a in resource.get("location_attrs", []) if a["known"]}
    nested = {path: value for path, value in places.items() if "." in path}
    if nested:
        kept["blocks"] = nested
    return kept


def trimmed(result):
    """The part of a result that is the same on every machine and at every time."""
    managed = [resource for resource in result["resources"] if resource["mode"] == "managed"]
    kept = {"instances": sorted(map(instance, managed), key=lambda one: one["address"])}
    for key in ("guessed_variables", "var_files"):
        if result.get(key):
            kept[key] = result[key]
    return kept


def written(kept):
    """The JSON text with an instance a line."""
    def on_one_line(value):
        return json.dumps(value, ensure_ascii=False)

    lines = ",\n".join("  " + on_one_line(one) for one in kept.pop("instances"))
    rest = "".join(f" {on_one_line(key)}: {on_one_line(value)},\n" for key, value in kept.items())
    return f'{{\n{rest} "instances": [\n{lines}\n ]\n}}\n'


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    failed = []
    for case in sorted(path for path in pathlib.Path(__file__).parent.iterdir() if path.is_dir()):
        file = pathlib.Path(sys.argv[1]) / f"{case.name}.json"
        if not file.exists():
            continue
        result = json.loads(file.read_text())
        if not result["ok"]:
            failed.append(f"{case.name}: {result.get('stage')}: {'; '.join(result.get('errors', []))}")
            continue
        (case / "oracle.json").write_text(written(trimmed(result)))
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
