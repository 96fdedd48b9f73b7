import { hs256 } from '../support/jose.ts';

/** An access token as an issuer makes it; `n` tells tokens apart. */
export function accessToken(n: number, header: object): string {
  const claims = {
    iss: 'https://login.example.com/',
    aud: 'https://api.example.com',
    sub: `user-${n}`,
    scope: 'openid profile email orders:read',
    iat: 1_716_477_361 + n,
    exp: 1_716_480_961 + n,
    jti: `${n}-0c9b1f6e`,
  };
  return hs256(claims, 'bench', header);
}

/** Makes the header of the n-th token. One issuer repeats its header; in the worst case no two are alike. */
export type HeaderMaker = (n: number) => object;
export const oneHeader: HeaderMaker = () => ({ alg: 'HS256', typ: 'at+jwt', kid: '2024-05-23' });
export const everyHeaderItsOwn: HeaderMaker = (n) => ({ alg: 'HS256', typ: 'at+jwt', kid: `key-${n}` });

/** A server's log with a token in every hundredth line. */
export function log(length: number, header: HeaderMaker): string {
  const lines: string[] = [];
  for (let size = 0, n = 0; size < length; n++) {
    const time = new Date(1_716_480_961_000 + n * 37).toISOString();
    const line =
      n % 100 === 99
        ? `${time} DEBUG http.request method=GET path=/orders authorization="Bearer ${accessToken(n, header(n))}" status=200`
        : `${time} INFO  worker-${n % 16} order=${(n * 7919) % 1_000_003} state=shipped took=${n % 250}ms they keyed it anew`;
    lines.push(line);
    size += line.length + 1;
  }
  return lines.join('\n');
}

/** Nothing but tokens, a line each. */
export function tokens(length: number, header: HeaderMaker): string {
  const lines: string[] = [];
  for (let size = 0, n = 0; size < length; n++) {
    const token = accessToken(n, header(n));
    lines.push(token);
    size += token.length + 1;
  }
  return lines.join('\n');
}
