import { member } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';
import type { Check } from './verification.ts';

/** The one extension understood here: unencoded payloads, RFC 7797. */
const understood: ReadonlySet<string> = new Set(['b64']);

/** Header parameters of RFC 7515 and 7516, which `crit` must not list. */
const registered: ReadonlySet<string> = new Set([
  'alg',
  'enc',
  'zip',
  'jku',
  'jwk',
  'kid',
  'x5u',
  'x5c',
  'x5t',
  'x5t#S256',
  'typ',
  'cty',
  'crit',
  'epk',
  'apu',
  'apv',
  'iv',
  'tag',
  'p2s',
  'p2c',
]);

/**
 * Judges `crit` of a protected header (RFC 7515 §4.1.11). `not-checked` where it lists an extension that is not
 * understood: such a token must not be called valid.
 */
export function checkCritical(header: JsonNode | undefined): Check {
  const critical = member(header, 'crit')?.value;
  const b64 = member(header, 'b64')?.value;
  if (!critical) {
    // RFC 7797 §6: a verifier that does not know b64 would check other bytes than were signed.
    if (b64) return result('fail', '`b64` is used but not listed in `crit`.');
    return result('pass', 'The token has no critical extensions.');
  }
  if (critical.type !== 'array' || critical.items.length === 0)
    return result('fail', '`crit` must list at least one name.');
  const names = critical.items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
  const listed = new Set(names);
  if (listed.size !== critical.items.length) return result('fail', '`crit` must list different names.');
  const present = new Set(header?.type === 'object' ? header.members.map(({ name }) => name) : []);
  for (const name of listed) {
    if (registered.has(name)) return result('fail', '`crit` lists a parameter that the JOSE standard defines.');
    if (!present.has(name)) return result('fail', '`crit` lists a parameter that the header does not have.');
  }
  if (b64 && !listed.has('b64')) return result('fail', '`b64` is used but not listed in `crit`.');
  if (b64 && (b64.type !== 'literal' || b64.value === null)) return result('fail', notBoolean);
  return names.every((name) => understood.has(name))
    ? result('pass', 'All critical extensions are supported: `b64`.')
    : result('not-checked', '`crit` requires an extension that is not supported here, so the token cannot be checked.');
}

const notBoolean = '`b64` is neither true nor false.';

function result(outcome: Check['outcome'], detail: string): Check {
  return { id: 'crit', outcome, detail };
}
