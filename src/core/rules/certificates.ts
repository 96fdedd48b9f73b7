import { readCertificate } from '../keys/certificate.ts';
import type { Certificate } from '../keys/certificate.ts';
import { modulusBits } from '../keys/jwk.ts';
import { decodeBase64 } from '../keys/pem.ts';
import type { JsonNode } from '../text/json.ts';
import type { Span } from '../text/span.ts';
import { headerMember } from '../claims/locate.ts';
import type { Rule, TokenSubject } from './rule.ts';

/** Rules about the certificate chain that a token brings. */
export const certificateRules: readonly Rule[] = [
  {
    id: 'x5c-malformed',
    title: 'Malformed certificate chain',
    why: '"x5c" is a list of certificates in standard base64. The first certificate is for the key of the token. Verifiers refuse anything else, or silently skip the chain.',
    source: 'RFC 7515 §4.1.6',
    fix: 'Write each certificate as the base64 of its DER form, without PEM lines. Put the signing certificate first.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const chain = headerMember(subject, 'x5c');
      if (!chain) return;
      if (chain.value.type !== 'array' || chain.value.items.length === 0) {
        yield { ...chain.span, message: '"x5c" must be a list of certificates.' };
        return;
      }
      const certificates = certificatesOf(subject);
      for (const { span, certificate } of certificates)
        if (!certificate) yield { ...span, message: 'This is not a certificate in standard base64.' };
      const [first] = certificates;
      if (first?.certificate && isForAnotherAlgorithm(first.certificate, subject))
        yield { ...first.span, message: `The key of this certificate does not work with ${subject.alg?.name}.` };
    },
  },
  {
    id: 'x5c-untrusted',
    title: 'Untrustworthy certificate',
    why: 'A certificate chain in the header proves something only if it leads to an authority that the verifier already trusts. Anyone can make a self-signed certificate, and an expired certificate proves nothing.',
    source: 'RFC 7515 §4.1.6, RFC 5280 §6.1',
    fix: 'Verify with keys you configured. A verifier that uses the chain must check it up to an authority that it trusts.',
    kind: 'time',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      for (const [index, { span, certificate }] of certificatesOf(subject).entries()) {
        if (!certificate) continue;
        const faults = faultsOf(certificate, subject.now);
        // The last certificate of a chain may be that of an authority, which is self-issued.
        const isAlone = index === 0 && certificate.isSelfIssued;
        if (isAlone) faults.unshift('it is self-signed');
        if (faults.length > 0) {
          yield {
            ...span,
            message: `Do not trust this certificate: ${faults.join(', ')}.`,
            ...(isAlone && faults.length === 1 && { severity: 'information' as const }),
          };
        }
      }
    },
  },
];

interface LocatedCertificate {
  readonly span: Span;
  /** Absent where it is malformed. */
  readonly certificate: Certificate | undefined;
}

/** Longer chains are not read. */
export const LONGEST_CHAIN = 16;

function certificatesOf(subject: TokenSubject): readonly LocatedCertificate[] {
  const { header } = subject.token;
  const chain = headerMember(subject, 'x5c')?.value;
  if (!header || chain?.type !== 'array') return [];
  return chain.items.slice(0, LONGEST_CHAIN).map((item) => ({
    span: header.locate(item),
    certificate: certificateAt(item),
  }));
}

/** The certificate of an item of `x5c`: standard base64 of its DER form (RFC 7515 §4.1.6). */
export function certificateAt(item: JsonNode): Certificate | undefined {
  if (item.type !== 'string' || item.value.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(item.value))
    return undefined;
  const bytes = decodeBase64(item.value);
  return bytes && readCertificate(bytes);
}

function isForAnotherAlgorithm({ key }: Certificate, { alg }: TokenSubject): boolean {
  if (!key.ok || alg?.keyType === undefined) return false;
  return key.jwk.kty !== alg.keyType || (alg.curve !== undefined && key.jwk.crv !== alg.curve);
}

/** Endings of a sentence. */
function faultsOf({ key, notBefore, notAfter, isSelfIssued, hasWeakHash }: Certificate, now: number): string[] {
  return [
    ...(notAfter < now ? ['it has expired'] : []),
    ...(notBefore > now ? ['it is not valid yet'] : []),
    // The signature of an authority on itself proves nothing in any case.
    ...(hasWeakHash && !isSelfIssued ? ['it is signed with SHA-1 or MD5'] : []),
    ...(key.ok && key.jwk.kty === 'RSA' && modulusBits(key.jwk) < 2048
      ? ['its RSA key is shorter than 2048 bits']
      : []),
  ];
}
