/** What orval's client calls to send a request. Set these before the first one. */
export const settings = { baseUrl: "https://api.partnercenter.microsoft.com", token: "" };

export async function partnerCenterFetch<T>(path: string, options: RequestInit): Promise<T> {
  const headers = { ...options.headers, Authorization: `Bearer ${settings.token}`, Accept: "application/json" };
  const response = await fetch(settings.baseUrl + path, { ...options, headers });
  const data = response.ok ? await response.json() : await response.json().catch(() => ({})); // an error may be a web page
  // Safe if the caller validates the data of a success: T is the union of what the contract describes.
  return { data, status: response.status, headers: response.headers } as T;
}
