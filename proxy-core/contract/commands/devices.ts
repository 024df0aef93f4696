import { z } from 'zod';
import { deviceFields, usualDevice } from '../device.ts';
import { addressSchema } from '../account.ts';
import { type CommandSchemas, nothing, reference } from './command.ts';

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
