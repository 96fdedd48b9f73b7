import { algorithm, algorithms } from '../facts/algorithms.ts';
import type { JsonNode } from '../text/json.ts';
import type { Span } from '../text/span.ts';
import { claim, headerMember, stringOf } from '../claims/locate.ts';
import { listed } from '../text/visible.ts';
import { spanOf } from './rule.ts';
import type { Hit, Rule, TokenSubject } from './rule.ts';

/** Rules about `alg` and what it asks for. */
export const algorithmRules: readonly Rule[] = [
  {
    id: 'alg-none',
    title: 'Unsigned token',
    why: 'With the algorithm "none" anyone can change the claims without being noticed.',
    source: 'RFC 7518 §3.6, RFC 8725 §3.2',
    fix: 'Sign the token, and configure verifiers to accept only the algorithms they expect.',
    kind: 'structure',
    severity: 'error',
    contexts: { test: 'hint', docs: 'hint' },
    needs: 'token',
    *check(subject) {
      if (subject.token.alg === 'none' && subject.token.segments.length === 3)
        yield* atAlg(subject, 'This token is not signed (algorithm "none"): anyone can change it.');
    },
  },
  {
    id: 'alg-none-variant',
    title: 'Disguised "none"',
    why: 'Spellings such as "nOnE" pass filters that look for "none", and reach libraries that ignore case.',
    source: 'RFC 8725bis §2.11',
    fix: 'Refuse this token. Compare algorithm names exactly.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      if (isNoneVariant(subject.token.alg))
        yield* atAlg(subject, 'The algorithm is a disguised "none": this token is not signed.');
    },
  },
  {
    id: 'alg-none-with-signature',
    title: '"none" with a signature',
    why: 'The signature of an unsigned token must be empty. A signature here suggests protection that nobody checks.',
    source: 'RFC 7518 §3.6',
    fix: 'Refuse this token. Its header was changed after signing, or its issuer made a mistake.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check({ token: { alg, signature } }) {
      if (alg === undefined || foldAlgorithm(alg) !== 'none' || !signature?.text) return;
      yield {
        ...spanOf(signature),
        message: 'The algorithm "none" requires an empty signature; this token has one.',
      };
    },
  },
  {
    id: 'signature-missing',
    title: 'Signature removed',
    why: 'The header announces a signature, but the signature is missing. Verifiers with the null-signature flaw accept such a token.',
    source: 'RFC 7515 §5.2, CVE-2020-28042',
    fix: 'Copy the whole token again, including its last part. If the signature is still missing, refuse the token.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check({ token: { signature }, alg }) {
      if (alg?.use !== 'sig' || alg.family === 'none' || signature?.text !== '') return;
      yield { ...spanOf(signature), message: `The signature is missing, although the header says ${alg.name}.` };
    },
  },
  {
    id: 'alg-missing',
    title: 'No algorithm',
    why: 'Without "alg", a verifier does not know how to check the token. A lenient verifier may choose an algorithm itself.',
    source: 'RFC 7515 §4.1.1',
    fix: 'Have the issuer add "alg" to the header.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const { token, header } = subject;
      const isTokenShaped = token.segments.length === 3 || token.segments.length === 5;
      if (!header || token.alg !== undefined || !isTokenShaped) return;
      if (!header.members.some(({ name }) => ['alg', 'typ', 'kid', 'enc', 'jwk'].includes(name))) return;
      const span = headerMember(subject, 'alg')?.span ?? token.segments[0];
      if (span) yield { ...spanOf(span), message: 'The header has no algorithm ("alg").' };
    },
  },
  {
    id: 'alg-case-variant',
    title: 'Algorithm in the wrong case',
    why: 'Algorithm names are case-sensitive. Libraries that ignore case disagree with libraries that do not.',
    source: 'RFC 7515 §4.1.1, §5.3',
    fix: 'Write the algorithm name exactly as registered.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      for (const { name, span } of namedAlgorithms(subject)) {
        const meant = inAnotherCase(name);
        if (meant !== undefined) yield { ...span, message: `Algorithm names are case-sensitive. Write ${meant}.` };
      }
    },
  },
  {
    id: 'alg-unknown',
    title: 'Unregistered algorithm',
    why: 'No standard defines this name. Each verifier decides what it means, and some fall back to a weak algorithm.',
    source: 'RFC 7518 §3.1, §7.1',
    fix: 'Use a registered algorithm.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      for (const { name, span } of namedAlgorithms(subject)) {
        if (algorithm(name) || isNoneVariant(name) || inAnotherCase(name) !== undefined) continue;
        yield { ...span, message: 'This algorithm is not registered. Each verifier decides what it means.' };
      }
    },
  },
  {
    id: 'alg-wrong-family',
    title: 'Header and shape disagree',
    why: 'If the header describes encryption but the token is signed, or the reverse, verifiers that look at only one of them do the wrong check.',
    source: 'RFC 7516 §9, RFC 8725bis §2.3',
    fix: 'Refuse this token.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const { token, alg } = subject;
      if (token.segments.length === 5 && alg && alg.use !== 'key') {
        yield* atAlg(
          subject,
          `${alg.name} does not encrypt keys, but the token has five parts like an encrypted token.`,
        );
      }
      if (token.segments.length !== 3) return;
      if (alg && alg.use !== 'sig') {
        yield* atAlg(
          subject,
          `${alg.name} is not a signature algorithm, but the token has three parts like a signed token.`,
        );
      }
      const enc = headerMember(subject, 'enc');
      if (enc) {
        yield {
          ...enc.span,
          message: '"enc" belongs to encrypted tokens, but this token has three parts like a signed token.',
        };
      }
    },
  },
  {
    id: 'alg-deprecated',
    title: 'Deprecated algorithm',
    why: '"EdDSA" does not name the curve. Attackers can make servers that decrypt "RSA1_5" reveal the content. Signatures with SHA-1 are no longer safe.',
    source: 'RFC 9864 §2.2, RFC 8725bis §3.2, draft-ietf-jose-deprecate-none-rsa15',
    fix: 'Use Ed25519 instead of EdDSA, RSA-OAEP-256 instead of RSA1_5, and RS256 or better instead of SHA-1.',
    kind: 'structure',
    severity: 'hint',
    needs: 'token',
    *check(subject) {
      const { alg } = subject;
      if (alg?.name === 'EdDSA') yield* atAlg(subject, '"EdDSA" is a generic name. Use Ed25519 or Ed448 instead.');
      if (alg?.family === 'RSA1_5') yield* atAlg(subject, 'RSA1_5 is deprecated.', 'warning');
      if (alg?.family === 'obsolete')
        yield* atAlg(subject, `${alg.name} uses SHA-1 and is prohibited in tokens.`, 'warning');
    },
  },
  {
    id: 'alg-prefer-modern',
    title: 'RSA PKCS#1 v1.5 signature',
    why: 'It is still allowed, but new systems usually choose ES256, PS256 or Ed25519.',
    source: 'OWASP JWT cheat sheet',
    fix: 'Choose ES256, PS256 or Ed25519 for a new system.',
    kind: 'content',
    severity: 'hint',
    needs: 'token',
    optIn: true,
    *check(subject) {
      if (subject.alg?.family === 'RSA-PKCS1')
        yield* atAlg(subject, 'RSA PKCS#1 v1.5: new systems usually choose ES256, PS256 or Ed25519.');
    },
  },
  {
    id: 'alg-symmetric-multiparty',
    title: 'Shared secret among several parties',
    why: 'Anyone who can verify an HMAC can also make tokens. If a party should only verify, use a key pair.',
    source: 'RFC 9068 §2.1, OWASP JWT cheat sheet',
    fix: 'Sign with a private key (ES256, PS256, Ed25519), and give verifiers only the public key.',
    kind: 'structure',
    severity: 'information',
    needs: 'token',
    *check(subject) {
      if (subject.alg?.family === 'HMAC' && isMultiparty(subject))
        yield* atAlg(subject, 'Signed with a shared secret. Everyone who can verify this token can also make one.');
    },
  },
  {
    id: 'alg-not-allowed',
    title: 'Algorithm not allowed for this issuer',
    why: 'A verifier must accept only the algorithms it expects from an issuer. Accepting others allows algorithm confusion.',
    source: 'RFC 8725 §3.1',
    fix: "Refuse this token, or allow the algorithm in the issuer's settings if the issuer changed it.",
    kind: 'structure',
    severity: 'error',
    needs: 'profile',
    *check(subject) {
      const allowed = subject.profile?.algorithms;
      const { alg } = subject.token;
      if (!allowed || alg === undefined || allowed.includes(alg)) return;
      yield* atAlg(subject, `This algorithm is not allowed for this issuer (allowed: ${listed(allowed)}).`);
    },
  },
];

/** The algorithms that the header names, and where. For an encrypted token this includes the content encryption. */
function namedAlgorithms(subject: TokenSubject): readonly { readonly name: string; readonly span: Span }[] {
  return (subject.token.segments.length === 5 ? ['alg', 'enc'] : ['alg']).flatMap((parameter) => {
    const located = headerMember(subject, parameter);
    const name = stringOf(located);
    return located && name !== undefined ? [{ name, span: located.span }] : [];
  });
}

/** A hit on `"alg": …`. */
function* atAlg(subject: TokenSubject, message: string, severity?: Hit['severity']): Iterable<Hit> {
  const located = headerMember(subject, 'alg');
  if (located) yield { ...located.span, message, ...(severity && { severity }) };
}

/** An algorithm name without letter case, width, white space, controls and other invisible characters. */
export function foldAlgorithm(name: string): string {
  return name
    .slice(0, 4096)
    .normalize('NFKC')
    .replace(/[\s\p{Cc}\p{Cf}\p{Variation_Selector}]/gu, '')
    .toLowerCase();
}

function isNoneVariant(name: string | undefined): boolean {
  return name !== undefined && name !== 'none' && foldAlgorithm(name) === 'none';
}

function inAnotherCase(name: string | undefined): string | undefined {
  if (name === undefined || isNoneVariant(name) || algorithm(name)) return undefined;
  const folded = name.toLowerCase();
  return algorithms.find((fact) => fact.name.toLowerCase() === folded)?.name;
}

/** An access token for others, several audiences, or an issuer and audiences on different hosts. */
function isMultiparty(subject: TokenSubject): boolean {
  if (subject.type.purpose === 'access' && subject.type.certain) return true;
  const aud = claim(subject, 'aud')?.value;
  const audiences: readonly JsonNode[] = aud?.type === 'array' ? aud.items : aud ? [aud] : [];
  if (audiences.length > 1) return true;
  const issuer = httpsHost(stringOf(claim(subject, 'iss')));
  const hosts = audiences.map((audience) => (audience.type === 'string' ? httpsHost(audience.value) : undefined));
  return issuer !== undefined && hosts.length > 0 && hosts.every((host) => host !== undefined && host !== issuer);
}

function httpsHost(text: string | undefined): string | undefined {
  return text?.startsWith('https://') && URL.canParse(text) ? new URL(text).host : undefined;
}
