/** A line of a `.env` file: `NAME=value`, with or without `export` and quotes. */
export interface EnvLine {
  readonly name: string;
  readonly value: string;
}

const line =
  /^[ \t]*(export[ \t]+)?([A-Za-z_]\w{0,80})[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"'].*))[ \t]*(?:[ \t]#.*)?$/;

/** Names that are written like those of variables and can hardly be the beginning of a secret. */
const variable = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9_]*|SECRET|KEY)$|^(?:SECRET|KEY|JWT)$/;

/**
 * Reads one line as dotenv does, where it is one: a secret may have `=` in it, so that without `export` only a name in capitals makes text a
 * line. In double quotes `\n` is a line break; a comment may follow.
 */
export function readEnvLine(text: string): EnvLine | undefined {
  if (/[\r\n]/.test(text)) return undefined;
  const [, prefix, name, double, single, plain] = line.exec(text) ?? [];
  if (name === undefined || (prefix === undefined && !variable.test(name))) return undefined;
  const value = double === undefined ? (single ?? beforeComment(plain ?? '')) : unescaped(double);
  // `QUJD_w==` is base64.
  return /^=*$/.test(value) ? undefined : { name, value };
}

function beforeComment(value: string): string {
  return value.replace(/[ \t]#.*$/, '').trimEnd();
}

function unescaped(value: string): string {
  return value.replaceAll(/\\([nr"\\])/g, (_, character: string) =>
    character === 'n' ? '\n' : character === 'r' ? '\r' : character,
  );
}
