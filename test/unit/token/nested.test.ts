import assert from 'node:assert/strict';

import * as jose from 'jose';
import nodeJose from 'node-jose';

import { inspect } from '../../../src/core/rules/inspect.ts';
import { readBase64url } from '../../../src/core/text/base64url.ts';
import { decode } from '../../../src/core/token/decode.ts';
import { levelsOf, nestedIn } from '../../../src/core/token/nested.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { decrypt } from '../../../src/core/verify/decrypt.ts';
import { randomSecret } from '../../fixtures/keys/keyPairs.ts';
import { issue } from '../../support/jose.ts';

const { key, bytes } = randomSecret(32);
const inner = issue('HS256', key, { sub: 'Zoë', exp: 1_700_000_000 });
const wrap = (content: string) => issue('HS256', key, content, { cty: 'JWT' });
const now = new Date('2026-05-31T20:00:00Z');

describe('nested tokens', () => {
  it('are decoded level by level', () => {
    const outermost = decode(wrap(wrap(inner)));
    assert.equal(outermost.kind, 'jws');
    assert.equal(outermost.payload, wrap(inner));
    assert.equal(outermost.nested?.payload, inner);
    assert.deepEqual(outermost.nested.nested?.payload, { sub: 'Zoë', exp: 1_700_000_000 });
    assert.equal(outermost.nested.nested.nested, undefined);
  });

  it('are found with white space around them, and not inside of other text', () => {
    assert.ok(decode(wrap(` ${inner}\n`)).nested);
    for (const content of [`${inner} and more`, `see ${inner}`, `${inner} ${inner}`, JSON.stringify(inner), 'e30.e30.'])
      assert.equal(decode(wrap(content)).nested, undefined);
  });

  it('have their findings at the characters that encode them', () => {
    for (const depth of [1, 2, 3]) {
      let text = inner;
      for (let level = 0; level < depth; level++) text = wrap(text);
      const finding = inspect(text, { now }).find(({ ruleId }) => ruleId === 'exp-expired');
      assert.ok(finding);
      assert.match(finding.message, new RegExp(`^${'Inner token: '.repeat(depth)}`));
      // What it underlines, decoded as often, has the claim in it and little else.
      let { start, end } = finding;
      let level = text;
      for (let unwrapped = 0; unwrapped < depth; unwrapped++) {
        const from = level.indexOf('.') + 1;
        const payload = level.slice(from, level.indexOf('.', from));
        start = Math.floor(((start - from) * 3) / 4);
        end = Math.ceil(((end - from) * 3) / 4);
        level = new TextDecoder().decode(readBase64url(payload).bytes);
      }
      const exp = parseToken(inner).payload?.locate({
        start: '{"sub":"Zoë",'.length,
        end: '{"sub":"Zoë","exp":1700000000'.length,
      });
      assert.ok(
        exp && start <= exp.start && start >= exp.start - depth * 3 && end >= exp.end && end <= exp.end + depth * 3,
      );
    }
  });

  it('are found in and as JSON serialization, and their findings said once', () => {
    const [header = '', payload = '', signature = ''] = wrap(inner).split('.');
    const signatures = [header, header.slice(0, -1)].map((each) => ({ protected: each, signature }));
    const general = JSON.stringify({ payload, signatures }, undefined, 2);
    for (const [text, depth] of [
      [general, 1],
      [wrap(general), 2],
      [wrap(JSON.stringify({ payload, protected: header, signature })), 2],
    ] as const) {
      const found = inspect(text, { now }).filter(({ ruleId }) => ruleId === 'exp-expired');
      assert.equal(found.length, 1);
      assert.ok(found[0]?.message.startsWith(`${'Inner token: '.repeat(depth)}Expired`));
      const levels = levelsOf(parseToken(text));
      assert.equal(levels.length, depth + 1);
      assert.equal(levels.at(-1)?.text, inner);
    }
    assert.equal(nestedIn(parseToken(issue('HS256', key, { payload: 'x', signature: 'y' }))), undefined);
  });

  it('cost no more than their text, however they are nested', () => {
    let text = inner;
    while (text.length < 150_000) {
      const [header = '', payload = '', signature = ''] = wrap(text).split('.');
      const one = { protected: header, signature };
      text = JSON.stringify({ payload, signatures: Array.from({ length: 100 }, () => one) });
    }
    const levels = levelsOf(parseToken(text));
    assert.ok(levels.length > 5, `${levels.length}`);
    // A hundred signatures at each level: whoever follows each of them does not come to an end.
    assert.ok(inspect(text, { now }).some(({ ruleId }) => ruleId === 'exp-expired'));
  });

  it('say where they are in the outer token', () => {
    const outer = parseToken(wrap(inner));
    const nested = nestedIn(outer);
    assert.ok(nested);
    assert.deepEqual(nested.locate({ start: 0, end: inner.length }), {
      start: outer.segments[1]?.start,
      end: outer.segments[1]?.end,
    });
  });

  it('come out of the encrypted tokens of other libraries', async () => {
    const options = { keys: [{ material: bytes }] };
    const jwk = { kty: 'oct', k: Buffer.from(bytes).toString('base64url') };
    const joseToken = await new jose.CompactEncrypt(new TextEncoder().encode(inner))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'JWT' })
      .encrypt(bytes);
    const recipient = await nodeJose.JWK.asKey(jwk);
    const fields = { alg: 'dir', cty: 'JWT' };
    const nodeJoseToken = await nodeJose.JWE.createEncrypt(
      { format: 'compact', contentAlg: 'A256GCM', fields },
      recipient,
    )
      .update(inner)
      .final();
    for (const token of [joseToken, nodeJoseToken]) assert.equal((await decrypt(token, options)).nested, inner);
    const [header, payload, signature] = inner.split('.');
    const inJson = JSON.stringify({ payload, protected: header, signature });
    const holdsJson = await new jose.CompactEncrypt(new TextEncoder().encode(` ${inJson}`))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'JOSE+JSON' })
      .encrypt(bytes);
    assert.equal((await decrypt(holdsJson, options)).nested, inJson);
    const plain = await new jose.CompactEncrypt(new TextEncoder().encode('{"sub":"x"}'))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(bytes);
    assert.equal('nested' in (await decrypt(plain, options)), false);
  });
});
