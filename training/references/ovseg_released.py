"""A tiny random CLIP with mask prompts in the layout of OVSeg's released ones, and what the model makes of a picture and a mask.

Liang et al., OVSeg, 2023 (arXiv:2210.04150), section 3.3; names as its code has them: the CLIP is `clip_adapter.clip_model.` in the file of the whole model.
Run: python ovseg_released.py (writes test/fixtures/released/ovseg).
"""

import json

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

from parts import FIXTURES, HEAD, Text, add_vit, enliven, halves, normalised, picture

MEAN, STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
WIDTH, DEPTH, PATCH, GRID, DIMS = 16, 4, 16, 4, 12
SIDE = PATCH * GRID
PROMPTS = 3  # how often they are put in, as in the released ones
VOCABULARY, USED = 49408, 512  # embeddings of other tokens are zero, so that the file packs small


class Clip(Text):
    """Both towers, the text tower's tensors beside `visual`."""

    def __init__(self):
        super().__init__(VOCABULARY, 77, HEAD, 1, DIMS)
        self.visual = nn.Module()
        add_vit(self.visual, WIDTH, DEPTH, PATCH, GRID)
        self.visual.proj = nn.Parameter(torch.zeros(WIDTH, DIMS))
        self.visual.mask_embedding = nn.Parameter(torch.zeros(PROMPTS, GRID * GRID, WIDTH))
        self.logit_scale = nn.Parameter(torch.zeros([]))

    def look(self, pixels: np.ndarray, mask: np.ndarray):
        """RGB [SIDE, SIDE, 3] and 0 or 1 [SIDE, SIDE]: a unit vector."""
        visual = self.visual
        # What lies outside the mask has the mean colour, which is zero once it is normalised.
        x = normalised(pixels, MEAN, STD) * torch.from_numpy(mask)[None, None]
        share = F.avg_pool2d(torch.from_numpy(mask)[None, None], PATCH)
        kept = share.ceil().flatten()[:, None]  # [N, 1]
        patches = visual.conv1(x).flatten(2)[0].T
        patches = kept * patches + (1 - kept) * visual.mask_embedding[0]
        x = torch.cat([visual.class_embedding[None], patches]) + visual.positional_embedding
        x = visual.ln_pre(x)[None]
        for number, block in enumerate(visual.transformer.resblocks, 1):
            x = block(x)
            if number < PROMPTS:
                x = torch.cat([x[:, :1], kept * x[:, 1:] + (1 - kept) * visual.mask_embedding[number]], 1)
        return F.normalize(visual.ln_post(x[0, 0]) @ visual.proj, dim=0)


def masks() -> dict[str, np.ndarray]:
    """All of it, none of it, a slanted half, one pixel, and one that fills some patches to their edges."""
    y, x = np.mgrid[:SIDE, :SIDE]
    point = (y == 37) & (x == 20)
    exact = (y >= PATCH) & (y < 3 * PATCH) & (x >= 2 * PATCH)
    made = {"all": x >= 0, "none": x < 0, "half": x + 2 * y < 1.4 * SIDE, "point": point, "exact": exact}
    return {name: mask.astype(np.float32) for name, mask in made.items()}


@torch.no_grad()
def main() -> None:
    folder = FIXTURES / "ovseg"
    folder.mkdir(parents=True, exist_ok=True)
    model = enliven(Clip(), 41)
    model.token_embedding.weight[USED:-2] = 0
    others = {"clip_adapter.non_object_embedding": torch.zeros(1, DIMS).half(), "sem_seg_head.predictor.query_embed.weight": torch.zeros(2, 4).half()}
    tensors = {f"clip_adapter.clip_model.{name}": tensor.contiguous() for name, tensor in halves(model).items()}
    save_file(tensors | others, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    vision = {"image_size": SIDE, "layers": DEPTH, "width": WIDTH, "patch_size": PATCH, "head_width": HEAD, "mlp_ratio": 2}
    text = {"context_length": 77, "vocab_size": VOCABULARY, "width": HEAD, "heads": 1, "layers": 1}
    config = {"model_cfg": {"embed_dim": DIMS, "quick_gelu": True, "vision_cfg": vision, "text_cfg": text}}
    (folder / "open_clip_config.json").write_text(json.dumps(config, indent=2) + "\n")

    pixels = picture(9, SIDE, SIDE)
    vectors = {name: model.look(pixels, mask) for name, mask in masks().items()}
    # The prompts matter: a mask of everything and any other look apart.
    assert all(vectors["all"] @ vectors[name] < 0.95 for name in vectors if name != "all")
    np.save(folder / "pixels.npy", pixels)
    np.save(folder / "masks.npy", np.stack(list(masks().values())).astype(np.uint8))
    np.save(folder / "vectors.npy", torch.stack(list(vectors.values())).numpy())


if __name__ == "__main__":
    main()
