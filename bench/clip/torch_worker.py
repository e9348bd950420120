"""transformers' CLIPModel behind stdin and stdout: one JSON request a line, one JSON answer a line. `torch_worker.py CHECKPOINT THREADS`.

Times are taken in here, from a JPEG's bytes in memory to the embedding as numbers: nothing of the talk with the other process is counted.
"""

import io
import json
import sys
import time

import numpy as np
import torch
import transformers
from PIL import Image
from transformers import CLIPModel

MEAN = torch.tensor([0.48145466, 0.4578275, 0.40821073]).view(1, 3, 1, 1)
STD = torch.tensor([0.26862954, 0.26130258, 0.27577711]).view(1, 3, 1, 1)
NATIVE_SIDE = 224

pictures: list[bytes] = []


def prepare(pixels: np.ndarray) -> torch.Tensor:
    """What CLIPImageProcessor does after resizing: [side, side, 3] uint8 to [1, 3, side, side]."""
    planes = torch.from_numpy(pixels).permute(2, 0, 1)[None].to(torch.float32)
    return planes.div_(255).sub_(MEAN).div_(STD)


def decode(jpeg: bytes, side: int) -> np.ndarray:
    """Pictures here are square: CLIPImageProcessor's crop would cut nothing."""
    return np.array(Image.open(io.BytesIO(jpeg)).convert("RGB").resize((side, side), Image.Resampling.BICUBIC))


def embed(model: CLIPModel, values: torch.Tensor) -> torch.Tensor:
    """get_image_features, word for word, with the hidden states that dense use needs."""
    answer = model.vision_model(
        pixel_values=values, output_hidden_states=True, interpolate_pos_encoding=values.shape[-1] != NATIVE_SIDE
    )
    assert answer.hidden_states is not None
    return torch.nn.functional.normalize(model.visual_projection(answer.pooler_output))[0]


def answer(models: dict[str, CLIPModel], request: dict) -> dict:
    if request["type"] == "pictures":
        pictures[:] = [open(file, "rb").read() for file in request["files"]]
        return {}
    model = models[request["attention"]]
    if request["type"] == "pixels":
        side = request["side"]
        pixels = np.fromfile(request["file"], dtype=np.uint8).reshape(side, side, 3)
        return {"embedding": embed(model, prepare(pixels)).tolist()}
    start = time.perf_counter()
    embedding = embed(model, prepare(decode(pictures[request["index"]], request["side"]))).tolist()
    return {"milliseconds": (time.perf_counter() - start) * 1000, "embedding": embedding}


def main() -> None:
    checkpoint, threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(threads)
    models = {
        attention: CLIPModel.from_pretrained(checkpoint, attn_implementation=attention).eval() for attention in ("eager", "sdpa")
    }
    versions = {"python": sys.version.split()[0], "torch": torch.__version__, "transformers": transformers.__version__}
    print(json.dumps({"versions": versions, "threads": torch.get_num_threads()}), flush=True)
    with torch.inference_mode():
        for line in sys.stdin:
            print(json.dumps(answer(models, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
