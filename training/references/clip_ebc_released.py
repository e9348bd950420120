"""Tiny random checkpoints in the layout of CLIP-EBC's released ones, and what the model makes of a picture.

Ma et al., CLIP-EBC, 2024 (arXiv:2403.09281); names as its code has them.
Run: python clip_ebc_released.py (writes test/fixtures/released/clip-ebc-*).
"""

import json
from collections import OrderedDict

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

from parts import FIXTURES, HEAD, Text, add_resnet, add_vit, enliven, halves, normalised, picture, resampled, run_resnet, save_array

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
DIMS, PROMPTS, START, END = 12, 4, 38, 39
IDS = [[START, 5, 6, 7, 8, END], [START, 5, 6, 9, 8, END], [START, 5, 11, 12, 13, 14, END], [START, 5, 11, 20, 12, 14, 21, END]]
BINS, ANCHORS = [[0, 0], [1, 1], [2, 3], [4, None]], [0, 1, 2.4, 4.3]


class Double(nn.Module):
    """A residual block of two 3x3 (BasicBlock), or three convolutions without narrowing (Bottleneck with expansion 1)."""

    def __init__(self, inputs: int, outputs: int, three: bool):
        super().__init__()
        conv = lambda a, b, k: nn.Conv2d(a, b, k, padding=k // 2, bias=False)
        kernels = (1, 3, 1) if three else (3, 3)
        for i, kernel in enumerate(kernels, 1):
            setattr(self, f"conv{i}", conv(inputs if i == 1 else outputs, outputs, kernel))
            setattr(self, f"bn{i}", nn.BatchNorm2d(outputs))
        self.count = len(kernels)
        self.downsample = nn.Identity() if inputs == outputs else nn.Sequential(conv(inputs, outputs, 1), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = x
        for i in range(1, self.count + 1):
            y = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(y))
            y = F.relu(y) if i < self.count else y
        return F.relu(y + self.downsample(x))


class ClipEbc(nn.Module):
    def __init__(self, kind: str, block: int):
        super().__init__()
        self.kind, self.block, self.image_encoder = kind, block, nn.Module()
        if kind == "vit":
            width, self.stride = 16, 16
            add_vit(self.image_encoder, width, 3, 16, 4)
            for i in range(3):
                setattr(self, f"vpt_{i}", nn.Parameter(torch.zeros(PROMPTS, width)))
            self.image_decoder = nn.Sequential(Double(width, width, three=False))
        else:
            width, self.stride = 64, 16 if block <= 16 else 32
            add_resnet(self.image_encoder, 2, (2, 1, 1, 2), self.stride // 16)
            # Two blocks, the second narrower, as RN101's.
            self.image_decoder = nn.Sequential(Double(width, width // 2, three=True), Double(width // 2, width // 4, three=True))
            width //= 4
        self.projection = nn.Conv2d(width, DIMS, 1)
        self.text_encoder = Text(40, 12, 16, 2, DIMS)
        self.logit_scale = nn.Parameter(torch.zeros([]))

    def encode_vit(self, x):
        encoder = self.image_encoder
        x = encoder.conv1(x)
        size = x.shape[2:]
        x = x + resampled(encoder.positional_embedding, *size, "bicubic")
        first = encoder.class_embedding + encoder.positional_embedding[0]
        x = encoder.ln_pre(torch.cat([first.view(1, 1, -1), x.flatten(2).mT], 1))
        for i, block in enumerate(encoder.transformer.resblocks):
            x = block(torch.cat([x[:, :1], getattr(self, f"vpt_{i}")[None], x[:, 1:]], 1))
            x = torch.cat([x[:, :1], x[:, 1 + PROMPTS :]], 1)
        return encoder.ln_post(x)[:, 1:].mT.unflatten(2, size)

    def forward(self, x):
        x = self.encode_vit(x) if self.kind == "vit" else run_resnet(self.image_encoder, x)[3]
        if self.stride != self.block:
            x = F.interpolate(x, scale_factor=self.stride / self.block, mode="bilinear", align_corners=False)
        x = self.projection(self.image_decoder(x)).permute(0, 2, 3, 1)
        ids = torch.tensor([row + [0] * (12 - len(row)) for row in IDS])
        texts = F.normalize(self.text_encoder(ids), dim=-1)
        return self.logit_scale.exp() * F.normalize(x, dim=-1) @ texts.T


def main():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    models = {"vit": ("vit", 8, ((64, 64), (96, 64))), "resnet": ("resnet", 8, ((64, 96),)), "resnet32": ("resnet", 32, ((64, 96),))}
    for name, (kind, block, sizes) in models.items():
        model = enliven(ClipEbc(kind, block), seed=7)
        if name == "vit":
            # As a training script keeps it: the optimizer beside the model.
            optimizer = torch.optim.Adam([model.logit_scale])
            state = {"model_state_dict": OrderedDict(halves(model)), "optimizer_state_dict": optimizer.state_dict(), "epoch": 3}
            torch.save(state, FIXTURES / "clip-ebc-vit.pth")
        elif name == "resnet":
            save_file(halves(model), FIXTURES / "clip-ebc-resnet.safetensors")
        # The weights of resnet32 are resnet's: only the last stage's stride differs, which no tensor tells.
        with torch.no_grad():
            for i, (height, width) in enumerate(sizes):
                pixels = picture(20 + i, height, width)
                if name != "resnet32":  # the same picture
                    save_array(f"clip-ebc-{name}.{i}.pixels", pixels)
                save_array(f"clip-ebc-{name}.{i}.logits", model(normalised(pixels, MEAN, STD)).numpy())
    (FIXTURES / "clip-ebc.json").write_text(json.dumps({"ids": IDS, "bins": BINS, "anchors": ANCHORS, "headWidth": HEAD}) + "\n")


if __name__ == "__main__":
    main()
