import { describe, expect, it } from 'vitest';
import { runtimeWords, shortened } from './runtime-words.js';

const ROOT = '/onnxruntime_src/onnxruntime/core';

describe('what the runtime says', () => {
  // As onnxruntime-node 1.30 said it on Linux.
  it.each([
    [
      `Status Message: ${ROOT}/providers/cpu/tensor/reshape_helper.h:91 onnxruntime::ReshapeHelper::ReshapeHelper(const onnxruntime::TensorShape&, onnxruntime::TensorShapeVector&, bool) input_shape_size == requested_shape_size was false. The input tensor cannot be reshaped to the requested shape. Input shape:{2,5}, requested shape:{7,7}\n`,
      'Status Message: The input tensor cannot be reshaped to the requested shape. Input shape:{2,5}, requested shape:{7,7}',
    ],
    [
      `${ROOT}/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext::Initialize(const onnxruntime::webgpu::WebGpuContextConfig&)::<lambda()> adapter_result.status == wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters\n`,
      'Failed to get a WebGPU adapter: No supported adapters',
    ],
    [
      `Exception during initialization: ${ROOT}/optimizer/optimizer_execution_frame.cc:74 onnxruntime::OptimizerExecutionFrame::Info::Info(const std::vector<const onnxruntime::Node*>&, const std::function<bool(const std::__cxx11::basic_string<char>&)>&) [ONNXRuntimeError] : 1 : FAIL : tensorprotoutils.cc:1763 GetExtDataFromTensorProto External initializer: class_embedding/float offset: 200704 are out of bounds.`,
      'Exception during initialization: [ONNXRuntimeError] : 1 : FAIL : External initializer: class_embedding/float offset: 200704 are out of bounds.',
    ],
    ['Status Message: matmul_helper.h:59 Compute MatMul dimension mismatch', 'Status Message: MatMul dimension mismatch'],
    [
      `${ROOT}/session/provider_bridge_ort.cc:1988 onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library /srv/app/x.so with error: libcublasLt.so.12: cannot open shared object file`,
      '[ONNXRuntimeError] : 1 : FAIL : Failed to load library x.so with error: libcublasLt.so.12: cannot open shared object file',
    ],
    [
      "Couldn't load Vulkan: no file\n    at operator() (/build/Release/_deps/dawn-src/vulkan/BackendVk.cpp:368)\n",
      "Couldn't load Vulkan: no file",
    ],
    [`${ROOT}/framework/bfc_arena.cc:376 void onnxruntime::BFCArena::Free(void*) p != nullptr was false.`, 'p != nullptr was false.'],
  ])('is told without its sources (%#)', (said, shown) => {
    expect(runtimeWords(said)).toBe(shown);
    expect(runtimeWords(said)).not.toMatch(/onnxruntime_src|\.(cc|h|cpp):\d|::/);
  });

  it('names files of the machine by their last name, and leaves what is no path', () => {
    expect(runtimeWords('open "/usr/lib/x86_64-linux-gnu/libcudnn.so.9" failed')).toBe('open "libcudnn.so.9" failed');
    expect(runtimeWords('C:\\Windows\\System32\\x.dll is missing')).toBe('x.dll is missing');
    for (const text of ['tiny/image.onnx failed', 'see https://onnxruntime.ai/docs/CUDA.html', 'a/b, 3 / 4 and 5 m/s', 'weight/float'])
      expect(runtimeWords(text)).toBe(text);
  });

  it('is cut between words', () => {
    expect(shortened('one two three four', 15)).toBe('one two...');
    expect(shortened('one two', 7)).toBe('one two');
    expect(shortened('x'.repeat(20), 10)).toBe(`${'x'.repeat(7)}...`);
  });
});
