import assert from 'node:assert/strict';
import { matchProfiles } from '../../../src/core/issuers/matchProfiles.ts';

const iss = 'https://idp.example';
const named = (name: string, issuer: string | null | undefined, audience?: string | readonly string[] | null) => ({
  name,
  profile: { ...(issuer !== undefined && { issuer }), ...(audience !== undefined && { audience }) },
});
const web = named('web', iss, 'web');
const api = named('api', iss, ['api', 'admin']);
const anyone = named('anyone', iss);
const slashed = named('slashed', `${iss}/`);
const other = named('other', 'https://other.example', 'web');
const nameless = named('nameless', null);
const internal = named('internal', null, ['jobs', 'web']);
const all = [web, api, other, nameless];

const rows: readonly (readonly [
  name: string,
  claims: object,
  candidates: readonly (typeof web)[],
  expected: readonly string[],
])[] = [
  ['by iss and aud', { iss, aud: 'web' }, all, ['web']],
  ['by one of several audiences', { iss, aud: ['x', 'admin'] }, all, ['api']],
  ['by iss alone where no audience fits, so that the verdict can say so', { iss, aud: 'x' }, [web, other], ['web']],
  ['by iss alone where the profile has no audience', { iss, aud: 'x' }, [anyone], ['anyone']],
  ['the one with the audience before the one without', { iss, aud: 'web' }, [anyone, web], ['web']],
  ['all of an ambiguity', { iss, aud: ['web', 'api'] }, all, ['web', 'api']],
  ['all of an iss without aud', { iss }, all, ['web', 'api']],
  ['nothing for another iss', { iss: 'https://else.example', aud: 'web' }, all, []],
  ['for an iss that differs by a slash the one to say so of', { iss: `${iss}/`, aud: 'web' }, all, ['web']],
  ['for an iss that differs by case the one to say so of', { iss: 'https://IDP.example', aud: 'api' }, all, ['api']],
  ['for an iss that differs by its scheme those to say so of', { iss: 'http://idp.example' }, all, ['web', 'api']],
  ['the exact one before one that differs by a slash', { iss: `${iss}/` }, [anyone, slashed], ['slashed']],
  ['nothing without iss', { aud: 'web' }, all, []],
  ['without iss, by aud, the one whose tokens have none', { aud: 'web' }, [...all, internal], ['internal']],
  ['nothing without iss where no audience fits', { aud: 'x' }, [...all, internal], []],
  ['nothing without iss and aud', {}, [...all, internal], []],
  ['the one of its iss, not one whose tokens have none', { iss, aud: 'web' }, [...all, internal], ['web']],
  ['nothing for an iss that is no string', { iss: [iss], aud: 'web' }, all, []],
  ['no profile by null', { iss: null, aud: 'web' }, [...all, internal], []],
];

describe('matchProfiles', () => {
  for (const [name, claims, candidates, expected] of rows) {
    it(`finds ${name}`, () => {
      assert.deepEqual(
        matchProfiles(claims, candidates).map((match) => match.name),
        expected,
      );
    });
  }
});
