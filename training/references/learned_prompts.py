"""What CLIP's text tower makes of prompts with learned vectors in them, as CoOp's code feeds it, on two tiny checkpoints that are fixtures already.

Zhou et al., CoOp, 2022 (arXiv:2109.01134): a sentence with an `X` for each learned vector is tokenised, padded with 0 and embedded; the vectors then replace the
embeddings of its X, positions are added, and the text is read where the ids are highest. AnomalyCLIP's and Bayes-PFL's prompts are fed so, too.
Run: python learned_prompts.py (writes test/fixtures/released/learned-prompts), with `tokenizers` beside torch.
"""

import json

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

from parts import FIXTURES

TESTS = FIXTURES.parent
OUT = FIXTURES / "learned-prompts"
LENGTH, END = 77, 49407
# Words, and how many vectors stand between them. Vectors alone, up to what the tower reads; words on both sides; a class name at the end, in the middle, at the front.
CASES = [[4, "cat."], ["a photo of", 2, "damaged metal nut."], [2, "brick building", 2, "."], ["it's the dog's ball", 3], [1], [LENGTH - 2], [12, "object."], [12, "damaged object."]]
# Read by their highest id, and by the id of their end: what a checkpoint's own pooling is, and the same place in every text.
CHECKPOINTS = {
    "clip": ("clip/clip-tiny-b16/model.safetensors", 4),
    "open-clip": ("checkpoints/open-clip-quickgelu-tiny/open_clip_model.safetensors", 2),
}


def of_transformers(given: dict) -> dict:
    """The names of open_clip."""
    made = {
        "token_embedding.weight": given["text_model.embeddings.token_embedding.weight"],
        "positional_embedding": given["text_model.embeddings.position_embedding.weight"],
        "text_projection.weight": given["text_projection.weight"],
    }
    for kind in ("weight", "bias"):
        made[f"ln_final.{kind}"] = given[f"text_model.final_layer_norm.{kind}"]
        layer = 0
        while (old := f"text_model.encoder.layers.{layer}") + ".layer_norm1.weight" in given:
            new = f"transformer.resblocks.{layer}"
            join = "in_proj_weight" if kind == "weight" else "in_proj_bias"
            made[f"{new}.attn.{join}"] = torch.cat([given[f"{old}.self_attn.{name}_proj.{kind}"] for name in "qkv"])
            for name, other in {"attn.out_proj": "self_attn.out_proj", "ln_1": "layer_norm1", "ln_2": "layer_norm2", "mlp.c_fc": "mlp.fc1", "mlp.c_proj": "mlp.fc2"}.items():
                made[f"{new}.{name}.{kind}"] = given[f"{old}.{other}.{kind}"]
            layer += 1
    return made


class Tower:
    """CLIP's text tower in plain PyTorch, with QuickGELU."""

    def __init__(self, file: str, heads: int):
        given = {name: tensor.float() for name, tensor in load_file(TESTS / file).items()}
        self.own = of_transformers(given) if "text_projection.weight" in given else {n.removeprefix("text."): t for n, t in given.items()}
        self.heads = heads
        self.width = self.own["positional_embedding"].shape[1]

    def norm(self, x, name):
        return F.layer_norm(x, (self.width,), self.own[f"{name}.weight"], self.own[f"{name}.bias"])

    def linear(self, x, name):
        return F.linear(x, self.own[f"{name}.weight"], self.own.get(f"{name}.bias"))

    def __call__(self, prompts, ends):
        """[B, 77, width], without positions, and the places that are read: unit rows."""
        x = prompts + self.own["positional_embedding"]
        layer = 0
        while (block := f"transformer.resblocks.{layer}") + ".ln_1.weight" in self.own:
            qkv = F.linear(self.norm(x, f"{block}.ln_1"), self.own[f"{block}.attn.in_proj_weight"], self.own[f"{block}.attn.in_proj_bias"])
            q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in qkv.chunk(3, -1))
            attended = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).flatten(-2)
            x = x + self.linear(attended, f"{block}.attn.out_proj")
            inner = self.linear(self.norm(x, f"{block}.ln_2"), f"{block}.mlp.c_fc")
            x = x + self.linear(inner * torch.sigmoid(1.702 * inner), f"{block}.mlp.c_proj")
            layer += 1
        return F.normalize(self.linear(self.norm(x[torch.arange(len(x)), ends], "ln_final"), "text_projection"), dim=-1)


def tokenise(tokenizer: Tokenizer, text: str) -> torch.Tensor:
    ids = tokenizer.encode(text).ids
    return torch.tensor(ids + [0] * (LENGTH - len(ids)))


@torch.no_grad()
def write(name: str, tokenizer: Tokenizer, seed: int) -> None:
    tower = Tower(*CHECKPOINTS[name])
    table = tower.own["token_embedding.weight"]
    if name == "clip":
        # The tower here is the one that transformers ran: its own numbers of ordinary texts.
        known = TESTS / "clip/clip-tiny-b16.expected"
        ids = torch.from_numpy(np.load(known / "text_input_ids.npy")).long()
        expected = torch.from_numpy(np.load(known / "text_embeds_unit.npy"))
        torch.testing.assert_close(tower(table[ids], ids.argmax(1)), expected, rtol=0, atol=1e-5)

    generator = torch.Generator().manual_seed(seed)
    marker = tokenizer.encode("X", add_special_tokens=False).ids[0]
    vectors, made = [], []
    for case in CASES:
        ids = tokenise(tokenizer, " ".join(" ".join(["X"] * part) if isinstance(part, int) else part for part in case))
        learned = 0.6 * torch.randn(sum(part for part in case if isinstance(part, int)), tower.width, generator=generator)
        prompt = table[ids].clone()
        prompt[ids == marker] = learned
        end = ids.argmax()
        assert ids[end] == END and (ids == END).sum() == 1
        # The vectors matter.
        plain = tower(table[ids][None], end[None])[0]
        made.append(tower(prompt[None], end[None])[0])
        assert made[-1] @ plain < 0.99, (name, case, made[-1] @ plain)
        vectors.append(learned)
    np.save(OUT / f"{name}.rows.npy", torch.cat(vectors).numpy())
    np.save(OUT / f"{name}.vectors.npy", torch.stack(made).numpy())


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "cases.json").write_text(json.dumps(CASES) + "\n")
    clip = Tokenizer.from_file(str(TESTS / "clip/clip-tiny-b16/tokenizer.json"))
    clip.no_truncation()
    clip.no_padding()
    for seed, checkpoint in enumerate(CHECKPOINTS, 61):
        write(checkpoint, clip, seed)
