import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { catalogue } from '../../../src/core/documents/catalogue.ts';
import { codeLanguages } from '../../../src/core/documents/code/codeLanguages.ts';
import { inspectText, LONGEST_TEXT } from '../../../src/core/documents/inspectText.ts';
import type { InspectTextOptions } from '../../../src/core/documents/inspectText.ts';
import { claims } from '../rules/tokens.ts';
import { codeCases } from './codeCases.ts';
import { documentCases } from './documentCases.ts';
import { libraryCases } from './libraryCases.ts';
import { readMarks } from './marked.ts';
import { encode } from '../../support/jose.ts';

/** Every rule on, so that no opt-in rule stays untested. */
const rules = new Map(catalogue.map(({ id, severity }) => [id, severity]));
const languageIds = [...codeLanguages.map(({ ids }) => Object.keys(ids)[0] ?? ''), 'json', 'dotenv', 'http', ''];

const samples = [
  ...[...codeCases, ...libraryCases].flatMap(({ fires, languageId }) =>
    Object.values(fires).map((text) => ({ text, options: { languageId } })),
  ),
  ...Object.values(documentCases).flatMap(({ fires }) => Object.values(fires)),
].map(({ text, options }) => ({ text: readMarks(text).text, options }));

function findsInside(text: string, options: InspectTextOptions): void {
  for (const { ruleId, start, end } of inspectText(text, { ...options, rules }))
    assert.ok(start >= 0 && start < end && end <= text.length, `${ruleId} at ${start}..${end} of ${text.length}`);
}

describe('inspectText', () => {
  it('never throws, and stays inside the text', function () {
    this.timeout(0); // fast-check's tables of all characters take seconds on a busy machine.
    const languageId = fc.constantFrom(...languageIds);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), languageId, (text, id) => findsInside(text, { languageId: id })),
    );
  });

  it('never throws on a sample with one piece changed, in whatever language', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2 }),
      fc.constantFrom('"', "'", '`', '(', '{', '\\', '/*'),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.nat(),
        piece,
        fc.option(fc.constantFrom(...languageIds)),
        (sample, position, replacement, id) => {
          const at = position % sample.text.length;
          findsInside(sample.text.slice(0, at) + replacement + sample.text.slice(at + 1), {
            ...sample.options,
            ...(id !== null && { languageId: id }),
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never throws on any JSON that has the members of keys and tokens', () => {
    const names = fc.constantFrom(
      ...'kty k n e x y d crv kid alg use key_ops x5c keys payload protected signature signatures'.split(' '),
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('RSA', 'EC', 'oct', 'P-256', 'AQAB', 'AA', 'eyJhbGciOiJIUzI1NiJ9'),
    );
    const object = fc.dictionary(names, fc.oneof(value, fc.array(fc.dictionary(names, value))));
    fc.assert(fc.property(object, (json) => findsInside(JSON.stringify(json), { fileName: 'jwks.json' })));
  });

  it('gets through a megabyte of what never ends', function () {
    this.timeout(0); // Speed is the bench's subject: here nothing may fail however slow the machine.
    for (const piece of [
      "jwt.sign('",
      '"',
      '/*',
      '`',
      '{"kty":',
      '-----BEGIN A-----',
      'JWT_SECRET ',
      'curl http://a ',
    ]) {
      for (const languageId of ['typescript', 'ruby', 'json', 'dotenv'])
        findsInside(`jwt ${piece.repeat(2 ** 20 / piece.length)}`, { languageId });
    }
  });

  it('names no secret, key, header or claim in any message', () => {
    // Values of twelve and more characters that no sentence contains by chance.
    const unit = fc.constantFrom(...Array.from('qxzjkvw0123456789'));
    const value = fc.string({ unit, minLength: 12, maxLength: 40 });
    const places: readonly ((text: string) => readonly [string, InspectTextOptions])[] = [
      (text) => [
        `jwt.sign(p, '${text}'); jwt.verify(${text}, null); const JWT_SECRET = '${text}'`,
        { languageId: 'typescript' },
      ],
      (text) => [
        `localStorage.setItem('token', '${text}'); fetch('http://${text}.io', Bearer ${text})`,
        { languageId: 'typescript' },
      ],
      (text) => [`JWT_SECRET=${text}`, { languageId: 'dotenv' }],
      (text) => [
        JSON.stringify({
          keys: [
            { kty: 'oct', k: text, kid: text },
            { kty: 'oct', k: text, kid: text },
          ],
        }),
        { fileName: 'jwks.json' },
      ],
      (text) => [JSON.stringify({ kty: 'EC', crv: 'P-256', x: text, y: text, kid: text, x5c: [text] }), {}],
      (text) => [JSON.stringify({ kty: 'RSA', n: text, e: text, kid: text }), {}],
      (text) => [`GET http://${text}.io?token=${claims({ iss: text })}`, { languageId: 'http' }],
      (text) => [
        JSON.stringify({
          id_token: claims({ at_hash: text, jti: text }),
          access_token: claims({ jti: text, sub: text }),
        }),
        {},
      ],
      (text) => [
        `Authorization: DPoP ${claims({ cnf: { jkt: text } })}\nDPoP: ${claims({ ath: text }, { typ: 'dpop+jwt' })}`,
        {},
      ],
      (text) => [
        JSON.stringify({
          payload: encode({ iss: text }),
          protected: '',
          signature: text,
          [claims({ sub: text })]: 1,
        }),
        {},
      ],
    ];
    fc.assert(
      fc.property(value, (text) => {
        for (const place of places) {
          const [document, options] = place(text);
          for (const { message, related } of inspectText(document, { ...options, rules })) {
            for (const sentence of [message, ...(related ?? []).map((one) => one.message)])
              assert.ok(!sentence.includes(text), sentence);
          }
        }
      }),
    );
  });

  it('has something to say in each of its samples, and in the order of the text', () => {
    for (const { text, options } of samples) {
      const findings = inspectText(text, { ...options, rules });
      assert.ok(findings.length > 0, text);
      for (const [index, { start }] of findings.entries()) assert.ok((findings[index - 1]?.start ?? 0) <= start);
    }
  });

  it("obeys context and the user's word", () => {
    const text = 'JWT_SECRET=hush';
    const severity = (options: InspectTextOptions) =>
      inspectText(text, { languageId: 'dotenv', ...options })[0]?.severity;
    assert.equal(severity({}), 'error');
    assert.equal(severity({ context: 'test' }), 'warning');
    assert.equal(severity({ context: 'test', rules: new Map([['hmac-secret-short', 'hint']]) }), 'hint');
    assert.equal(severity({ rules: new Map([['hmac-secret-short', 'off']]) }), undefined);
  });

  it('does not read data', () => {
    assert.deepEqual(inspectText(`JWT_SECRET=hush\n${'a'.repeat(LONGEST_TEXT)}`, { languageId: 'dotenv' }), []);
  });
});
