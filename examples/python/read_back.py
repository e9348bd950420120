"""What examples/node wrote, read by others: python read_back.py PICTURES OUT

COCO's file by pycocotools and supervision, YOLO's by supervision; both have the same boxes.
"""
import csv
import sys
from pathlib import Path

import numpy as np
import supervision as sv
from pycocotools.coco import COCO

pictures, out = map(Path, sys.argv[1:])
coco = COCO(str(out / "annotations.json"))
count = 0
for annotation in coco.loadAnns(coco.getAnnIds()):
    image = coco.imgs[annotation["image_id"]]
    pixels = coco.annToMask(annotation)
    assert pixels.shape == (image["height"], image["width"]) and pixels.sum() == annotation["area"], annotation["id"]
    count += 1

(out / "data.yaml").write_text("names: " + str((out / "classes.txt").read_text().split("\n")[:-1]) + "\n")
from_coco = sv.DetectionDataset.from_coco(images_directory_path=str(pictures), annotations_path=str(out / "annotations.json"))
from_yolo = sv.DetectionDataset.from_yolo(
    images_directory_path=str(pictures), annotations_directory_path=str(out / "labels"), data_yaml_path=str(out / "data.yaml")
)
yolo = {Path(path).name: found for path, _, found in from_yolo}
for path, _, found in from_coco:
    assert np.allclose(np.sort(found.xyxy, 0), np.sort(yolo[Path(path).name].xyxy, 0), atol=1), path
rows = list(csv.DictReader((out / "objects.csv").open()))
assert len(rows) == count == sum(len(found) for _, _, found in from_coco) and count > 0
print(f"{count} objects of {len(coco.imgs)} pictures, read alike")
