import type { Host } from './host.ts';

/** A browser has no environment variables, and no files to read piece by piece. */
export const host: Host = { environmentVariable: () => undefined };
