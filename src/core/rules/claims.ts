import type { IssuerProfile } from '../keys/issuerProfile.ts';
import type { TokenPurpose } from '../facts/tokenTypes.ts';
import type { JsonNode } from '../token/json.ts';
import { claim, lacksClaim, stringOf } from './rule.ts';
import type { Hit, Rule, Subject } from './rule.ts';
import { payloadSpan } from './times.ts';

/** Rules about claims: which a token needs, what they may hold, and what a profile expects of them. */
export const claimRules: readonly Rule[] = [
  {
    id: 'iss-missing',
    title: 'No issuer',
    why: 'Nothing ties this token to who made it, so that a token of another issuer with the same key passes for it.',
    source: 'RFC 8725 §3.8',
    cure: 'Have the issuer set "iss", and check it.',
    kind: 'absence',
    severity: 'hint',
    needs: 'token',
    *check(subject) {
      yield* missing(
        subject,
        'iss',
        isExpected(subject.profile, 'iss', subject.profile?.issuer),
        'No issuer ("iss"): nothing ties this token to who made it.',
      );
    },
  },
  {
    id: 'aud-missing',
    title: 'No audience',
    why: 'A token that is for nobody in particular is accepted by everybody who trusts its issuer.',
    source: 'RFC 8725 §3.9',
    cure: 'Have the issuer set "aud", and check it.',
    kind: 'absence',
    severity: 'hint',
    needs: 'token',
    *check(subject) {
      yield* missing(
        subject,
        'aud',
        isExpected(subject.profile, 'aud', subject.profile?.audience),
        'No audience ("aud"): nothing ties this token to whom it is for.',
      );
    },
  },
  {
    id: 'iss-unexpected',
    title: 'Unexpected issuer',
    why: 'A token of another issuer proves nothing about what this issuer says.',
    source: 'RFC 8725 §3.8, RFC 7519 §4.1.1',
    cure: 'Refuse this token, or correct the issuer in the settings.',
    kind: 'structure',
    severity: 'error',
    needs: 'profile',
    *check(subject) {
      const expected = subject.profile?.issuer;
      const iss = claim(subject, 'iss');
      if (typeof expected !== 'string' || !iss || stringOf(iss) === expected) return;
      yield { ...iss.span, message: `The issuer is not the expected one${nearMiss(stringOf(iss), [expected])}.` };
    },
  },
  {
    id: 'aud-unexpected',
    title: 'Unexpected audience',
    why: 'A token for somebody else must not be accepted, even if its issuer and signature are right.',
    source: 'RFC 8725 §3.9, RFC 7519 §4.1.3',
    cure: 'Refuse this token, or correct the audience in the settings.',
    kind: 'structure',
    severity: 'error',
    needs: 'profile',
    *check(subject) {
      const expected = audiencesOf(subject.profile);
      const aud = claim(subject, 'aud');
      if (!expected || !aud) return;
      const audiences = stringsOf(aud.value);
      if (audiences.some((audience) => expected.includes(audience))) return;
      const near = audiences.map((audience) => nearMiss(audience, expected)).find((reason) => reason !== '') ?? '';
      yield { ...aud.span, message: `The audience is not the expected one${near}.` };
    },
  },
  {
    id: 'aud-broad',
    title: 'Very broad audience',
    why: 'Each party that accepts a token can present it to all the others.',
    source: 'RFC 8725 §3.9',
    cure: 'Issue a token for each audience.',
    kind: 'content',
    severity: 'information',
    needs: 'token',
    *check(subject) {
      const aud = claim(subject, 'aud');
      if (!aud) return;
      const audiences = stringsOf(aud.value);
      const isEmpty = aud.value.type === 'array' && aud.value.items.length === 0;
      if (isEmpty) yield { ...aud.span, message: 'The audience is empty.' };
      else if (audiences.includes('*')) yield { ...aud.span, message: 'The audience is everybody ("*").' };
      else if (audiences.length > 5)
        yield { ...aud.span, message: `Very broad audience: ${audiences.length} parties accept this token.` };
    },
  },
  {
    id: 'claim-type',
    title: 'Claim of the wrong type',
    why: 'Verifiers refuse a registered claim of another type than its definition says, or compare it in unexpected ways.',
    source: 'RFC 7519 §4.1',
    cure: 'Have the issuer write the claim as it is defined.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      for (const [name, expected, fits] of claimTypes) {
        const located = claim(subject, name);
        if (located && !fits(located.value)) yield { ...located.span, message: `"${name}" must be ${expected}.` };
      }
    },
  },
  {
    id: 'privileged-claims',
    title: 'Authorization data in the token',
    why: 'Roles and permissions in a token stay in force until it expires, also after they were taken away.',
    source: 'RFC 9068 §2.2.3',
    cure: 'Keep the lifetime short, or look permissions up when they are needed.',
    kind: 'content',
    severity: 'hint',
    needs: 'token',
    optIn: true,
    *check(subject) {
      for (const name of ['role', 'roles', 'admin', 'is_admin', 'isAdmin', 'groups', 'permissions', 'entitlements']) {
        const located = claim(subject, name);
        if (located)
          yield {
            ...located.span,
            message: `"${name}" is authorization data: it stays in force until the token expires.`,
          };
      }
    },
  },
];

/** Kinds that have to name issuer and audience; an unknown kind does where it speaks of a subject or a scope. */
const needsParties: ReadonlySet<TokenPurpose> = new Set(['access', 'id', 'client-assertion']);

function* missing(subject: Subject, name: 'iss' | 'aud', isRequired: boolean, message: string): Iterable<Hit> {
  if (!subject.payload || !lacksClaim(subject, name)) return;
  const { purpose } = subject.type;
  const speaksOfSomebody = purpose === 'unknown' && (claim(subject, 'sub') ?? claim(subject, 'scope')) !== undefined;
  if (!isRequired && !needsParties.has(purpose) && !speaksOfSomebody) return;
  const isStated = name === 'iss' ? subject.profile?.issuer === null : subject.profile?.audience === null;
  if (isRequired || !isStated)
    yield { ...payloadSpan(subject), message, ...(isRequired && { severity: 'error' as const }) };
}

function isExpected(profile: IssuerProfile | undefined, name: string, expectation: IssuerProfile['audience']): boolean {
  return (expectation !== undefined && expectation !== null) || (profile?.requiredClaims?.includes(name) ?? false);
}

function audiencesOf(profile: IssuerProfile | undefined): readonly string[] | undefined {
  const audience = profile?.audience;
  return typeof audience === 'string' ? [audience] : (audience ?? undefined);
}

/** How a value that is not expected comes close to one that is: the usual slip of the pen. */
function nearMiss(actual: string | undefined, expected: readonly string[]): string {
  if (actual === undefined) return '';
  for (const [reason, fold] of slips) {
    if (expected.some((candidate) => fold(candidate) === fold(actual))) return `: ${reason}`;
  }
  return '';
}

const slips: readonly (readonly [reason: string, fold: (text: string) => string])[] = [
  ['it differs only by a slash at the end', (text) => text.replace(/\/$/, '')],
  ['it differs only by letter case', (text) => text.toLowerCase()],
  ['it differs only by its scheme', (text) => text.replace(/^https?:\/\//, '')],
];

function stringsOf(value: JsonNode): readonly string[] {
  const items = value.type === 'array' ? value.items : [value];
  return items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
}

const isText = (value: JsonNode): boolean => value.type === 'string' && value.value !== '';
const isTextList = (value: JsonNode): boolean => value.type === 'array' && value.items.every(isText);

const claimTypes: readonly (readonly [name: string, expected: string, fits: (value: JsonNode) => boolean])[] = [
  ['iss', 'a string that is not empty', isText],
  ['sub', 'a string that is not empty', isText],
  ['jti', 'a string that is not empty', isText],
  ['aud', 'a string or a list of strings that are not empty', (value) => isText(value) || isTextList(value)],
  // OIDC Core §2 wants strings in it; Supabase, for one, puts objects there that nobody stumbles over.
  ['amr', 'a list', (value) => value.type === 'array'],
];
