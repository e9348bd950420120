"""What both references share: CLIP's two picture towers and its text tower, lively random weights, files.

Plain PyTorch, written from the papers and from the tensor names of the released checkpoints; no code of this project runs here.
"""

import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

FIXTURES = Path(__file__).resolve().parents[2] / "test" / "fixtures" / "released"
HEAD = 8  # width of one attention head; 64 in the released models


class Gate(nn.Module):
    """QuickGELU."""

    def forward(self, x):
        return x * torch.sigmoid(1.702 * x)


class Block(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.attn = nn.MultiheadAttention(width, width // HEAD, batch_first=True)
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mlp = nn.Sequential()
        self.mlp.add_module("c_fc", nn.Linear(width, 2 * width))
        self.mlp.add_module("gelu", Gate())
        self.mlp.add_module("c_proj", nn.Linear(2 * width, width))

    def forward(self, x, mask=None):
        y = self.ln_1(x)
        x = x + self.attn(y, y, y, attn_mask=mask, need_weights=False)[0]
        return x + self.mlp(self.ln_2(x))


class Tower(nn.Module):
    def __init__(self, width: int, depth: int):
        super().__init__()
        self.resblocks = nn.ModuleList(Block(width) for _ in range(depth))


class Text(nn.Module):
    """CLIP's text tower; `contexts` [n, width] stand behind the start token."""

    def __init__(self, vocabulary: int, length: int, width: int, depth: int, dims: int):
        super().__init__()
        self.token_embedding = nn.Embedding(vocabulary, width)
        self.positional_embedding = nn.Parameter(torch.zeros(length, width))
        self.transformer = Tower(width, depth)
        self.ln_final = nn.LayerNorm(width)
        self.text_projection = nn.Parameter(torch.zeros(width, dims))

    def forward(self, ids, contexts=None):
        x = self.token_embedding(ids)
        ends = ids.argmax(1)
        if contexts is not None:
            x = torch.cat([x[:, :1], contexts.expand(len(ids), -1, -1), x[:, 1:]], 1)
            ends = ends + contexts.shape[1]
        x = x + self.positional_embedding[: x.shape[1]]
        mask = torch.full((x.shape[1], x.shape[1]), -math.inf).triu(1)
        for block in self.transformer.resblocks:
            x = block(x, mask)
        return self.ln_final(x)[torch.arange(len(ids)), ends] @ self.text_projection


class Residual(nn.Module):
    """CLIP's bottleneck."""

    def __init__(self, inputs: int, planes: int, stride: int):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inputs, planes, 1, bias=False), nn.BatchNorm2d(planes)
        self.conv2, self.bn2 = nn.Conv2d(planes, planes, 3, padding=1, bias=False), nn.BatchNorm2d(planes)
        self.conv3, self.bn3 = nn.Conv2d(planes, 4 * planes, 1, bias=False), nn.BatchNorm2d(4 * planes)
        self.stride = stride
        self.downsample = None
        if stride > 1 or inputs != 4 * planes:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, 4 * planes, 1, bias=False), nn.BatchNorm2d(4 * planes))

    def forward(self, x):
        y = F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))))
        y = self.bn3(self.conv3(F.avg_pool2d(y, self.stride)))
        return F.relu(y + (x if self.downsample is None else self.downsample(F.avg_pool2d(x, self.stride))))


def add_resnet(module: nn.Module, width: int, depths, last: int) -> None:
    half = width // 2
    module.conv1, module.bn1 = nn.Conv2d(3, half, 3, 2, 1, bias=False), nn.BatchNorm2d(half)
    module.conv2, module.bn2 = nn.Conv2d(half, half, 3, 1, 1, bias=False), nn.BatchNorm2d(half)
    module.conv3, module.bn3 = nn.Conv2d(half, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width)
    inputs = width
    for stage, depth in enumerate(depths):
        planes, stride = width * 2**stage, (1, 2, 2, last)[stage]
        blocks = [Residual(inputs if i == 0 else 4 * planes, planes, stride if i == 0 else 1) for i in range(depth)]
        module.add_module(f"layer{stage + 1}", nn.Sequential(*blocks))
        inputs = 4 * planes


def run_resnet(module: nn.Module, x) -> list:
    for i in (1, 2, 3):
        x = F.relu(getattr(module, f"bn{i}")(getattr(module, f"conv{i}")(x)))
    x = F.avg_pool2d(x, 2)
    levels = []
    for i in (1, 2, 3, 4):
        x = getattr(module, f"layer{i}")(x)
        levels.append(x)
    return levels


def add_vit(module: nn.Module, width: int, depth: int, patch: int, side: int) -> None:
    module.conv1 = nn.Conv2d(3, width, patch, patch, bias=False)
    module.class_embedding = nn.Parameter(torch.zeros(width))
    module.positional_embedding = nn.Parameter(torch.zeros(1 + side * side, width))
    module.ln_pre, module.ln_post = nn.LayerNorm(width), nn.LayerNorm(width)
    module.transformer = Tower(width, depth)


def resampled(table, rows: int, columns: int, mode: str):
    """The grid of a table of positions, [1, width, rows, columns]."""
    side = math.isqrt(len(table) - 1)
    grid = table[1:].T.reshape(1, -1, side, side)
    return F.interpolate(grid, size=(rows, columns), mode=mode, align_corners=False)


def enliven(model: nn.Module, seed: int) -> nn.Module:
    """Weights under which every part matters, then rounded to half precision as they are stored."""
    generator = torch.Generator().manual_seed(seed)
    for name, tensor in model.state_dict().items():
        if not tensor.is_floating_point():
            continue
        noise = torch.randn(tensor.shape, generator=generator)
        if name.endswith("running_var"):
            value = 0.5 + torch.rand(tensor.shape, generator=generator)
        elif "embedding" in name or name.startswith("vpt_") or name == "contexts":
            value = 0.6 * noise
        elif name in ("gamma", "logit_scale"):
            value = 0.5 * noise + (2 if name == "logit_scale" else 0)
        elif tensor.ndim == 1:
            value = 0.2 * noise + (1 if name.endswith("weight") else 0)
        else:
            fan = tensor.shape[0] if name.endswith(("proj", "text_projection")) else math.prod(tensor.shape[1:])
            value = noise * (1.6 if "in_proj" in name or "q_proj" in name or "k_proj" in name else 1.2) / math.sqrt(fan)
        tensor.copy_(value.half().float())
    return model.eval()


def halves(model: nn.Module) -> dict:
    return {name: tensor.half() if tensor.is_floating_point() else tensor for name, tensor in model.state_dict().items()}


def picture(seed: int, height: int, width: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def normalised(pixels: np.ndarray, mean, std):
    x = torch.from_numpy(pixels).float().permute(2, 0, 1)[None] / 255
    return (x - torch.tensor(mean).view(1, 3, 1, 1)) / torch.tensor(std).view(1, 3, 1, 1)


def save_array(name: str, array) -> None:
    np.save(FIXTURES / f"{name}.npy", np.ascontiguousarray(array))
