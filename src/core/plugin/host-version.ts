/** Version of the plugin interface, semver: manifests name the range they were written for. */
export const HOST_VERSION = '2.0.0';
