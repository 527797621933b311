import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import * as assert from "uvu/assert";

export const partnerCenter = "https://api.partnercenter.microsoft.com";
const scopes = `api ${partnerCenter}/.default ${partnerCenter}/user_impersonation`;
const tenantId = "contoso.example";

/** An app registered with the token server. */
export const app = { tenantId, clientId: "client-1", clientSecret: "client-secret-8Q~x", scope: "api" };

export interface TokenServer {
  authority: string;
  provider: Provider;
  server: Server;
  close(): Promise<void>;
}

/** Starts a real OAuth server on loopback, with Microsoft's path and Partner Center as its resource. */
export async function startTokenServer(): Promise<TokenServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Safe because the server listens on TCP.
  const authority = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(authority, {
    clients: [
      {
        client_id: app.clientId,
        client_secret: app.clientSecret,
        grant_types: ["client_credentials", "refresh_token", "authorization_code"],
        redirect_uris: ["https://app.example/callback"],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    routes: { token: `/${tenantId}/oauth2/v2.0/token` },
    scopes: ["openid", "offline_access", ...scopes.split(" ")],
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    rotateRefreshToken: true,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => partnerCenter,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: scopes,
          audience: partnerCenter,
          accessTokenTTL: 3600,
          accessTokenFormat: "opaque",
        }),
      },
    },
  });
  server.on("request", provider.callback());
  return {
    authority,
    provider,
    server,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Issues a refresh token, as after a user's consent. */
export async function consent(provider: Provider): Promise<string> {
  const client = await provider.Client.find(app.clientId);
  assert.ok(client);
  const grant = new provider.Grant({ accountId: "user-1", clientId: app.clientId });
  grant.addOIDCScope("openid offline_access");
  grant.addResourceScope(partnerCenter, scopes);
  const grantId = await grant.save();
  const refreshToken = new provider.RefreshToken({
    accountId: "user-1",
    client,
    grantId,
    gty: "authorization_code",
    scope: `openid offline_access ${scopes}`,
    resource: partnerCenter,
    expiresWithSession: false,
    rotations: 0,
    iiat: Math.floor(Date.now() / 1000),
    // Safe: these are the properties that oidc-provider stores; its types ask for more.
  } as unknown as ConstructorParameters<Provider["RefreshToken"]>[0]);
  return refreshToken.save();
}
