#!/usr/bin/env python3
"""List the resource types that providers have and the catalogue lacks, those that providers have no more, and arguments
from which the catalogue takes a place and that a type does not have.

    terraform providers schema -json > schema.json
    python3 examples/types/check.py --schema schema.json [--program PATH]
    python3 examples/types/check.py --package @cdktf/provider-aws --provider aws [--work FOLDER] [--program PATH]

A package is one that carries the names of types as CDK for Terraform does: it is downloaded by `npm` into FOLDER and read
as text, never installed, imported or committed. Nothing but the standard library is needed. The exit code is 1 where a
type is new or where no argument of a type is left that would say its place. With `--places`, types are listed as well
that have an argument called like a place which the catalogue does not look at.
"""
import argparse
import glob
import json
import os
import re
import subprocess
import sys
import tarfile


def of_schema(path):
    """Arguments of the resource types of each provider in what `terraform providers schema -json` printed."""
    with open(path, encoding="utf-8") as file:
        schemas = json.load(file)["provider_schemas"]
    providers = {}
    for source, schema in schemas.items():
        types = providers.setdefault(source.rsplit("/", 1)[-1], {})
        for name, resource in schema.get("resource_schemas", {}).items():
            block = resource["block"]
            types[name] = set(block.get("attributes", {})) | set(block.get("block_types", {}))
    return providers


def of_package(package, provider, work):
    """Resource types that a package names, with the arguments that it writes for each."""
    os.makedirs(work, exist_ok=True)
    name = package.lstrip("@").replace("/", "-").split("@")[0]
    # A version follows: the name may be the start of another one.
    archives = os.path.join(work, name + "-[0-9]*.tgz")
    if not glob.glob(archives):
        subprocess.run(["npm", "pack", package, "--pack-destination", work], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    types = {}
    for archive in glob.glob(archives):
        with tarfile.open(archive) as files:
            for member in files:
                if member.name.endswith("index.js") and "/data-" not in member.name:
                    text = files.extractfile(member).read().decode("utf-8", "replace")
                    arguments = re.search(r"synthesizeAttributes\(\) \{\s*return \{(.*?)\n        \};", text, re.S)
                    arguments = set(re.findall(r"(?m)^            (\w+):", arguments[1])) if arguments else set()
                    types.update((name, arguments) for name in re.findall(r'\.tfResourceType = "(\w+)"', text))
    types.pop(provider, None)
    return {provider: types}


PLACES = re.compile(r"^(region|location|zone|availability_zone|region_id|zone_id|region_name|primary_location)$")


def places(location_from):
    """The arguments in `provider_region|attr:region`."""
    ways = (way.strip().partition(":") for way in location_from.split("|"))
    return {path.split(".")[0] for kind, _, path in ways if path and kind != "endpoint"}


def compare_places(types, ours, listed):
    """Prints what is wrong with the arguments of types; whether that leaves one without a place."""
    is_lost = False
    for name in sorted(types.keys() & ours.keys()):
        asked, has = places(ours[name]), types[name]
        gone = sorted(asked - has)
        # Of an argument and its earlier name one may be gone.
        if has and gone and len(gone) == len(asked):
            print(f"  no argument {', '.join(gone)} in {name}")
            is_lost = True
        unread = sorted(argument for argument in has - asked if PLACES.match(argument))
        if listed and unread:
            print(f"  not looked at: {', '.join(unread)} in {name}, whose place is {ours[name]}")
    return is_lost


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schema")
    parser.add_argument("--package")
    parser.add_argument("--provider")
    parser.add_argument("--work", default="target/types")
    parser.add_argument("--places", action="store_true")
    parser.add_argument("--program", default="target/release/sekisho")
    arguments = parser.parse_args()
    if arguments.schema:
        theirs = of_schema(arguments.schema)
    elif arguments.package and arguments.provider:
        theirs = of_package(arguments.package, arguments.provider, arguments.work)
    else:
        parser.error("give --schema, or --package and --provider")
    out = subprocess.run([arguments.program, "catalog", "types", "--format", "json"], check=True, capture_output=True, text=True).stdout
    entries = json.loads(out)["entries"]
    ours = {entry["id"]: entry.get("location_from", "") for entry in entries}
    is_wrong = False
    for provider, types in sorted(theirs.items()):
        new = sorted(types.keys() - ours.keys())
        # A provider that builds on another one repeats its types; backends are Terraform's own.
        ours_of_provider = (entry["id"] for entry in entries if entry["provider"] == provider)
        gone = sorted(name for name in ours_of_provider if name not in types and not name.startswith("terraform."))
        print(f"{provider}: {len(types)} types, {len(new)} new, {len(gone)} that it does not name")
        for name in new:
            print(f"  new {name}")
        for name in gone:
            print(f"  gone {name}")
        is_lost = compare_places(types, ours, arguments.places)
        is_wrong = is_wrong or bool(new) or is_lost
    return 1 if is_wrong else 0


if __name__ == "__main__":
    sys.exit(main())
