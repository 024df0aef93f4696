import { ServiceLock } from '#core/service/service-lock.ts';

// a process of its own for service-lock.test.ts: takes the lock of the folder named, and waits to be killed
const lock = await ServiceLock.take(process.argv[2] ?? '');
process.send?.(lock === undefined ? 'refused' : 'held');
setInterval(() => {}, 60_000);
