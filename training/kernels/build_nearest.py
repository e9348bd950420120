"""Writes src/core/encoder/process/kernels/nearest.onnx: for each row the likest row of a memory.

Run with the Python of training/requirements.txt: python training/kernels/build_nearest.py
"""

from pathlib import Path

import onnx
from onnx import TensorProto, helper

TARGET = Path(__file__).resolve().parents[2] / "src/core/encoder/process/kernels/nearest.onnx"


def build() -> onnx.ModelProto:
    number = TensorProto.FLOAT
    nodes = [
        helper.make_node("Transpose", ["memory"], ["columns"], perm=[1, 0]),
        helper.make_node("MatMul", ["query", "columns"], ["cosine"]),
        helper.make_node("ReduceMax", ["cosine"], ["best"], axes=[1], keepdims=0),
        helper.make_node("ArgMax", ["cosine"], ["place"], axis=1, keepdims=0),
        # Graphs answer in float32: whole numbers are exact up to 2 ** 24, and a memory has fewer rows.
        helper.make_node("Cast", ["place"], ["row"], to=number),
    ]
    graph = helper.make_graph(
        nodes,
        "nearest",
        [helper.make_tensor_value_info("query", number, ["N", "C"]), helper.make_tensor_value_info("memory", number, ["M", "C"])],
        [helper.make_tensor_value_info("best", number, ["N"]), helper.make_tensor_value_info("row", number, ["N"])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9, producer_name="denseql")
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(build().SerializeToString(deterministic=True))
    print(TARGET, TARGET.stat().st_size, "bytes")
