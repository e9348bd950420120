"""Writes a CLIP of ViT-B/16's size with seeded random weights: `make_checkpoint.py TOKENIZER_FOLDER OUT`.

Nothing here was trained; speed does not depend on what the weights are. They are drawn by fan-in rather than as for the begin of a
training, so that pictures differ in their embeddings and a comparison of two implementations can see a difference.
"""

import json
import shutil
import sys
from pathlib import Path

import torch
from transformers import CLIPConfig, CLIPModel

SEED = 20
TOKENIZER_FILES = (
    "merges.txt",
    "preprocessor_config.json",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.json",
)
# openai/clip-vit-base-patch16
VISION = {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12, "image_size": 224, "patch_size": 16}
TEXT = {
    "hidden_size": 512,
    "intermediate_size": 2048,
    "num_hidden_layers": 12,
    "num_attention_heads": 8,
    "vocab_size": 49408,
    "max_position_embeddings": 77,
    "eos_token_id": 2,
}


def draw(name: str, parameter: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    normal = torch.randn(parameter.shape, generator=random)
    if "norm" in name or "layrnorm" in name:
        return 0.1 * normal + (1.0 if name.endswith("weight") else 0.0)
    if name.endswith("bias"):
        return 0.1 * normal
    if "embedding" in name and "patch" not in name:
        return 0.5 * normal
    fan_in = parameter[0].numel()
    # Sharper attention than a sum of many small products gives.
    gain = 2.0 if "q_proj" in name or "k_proj" in name else 1.0
    return gain * fan_in**-0.5 * normal


def main() -> None:
    tokenizer, out = Path(sys.argv[1]), Path(sys.argv[2])
    shutil.rmtree(out, ignore_errors=True)
    model = CLIPModel(CLIPConfig(vision_config=VISION, text_config=TEXT, projection_dim=512)).eval()
    random = torch.Generator().manual_seed(SEED)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name != "logit_scale":
                parameter.copy_(draw(name, parameter, random))
    model.save_pretrained(out, safe_serialization=True)
    for name in TOKENIZER_FILES:
        shutil.copyfile(tokenizer / name, out / name)
    count = sum(parameter.numel() for parameter in model.parameters())
    print(json.dumps({"parameters": count, "out": out.name}))


if __name__ == "__main__":
    main()
