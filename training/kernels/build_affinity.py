"""Writes src/core/encoder/process/kernels/affinity.onnx: spreads values over patches that look alike.

Run with the Python of training/requirements.txt: python training/kernels/build_affinity.py
"""

from pathlib import Path

import onnx
from onnx import TensorProto, helper, numpy_helper
import numpy as np

TARGET = Path(__file__).resolve().parents[2] / "src/core/encoder/process/kernels/affinity.onnx"


def build() -> onnx.ModelProto:
    number = TensorProto.FLOAT
    nodes = [
        helper.make_node("Transpose", ["structure"], ["columns"], perm=[1, 0]),
        helper.make_node("MatMul", ["structure", "columns"], ["cosine"]),
        # A patch always counts itself: a row without any neighbour would otherwise be a softmax over nothing.
        helper.make_node("EyeLike", ["cosine"], ["eye"]),
        helper.make_node("Greater", ["eye", "half"], ["self"]),
        helper.make_node("Greater", ["cosine", "threshold"], ["near"]),
        helper.make_node("Or", ["near", "self"], ["counted"]),
        helper.make_node("Div", ["cosine", "temperature"], ["sharp"]),
        helper.make_node("Where", ["counted", "sharp", "never"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["weights"], axis=-1),
        helper.make_node("MatMul", ["weights", "values"], ["spread"]),
    ]
    graph = helper.make_graph(
        nodes,
        "affinity",
        [
            helper.make_tensor_value_info("structure", number, ["N", "C"]),
            helper.make_tensor_value_info("values", number, ["N", "K"]),
            helper.make_tensor_value_info("threshold", number, [1]),
            helper.make_tensor_value_info("temperature", number, [1]),
        ],
        [helper.make_tensor_value_info("spread", number, ["N", "K"])],
        [
            numpy_helper.from_array(np.array([0.5], np.float32), "half"),
            numpy_helper.from_array(np.array([-1e30], np.float32), "never"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9, producer_name="denseql")
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(build().SerializeToString(deterministic=True))
    print(TARGET, TARGET.stat().st_size, "bytes")
