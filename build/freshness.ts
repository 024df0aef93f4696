import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** When the newest of these files and folders was changed, in milliseconds since 1970; 0 if none is there. */
export async function newestChange(paths: readonly string[]): Promise<number> {
  let newest = 0;
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) continue;
    if (!found.isDirectory()) {
      newest = Math.max(newest, found.mtimeMs);
      continue;
    }
    for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile()) continue;
      const file = await stat(join(entry.parentPath, entry.name)).catch(() => undefined);
      newest = Math.max(newest, file?.mtimeMs ?? 0);
    }
  }
  return newest;
}

/** Whether something that was built is there and no older than all that it was built from. */
export async function isFresh(built: string, sources: readonly string[]): Promise<boolean> {
  const found = await stat(built).catch(() => undefined);
  return found !== undefined && found.mtimeMs >= (await newestChange(sources));
}
