/**
 * The public face of core, and what the extension gives to other extensions. Offsets are UTF-16 code units.
 * Nothing here throws on any text.
 */
export const version = 1;

export { decode } from './token/decode.ts';
export { scan } from './token/scan.ts';
