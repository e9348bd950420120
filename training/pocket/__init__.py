"""The parts of the pocket pack: weights in, two ONNX graphs out."""
