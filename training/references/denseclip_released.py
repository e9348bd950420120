"""Tiny random checkpoints in the layout of DenseCLIP's released ones (ADE20K, FPN), and what the model makes of a picture.

Rao et al., DenseCLIP, CVPR 2022 (arXiv:2112.01518); names and constants as its segmentation configurations have them.
Run: python denseclip_released.py (writes test/fixtures/released/denseclip-*).
"""

import json
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn

from parts import FIXTURES, HEAD, Text, add_resnet, add_vit, enliven, halves, normalised, picture, resampled, run_resnet, save_array

MEAN, STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
CLASSES, DIMS, INNER, START, END = 5, 12, 16, 38, 39
IDS = [[START, 7, END, 0, 0], [START, 3, 21, END, 0], [START, 1, 2, 3, END], [START, 30, END, 0, 0], [START, 9, 9, END, 0]]


class Vit(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        add_vit(self, width, 12, 16, 4)
        self.proj = nn.Parameter(torch.zeros(width, DIMS))
        up = lambda: nn.ConvTranspose2d(width, width, 2, 2)
        self.fpn1 = nn.Sequential(nn.GroupNorm(1, width), up(), nn.BatchNorm2d(width), nn.GELU(), up())
        self.fpn2 = nn.Sequential(nn.GroupNorm(1, width), up())
        self.fpn3 = nn.GroupNorm(1, width)
        self.fpn4 = nn.Sequential(nn.GroupNorm(1, width), nn.MaxPool2d(2, 2))
        self.channels = [width] * 4

    def forward(self, x):
        x = self.conv1(x)
        _, width, rows, columns = x.shape
        x = x + resampled(self.positional_embedding, rows, columns, "bilinear")
        first = 2 * self.class_embedding + self.positional_embedding[0]
        x = self.ln_pre(torch.cat([first.view(1, 1, -1), x.flatten(2).mT], 1))
        levels = []
        for i, block in enumerate(self.transformer.resblocks):
            x = block(x)
            if i in (3, 5, 7, 11):
                level = x[:, 1:].mT.reshape(1, width, rows, columns)
                levels.append(getattr(self, f"fpn{len(levels) + 1}")(level))
        return levels, self.ln_post(x) @ self.proj, (rows, columns)


class Pool(nn.Module):
    def __init__(self, width, side):
        super().__init__()
        self.positional_embedding = nn.Parameter(torch.zeros(1 + side * side, width))
        self.q_proj, self.k_proj, self.v_proj = (nn.Linear(width, width) for _ in range(3))
        self.c_proj = nn.Linear(width, DIMS)

    def forward(self, x):
        places = x.flatten(2).mT + resampled(self.positional_embedding, *x.shape[2:], "bilinear").flatten(2).mT
        first = x.mean((2, 3))[:, None] + self.positional_embedding[0]
        tokens = torch.cat([first, places], 1)
        split = lambda y: y.unflatten(-1, (32, -1)).transpose(1, 2)
        y = F.scaled_dot_product_attention(split(self.q_proj(tokens)), split(self.k_proj(tokens)), split(self.v_proj(tokens)))
        return self.c_proj(y.transpose(1, 2).flatten(2))


class Resnet(nn.Module):
    def __init__(self, width=2):
        super().__init__()
        add_resnet(self, width, (2, 1, 1, 1), 2)
        self.attnpool = Pool(32 * width, 3)
        self.channels = [4 * width * 2**i for i in range(4)]

    def forward(self, x):
        levels = run_resnet(self, x)
        return levels, self.attnpool(levels[3]), levels[3].shape[2:]


class Cross(nn.Module):
    def __init__(self):
        super().__init__()
        self.q_proj, self.k_proj, self.v_proj = (nn.Linear(INNER, INNER, bias=False) for _ in range(3))
        self.proj = nn.Linear(INNER, INNER)

    def forward(self, x, memory):
        split = lambda y: y.unflatten(-1, (4, -1)).transpose(1, 2)
        y = F.scaled_dot_product_attention(split(self.q_proj(x)), split(self.k_proj(memory)), split(self.v_proj(memory)))
        return self.proj(y.transpose(1, 2).flatten(2))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.self_attn, self.cross_attn = Cross(), Cross()
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(INNER) for _ in range(3))
        self.mlp = nn.Sequential(nn.Linear(INNER, 4 * INNER), nn.GELU(), nn.Dropout(0.1), nn.Linear(4 * INNER, INNER))

    def forward(self, x, memory):
        y = self.norm1(x)
        x = x + self.self_attn(y, y)
        x = x + self.cross_attn(self.norm2(x), memory)
        return x + self.mlp(self.norm3(x))


class Context(nn.Module):
    def __init__(self):
        super().__init__()
        self.memory_proj = nn.Sequential(nn.LayerNorm(DIMS), nn.Linear(DIMS, INNER), nn.LayerNorm(INNER))
        self.text_proj = nn.Sequential(nn.LayerNorm(DIMS), nn.Linear(DIMS, INNER))
        self.decoder = nn.ModuleList(Layer() for _ in range(3))
        self.out_proj = nn.Sequential(nn.LayerNorm(INNER), nn.Linear(INNER, DIMS))

    def forward(self, texts, tokens):
        memory, x = self.memory_proj(tokens), self.text_proj(texts)
        for layer in self.decoder:
            x = layer(x, memory)
        return self.out_proj(x)


def named(**modules) -> nn.Module:
    module = nn.Module()
    for name, part in modules.items():
        module.add_module(name, part)
    return module


class DenseClip(nn.Module):
    def __init__(self, backbone, score_level, channels=8):
        super().__init__()
        self.backbone, self.score_level = backbone, score_level
        self.text_encoder = Text(40, 13, 16, 2, DIMS)
        self.context_decoder = Context()
        self.contexts = nn.Parameter(torch.zeros(1, 8, 16))
        self.gamma = nn.Parameter(torch.zeros(DIMS))
        widths = [width + (CLASSES if i == score_level else 0) for i, width in enumerate(backbone.channels)]
        self.neck = named(
            lateral_convs=nn.ModuleList(named(conv=nn.Conv2d(width, channels, 1)) for width in widths),
            fpn_convs=nn.ModuleList(named(conv=nn.Conv2d(channels, channels, 3, padding=1)) for _ in widths),
        )
        unit = lambda: named(conv=nn.Conv2d(channels, channels, 3, padding=1, bias=False), bn=nn.BatchNorm2d(channels))
        heads = [nn.Sequential(unit())] + [
            nn.Sequential(*[part for _ in range(i) for part in (unit(), nn.Upsample(scale_factor=2, mode="bilinear"))]) for i in (1, 2, 3)
        ]
        self.decode_head = named(scale_heads=nn.ModuleList(heads), conv_seg=nn.Conv2d(channels, CLASSES, 1))

    def forward(self, x):
        levels, tokens, size = self.backbone(x)
        texts = self.text_encoder(torch.tensor(IDS), self.contexts)[None]
        texts = texts + self.gamma * self.context_decoder(texts, tokens)
        score = F.normalize(texts, dim=-1) @ F.normalize(tokens[:, 1:], dim=-1).mT
        levels = list(levels)
        levels[self.score_level] = torch.cat([levels[self.score_level], score.reshape(1, CLASSES, *size)], 1)
        laterals = [part.conv(level) for part, level in zip(self.neck.lateral_convs, levels)]
        for i in (3, 2, 1):
            laterals[i - 1] = laterals[i - 1] + F.interpolate(laterals[i], size=laterals[i - 1].shape[2:], mode="nearest")
        total = None
        for lateral, conv, head in zip(laterals, self.neck.fpn_convs, self.decode_head.scale_heads):
            y = conv.conv(lateral)
            for part in head:
                y = part(y) if isinstance(part, nn.Upsample) else F.relu(part.bn(part.conv(y)))
            total = y if total is None else total + F.interpolate(y, size=total.shape[2:], mode="bilinear", align_corners=False)
        return self.decode_head.conv_seg(total)


def main():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    # 80 x 112 leaves a row and a column over where levels are halved; only a ViT takes it.
    for name, backbone, level, sizes in (("vit", Vit(), 2, ((96, 64), (80, 112))), ("resnet", Resnet(), 3, ((96, 64), (128, 160)))):
        model = enliven(DenseClip(backbone, level), seed=3 + level)
        # As mmcv writes it: names and versions beside the state dict.
        meta = {"epoch": 1, "mmcv_version": "1.3.17", "CLASSES": ("a", "b")}
        torch.save({"meta": meta, "state_dict": OrderedDict(halves(model))}, FIXTURES / f"denseclip-{name}.pth")
        with torch.no_grad():
            save_array(f"denseclip-{name}.texts", model.text_encoder(torch.tensor(IDS), model.contexts).numpy())
            for i, (height, width) in enumerate(sizes):
                pixels = picture(10 + i, height, width)
                save_array(f"denseclip-{name}.{i}.pixels", pixels)
                save_array(f"denseclip-{name}.{i}.logits", model(normalised(pixels, MEAN, STD)).numpy())
    (FIXTURES / "denseclip.json").write_text(json.dumps({"ids": IDS, "headWidth": HEAD}) + "\n")


if __name__ == "__main__":
    main()
