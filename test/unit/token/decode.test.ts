import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decode } from '../../../src/core/token/decode.ts';
import { scan } from '../../../src/core/token/scan.ts';
import { rfcExamples } from './rfcExamples.ts';
import { CLAIMS, HEADER, HS256, JWS, PAYLOAD, SD_JWT_KB, sign, SIGNATURE } from './samples.ts';
import { encode } from '../../support/jose.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('decode', () => {
  for (const { source, token, kind, header, payload } of rfcExamples) {
    it(`decodes the token of ${source}, and scan finds it`, () => {
      const decoded = decode(token);
      assert.deepEqual([decoded.kind, decoded.header, decoded.payload], [kind, header, payload]);
      assert.equal(decoded.problem, undefined);
      assert.deepEqual(scan(`"${token}"`), [{ start: 1, end: 1 + token.length }]);
    });
  }

  it('gives back any header and payload that were encoded', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(object, fc.jsonValue(), (parameters, payload) => {
        const header = { ...parameters, alg: 'HS256' };
        const decoded = decode(sign(header, JSON.stringify(payload)));
        assert.deepEqual(decoded.header, JSON.parse(JSON.stringify(header)));
        assert.deepEqual(decoded.payload, JSON.parse(JSON.stringify(payload)));
      }),
    );
  });

  it('decodes what JSON.parse and Buffer decode, to the same', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (header, payload) => {
        const decoded = decode(`${encode(header)}.${encode(payload)}.`);
        assert.deepEqual(decoded.payload, JSON.parse(payload));
        assert.equal(decoded.headerText, header);
        assert.equal(decoded.payloadText, payload);
      }),
    );
  });

  it('keeps large integers and duplicate members in the texts', () => {
    const payload = '{"id":9007199254740993,"id":12345678901234567890}';
    const decoded = decode(sign(HS256, payload));
    assert.equal(decoded.payloadText, payload);
    assert.deepEqual(decoded.payload, { id: Number('12345678901234567890') });
  });

  it('pollutes no prototype', () => {
    const decoded = decode(sign(HS256, '{"__proto__":{"polluted":true}}'));
    assert.equal((decoded.payload as Record<string, unknown>)['polluted'], undefined);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    assert.deepEqual(Object.keys(decoded.payload as object), ['__proto__']);
  });

  it('decodes header and claims of an SD-JWT', () => {
    assert.deepEqual(decode(SD_JWT_KB), {
      kind: 'sd-jwt',
      header: HS256,
      headerText: JSON.stringify(HS256),
      payload: CLAIMS,
      payloadText: JSON.stringify(CLAIMS),
    });
  });

  it('reads an unencoded payload as it stands (RFC 7797)', () => {
    const decoded = decode(`${encode({ alg: 'HS256', b64: false, crit: ['b64'] })}.$02.${SIGNATURE}`);
    assert.deepEqual([decoded.kind, decoded.payload, decoded.problem], ['jws', '$02', undefined]);
  });

  it('reads b64 as nothing special where crit does not list it', () => {
    assert.deepEqual(decode(sign({ alg: 'HS256', b64: false }, CLAIMS)).payload, CLAIMS);
  });

  it('decodes only the header of a token over 256 KB, and says so', () => {
    const decoded = decode(sign(HS256, { data: 'x'.repeat(256 * 1024) }));
    assert.deepEqual(decoded.header, HS256);
    assert.equal(decoded.payload, undefined);
    assert.equal(decoded.kind, 'jws');
    assert.match(decoded.problem?.message ?? '', /longer than 256 KB/);
  });

  it('decodes a token of 256 KB whole', () => {
    const payload = { data: 'x'.repeat(190_000) };
    assert.deepEqual(decode(sign(HS256, payload)).payload, payload);
  });

  describe('says what cannot be decoded, where and why:', () => {
    const rows: readonly (readonly [
      name: string,
      token: string,
      expected: { kind: string; part: string; byte?: number; at: string; message: RegExp },
    ])[] = [
      ['an empty text', '', { kind: 'malformed', part: 'token', at: '', message: /not a token/ }],
      ['a word', 'hello', { kind: 'malformed', part: 'token', at: 'hello', message: /not a token/ }],
      [
        'a sentence',
        'No token. Really',
        { kind: 'malformed', part: 'header', byte: 1, at: 'o t', message: /Byte 1 of the header/ },
      ],
      [
        'no header',
        `.${PAYLOAD}.${SIGNATURE}`,
        { kind: 'malformed', part: 'header', at: '', message: /header is missing/ },
      ],
      [
        'two parts',
        `${HEADER}.${PAYLOAD}`,
        { kind: 'malformed', part: 'token', at: `${HEADER}.${PAYLOAD}`, message: /This one has 2/ },
      ],
      ['four parts', `${JWS}.x`, { kind: 'malformed', part: 'token', at: `${JWS}.x`, message: /This one has 4/ }],
      [
        'five parts without enc',
        `${JWS}.x.x`,
        { kind: 'malformed', part: 'token', at: `${JWS}.x.x`, message: /no "enc"/ },
      ],
      [
        'a header that is a list',
        `${encode('[1]')}.e30.x`,
        { kind: 'malformed', part: 'header', at: encode('[1]'), message: /not an object/ },
      ],
      [
        'a header without alg',
        `${encode('{}')}.e30.`,
        { kind: 'malformed', part: 'header', at: encode('{}'), message: /no "alg"/ },
      ],
      [
        'an alg that is a number',
        sign('{"alg":256}', '{}'),
        { kind: 'malformed', part: 'header', at: 'jI1Nn', message: /not a string/ },
      ],
      [
        'a header cut off',
        sign('{"alg":"HS256"', '{}'),
        { kind: 'malformed', part: 'header', byte: 14, at: 'iI', message: /byte 14, a comma or "}"/ },
      ],
      [
        'a claims set with a fault',
        sign(HS256, '{"a":1,}'),
        { kind: 'jws', part: 'payload', byte: 7, at: 'H0', message: /byte 7, a member name/ },
      ],
      [
        'a text declared as JWT',
        sign(HS256, 'text'),
        { kind: 'jws', part: 'payload', byte: 0, at: 'dG', message: /payload is not JSON/ },
      ],
      [
        'a text declared as another JWT',
        sign({ alg: 'HS256', typ: 'at+jwt' }, 'text'),
        { kind: 'jws', part: 'payload', byte: 0, at: 'dG', message: /not JSON/ },
      ],
      [
        'bytes that are not UTF-8',
        `${HEADER}.${encode(bytes(0x7b, 0x22, 0xff, 0x22, 0x7d))}.x`,
        { kind: 'jws', part: 'payload', byte: 2, at: 'L_', message: /Byte 2 of the payload \(0xff\)/ },
      ],
      [
        'a byte order mark',
        sign(HS256, '\ufeff{"a":1}'),
        { kind: 'jws', part: 'payload', byte: 0, at: '77u_', message: /byte order mark/ },
      ],
      [
        'a foreign character',
        `${HEADER}.e30$.x`,
        { kind: 'jws', part: 'payload', at: '$', message: /Character 4 of the payload \(U\+0024\)/ },
      ],
      [
        'a foreign character in the signature',
        `${HEADER}.e30.ab😀`,
        { kind: 'jws', part: 'signature', at: '😀', message: /Character 3 of the signature \(U\+1F600\)/ },
      ],
      [
        'a signature cut off',
        `${HEADER}.e30.abcde`,
        { kind: 'jws', part: 'signature', at: 'e', message: /signature has an impossible length/ },
      ],
      [
        'a tag with a foreign character',
        `${encode({ alg: 'dir', enc: 'A128GCM' })}..AAAA.AAAA.A*`,
        { kind: 'jwe', part: 'authentication tag', at: '*', message: /tag/ },
      ],
      [
        'a disclosure that is no JSON',
        `${JWS}~e30~e2F9~`,
        { kind: 'sd-jwt', part: 'disclosure 2', byte: 1, at: '2F', message: /disclosure 2 is not JSON/ },
      ],
      [
        'JSON nested too deep',
        sign(HS256, '['.repeat(65) + ']'.repeat(65)),
        { kind: 'jws', part: 'payload', byte: 64, at: '1t', message: /more than 64 levels/ },
      ],
    ];
    for (const [name, token, { kind, part, byte, at, message }] of rows) {
      it(name, () => {
        const { kind: decodedKind, problem } = decode(token);
        assert.ok(problem);
        assert.deepEqual(
          [decodedKind, problem.part, problem.byte, token.slice(problem.start, problem.end)],
          [kind, part, byte, at],
        );
        assert.match(problem.message, message);
      });
    }
  });

  describe('shows what it can of a token with a fault:', () => {
    const rows: readonly (readonly [name: string, token: string, header: unknown, payload: unknown])[] = [
      ['the payload where the header is broken', `!.${PAYLOAD}.`, undefined, CLAIMS],
      ['the payload of two parts', `${HEADER}.${PAYLOAD}`, HS256, CLAIMS],
      ['padding', `${HEADER}=.${PAYLOAD}==.${SIGNATURE}=`, HS256, CLAIMS],
      ['the standard alphabet', `${HEADER}.eyJzIjoiPz8/In0=.x`, HS256, { s: '???' }],
      ['white space', `${HEADER.slice(0, 9)}\r\n  ${HEADER.slice(9)}.${PAYLOAD}.x`, HS256, CLAIMS],
      ['a byte order mark', sign(HS256, '\ufeff{"a":1}'), HS256, { a: 1 }],
      ['bytes that are not UTF-8', `${HEADER}.${encode(bytes(0x22, 0xff, 0x22))}.x`, HS256, '\ufffd'],
      ['what comes before a foreign character', `${HEADER}.${encode('{"a":')}$.x`, HS256, '{"a":'],
    ];
    for (const [name, token, header, payload] of rows) {
      it(name, () => {
        const decoded = decode(token);
        assert.deepEqual([decoded.header, decoded.payload], [header, payload]);
      });
    }
  });
});
