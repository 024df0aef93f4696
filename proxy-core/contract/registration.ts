import { z } from 'zod';
import { audienceSchema, grantTypeSchema } from './grants.ts';
import { oauthClientSchema } from './oauth-client.ts';

const fields = oauthClientSchema.shape;

/** Where the provider gives one to desktop programs: whoever has the program can read it, so it is none. */
const secretSchema = z.string().min(1).max(2_000).optional();

/** What a client has in common, whether a build or an organization brings it; what is left out comes from the preset. */
const endpointFields = {
  cloud: fields.cloud,
  clientId: fields.clientId,
  secret: secretSchema,
  tenant: fields.tenant,
  authorizationUrl: fields.authorizationUrl,
  tokenUrl: fields.tokenUrl,
  scope: fields.scope,
  redirectUri: fields.redirectUri,
  servers: fields.servers,
};

/** One registration of whoever publishes a build, or rolls it out. */
const registrationSchema = z.strictObject({
  provider: fields.provider,
  audience: audienceSchema,
  ...endpointFields,
});
export type Registration = z.infer<typeof registrationSchema>;
export const registrationsSchema = z.array(registrationSchema).max(100);

/** An OAuth client that an organization brings: of any grant that needs no key in the vault. */
const presetClientSchema = z.strictObject({
  name: fields.name,
  provider: fields.provider,
  grant: grantTypeSchema.exclude(['service-account']),
  deviceUrl: fields.deviceUrl,
  submission: fields.submission,
  ...endpointFields,
});
export type PresetClient = z.infer<typeof presetClientSchema>;
export const presetClientsSchema = z.array(presetClientSchema).max(100);
