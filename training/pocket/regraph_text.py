"""Brings a pack's text graph of before 0.3.2 into the form that minilm.py writes now, without its sources: python training/pocket/regraph_text.py models/pocket

Two changes, neither of which moves a number on the CPU: the tables are widened before rows are taken of them, and padding is an attention bias in
the place of a mask. The weights stay where they are. Writes text.onnx and pack.json anew, with another revision.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import onnx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pocket.graph import Graph  # noqa: E402
from pocket.minilm import padding_bias  # noqa: E402
from pocket.revision import revision_of  # noqa: E402

TABLES = ("minilm.words", "minilm.positions")


def widened_first(nodes: list) -> list:
    """Gather or Slice, then Cast: the other way round."""
    taken = {node.input[0]: node for node in nodes if node.input and node.input[0] in TABLES}
    for table, node in taken.items():
        cast = next(other for other in nodes if other.op_type == "Cast" and other.input[0] == node.output[0])
        found = cast.output[0]
        cast.input[0], cast.output[0], cast.name = table, f"{table}.f32", f"{table}.f32"
        node.input[0], node.output[0], node.name = f"{table}.f32", found, found
        nodes.remove(cast)
        nodes.insert(nodes.index(node), cast)
    return nodes


def biased(nodes: list, tensors: list) -> list:
    """MultiHeadAttention(q, k, v, bias, mask) as (q, k, v, bias, '', attention bias)."""
    attentions = [node for node in nodes if node.op_type == "MultiHeadAttention"]
    mask = attentions[0].input[4]
    cast = next(node for node in nodes if mask in node.output)
    g = Graph("padding")
    # Behind every number that is in use.
    g.count = 1000
    bias = padding_bias(g, cast.input[0])
    for node in attentions:
        node.input[4] = ""
        node.input.append(bias)
    at = nodes.index(cast)
    tensors.extend(g.tensors)
    return [*nodes[:at], *g.nodes, *nodes[at + 1 :]]


def regraph(pack: Path) -> str:
    path = pack / "text.onnx"
    model = onnx.load(str(path), load_external_data=False)
    if not any(node.op_type == "MultiHeadAttention" and len(node.input) == 5 for node in model.graph.node):
        raise SystemExit(f"{path} has no padding mask: it is in the new form already.")
    tensors = list(model.graph.initializer)
    nodes = biased(widened_first(list(model.graph.node)), tensors)
    for field, values in (("node", nodes), ("initializer", tensors)):
        model.graph.ClearField(field)
        getattr(model.graph, field).extend(values)
    data = model.SerializeToString(deterministic=True)
    path.write_bytes(data)
    onnx.checker.check_model(str(path))
    listed = json.loads((pack / "pack.json").read_text("utf-8"))
    entry = next(file for file in listed["files"] if file["path"] == "text.onnx")
    entry |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    listed["revision"] = revision_of(listed["revision"].rsplit("-", 1)[0], listed["files"])
    (pack / "pack.json").write_text(json.dumps(listed, indent=2) + "\n", "utf-8")
    return listed["revision"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    arguments = parser.parse_args()
    print(f"{arguments.pack.name} {regraph(arguments.pack)}")


if __name__ == "__main__":
    main()
