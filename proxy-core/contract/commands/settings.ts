import { z } from 'zod';
import { addressSchema } from '../account.ts';
import { deviceFields, usualDevice, listenersChangeSchema, plainSettings } from '../settings.ts';
import { type CommandSchemas, nothing, reference } from './command.ts';

export const settingsCommands = {
  'settings-set': {
    /** What is left out stays. */
    input: plainSettings.partial().extend({
      listeners: listenersChangeSchema.optional(),
      /**
       * 'http://host:port', 'socks5://user@host:port'; an empty text takes it away. A password in it is kept in the
       * vault; without one, that of the same user stays.
       */
      networkProxy: z.string().trim().max(500).optional(),
      /** The proxy's password, where it is given by itself; an empty text takes it away. */
      networkProxyPassword: z.string().max(1_000).optional(),
    }),
    output: nothing,
  },
  /** The certificate of this installation's authority, for mail programs and devices to trust. */
  'local-authority': {
    input: nothing,
    output: z.object({
      pem: z.string(),
      fileName: z.string(),
      subject: z.string(),
      /** SHA-256 in upper-case hex, pairs between colons, as systems show it. */
      fingerprint: z.string(),
      /** ISO 8601, UTC. */
      expires: z.string(),
    }),
  },
} as const satisfies CommandSchemas;

const deviceInput = z.object({ device: reference });

export const deviceCommands = {
  'device-add': {
    input: z.object({
      ...deviceFields,
      account: reference,
      security: deviceFields.security.default(usualDevice.security),
      senderPolicy: deviceFields.senderPolicy.default(usualDevice.senderPolicy),
      limitPerHour: deviceFields.limitPerHour.default(usualDevice.limitPerHour),
    }),
    output: z.object({ id: z.uuid() }),
  },
  /** What is left out stays. */
  'device-update': {
    input: deviceInput.extend({
      ...z.object(deviceFields).partial().shape,
      account: reference.optional(),
      /** An empty text: the account's address again. */
      sender: z.union([addressSchema, z.literal('')]).optional(),
    }),
    output: nothing,
  },
  'device-remove': { input: deviceInput, output: nothing },
  'device-pause': { input: deviceInput, output: nothing },
  'device-resume': { input: deviceInput, output: nothing },
} as const satisfies CommandSchemas;
