"""What heads are trained on, for any pack: outputs of the pack for every composed picture, and vectors of all labels.

pocket, whose maps come from encoder heads that have not seen the scene (folds.py):
    python training/heads/prepare.py --pictures DIR --features DIR --work WORK --folds A.pt B.pt C.pt --out DIR
any other pack, after `denseql encode --list DIR/KIND.txt --outputs STRUCTURE,JOINT --half --out-dir FEATURES/KIND`:
    python training/heads/prepare.py --pictures DIR --features FEATURES --pack FOLDER --out DIR

Writes DIR/KIND/00001.npz (arrays named after the pack's outputs) and DIR/texts.npz: `labels` [L], `vectors` [folds, L, D], unit, and `bins` [5, D]:
what no thing, one, two, three and more things are said to be, the mean over a few nouns.
What fold a picture is of: folds.py. A picture that is there already is left, so an interrupted run goes on.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads.folds import fold_of  # noqa: E402
from learn import judge, samples  # noqa: E402
from learn.head import Head  # noqa: E402
from pocket import concepts  # noqa: E402
from pocket.study import unit  # noqa: E402

KINDS = ("scenes", "crowds", "counts")
TOKENS, AT_A_TIME = 384, 400
REPOSITORY = Path(__file__).resolve().parents[2]


# CLIP-EBC's sentences (src/plugins/clip-ebc/bin-prompts.ts).
SENTENCES = ("There is no {one}.", "There is one {one}.", "There are two {many}.", "There are three {many}.", "There are more than four {many}.")
NOUNS = {"thing": "things", "object": "objects", "animal": "animals", "fruit": "fruits", "car": "cars", "toy": "toys", "tool": "tools", "person": "people"}


def bins(encode) -> np.ndarray:
    """encode(texts) -> [texts, D], unit."""
    said = [sentence.format(one=one, many=many) for sentence in SENTENCES for one, many in NOUNS.items()]
    return unit(encode(said).reshape(len(SENTENCES), len(NOUNS), -1).mean(1))


def labels_of(pictures: Path) -> list[str]:
    rows = [row for kind in KINDS if (pictures / f"{kind}.json").exists() for row in json.loads((pictures / f"{kind}.json").read_text("utf-8"))]
    return sorted({label for row in rows for label in (*row["present"], row.get("asked")) if label})


def through_folds(arguments: argparse.Namespace, labels: list[str]) -> tuple[np.ndarray, np.ndarray]:
    heads = [Head.restored(torch.load(path, weights_only=True)).eval() for path in arguments.folds]
    for kind in KINDS:
        if not (arguments.pictures / f"{kind}.json").exists():
            continue
        (arguments.out / kind).mkdir(parents=True, exist_ok=True)
        for number, (row, encoded, _) in enumerate(samples.listed(arguments.pictures, arguments.features, kind)):
            path = arguments.out / kind / f"{row['id']}.npz"
            if number >= arguments.most or path.exists():
                continue
            with torch.no_grad():
                raw = heads[fold_of(row, len(heads))](torch.from_numpy(encoded.features.astype(np.float32)))
            np.savez(path, structure=encoded.features[:, :TOKENS], denseRaw=raw.numpy().astype(np.float16))
    encoder = concepts.TextEncoder(arguments.work / "first")

    def encode(texts: list[str]) -> np.ndarray:
        with torch.no_grad():
            return heads[0].text(torch.from_numpy(encoder(texts))).numpy()

    return np.stack([judge.Texts(arguments.work, head)(labels) for head in heads]), bins(encode)


def product_texts(pack: Path, texts: list[str]) -> np.ndarray:
    """By the product, so that any family's tokenizer and cleaning hold."""
    parts = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "text.npz"
        command = ["node", "--import", "tsx", "src/cli/main.ts", "encode-text", "--pack", str(pack.resolve()), "--out", str(out), "--"]
        for first in range(0, len(texts), AT_A_TIME):
            subprocess.run([*command, *texts[first : first + AT_A_TIME]], cwd=REPOSITORY, check=True)
            parts.append(np.load(out)["text"])
    return unit(np.concatenate(parts))


def of_pack(arguments: argparse.Namespace, labels: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Features are used as they are."""
    for kind in KINDS:
        if (arguments.features / kind).exists() and not (arguments.out / kind).exists():
            (arguments.out / kind).symlink_to((arguments.features / kind).resolve())
    templates = json.loads((arguments.pack / "pack.json").read_text("utf-8"))["text"]["templates"]
    vectors = product_texts(arguments.pack, [template.replace("{}", label) for label in labels for template in templates])
    labelled = unit(vectors.reshape(len(labels), len(templates), -1).mean(1))
    return labelled[None], bins(lambda texts: product_texts(arguments.pack, texts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pictures", "features", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--folds", type=Path, nargs="+", default=[])
    parser.add_argument("--pack", type=Path)
    parser.add_argument("--most", type=int, default=10**9, help="pictures of each kind")
    arguments = parser.parse_args()
    if bool(arguments.folds) == bool(arguments.pack) or (arguments.folds and not arguments.work):
        parser.error("either --folds with --work, or --pack is needed")
    arguments.out.mkdir(parents=True, exist_ok=True)
    labels = labels_of(arguments.pictures)
    vectors, said = through_folds(arguments, labels) if arguments.folds else of_pack(arguments, labels)
    np.savez(arguments.out / "texts.npz", labels=np.array(labels), vectors=vectors.astype(np.float32), bins=said.astype(np.float32))
    print(f"{len(labels)} labels, {len(vectors)} folds")


if __name__ == "__main__":
    main()
