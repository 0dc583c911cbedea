#!/usr/bin/env python3
"""List the resource types that providers have and the catalogue lacks, and those that providers have no more.

    terraform providers schema -json > schema.json
    python3 examples/types/check.py --schema schema.json [--program PATH]
    python3 examples/types/check.py --package @cdktf/provider-aws --provider aws [--work FOLDER] [--program PATH]

A package is one that carries the names of types as CDK for Terraform does: it is downloaded by `npm` into FOLDER and read
as text, never installed, imported or committed. Nothing but the standard library is needed. The exit code is 1 where a
type is new.
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
    """Resource types of each provider in what `terraform providers schema -json` printed."""
    with open(path, encoding="utf-8") as file:
        schemas = json.load(file)["provider_schemas"]
    return {source.rsplit("/", 1)[-1]: set(schema.get("resource_schemas", {})) for source, schema in schemas.items()}


def of_package(package, provider, work):
    """Resource types that a package names."""
    os.makedirs(work, exist_ok=True)
    name = package.lstrip("@").replace("/", "-").split("@")[0]
    if not glob.glob(os.path.join(work, name + "-*.tgz")):
        subprocess.run(["npm", "pack", package, "--pack-destination", work], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    types = set()
    for archive in glob.glob(os.path.join(work, name + "-*.tgz")):
        with tarfile.open(archive) as files:
            for member in files:
                if member.name.endswith("index.js") and "/data-" not in member.name:
                    text = files.extractfile(member).read().decode("utf-8", "replace")
                    types.update(re.findall(r'\.tfResourceType = "(\w+)"', text))
    return {provider: types - {provider}}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schema")
    parser.add_argument("--package")
    parser.add_argument("--provider")
    parser.add_argument("--work", default="target/types")
    parser.add_argument("--program", default="target/release/sekisho")
    arguments = parser.parse_args()
    if arguments.schema:
        theirs = of_schema(arguments.schema)
    elif arguments.package and arguments.provider:
        theirs = of_package(arguments.package, arguments.provider, arguments.work)
    else:
        parser.error("give --schema, or --package and --provider")
    out = subprocess.run([arguments.program, "catalog", "types", "--format", "json"], check=True, capture_output=True, text=True).stdout
    ours = {}
    for entry in json.loads(out)["entries"]:
        ours.setdefault(entry["provider"], set()).add(entry["id"])
    is_new = False
    everything = set().union(*ours.values())
    for provider, types in sorted(theirs.items()):
        new = sorted(types - everything)
        # A provider that builds on another one repeats its types.
        gone = sorted(ours.get(provider, set()) - types)
        print(f"{provider}: {len(types)} types, {len(new)} new, {len(gone)} that it does not name")
        for name in new:
            print(f"  new {name}")
        for name in gone:
            print(f"  gone {name}")
        is_new = is_new or bool(new)
    return 1 if is_new else 0


if __name__ == "__main__":
    sys.exit(main())
