"""A small ONNX graph writer: nodes by call, weights as external data stored in half precision."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET, IR_VERSION = 20, 9
ALIGNMENT = 64


class WeightFile:
    """One external-data file. Tensors are appended in the order in which the graph asks for them."""

    def __init__(self, name: str):
        self.name = name
        self.data = bytearray()

    def append(self, name: str, array: np.ndarray) -> TensorProto:
        self.data.extend(b"\0" * (-len(self.data) % ALIGNMENT))
        tensor = TensorProto(name=name, data_type=helper.np_dtype_to_tensor_dtype(array.dtype), dims=array.shape)
        tensor.data_location = TensorProto.EXTERNAL
        raw = np.ascontiguousarray(array).tobytes()
        for key, value in (("location", self.name), ("offset", len(self.data)), ("length", len(raw))):
            tensor.external_data.add(key=key, value=str(value))
        self.data.extend(raw)
        return tensor


class Graph:
    def __init__(self, name: str):
        self.name, self.nodes, self.tensors, self.files = name, [], [], {}
        self.inputs, self.outputs, self.count = [], [], 0

    def op(self, kind: str, *inputs: str, outputs: int = 1, name: str | None = None, domain: str = "", **attributes):
        """Adds a node; returns the name of its output, or a list of names where it has several."""
        self.count += 1
        base = name or f"{kind.lower()}_{self.count}"
        names = [base] if outputs == 1 else [f"{base}_{index}" for index in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=base, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def constant(self, value, dtype=np.int64) -> str:
        """A small value inside the graph: a shape, an index, a bias."""
        self.count += 1
        name = f"constant_{self.count}"
        self.tensors.append(numpy_helper.from_array(np.asarray(value, dtype=dtype), name))
        return name

    def small(self, array: np.ndarray) -> str:
        """Biases and norms stay in single precision: they are a thousandth of the bytes."""
        return self.constant(np.asarray(array), np.float32)

    def stored(self, file: str, name: str, array: np.ndarray) -> str:
        """A tensor in an external file, in half precision."""
        half = np.asarray(array, dtype=np.float32).astype(np.float16)
        if not np.isfinite(half).all():
            raise ValueError(f"{name} does not fit half precision")
        self.tensors.append(self.files.setdefault(file, WeightFile(file)).append(name, half))
        return name

    def weight(self, file: str, name: str, array: np.ndarray) -> str:
        """A stored tensor back in single precision: the runtime folds this Cast when it loads the graph."""
        return self.op("Cast", self.stored(file, name, array), to=TensorProto.FLOAT, name=name + ".f32")

    def linear(self, x: str, matrix: str, bias: np.ndarray | None = None) -> str:
        product = self.op("MatMul", x, matrix)
        return product if bias is None else self.op("Add", product, self.small(bias))

    def size(self, x: str, axis: int) -> str:
        """One side of a tensor, as a vector of one number."""
        return self.op("Shape", x, start=axis, end=axis + 1)

    def shape(self, *parts) -> str:
        """A shape put together from numbers and from names of vectors."""
        vectors = [self.constant([part]) if isinstance(part, int) else part for part in parts]
        return self.op("Concat", *vectors, axis=0)

    def unit(self, x: str, name: str | None = None) -> str:
        return self.op("LpNormalization", x, axis=-1, p=2, name=name)

    def input(self, name: str, kind: int, shape: list) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, name: str, value: str, shape: list) -> None:
        self.op("Identity", value, name=name)
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def write(self, path: Path) -> None:
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, self.tensors)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="denseql-pocket")
        path.write_bytes(model.SerializeToString(deterministic=True))
        for file in self.files.values():
            (path.parent / file.name).write_bytes(bytes(file.data))
        onnx.checker.check_model(str(path))
