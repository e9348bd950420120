"""The arithmetic of calibrate.py: smoothing in numpy, patch labels against the truth, the presence statistic."""

import numpy as np

TOP_SHARE = 0.02


def unit(x: np.ndarray) -> np.ndarray:
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def smooth(raw: np.ndarray, tokens: np.ndarray, columns: int, setting: dict | None) -> np.ndarray:
    """concepts.smooth on arrays: raw [N, D] joint vectors, tokens [N, C] unit structure vectors."""
    if setting is None:
        return raw
    # Centring unit vectors instead of raw tokens differs in the fourth digit: layer norm leaves them equally long.
    u = unit(tokens - tokens.mean(0)) if setting.get("centred") else tokens
    likeness = u @ u.T
    weights = np.where(likeness > setting["threshold"], np.exp((likeness - 1) / setting["temperature"]), 0)
    if setting.get("window"):
        index = np.arange(len(raw))
        for place in (index // columns, index % columns):
            weights = weights * (np.abs(place[:, None] - place[None]) <= setting["window"])
    spread = unit(weights / weights.sum(1, keepdims=True) @ raw)
    return unit(spread + raw) if setting.get("keepsOwn") else spread


def presence(cosines: np.ndarray) -> np.ndarray:
    """[N, labels] -> [labels]: the mean of the highest 2 % of a label's patch cosines, max(1, round(0.02 N)) of them,
    as src/core/tasks/presence.ts counts them."""
    count = max(1, int(TOP_SHARE * len(cosines) + 0.5))
    return np.sort(cosines, axis=0)[-count:].mean(0)


def truth(covers: np.ndarray) -> np.ndarray:
    """[present, rows, columns] -> [N]: the label that covers at least half of the patch, else -1."""
    flat = covers.reshape(len(covers), -1)
    return np.where(flat.max(0) >= 0.5, flat.argmax(0), -1)


def intersection_over_union(predicted: np.ndarray, true: np.ndarray, present: int) -> list[float]:
    """For each present label that owns a patch."""
    scores = []
    for label in range(present):
        a, b = predicted == label, true == label
        if b.any():
            scores.append(float((a & b).sum() / (a | b).sum()))
    return scores


def curve(statistic: np.ndarray, present: np.ndarray) -> tuple[float, float]:
    """Midpoint and slope of the score: one half where four of five absent labels stay below, .95 where a quarter of the
    present ones stay above. A logistic fit is no use here: things too small to be seen make it nearly flat."""
    midpoint = np.quantile(statistic[~present], 0.8)
    return float(midpoint), float(np.log(19) / (np.quantile(statistic[present], 0.75) - midpoint))


def auroc(statistic: np.ndarray, present: np.ndarray) -> float:
    order = np.argsort(np.argsort(statistic)) + 1
    positive = present.sum()
    return float((order[present].sum() - positive * (positive + 1) / 2) / (positive * (len(present) - positive)))
