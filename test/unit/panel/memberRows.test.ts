import assert from 'node:assert/strict';
import { parseToken } from '../../../src/core/token/parse.ts';
import { timeState } from '../../../src/core/time.ts';
import { headerRows, partJson, payloadRows, valueText } from '../../../src/panel/memberRows.ts';
import type { MemberRow } from '../../../src/panel/protocol.ts';
import { hs256 } from './tokens.ts';

const now = new Date(1_800_000_000_000);

function rowsOf(payload: object | string): readonly MemberRow[] {
  const token = parseToken(hs256(payload, 'secret'));
  return payloadRows(token.payload, timeState(token.payload?.json, now, 60));
}

describe('rows of header and claims', () => {
  it('say what a claim means and who says so', () => {
    const [row] = rowsOf({ iss: 'https://login.example' });
    assert.equal(row?.value, 'https://login.example');
    assert.match(row.meaning ?? '', /Issuer/);
    assert.equal(row.source, 'RFC 7519 §4.1.1');
  });

  it('say what an algorithm is', () => {
    const [row] = headerRows(parseToken(hs256({}, 'secret')).header);
    assert.match(row?.meaning ?? '', /HMAC.*SHA-256/);
  });

  it('lead to the characters of the token', () => {
    const token = hs256({ sub: 'u17', role: 'admin' }, 'secret');
    const row = payloadRows(parseToken(token).payload, timeState(undefined, now, 60))[1];
    assert.ok(row);
    const around = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    const first = row.start - token.indexOf('.') - 1;
    assert.ok(Math.abs(first - (around.indexOf('"role"') * 4) / 3) <= 1);
    assert.ok(row.end > row.start && token.slice(row.start, row.end).length < 30);
  });

  it('alarm about the time that is wrong, and no other', () => {
    const rows = rowsOf({ iat: 1_799_000_000, exp: 1_799_999_999 });
    assert.deepEqual(
      rows.map(({ name, kind, seconds, alarming }) => ({ name, kind, seconds, alarming })),
      [
        { name: 'iat', kind: 'time', seconds: 1_799_000_000, alarming: false },
        { name: 'exp', kind: 'time', seconds: 1_799_999_999, alarming: true },
      ],
    );
  });

  it('show a time that is no NumericDate as the JSON it is', () => {
    const [row] = rowsOf({ exp: 'tomorrow' });
    assert.equal(row?.kind, 'text');
    assert.equal(row.seconds, undefined);
  });

  it('keep integers beyond 2^53, duplicates and members called __proto__', () => {
    const rows = rowsOf('{"big":9007199254740993,"a":1,"a":2,"__proto__":{"admin":true}}');
    assert.deepEqual(
      rows.map(({ name, value }) => [name, value.replaceAll(/\s/g, '')]),
      [
        ['big', '9007199254740993'],
        ['a', '1'],
        ['a', '2'],
        ['__proto__', '{"admin":true}'],
      ],
    );
  });

  it('show what cannot be seen as code points, in names, texts and JSON', () => {
    const rows = rowsOf({ 'a\u200b': 'x\u202ey\nz', list: ['\u2066'] });
    assert.equal(rows[0]?.name, 'a⟨U+200B⟩');
    assert.equal(rows[0].value, 'x⟨U+202E⟩y⟨U+000A⟩z');
    assert.equal(rows[1]?.value, '[\n  "⟨U+2066⟩"\n]');
  });

  it('cut a long value and say how long it was', () => {
    const [row] = rowsOf({ note: 'x'.repeat(100_000) });
    assert.ok((row?.value.length ?? 0) <= 500);
    assert.equal(row?.cutFrom, 100_000);
  });

  it('copy a string bare and anything else as JSON', () => {
    const members = parseToken(hs256({ a: 'text\u202e', b: [1] }, 'secret')).payload?.json;
    assert.ok(members?.type === 'object');
    assert.deepEqual(
      members.members.map(({ value }) => valueText(value)),
      ['text\u202e', '[\n  1\n]'],
    );
  });

  it('show a payload that is no JSON as its text', () => {
    assert.equal(partJson(parseToken(hs256('plain text', 'secret')).payload), 'plain text');
    assert.deepEqual(rowsOf('plain text'), []);
  });
});
