import { HEADER, JWS } from './samples.ts';
import { encode } from '../../support/jose.ts';

/** Text of about `length` made of one piece again and again. */
const repeat = (piece: string, length: number): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

const notAHeader = encode('{"aaaaaaaaaaaaaaaaaa": }');
const unclosedHeader = encode('{"alg":"HS256", "kid": "').replaceAll('=', '');

/**
 * Texts that make a careless scanner slow (RULES 4.6) or overflow its stack, by name. Each is a function of its length,
 * to show that time grows with the length and not with its square.
 */
export const hostileTexts: Record<string, (length: number) => string> = {
  'prefixes behind underscores': (length) => repeat('_ey', length),
  prefixes: (length) => repeat('eyJ', length),
  'prefixes and dots': (length) => repeat('.eyJ', length),
  'prefixes and tildes': (length) => repeat('~eyJ', length),
  'prefixes behind escapes': (length) => repeat('%20eyJ', length),
  'prefixes behind line feeds': (length) => repeat('\\neyJ', length),
  'prefixes behind colour codes': (length) => repeat('[0meyJ', length),
  'GitHub prefixes': (length) => repeat('ghs_1_eyJ', length),
  'digits of a GitHub prefix': (length) => `ghs_${repeat('1', length)}`,
  'parameters of a colour code': (length) => `[${repeat('1;', length)}meyJ`,
  padding: (length) => `${HEADER}.${repeat('=', length)}`,
  'headers and padding': (length) => repeat(`${HEADER}==`, length),
  dots: (length) => `${HEADER}${repeat('.', length)}`,
  tildes: (length) => `${JWS}${repeat('~', length)}`,
  'short parts': (length) => `${HEADER}${repeat('.a', length)}`,
  'headers joined by dots': (length) => repeat(`${HEADER}.`, length),
  'headers before slashes': (length) => repeat(`${HEADER}./`, length),
  'headers before ellipses': (length) => repeat(`${HEADER}...`, length),
  'one header, then slashes': (length) => `${HEADER}.${repeat('/', length)}`,
  'headers and paths in turn': (length) => repeat(`${HEADER}.${HEADER}/`, length),
  'tokens joined by tildes': (length) => repeat(`${JWS}~`, length),
  'tokens joined by dots': (length) => repeat(`${JWS}.`, length),
  'what is nearly JSON': (length) => repeat(`${notAHeader}.`, length),
  'what never closes': (length) => repeat(`${unclosedHeader}.`, length),
  'one run of base64url': (length) => `eyJ${repeat('A', length)}.`,
  'one word': (length) => repeat('a', length),
  prose: (length) => repeat('They keyed the framework and knew it. ', length),
  'letters beyond Latin-1': (length) => repeat('令eyJ', length),
};
