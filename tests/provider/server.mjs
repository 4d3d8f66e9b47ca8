// A real OpenID Connect provider of some agency: node server.mjs PORT CALLBACK
// Whoever signs in as "name" is the account "name"; its claims are in the environment, as JSON.
import Provider from "oidc-provider";

const [port, callback] = process.argv.slice(2);
const people = JSON.parse(process.env.PEOPLE);
const provider = new Provider(`http://localhost:${port}`, {
  clients: [{ client_id: "fortyseven", client_secret: "a secret of this agency", redirect_uris: [callback] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  pkce: { required: () => true },
  cookies: { keys: ["only for tests"] },
  features: { devInteractions: { enabled: true } },
  async findAccount(context, sub) {
    return { accountId: sub, claims: async () => ({ sub, name: sub, ...people[sub] }) };
  },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
