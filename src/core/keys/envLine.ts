import { readEnvEntry } from './envEntry.ts';
import type { EnvEntry } from './envEntry.ts';

const assignment = /^[ \t]*(export[ \t]+)?([A-Za-z_]\w{0,80})[ \t]*=(?!=*[ \t]*$)/;

/** Names that are written like those of variables and can hardly be the beginning of a secret. */
const variable = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9_]*|SECRET|KEY)$|^(?:SECRET|KEY|JWT)$/;

/**
 * Reads the one line of a `.env` file that a text is, as dotenv does; `undefined` if it is not one. A secret may have
 * `=` in it, and base64 ends with it: without `export` only a name in capitals makes text such a line.
 */
export function readEnvLine(text: string): EnvEntry | undefined {
  if (/[\r\n]/.test(text)) return undefined;
  const [, prefix, name] = assignment.exec(text) ?? [];
  if (name === undefined || (prefix === undefined && !variable.test(name))) return undefined;
  // A longer one can be a part of a key.
  return readEnvEntry(text, name, name.length <= LONGEST_NAME ? name : 'its variable');
}

/** Of a variable that a sentence names. */
const LONGEST_NAME = 24;
