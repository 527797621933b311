/** Samples that violate the contract on purpose: their body is not JSON. */
export const INVALID_SAMPLES: readonly string[] = ["html", "badGateway", "emptyForbidden"];

/** Samples that a tool cannot check: it needs a complete response, and follows redirects itself. */
export const UNCHECKED_SAMPLES: readonly string[] = ["reset", "silence", "slowBody", "cutBody", "redirect"];
