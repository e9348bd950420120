"""torch's layers as nodes of pocket/graph.py. Weights are stored in half precision inside the graph: heads are small, and one file is simple."""

import numpy as np
import torch
from onnx import TensorProto
from torch import nn

from pocket.graph import Graph


def rounded(net: nn.Module) -> nn.Module:
    """Matrices as they will be stored, so that torch and the graph compute with the same numbers."""
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.dim() > 1:
                parameter.copy_(parameter.half().float())
    return net.eval()


def array(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().numpy()


class Nodes(Graph):
    def matrix(self, tensor: torch.Tensor) -> str:
        return self.op("Cast", self.constant(array(tensor), np.float16), to=TensorProto.FLOAT)

    def dense(self, x: str, layer: nn.Linear) -> str:
        return self.linear(x, self.matrix(layer.weight.T), None if layer.bias is None else array(layer.bias))

    def conv(self, x: str, layer: nn.Conv2d) -> str:
        (pad, _), kernel = layer.padding, list(layer.kernel_size)
        more = {"kernel_shape": kernel, "pads": [pad] * 4, "strides": list(layer.stride), "dilations": list(layer.dilation)}
        return self.op("Conv", x, self.matrix(layer.weight), *([] if layer.bias is None else [self.small(array(layer.bias))]), **more)

    def enlarge(self, x: str, layer: nn.ConvTranspose2d) -> str:
        more = {"kernel_shape": list(layer.kernel_size), "strides": list(layer.stride)}
        return self.op("ConvTranspose", x, self.matrix(layer.weight), self.small(array(layer.bias)), **more)

    def gelu(self, x: str) -> str:
        return self.op("Gelu", x, approximate="none")

    def norm(self, x: str, layer: nn.LayerNorm) -> str:
        size = layer.normalized_shape[0]
        weight = np.ones(size) if layer.weight is None else array(layer.weight)
        bias = np.zeros(size) if layer.bias is None else array(layer.bias)
        return self.op("LayerNormalization", x, self.small(weight), self.small(bias), axis=-1, epsilon=layer.eps)

    def times(self, x: str, number: float) -> str:
        return self.op("Mul", x, self.constant(number, np.float32))

    def mean(self, x: str, *axes: int) -> str:
        return self.op("ReduceMean", x, self.constant([*axes]), keepdims=1)

    def transposed(self, x: str, *order: int) -> str:
        return self.op("Transpose", x, perm=[*order])

    def residual(self, x: str, layer: nn.Module) -> str:
        """parts.Residual."""
        return self.op("Add", x, self.conv(self.gelu(self.conv(self.gelu(x), layer.inner)), layer.outer))

    def sides(self, grid: str) -> tuple[str, str]:
        """`grid` [2] as two vectors of one whole number."""
        whole = self.op("Cast", grid, to=TensorProto.INT64)
        return tuple(self.op("Slice", whole, self.constant([place]), self.constant([place + 1])) for place in (0, 1))
