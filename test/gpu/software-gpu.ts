import { existsSync } from 'node:fs';

/** SwiftShader, a Vulkan device in software, as Debian's chromium-common brings it. */
const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/**
 * Gives WebGPU a device in this process and in those that it starts. Must be called before anything asks for one.
 * @throws Error saying what to install; such a test fails, it is never skipped
 */
export function useSoftwareGpu(): void {
  if (!existsSync(DRIVER))
    throw new Error(`${DRIVER} is missing: these tests need a Vulkan driver. Run \`apt-get install chromium-common libvulkan1\`.`);
  process.env['VK_DRIVER_FILES'] = DRIVER;
}

/** As on a machine without any graphics driver. */
export function useNoGpu(): void {
  process.env['VK_DRIVER_FILES'] = '/nowhere/driver.json';
}
