import { jws } from '../../support/jose.ts';

/** The clock of all rule tests: 2023-11-14T22:13:20Z. */
export const NOW = 1_700_000_000;

/** A member of every token below: nothing about these claims is remarkable. */
export const soundClaims = {
  iss: 'https://login.corp.io',
  aud: 'orders-api',
  sub: 'u17',
  iat: NOW - 600,
  exp: NOW + 600,
} as const;

export const soundHeader = { alg: 'HS256', typ: 'JWT' } as const;

/** A sound token with other claims. */
export function claims(others: object, parameters: object = {}): string {
  return jws({ ...soundHeader, ...parameters }, { ...soundClaims, ...others });
}

/** A sound token with other header parameters. */
export function header(others: object): string {
  return claims({}, others);
}
