"""Quick figures of a head on encoded pictures, to choose by; `npm run quality` measures the product itself.

Regions: mean of the region's patch vectors against labels (present and 10 absent, 100 absent, all); presence: mean of the highest 2 %
of a label's patch cosines, present against absent; boxes: top-1 and top-3 among all concepts of the boxes, `also` counting as right.
"""

import numpy as np

from pocket.study import auroc, presence, unit

from . import samples

SIZES = {"small": (0, 60), "middle": (60, 130), "large": (130, 1e9)}


def shown(share: np.ndarray) -> np.ndarray:
    """Patches of a region, weighed by how much of them it covers; where it fills none, its best one."""
    weight = np.where(share >= samples.COVERED, share, 0)
    return weight if weight.any() else (np.arange(len(share)) == share.argmax()).astype(np.float32)


def of_scene(scene: dict, encoded: samples.Encoded, vectors: np.ndarray, share: np.ndarray, text) -> dict:
    """`text(labels)` -> [labels, 384] unit. Rows of (size class, style, rank among +10, rank among +100) and presence statistics."""
    regions = []
    for number, thing in enumerate(scene["objects"]):
        if share[number].max() < 0.2:
            continue
        vector = unit(shown(share[number]) @ vectors)
        others = [label for label in scene["present"] if label != thing["label"]]
        ranks = []
        for absent in (scene["absent"][:10], scene["absent"][10:110]):
            cosines = text([thing["label"], *others, *absent]) @ vector
            ranks.append(int((cosines[1:] > cosines[0]).sum()))
        side = max(thing["box"][2:])
        size = next(name for name, (low, high) in SIZES.items() if low <= side < high)
        regions.append((size, thing["style"], *ranks, thing["label"]))
    asked = scene["present"] + scene["absent"][:10]
    statistic = presence(vectors @ text(asked).T)
    return {"regions": regions, "statistic": statistic, "present": np.arange(len(asked)) < len(scene["present"])}


def summary(results: list[dict]) -> dict[str, float]:
    rows = [row for result in results for row in result["regions"]]
    table = {}
    for size in SIZES:
        ranks = np.array([row[2:4] for row in rows if row[0] == size])
        if len(ranks):
            table[f"{size} +10"], table[f"{size} +100"] = (ranks == 0).mean(0).round(3)
    for style in ("photo", "drawing", "icon"):
        ranks = np.array([row[2] for row in rows if row[1] == style])
        if len(ranks):
            table[style] = (ranks == 0).mean().round(3)
    statistic = np.concatenate([result["statistic"] for result in results])
    present = np.concatenate([result["present"] for result in results])
    table["auroc"] = round(auroc(statistic, present), 3)
    # How many present labels are found where 5 % of the absent ones would be, too.
    table["found at 5 %"] = (statistic[present] > np.quantile(statistic[~present], 0.95)).mean().round(3)
    return table


def of_boxes(pictures: list[tuple], vectors_of, text, concepts: list[str]) -> dict[str, float]:
    """pictures: (row, encoded); vectors_of(encoded) -> [N, 384] unit."""
    texts, ranks = text(concepts), []
    for row, encoded in pictures:
        vectors = vectors_of(encoded)
        for box in row["boxes"]:
            vector = unit(vectors[samples.inside(box["box"], encoded.rows, encoded.columns)].mean(0))
            cosines = texts @ vector
            right = {box["concept"], *box["also"]}
            best = max(cosines[number] for number, concept in enumerate(concepts) if concept in right)
            ranks.append(sum(c > best for number, c in enumerate(cosines) if concepts[number] not in right))
    found = np.array(ranks)
    return {"boxes": len(found), "top-1": round(float((found == 0).mean()), 3), "top-3": round(float((found < 3).mean()), 3)}
