/** Within a gateway that is soaked (`node --expose-gc --import`): tells its parent, when asked, what it holds. */
process.on('message', () => {
  globalThis.gc?.();
  const held: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) held[kind] = (held[kind] ?? 0) + 1;
  process.send?.({ ...process.memoryUsage(), held });
});
// being asked is no reason to stay
process.channel?.unref();
