/** An entry of a `.env` file. */
interface EnvFileEntry {
  readonly name: string;
  readonly value: string;
}

/** The change to a `.env` file that lets a value be referred to. */
export interface EnvAddition {
  /** Under which name the value is in the file afterwards. */
  readonly name: string;
  /** What is to be written at the end of the file; empty where the file has the value already. */
  readonly text: string;
}

/**
 * Puts a value under a name like `wanted` into a `.env` file, without touching what is there: a name that is taken gets
 * a number.
 */
export function addToEnv(file: string, wanted: string, value: string): EnvAddition {
  const entries = entriesOf(file);
  const known = entries.find((entry) => entry.value === value);
  if (known) return { name: known.name, text: '' };
  const taken = new Set(entries.map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
  const lineEnd = file.includes('\r\n') ? '\r\n' : '\n';
  return { name, text: `${file === '' || file.endsWith('\n') ? '' : lineEnd}${name}=${value}${lineEnd}` };
}

/** Names and values as dotenv reads them, as far as they stand on one line. */
function entriesOf(file: string): readonly EnvFileEntry[] {
  return file.split(/\r?\n/).flatMap((line) => {
    const [, name, rest = ''] = /^\s*(?:export\s+)?([\w.-]+)\s*[=:](.*)$/.exec(line) ?? [];
    const value = rest.trim().replace(/^(['"`])(.*)\1$/, '$2');
    return name === undefined ? [] : [{ name, value }];
  });
}

/** Words in a name that a value is a credential: such a name is no other program's. */
const telling = /TOKEN|JWT|AUTH|BEARER|CREDENTIAL|ASSERTION|SECRET|KEY/;

/**
 * A name for an environment variable, after the name of what holds the value in the code: `accessToken` →
 * `ACCESS_TOKEN`.
 */
export function variableName(identifier: string | undefined, otherwise: 'ACCESS_TOKEN' | 'JWT_SECRET'): string {
  const words = (identifier ?? '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .toUpperCase();
  if (words.length < 3 || words === 'AUTHORIZATION') return otherwise;
  return telling.test(words) ? words : `${words}_${otherwise.replace(/^.*_/, '')}`;
}
