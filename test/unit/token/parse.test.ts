import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { JsonNode } from '../../../src/core/text/json.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import type { Span } from '../../../src/core/text/span.ts';
import type { TextPart } from '../../../src/core/token/token.ts';
import {
  DISCLOSURES,
  HEADER,
  HS256,
  JWE,
  JWE_DIRECT,
  JWS,
  KEY_BINDING,
  PAYLOAD,
  SD_JWT,
  SD_JWT_KB,
  sign,
  SIGNATURE,
  UNSECURED,
  DETACHED,
} from './samples.ts';
import { encode } from '../../support/jose.ts';

/** Every member and value of a JSON tree. */
function* spansOf(node: JsonNode): Generator<Span> {
  yield node;
  if (node.type === 'array') for (const item of node.items) yield* spansOf(item);
  if (node.type !== 'object') return;
  for (const entry of node.members) {
    yield entry;
    yield entry.nameSpan;
    yield* spansOf(entry.value);
  }
}

/**
 * Shows by decoding that a span of the token holds the text: the characters before it, decoded alone, end before the
 * text is complete, and the characters up to its end hold it all, to the byte.
 */
function assertEncodes(token: string, part: TextPart, span: Span): void {
  const located = part.locate(span);
  const decodeTo = (end: number): Buffer =>
    Buffer.from(token.slice(part.segment.start, end).replaceAll(/\s/g, ''), 'base64url');
  const whole = Buffer.from(part.text);
  const first = Buffer.byteLength(part.text.slice(0, span.start));
  const beyond = Buffer.byteLength(part.text.slice(0, span.end));
  assert.ok(decodeTo(located.end).subarray(0, beyond).equals(whole.subarray(0, beyond)), 'the end is behind the text');
  assert.ok(decodeTo(located.end - 1).length < beyond, 'and not a character further');
  assert.ok(decodeTo(located.start).length <= first, 'the start is before the text');
  assert.ok(decodeTo(located.start + 1).length >= first - 1, 'and not two characters earlier');
}

describe('parseToken', () => {
  const kinds: readonly (readonly [
    shape: string,
    token: string,
    kind: string,
    segments: number,
    signature: string | undefined,
  ])[] = [
    ['header, payload and signature', JWS, 'jws', 3, SIGNATURE],
    ['alg none', UNSECURED, 'unsecured', 3, ''],
    ['alg none and a signature', `${UNSECURED}${SIGNATURE}`, 'unsecured', 3, SIGNATURE],
    ['a variant of none', `${encode({ alg: 'None' })}.${PAYLOAD}.`, 'jws', 3, ''],
    ['an empty payload', DETACHED, 'detached', 3, SIGNATURE],
    ['an empty signature', `${HEADER}.${PAYLOAD}.`, 'jws', 3, ''],
    ['an empty payload and signature', `${HEADER}..`, 'jws', 3, ''],
    ['enc, but three parts', `${encode({ alg: 'dir', enc: 'A128GCM' })}.${PAYLOAD}.${SIGNATURE}`, 'jws', 3, SIGNATURE],
    ['enc and five parts', JWE, 'jwe', 5, undefined],
    ['enc and five parts, one of them empty', JWE_DIRECT, 'jwe', 5, undefined],
    ['disclosures', SD_JWT, 'sd-jwt', 3, SIGNATURE],
    ['a tilde and no disclosure', `${JWS}~`, 'sd-jwt', 3, SIGNATURE],
    ['two parts', `${HEADER}.${PAYLOAD}`, 'malformed', 2, undefined],
    ['one part', HEADER, 'malformed', 1, undefined],
    ['six parts', `${JWS}.x.x.x`, 'malformed', 6, SIGNATURE],
    ['nothing', '', 'malformed', 1, undefined],
  ];
  for (const [shape, token, kind, count, signature] of kinds) {
    it(`calls a token with ${shape} ${kind}`, () => {
      const parsed = parseToken(token);
      assert.deepEqual([parsed.kind, parsed.segments.length, parsed.signature?.text], [kind, count, signature]);
    });
  }

  it('gives an encrypted or detached token no payload', () => {
    for (const token of [JWE, JWE_DIRECT, DETACHED]) assert.equal(parseToken(token).payload, undefined);
  });

  it('takes an SD-JWT apart', () => {
    const { disclosures, keyBinding } = parseToken(SD_JWT_KB);
    assert.deepEqual(
      disclosures.map(({ segment, json }) => [segment.text, SD_JWT_KB.slice(segment.start, segment.end), json?.type]),
      DISCLOSURES.map((text) => [text, text, 'array']),
    );
    assert.equal(keyBinding?.text, KEY_BINDING);
    assert.equal(SD_JWT_KB.slice(keyBinding.start, keyBinding.end), KEY_BINDING);
  });

  it('takes what follows the last tilde for a disclosure where it has no dots', () => {
    const { disclosures, keyBinding } = parseToken(`${JWS}~${DISCLOSURES.join('~')}`);
    assert.equal(disclosures.length, 2);
    assert.equal(keyBinding, undefined);
  });

  it('decodes a thousand disclosures and says that there are more', () => {
    const full = parseToken(`${JWS}~${`${DISCLOSURES[0]}~`.repeat(1000)}`);
    assert.deepEqual([full.disclosures.length, full.problem], [1000, undefined]);
    const more = parseToken(`${JWS}~${`${DISCLOSURES[0]}~`.repeat(1001)}`);
    assert.equal(more.disclosures.length, 1000);
    assert.match(more.problem?.message ?? '', /more than 1000 disclosures/);
  });

  it('puts segments, tildes and dots together again to the same text', () => {
    const pieces = ['.', '.', '~', 'eyJ', HEADER, PAYLOAD, SIGNATURE, '=', '+', ' ', 'é', '😀', '\ud800'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (chosen) => {
        const text = chosen.join('');
        const { segments } = parseToken(text);
        assert.equal(segments.map((segment) => segment.text).join('.'), text.split('~')[0]);
        for (const segment of segments) assert.equal(text.slice(segment.start, segment.end), segment.text);
      }),
    );
  });

  it('puts the fault of a segment where it is in the token', () => {
    const token = `${HEADER}.${PAYLOAD}=.a+b`;
    const [, payload, signature] = parseToken(token).segments;
    assert.deepEqual(payload?.fault, { reason: 'padding', start: token.indexOf('='), end: token.indexOf('=') + 1 });
    assert.deepEqual(signature?.fault, { reason: 'standard-alphabet', start: token.length - 2, end: token.length - 1 });
  });

  it('survives texts of a megabyte that are all dots, all tildes, all brackets', () => {
    for (const piece of ['.', '~', '{', `${HEADER}.`, '~e30']) {
      assert.ok(parseToken(piece.repeat((1 << 20) / piece.length)).headerOnly);
      assert.ok(parseToken(piece.repeat((1 << 18) / piece.length)).kind);
    }
  });
});

describe('locate', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 8 });
  const object = fc.dictionary(text, fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 3 }), { maxKeys: 5 });

  it('finds the characters of the token that encode each member, name and value', () => {
    fc.assert(
      fc.property(object, (claims) => {
        const token = sign(HS256, claims);
        const { payload } = parseToken(token);
        assert.ok(payload?.json);
        for (const span of spansOf(payload.json)) assertEncodes(token, payload, span);
      }),
    );
  });

  it('steps over white space and padding', () => {
    fc.assert(
      fc.property(object, fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (claims, breaks) => {
        let encoded = encode(claims);
        for (const at of breaks)
          encoded = `${encoded.slice(0, at % encoded.length)}\n ${encoded.slice(at % encoded.length)}`;
        const token = `${HEADER}.${encoded}=.${SIGNATURE}`;
        const { payload } = parseToken(token);
        assert.ok(payload?.json);
        for (const span of spansOf(payload.json)) {
          const { start, end } = payload.locate(span);
          assert.match(token.slice(start, end), /^\S[^]*\S$/);
          assertEncodes(token, payload, span);
        }
      }),
    );
  });

  it('underlines a claim and no more', () => {
    const token = sign(HS256, '{"sub":"Zoë 😀","exp":1716480961}');
    const { payload } = parseToken(token);
    const json = payload?.json;
    const exp = json?.type === 'object' ? json.members[1] : undefined;
    assert.ok(payload && exp);
    const { start, end } = payload.locate(exp);
    assert.equal(token.slice(start, end), 'CJleHAiOjE3MTY0ODA5NjF');
    assertEncodes(token, payload, exp);
  });

  it('gives an empty span for an empty span', () => {
    const { header } = parseToken(JWS);
    assert.ok(header);
    const end = header.text.length;
    assert.deepEqual(header.locate({ start: 0, end: 0 }), { start: 0, end: 0 });
    const located = header.locate({ start: end, end });
    assert.ok(located.start === located.end && located.end <= HEADER.length);
  });
});
