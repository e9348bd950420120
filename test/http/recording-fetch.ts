/** A fetch that keeps the data of its last answer: what a client's cache makes of it may be another. */
export function recordingFetch(): { readonly fetch: typeof fetch; sent(): unknown } {
  let data: unknown;
  return {
    sent: () => data,
    fetch: async (...request) => {
      const response = await fetch(...request);
      ({ data } = (await response.clone().json()) as { data: unknown });
      return response;
    },
  };
}
