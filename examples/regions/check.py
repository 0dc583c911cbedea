#!/usr/bin/env python3
"""Compare the regions of the catalogue with lists that the providers ship in packages of their own.

    python3 examples/regions/check.py [--work FOLDER] [--program PATH]

Packages are downloaded into FOLDER by name and version with `pip` and `npm`, unpacked and read as text: they are never
installed, imported or committed. Nothing but the standard library is needed. The exit code is 1 where a region is
missing or in another country.
"""
import argparse
import ast
import glob
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile

PYPI = [
    "botocore==1.44.8",
    "oci==2.189.0",
    "aliyun-python-sdk-core==2.16.1",
    "huaweicloudsdkecs==3.1.219",
    "huaweicloudsdkobs==3.1.219",
    "tccli==3.1.189.1",
    "google-cloud-aiplatform==2.7.0",
]
NPM = ["@azure/identity@4.13.1"]

# Names of places as these lists write them.
PLACES = {
    "AE": "UAE Dubai dubai abudhabi 迪拜 阿联酋", "AU": "Sydney Melbourne sydney melbourne Canberra Australia 悉尼",
    "AT": "Vienna", "BE": "Belgium", "BH": "Bahrain", "BR": "Sao|Paulo saopaulo vinhedo Brazil 圣保罗",
    "CA": "Canada Calgary montreal toronto 多伦多", "CH": "Zurich zurich Switzerland", "CL": "santiago valparaiso Chile",
    "CN": "China Beijing Ningxia 北京 上海 广州 深圳 成都 重庆 南京 清远 天津 杭州 贵阳 济南 武汉 长沙 石家庄 西安 郑州 合肥 沈阳 福州 西北 西南 华",
    "CO": "bogota", "DE": "Frankfurt frankfurt Germany 法兰克福", "DK": "Denmark", "ES": "Spain madrid", "FI": "Finland",
    "FR": "Paris paris marseille France", "GB": "London london cardiff UK", "HK": "Hong|Kong hongkong 香港",
    "ID": "Jakarta jakarta batam Indonesia 雅加达", "IE": "Ireland dublin", "IL": "Israel|(Tel jerusalem telaviv",
    "IN": "Mumbai Hyderabad mumbai hyderabad delhi India 孟买", "IT": "Milan milan turin Italy",
    "JP": "Tokyo Osaka tokyo osaka Japan 东京", "KR": "Seoul seoul chuncheon Korea 首尔", "KW": "Kuwait",
    "MX": "Mexico queretaro monterrey", "MY": "Malaysia kulai Kuala", "NL": "amsterdam Netherlands", "NO": "Norway",
    "NZ": "New|Zealand", "PL": "Poland", "QA": "Qatar", "RU": "莫斯科", "SA": "jeddah riyadh 沙特 利雅得", "SE": "Stockholm stockholm Sweden",
    "SG": "Singapore singapore 新加坡", "TH": "Thailand bangkok 曼谷", "TW": "Taipei Taiwan 台北",
    "US": "Virginia Ohio California Oregon ashburn phoenix chicago sanjose saltlake luke langley gov-east gov-west "
          "US 弗吉尼亚 硅谷",
    "ZA": "Cape|Town johannesburg Africa",
}

# What is listed and is no region that users can choose, with the reason.
NOT_REGIONS = {
    "aws": {},
    "alibaba": {
        r"(inner|internal|test|-b01$|-c01$|-d01$|-a01$|-306$|-oxs$|nebula)": "of the company itself",
        r"(-pop$|^cn-edge|^cn-yushanfang$|^cn-beijing-gov|^cn-haidian)": "an entrance to another region, or closed",
        r"^(global)$": "not a place",
    },
    "gcp": {r"^global$": "not a place"},
    "azure": {r"^AutoDiscoverRegion$": "not a place"},
}


def fetch(work):
    downloads = os.path.join(work, "downloads")
    os.makedirs(downloads, exist_ok=True)
    for package in PYPI:
        name = package.split("==")[0].replace("-", "_")
        if not glob.glob(os.path.join(downloads, name + "-*")):
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", downloads, package], check=True)
    for package in NPM:
        if not glob.glob(os.path.join(downloads, "azure-identity-*")):
            subprocess.run(["npm", "pack", package, "--pack-destination", downloads], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for archive in glob.glob(os.path.join(downloads, "*")):
        name = re.split(r"-\d", os.path.basename(archive))[0]
        folder = os.path.join(work, name)
        if os.path.isdir(folder):
            continue
        if archive.endswith(".whl"):
            zipfile.ZipFile(archive).extractall(folder)
        else:
            tarfile.open(archive).extractall(folder)


def read(work, *path):
    with open(os.path.join(work, *path), encoding="utf-8") as file:
        return file.read()


def aws(work):
    data = json.loads(read(work, "botocore", "botocore", "data", "endpoints.json"))
    for partition in data["partitions"]:
        for code, region in partition["regions"].items():
            yield code, region["description"]


def oci(work):
    text = read(work, "oci", "oci", "regions_definitions.py")
    for code in ast.literal_eval(re.search(r"REGIONS = (\[.*?\])", text, re.S).group(1)):
        yield code, code


def alibaba(work):
    data = json.loads(read(work, "aliyun_python_sdk_core", "aliyunsdkcore", "data", "endpoints.json"))
    for code in data["regions"]:
        yield code, "China" if code.startswith("cn-") and "hongkong" not in code else ""


def huawei(work):
    for module in ("ecs", "obs"):
        for path in glob.glob(os.path.join(work, f"huaweicloudsdk{module}", "**", f"{module}_region.py"), recursive=True):
            with open(path, encoding="utf-8") as file:
                for code in re.findall(r'Region\(\s*"([a-z0-9-]+)"', file.read()):
                    yield code, "China" if code.startswith("cn-") else ""


def tencent(work):
    text = read(work, "tccli", "tccli", "services", "region", "v20220627", "examples.json")
    text = json.dumps(json.loads(text), ensure_ascii=False).replace("\\\\", "\\").replace('\\"', '"')
    seen = set()
    pattern = r'"Region": "([a-z-]+)"(?:(?!"Region":).)*?"RegionName": "([^"]+)"'
    for code, name in re.findall(pattern, text, re.S):
        if code not in seen:
            seen.add(code)
            yield code, name


def gcp(work):
    text = read(work, "google_cloud_aiplatform", "google", "cloud", "aiplatform", "constants", "base.py")
    for code in sorted(ast.literal_eval(re.search(r"SUPPORTED_REGIONS = frozenset\(\s*(\{.*?\})\s*\)", text, re.S).group(1))):
        yield code, ""


def azure(work):
    text = read(work, "azure-identity", "package", "dist", "esm", "regionalAuthority.js")
    for name, code in re.findall(r'RegionalAuthority\["(\w+)"\] = "(\w+)"', text):
        yield code, re.sub(r"([a-z])([A-Z])", r"\1 \2", name)


LISTS = {"aws": aws, "oci": oci, "alibaba": alibaba, "huawei": huawei, "tencent": tencent, "gcp": gcp, "azure": azure}


def country(name):
    """The country that a name tells; nothing where it tells none."""
    best = None
    for code, words in PLACES.items():
        for word in words.split():
            word = word.replace("|", " ")
            is_word = re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![a-z])", name) if word.isascii() else word in name
            if is_word and (best is None or len(word) > best[1]):
                best = (code, len(word))
    return best and best[0]


def catalogue(program):
    out = subprocess.run([program, "catalog", "regions", "--format", "json"], check=True, capture_output=True, text=True).stdout
    regions = {}
    for entry in json.loads(out)["entries"]:
        key = entry["provider"], entry["region"]
        regions.setdefault(key, set()).update(entry.get("countries", []))
    return regions


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", default="target/regions")
    parser.add_argument("--program", default="target/release/sekisho")
    arguments = parser.parse_args()
    fetch(arguments.work)
    ours = catalogue(arguments.program)
    failed = False
    for provider, of_list in LISTS.items():
        missing, wrong, told, left_out = [], [], 0, 0
        listed = dict(of_list(arguments.work))
        for code, name in sorted(listed.items()):
            if any(re.search(pattern, code) for pattern in NOT_REGIONS.get(provider, {})):
                left_out += 1
                continue
            countries = ours.get((provider, code))
            if countries is None:
                missing.append(code)
                continue
            expected = country(name)
            told += expected is not None
            if expected and expected not in countries:
                wrong.append(f"{code}: {name} is {expected}, not {','.join(sorted(countries))}")
        found = len(listed) - left_out - len(missing)
        print(f"{provider}: {found} of {len(listed) - left_out} found, {told} countries compared, {len(wrong)} differ; {left_out} left out")
        for line in [f"missing {code}" for code in missing] + wrong:
            print(f"  {line}")
        failed = failed or bool(missing or wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
