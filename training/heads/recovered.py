"""A head read back out of its graph, to go on from: weights of matrices as half precision has them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from .emit import Nodes


def constants(tensors) -> dict[str, np.ndarray]:
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in tensors}


def recovered(net: nn.Module, path: Path, graph: Callable[[nn.Module], Nodes]) -> nn.Module:
    """`net` with the weights of the graph in `path`, which `graph` wrote of a net of the same shape: the same calls name the same constants. Which constant a
    parameter became is seen by filling the parameters with numbers of their own."""
    stored = constants(onnx.load(str(path)).graph.initializer)
    random = np.random.default_rng(0)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_(torch.from_numpy(random.standard_normal(tuple(parameter.shape)).astype(np.float16).astype(np.float32)))
        written = constants(graph(net).tensors)
        if {name: value.shape for name, value in written.items()} != {name: value.shape for name, value in stored.items()}:
            raise SystemExit(f"{path} was written of a net of another shape")
        for name, parameter in net.named_parameters():
            mine = parameter.numpy()
            # A table whose rows are used one by one is written row by row.
            parts = [matching(mine, written)] if matching(mine, written) else [matching(row, written) for row in mine]
            if None in parts:
                raise SystemExit(f"{path}: nothing of {name} is in it")
            values = [stored[key].T if turned else stored[key] for key, turned in parts]
            parameter.copy_(torch.from_numpy(np.stack(values).astype(np.float32).reshape(mine.shape)))
    return net


def matching(mine: np.ndarray, written: dict[str, np.ndarray]) -> tuple[str, bool] | None:
    """The name of the constant that `mine` became, and whether it is turned there."""
    return next(((key, turned) for key, value in written.items() for turned in (False, True) if same(mine, value, turned)), None)


def same(one: np.ndarray, other: np.ndarray, turned: bool) -> bool:
    if turned and other.ndim != 2:
        return False
    other = (other.T if turned else other).astype(np.float32)
    return np.array_equal(one, other if one.ndim == other.ndim else other.reshape(-1))
