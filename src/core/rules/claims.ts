import type { ClaimId } from '../claims/judgement.ts';
import type { TokenPurpose } from '../token/tokenPurpose.ts';
import type { JsonNode } from '../text/json.ts';
import { claim, lacksClaim } from '../claims/locate.ts';
import type { Hit, Rule, TokenSubject } from './rule.ts';
import { payloadSpan } from './times.ts';

/** Rules about claims: which a token needs, what they may hold, and what a profile expects of them. */
export const claimRules: readonly Rule[] = [
  {
    id: 'iss-missing',
    title: 'No issuer',
    why: 'Nothing ties this token to its issuer. A token from another issuer with the same key can take its place.',
    source: 'RFC 8725 §3.8',
    fix: 'Have the issuer set "iss", and check it when you verify.',
    kind: 'absence',
    severity: 'hint',
    needs: 'token',
    *check(subject) {
      yield* missing(subject, 'iss', 'No issuer ("iss"): nothing ties this token to its issuer.');
    },
  },
  {
    id: 'aud-missing',
    title: 'No audience',
    why: 'Everyone who trusts the issuer accepts a token without an audience.',
    source: 'RFC 8725 §3.9',
    fix: 'Have the issuer set "aud", and check it when you verify.',
    kind: 'absence',
    severity: 'hint',
    needs: 'token',
    *check(subject) {
      yield* missing(subject, 'aud', 'No audience ("aud"): nothing ties this token to its recipient.');
    },
  },
  {
    id: 'iss-unexpected',
    title: 'Unexpected issuer',
    why: 'A token from another issuer proves nothing about this issuer.',
    source: 'RFC 8725 §3.8, RFC 7519 §4.1.1',
    fix: 'Refuse this token, or correct the issuer in the settings.',
    kind: 'structure',
    severity: 'error',
    needs: 'profile',
    *check(subject) {
      yield* differing(subject, 'iss', 'The issuer is not the expected one');
    },
  },
  {
    id: 'aud-unexpected',
    title: 'Unexpected audience',
    why: 'Do not accept a token that was made for someone else, even if its issuer and signature are right.',
    source: 'RFC 8725 §3.9, RFC 7519 §4.1.3',
    fix: 'Refuse this token, or correct the audience in the settings.',
    kind: 'structure',
    severity: 'error',
    needs: 'profile',
    *check(subject) {
      yield* differing(subject, 'aud', 'The audience is not the expected one');
    },
  },
  {
    id: 'aud-broad',
    title: 'Very broad audience',
    why: 'Each recipient can present the token to all the other recipients.',
    source: 'RFC 8725 §3.9',
    fix: 'Issue a separate token for each audience.',
    kind: 'content',
    severity: 'information',
    needs: 'token',
    *check(subject) {
      const aud = claim(subject, 'aud');
      if (!aud) return;
      const audiences = stringsOf(aud.value);
      const isEmpty = aud.value.type === 'array' && aud.value.items.length === 0;
      if (isEmpty) yield { ...aud.span, message: 'The audience is empty.' };
      else if (audiences.includes('*')) yield { ...aud.span, message: 'The audience is everyone ("*").' };
      else if (audiences.length > 5)
        yield { ...aud.span, message: `Very broad audience: ${audiences.length} parties accept this token.` };
    },
  },
  {
    id: 'claim-type',
    title: 'Claim of the wrong type',
    why: 'If a registered claim has the wrong type, verifiers refuse it or compare it in unexpected ways.',
    source: 'RFC 7519 §4.1',
    fix: 'Have the issuer write the claim with the type that its definition requires.',
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
    why: 'Roles and permissions in a token stay in force until it expires, even after they are revoked.',
    source: 'RFC 9068 §2.2.3',
    fix: 'Keep the lifetime short, or look up permissions when you need them.',
    kind: 'content',
    severity: 'hint',
    needs: 'token',
    optIn: true,
    *check(subject) {
      for (const name of ['role', 'roles', 'admin', 'is_admin', 'isAdmin', 'groups', 'permissions', 'entitlements']) {
        const located = claim(subject, name);
        if (located) {
          yield {
            ...located.span,
            message: `"${name}" is authorization data: it stays in force until the token expires.`,
          };
        }
      }
    },
  },
];

/** Kinds that have to name issuer and audience; an unknown kind does where it speaks of a subject or a scope. */
const needsParties: ReadonlySet<TokenPurpose> = new Set(['access', 'id', 'client-assertion']);

function* missing(subject: TokenSubject, id: 'iss' | 'aud', message: string): Iterable<Hit> {
  const isRequired = subject.judgements.get(id)?.state === 'missing';
  const isStated = subject.judgements.get(id)?.state === 'unused';
  if (!subject.payload || isStated || !lacksClaim(subject, id)) return;
  const { purpose } = subject.type;
  const speaksOfSomebody = purpose === 'unknown' && (claim(subject, 'sub') ?? claim(subject, 'scope')) !== undefined;
  if (isRequired || needsParties.has(purpose) || speaksOfSomebody)
    yield { ...payloadSpan(subject), message, ...(isRequired && { severity: 'error' as const }) };
}

/** A claim that differs from the expected value, and how close it comes. */
function* differing({ judgements }: TokenSubject, id: ClaimId, message: string): Iterable<Hit> {
  const { state, span, nearMiss = '' } = judgements.get(id) ?? {};
  if (state === 'differs' && span) yield { ...span, message: `${message}${nearMiss}.` };
}

function stringsOf(value: JsonNode): readonly string[] {
  const items = value.type === 'array' ? value.items : [value];
  return items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
}

const isTextNode = (value: JsonNode): boolean => value.type === 'string' && value.value !== '';
const isTextListNode = (value: JsonNode): boolean => value.type === 'array' && value.items.every(isTextNode);

const claimTypes: readonly (readonly [name: string, expected: string, fits: (value: JsonNode) => boolean])[] = [
  ['iss', 'a non-empty string', isTextNode],
  ['sub', 'a non-empty string', isTextNode],
  ['jti', 'a non-empty string', isTextNode],
  ['aud', 'a non-empty string or a list of non-empty strings', (value) => isTextNode(value) || isTextListNode(value)],
  // OIDC Core §2 wants strings in it. Supabase, for one, puts objects there, and nothing breaks.
  ['amr', 'a list', (value) => value.type === 'array'],
];
